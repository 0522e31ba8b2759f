//! The life of an atelier: published, changed, cancelled; what those who joined are told.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    ProblemKind,
    ateliers::{
        AddInvite, CancelAtelier, ChangeAtelier, CreateAteliers, EtatAtelier, EtatInscription, FicheAtelier,
        LieuAtelier, ListAteliers, ListAteliersPublies, NewMeneur, PublishAtelier, ReadIcsAtelier, ReadListeAtelier,
    },
    ids::AtelierId,
};

use super::{as_it_is, ask, fiche, free, join, kind, made, mine, news, request, wait};
use crate::{
    db, schema,
    test_app::{ALL, House, TestApp},
    time,
};

fn told(app: &TestApp, atelier: AtelierId) -> Vec<String> {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let rows = schema::envoi::table.filter(schema::envoi::sujet.eq(format!("atelier:{atelier}")));
    rows.filter(schema::envoi::etat.eq("prevu")).select(schema::envoi::genre).load(&mut db).unwrap()
}

fn property(text: &str, name: &str) -> String {
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_once(':').unwrap().1.to_owned()
}

#[test]
fn those_who_joined_are_told_what_has_changed() {
    let app = TestApp::start();
    let (house, jeune, waits) = (app.house(), app.jeune(), app.jeune());
    let one = made(&house, request(&house, app.day(3), 1));
    let (atelier, inscription) = (one.atelier.id, join(&jeune, one.atelier.id).id);
    wait(&waits, atelier);
    let before = jeune.call(ReadIcsAtelier { inscription }).unwrap().ics;
    app.clock.shift_minutes(2);
    // Nothing is new: nobody is told.
    house.pro.call(as_it_is(&one)).unwrap();
    assert_eq!((mine(&jeune).change, told(&app, atelier)), (false, vec![]));
    let later = ChangeAtelier { debut: "15:00".parse().unwrap(), fin: "17:00".parse().unwrap(), ..as_it_is(&one) };
    assert_eq!(kind(house.pro.call(later.clone())), ProblemKind::ChampsInvalides);
    let mot = Some("La salle est prise à 14 h.".parse().unwrap());
    let changed = house.pro.call(ChangeAtelier { mot, ..later }).unwrap();
    assert_eq!(changed.debut.to_string(), "15:00");
    for person in [&jeune, &waits] {
        assert_eq!((mine(person).change, news(person).mots), (true, vec!["La salle est prise à 14 h.".to_owned()]));
    }
    assert_eq!(told(&app, atelier), ["atelier", "atelier"]);
    // The same thing in the calendar, later.
    let after = jeune.call(ReadIcsAtelier { inscription }).unwrap().ics;
    assert_eq!(property(&after, "UID"), property(&before, "UID"));
    assert!(property(&before, "DTSTART;TZID=Europe/Paris").ends_with("T140000"));
    assert!(property(&after, "DTSTART;TZID=Europe/Paris").ends_with("T150000"));
    assert!(property(&before, "SEQUENCE").parse::<u32>().unwrap() < property(&after, "SEQUENCE").parse().unwrap());
    for secret in ["entretien", "Mission", "Centre", "Bobigny", "Local"] {
        assert!(!after.contains(secret), "{secret} in {after}");
    }
    super::see(&jeune, news(&jeune).changements);
    assert_eq!((mine(&jeune).change, told(&app, atelier).len()), (false, 1));
}

#[test]
fn places_are_never_fewer_than_those_who_joined_and_new_ones_go_to_who_waits() {
    let app = TestApp::start();
    let house = app.house();
    let one = made(&house, request(&house, app.day(3), 2));
    let atelier = one.atelier.id;
    let people: Vec<_> = (0..4).map(|_| app.jeune()).collect();
    people[..2].iter().for_each(|person| drop(join(person, atelier)));
    people[2..].iter().for_each(|person| drop(wait(person, atelier)));
    let with = |places| {
        let now = house.pro.call(ReadListeAtelier { atelier }).unwrap().atelier;
        ChangeAtelier { fiche: FicheAtelier { places, ..now.fiche.clone() }, ..as_it_is(&now) }
    };
    assert_eq!(kind(house.pro.call(with(1))), ProblemKind::PlacesReservees);
    house.pro.call(with(3)).unwrap();
    let etats = [&people[2], &people[3]].map(|person| mine(person).etat);
    assert_eq!((etats, free(&app, atelier)), ([EtatInscription::Offert, EtatInscription::Attend], 0));
    assert_eq!(kind(house.pro.call(with(2))), ProblemKind::PlacesReservees);
    house.pro.call(with(6)).unwrap();
    assert_eq!((mine(&people[3]).etat, free(&app, atelier)), (EtatInscription::Offert, 2));
    house.pro.call(with(4)).unwrap();
    assert_eq!((free(&app, atelier), told(&app, atelier)), (0, vec![]));
}

#[test]
fn a_change_that_makes_no_sense_changes_nothing() {
    let app = TestApp::start();
    let (house, other) = (app.house(), app.house());
    let one = made(&house, request(&house, app.day(3), 2));
    let back = ChangeAtelier { fin: one.debut, ..as_it_is(&one) };
    assert_eq!(kind(house.pro.call(back)), ProblemKind::FinAvantDebut);
    assert_eq!(
        kind(house.pro.call(ChangeAtelier { jour: app.day(-1), ..as_it_is(&one) })),
        ProblemKind::ChampsInvalides
    );
    let lieu = LieuAtelier::Ailleurs {
        nom: "Stade".parse().unwrap(),
        adresse: None,
        commune: "Lens".parse().unwrap(),
        espace: None,
    };
    let nowhere = FicheAtelier { lieu, ..one.fiche.clone() };
    assert_eq!(kind(house.pro.call(ChangeAtelier { fiche: nowhere, ..as_it_is(&one) })), ProblemKind::LieuSansAdresse);
    assert_eq!(kind(other.pro.call(as_it_is(&one))), ProblemKind::Introuvable);
    let read = house.pro.call(ReadListeAtelier { atelier: one.atelier.id }).unwrap().atelier;
    assert_eq!(read, one);
    app.pass_days(4, &[&house.pro]);
    assert_eq!(kind(house.pro.call(as_it_is(&one))), ProblemKind::AtelierPasse);
}

#[test]
fn an_age_that_leaves_out_who_joined_needs_a_word() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let one = made(&house, request(&house, app.day(3), 2));
    join(&jeune, one.atelier.id);
    let grown = FicheAtelier { age_min: Some(26), ..one.fiche.clone() };
    let change = ChangeAtelier { fiche: grown, ..as_it_is(&one) };
    let refused = house.pro.call(change.clone()).unwrap_err();
    assert_eq!(refused.fields.get("mot"), Some(&vec!["hors-de-leur-age".to_owned()]));
    let mot = Some("Viens quand même si tu es inscrit.".parse().unwrap());
    house.pro.call(ChangeAtelier { mot, ..change }).unwrap();
    assert!(mine(&jeune).change);
}

#[test]
fn the_drafts_of_a_series_are_published_at_once_or_one_by_one() {
    let app = TestApp::start();
    let house = app.house();
    let jours = [3, 5, 7].map(|days| app.day(days)).to_vec();
    let rythme = shared::permanences::Rythme::Dates { jours };
    let series = CreateAteliers { publie: false, rythme, ..request(&house, app.day(3), 4) };
    let drafts: Vec<_> = house.pro.call(series).unwrap().into_iter().map(|one| one.atelier.id).collect();
    let shown = || app.stranger().call(ListAteliers { espace: None, besoin: None, commune: None }).unwrap().len();
    house.pro.call(PublishAtelier { atelier: drafts[1], serie: false }).unwrap();
    assert_eq!(shown(), 1);
    let publish = PublishAtelier { atelier: drafts[2], serie: true };
    assert_eq!(house.pro.call(publish.clone()).unwrap().atelier.etat, EtatAtelier::Publie);
    house.pro.call(publish).unwrap();
    assert_eq!(shown(), 3);
    let other = app.house();
    assert_eq!(kind(other.pro.call(PublishAtelier { atelier: drafts[0], serie: true })), ProblemKind::Introuvable);
}

#[test]
fn a_cancelled_atelier_is_told_and_stays_to_be_seen() {
    let app = TestApp::start();
    let (house, jeune, waits) = (app.house(), app.jeune(), app.jeune());
    let draft = made(&house, CreateAteliers { publie: false, ..request(&house, app.day(3), 1) });
    let atelier = draft.atelier.id;
    assert_eq!(draft.atelier.etat, EtatAtelier::Brouillon);
    assert_eq!(house.pro.call(PublishAtelier { atelier, serie: false }).unwrap().atelier.etat, EtatAtelier::Publie);
    house.pro.call(PublishAtelier { atelier, serie: false }).unwrap();
    let inscription = join(&jeune, atelier).id;
    wait(&waits, atelier);
    let cancel = CancelAtelier { atelier, mot: "L’animatrice est malade.".parse().unwrap(), suite: false };
    let cancelled = house.pro.call(cancel.clone()).unwrap();
    assert_eq!(house.pro.call(cancel).unwrap(), cancelled);
    for person in [&jeune, &waits] {
        let seen = mine(person);
        assert_eq!((seen.etat, seen.atelier.etat), (EtatInscription::Annule, EtatAtelier::Annule));
        assert_eq!(news(person).mots, ["L’animatrice est malade."]);
    }
    assert_eq!(told(&app, atelier), ["atelier", "atelier"]);
    assert!(jeune.call(ReadIcsAtelier { inscription }).unwrap().ics.contains("METHOD:CANCEL"));
    assert_eq!(kind(app.jeune().call(ask(atelier))), ProblemKind::AtelierAnnule);
    assert_eq!(kind(house.pro.call(as_it_is(&cancelled))), ProblemKind::AtelierAnnule);
    let list = app.stranger().call(ListAteliers { espace: None, besoin: None, commune: None }).unwrap();
    assert_eq!(list, []);
}

// Whoever gets ready for this afternoon hears at once that it is another day, whatever the hour.
#[test]
fn what_was_to_be_held_today_is_told_at_once_when_it_moves() {
    let app = TestApp::start();
    let house = app.house();
    let paris = TimeZone::get("Europe/Paris").unwrap();
    let early = time::moment(app.day(1), "06:30".parse().unwrap(), &paris).unwrap();
    app.clock.shift_minutes(early.minutes_since(app.app.db.now()) + 1);
    let (house, jeune) = (House { pro: app.enter(house.pro.compte.unwrap()), ..house }, app.jeune());
    for (from, to, urgent) in [(0, 3, true), (3, 0, true), (3, 4, false)] {
        let one = made(&house, request(&house, app.day(from), 5));
        join(&jeune, one.atelier.id);
        let mot = Some("Un autre jour.".parse().unwrap());
        house.pro.call(ChangeAtelier { jour: app.day(to), mot, ..as_it_is(&one) }).unwrap();
        let mut db = db::connect(&app.app.settings.database).unwrap();
        let rows = schema::envoi::table.filter(schema::envoi::sujet.eq(format!("atelier:{}", one.atelier.id)));
        assert_eq!(rows.select(schema::envoi::urgent).first::<bool>(&mut db).unwrap(), urgent, "{from} {to}");
        house.pro.call(CancelAtelier { atelier: one.atelier.id, mot: "Non.".parse().unwrap(), suite: false }).unwrap();
    }
}

// Only the structure that publishes changes; those of a structure that leads too, and a professional who is named, keep the list.
#[test]
fn p12_who_leads_keeps_the_list_and_changes_nothing() {
    let app = TestApp::start();
    let (house, partner, named, stranger) = (app.house(), app.house(), app.house(), app.house());
    let nobody = NewMeneur { structure: None, professionnel: None, nom: None, role: None };
    let meneurs = vec![
        NewMeneur { structure: Some(partner.structure), ..nobody.clone() },
        NewMeneur { professionnel: named.pro.compte, ..nobody },
    ];
    let led = FicheAtelier { meneurs, ..fiche(&house, 3) };
    let one = made(&house, CreateAteliers { fiche: led, ..request(&house, app.day(3), 3) });
    let atelier = one.atelier.id;
    for leader in [&partner, &named] {
        assert!(!leader.pro.call(ReadListeAtelier { atelier }).unwrap().atelier.modifiable);
        assert_eq!(kind(leader.pro.call(as_it_is(&one))), ProblemKind::Introuvable);
    }
    assert_eq!(kind(stranger.pro.call(ReadListeAtelier { atelier })), ProblemKind::Introuvable);
    let colleague = app.professionnel(house.structure, shared::comptes::Droits { publie: false, ..ALL });
    assert_eq!(kind(colleague.call(ReadListeAtelier { atelier })), ProblemKind::Introuvable);
    assert_eq!(kind(colleague.call(as_it_is(&one))), ProblemKind::Interdit);
}

// P39: a structure leads by those of its people who receive; whoever only coordinates there is no part of it, unless named.
#[test]
fn p39_who_only_coordinates_reads_no_list_of_participants() {
    let app = TestApp::start();
    let (house, partner) = (app.house(), app.house());
    let droits = shared::comptes::Droits { referent: false, publie: false, coordonne: true };
    let (coordinates, named) =
        (app.professionnel(partner.structure, droits), app.professionnel(partner.structure, droits));
    let nobody = NewMeneur { structure: None, professionnel: None, nom: None, role: None };
    let meneurs = vec![
        NewMeneur { structure: Some(partner.structure), ..nobody.clone() },
        NewMeneur { professionnel: named.compte, ..nobody },
    ];
    let led = FicheAtelier { meneurs, ..fiche(&house, 3) };
    let atelier = made(&house, CreateAteliers { fiche: led, ..request(&house, app.day(3), 3) }).atelier.id;
    assert_eq!(kind(coordinates.call(ReadListeAtelier { atelier })), ProblemKind::Introuvable);
    assert!(coordinates.call(ListAteliersPublies {}).unwrap().is_empty());
    let who = AddInvite { atelier, prenom: "Zoé".parse().unwrap() };
    assert_eq!(kind(coordinates.call(who)), ProblemKind::Introuvable);
    // Who is named leads by themself, and those who receive for the structure do.
    let referent = shared::comptes::Droits { referent: true, ..shared::comptes::Droits::default() };
    for leader in [&named, &partner.pro, &app.professionnel(partner.structure, referent)] {
        assert!(leader.call(ReadListeAtelier { atelier }).is_ok());
        assert_eq!(leader.call(ListAteliersPublies {}).unwrap().len(), 1);
    }
}
