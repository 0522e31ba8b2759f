//! The edges of the life of an atelier: who may still leave, what may still be called off, what is said twice, where it is held.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    ProblemKind,
    accueil::{InviteProche, Portee},
    ateliers::{
        CancelAtelier, CreateAteliers, EtatAtelier, EtatInscription, FicheAtelier, GiveRetour, LeaveAtelier,
        LieuAtelier, ListPrevus, NewMeneur, ReadPresence, SignPresence, Visage, WithdrawAtelier,
    },
    ids::{AtelierId, StructureId},
    permanences::CreateCalendrier,
};

use super::{as_it_is, fiche, free, join, kind, made, mine, publish, request, wait};
use crate::{
    db, schema,
    test_app::{Client, TestApp},
};

// To so many minutes after the start.
fn go_to(app: &TestApp, atelier: AtelierId, minutes: i64) {
    let debut = app.stranger().call(shared::ateliers::ReadAtelier { atelier }).unwrap().debut;
    app.clock.shift_minutes(debut.minutes_since(app.app.db.now()) + minutes);
}

fn again(app: &TestApp, who: &Client) -> Client {
    app.enter(who.compte.unwrap())
}

#[test]
fn who_signed_before_the_start_may_leave_until_the_start_and_is_told_when_it_is_called_off() {
    let app = TestApp::start();
    let (house, jeune, other) = (app.house(), app.jeune(), app.jeune());
    let atelier = publish(&house, app.day(1), 3);
    let inscription = join(&jeune, atelier).id;
    let kept = join(&other, atelier).id;
    go_to(&app, atelier, -30);
    let (pro, jeune, other) = (again(&app, &house.pro), again(&app, &jeune), again(&app, &other));
    let code = pro.call(ReadPresence { atelier }).unwrap().code;
    for person in [&jeune, &other] {
        let signed = person.call(SignPresence { atelier, code: code.clone() }).unwrap();
        assert_eq!(signed.etat, EtatInscription::Present);
    }
    assert_eq!(jeune.call(LeaveAtelier { inscription }).unwrap().etat, EtatInscription::Quitte);
    assert_eq!(free(&app, atelier), 2);
    // The two questions come when it is over, and that is what is said.
    let early = other.call(GiveRetour { inscription: kept, visage: Visage::Content, mot: None }).unwrap_err();
    assert_eq!(early.kind, ProblemKind::PasEncore);
    assert!(early.title.contains("quand l’atelier sera fini"), "{}", early.title);
    pro.call(CancelAtelier { atelier, mot: "Plus de courant.".parse().unwrap(), suite: false }).unwrap();
    assert_eq!(mine(&other).etat, EtatInscription::Annule);
}

#[test]
fn what_was_held_is_not_called_off_and_nobody_leaves_it() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let atelier = publish(&house, app.day(1), 3);
    let inscription = join(&jeune, atelier).id;
    go_to(&app, atelier, 1);
    let code = again(&app, &house.pro).call(ReadPresence { atelier }).unwrap().code;
    let signed = again(&app, &jeune);
    signed.call(SignPresence { atelier, code }).unwrap();
    assert_eq!(kind(signed.call(LeaveAtelier { inscription })), ProblemKind::AtelierPasse);
    let other = publish(&app.house(), app.day(1), 3);
    app.pass_days(3, &[&jeune, &house.pro]);
    let refused = house.pro.call(CancelAtelier { atelier, mot: "non".parse().unwrap(), suite: false }).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::AtelierPasse);
    assert!(refused.title.contains("déjà eu lieu"), "{}", refused.title);
    let read = app.stranger().call(shared::ateliers::ReadAtelier { atelier: other }).unwrap();
    assert_eq!((read.etat, mine(&jeune).etat), (EtatAtelier::Publie, EtatInscription::Present));
}

#[test]
fn nobody_leads_twice() {
    let app = TestApp::start();
    let house = app.house();
    let nobody = NewMeneur { structure: None, professionnel: None, nom: None, role: None };
    let structure = NewMeneur { structure: Some(house.structure), ..nobody.clone() };
    let person = NewMeneur { professionnel: house.pro.compte, ..nobody.clone() };
    let of_it = NewMeneur { structure: Some(house.structure), ..person.clone() };
    let named = |nom: &str| NewMeneur { nom: Some(nom.parse().unwrap()), ..nobody.clone() };
    let say = |meneurs| CreateAteliers {
        fiche: FicheAtelier { meneurs, ..fiche(&house, 3) },
        ..request(&house, app.day(2), 3)
    };
    let role = NewMeneur { role: Some("le droit".parse().unwrap()), ..structure.clone() };
    for twice in
        [vec![structure.clone(), role], vec![person.clone(), of_it.clone()], vec![named("APASO"), named("apaso")]]
    {
        let refused = house.pro.call(say(twice)).unwrap_err();
        assert_eq!(refused.fields.get("meneurs"), Some(&vec!["en-double".to_owned()]));
    }
    assert_eq!(made(&house, say(vec![structure, of_it, named("APASO")])).fiche.meneurs.len(), 3);
}

fn give_address(app: &TestApp, structure: StructureId) {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    diesel::update(schema::structure::table.find(structure.to_string()))
        .set((schema::structure::adresse.eq("3 rue du Puits"), schema::structure::commune.eq("Lens")))
        .execute(&mut db)
        .unwrap();
}

#[test]
fn an_atelier_is_held_at_the_address_of_a_structure_when_the_annuaire_knows_it() {
    let app = TestApp::start();
    let (house, host) = (app.house(), app.structure());
    let at = |structure, espace| {
        let lieu = LieuAtelier::Structure { structure, espace };
        CreateAteliers { fiche: FicheAtelier { lieu, ..fiche(&house, 3) }, ..request(&house, app.day(2), 3) }
    };
    assert_eq!(kind(house.pro.call(at(host, None))), ProblemKind::LieuSansAdresse);
    let unknown = house.pro.call(at(db::id(), None)).unwrap_err();
    assert_eq!(unknown.fields.get("structure"), Some(&vec!["inconnu".to_owned()]));
    give_address(&app, host);
    let one = made(&house, at(host, Some(house.code.clone())));
    let lieu = &one.atelier.lieu;
    assert_eq!(
        (lieu.nom.as_str(), lieu.adresse.as_str(), lieu.commune.as_str()),
        ("Mission locale", "3 rue du Puits", "Lens")
    );
    assert_eq!(one.fiche.lieu, LieuAtelier::Structure { structure: host, espace: Some(house.code.clone()) });
    // The same form again changes nothing.
    assert_eq!(house.pro.call(as_it_is(&one)).unwrap(), one);
}

#[test]
fn the_calendar_of_a_structure_holds_what_it_publishes_without_an_espace_temps_too() {
    let app = TestApp::start();
    let (house, other) = (app.house(), app.house());
    let lieu = LieuAtelier::Ailleurs {
        nom: "Parc".parse().unwrap(),
        adresse: Some("1 rue du Parc".parse().unwrap()),
        commune: "Stains".parse().unwrap(),
        espace: None,
    };
    let free = FicheAtelier { lieu: lieu.clone(), ..fiche(&house, 3) };
    made(&house, CreateAteliers { fiche: free, ..request(&house, app.day(2), 3) });
    // What another place has taken off its page is still held.
    let announced = match lieu {
        LieuAtelier::Ailleurs { nom, adresse, commune, .. } => {
            LieuAtelier::Ailleurs { nom, adresse, commune, espace: Some(other.code.clone()) }
        }
        lieu => lieu,
    };
    let guest = FicheAtelier { lieu: announced, ..fiche(&house, 3) };
    let guest = made(&house, CreateAteliers { fiche: guest, ..request(&house, app.day(3), 3) }).atelier.id;
    let read = |who: &Client| {
        let list = who.call(ListPrevus { du: app.day(0) }).unwrap();
        list.into_iter().map(|one| (one.espace.is_some(), one.lieu, one.a_nous)).collect::<Vec<_>>()
    };
    let away = || (false, "Parc, Stains".to_owned(), true);
    let announced = |a_nous| (true, "Parc, Stains".to_owned(), a_nous);
    assert_eq!(read(&house.pro), [away(), announced(true)]);
    assert_eq!(read(&other.pro), [announced(false)]);
    let part = shared::ateliers::Part::Lieu;
    other.pro.call(WithdrawAtelier { atelier: guest, part }).unwrap();
    assert_eq!(read(&house.pro), [away(), away()]);
    assert_eq!(read(&other.pro), []);
}

#[test]
fn who_only_waited_is_never_in_the_calendar() {
    let app = TestApp::start();
    let (house, holder, waiter) = (app.house(), app.jeune(), app.jeune());
    let atelier = publish(&house, app.day(3), 1);
    join(&holder, atelier);
    let inscription = wait(&waiter, atelier).id;
    waiter.call(LeaveAtelier { inscription }).unwrap();
    let address = waiter.call(CreateCalendrier {}).unwrap().adresse;
    let feed = app.stranger().send("GET", &address[address.find("/agenda/").unwrap()..], &[], "").body;
    assert!(feed.contains("BEGIN:VCALENDAR") && !feed.contains("BEGIN:VEVENT"), "{feed}");
}

#[test]
fn who_waits_is_told_why_nobody_can_be_invited_yet() {
    let app = TestApp::start();
    let (house, holder, waiter) = (app.house(), app.jeune(), app.jeune());
    let open = FicheAtelier { accompagne: true, ..fiche(&house, 1) };
    let atelier = made(&house, CreateAteliers { fiche: open, ..request(&house, app.day(3), 1) }).atelier.id;
    join(&holder, atelier);
    let inscription = Some(wait(&waiter, atelier).id);
    let (prenom, portee) = ("Tata Awa".parse().unwrap(), Portee::Atelier);
    let refused =
        waiter.call(InviteProche { prenom, portee, rendez_vous: None, inscription, signe: None }).unwrap_err();
    assert_eq!(refused.fields.get("inscription"), Some(&vec!["en-attente".to_owned()]));
    assert!(refused.title.starts_with("Tu attends encore une place"), "{}", refused.title);
}
