//! What others publish in our places: told, shown, ended by the place.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, TextExpressionMethods};
use shared::{
    ProblemKind,
    comptes::Droits,
    ids::PermanenceId,
    permanences::{
        Ailleurs, BookCreneau, ChangePermanence, Conditions, EtatOccurrence, EtatRendezVous, ListCreneaux,
        ListPermanences, ListPermanencesAccueillies, ListRendezVous, Mode, PublishPermanence, ReadPermanence, Rythme,
        WithdrawPermanence,
    },
};

use super::kind;
use crate::{
    db, schema,
    test_app::{ALL, Client, House, TestApp, all},
};

fn told(app: &TestApp, who: &Client) -> i64 {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    schema::envoi::table
        .filter(schema::envoi::compte_id.eq(who.compte.unwrap().to_string()))
        .filter(schema::envoi::sujet.like("accueillie:%"))
        .count()
        .get_result(&mut db)
        .unwrap()
}

fn hosted(who: &Client) -> Vec<PermanenceId> {
    who.call(ListPermanencesAccueillies {}).unwrap().into_iter().map(|one| one.id).collect()
}

fn free(app: &TestApp, house: &House) -> Vec<shared::ids::CreneauId> {
    let request = ListCreneaux { besoin: None, espace: Some(house.code.clone()), commune: None };
    all(&app.stranger().call(request).unwrap())
}

fn weekly(app: &TestApp, by: &House, at: &House) -> PublishPermanence {
    let rythme = Rythme::Semaine { a_partir_du: app.day(1), jusquau: None, toutes_les: 1 };
    PublishPermanence { espace: at.code.clone(), rythme, ..by.permanence(app.day(1), 1) }
}

#[test]
fn the_team_of_a_place_is_told_of_a_permanence_of_others_and_ends_it() {
    let app = TestApp::start();
    let (ours, others, jeune) = (app.house(), app.house(), app.jeune());
    let reader = app.professionnel(ours.structure, Droits { publie: false, coordonne: false, ..ALL });
    let request = weekly(&app, &others, &ours);
    let id = others.pro.call(request.clone()).unwrap().id;
    assert_eq!((told(&app, &ours.pro), told(&app, &reader), told(&app, &others.pro)), (1, 0, 0));
    assert_eq!((hosted(&ours.pro), hosted(&reader), hosted(&others.pro)), (vec![id], vec![], vec![]));
    let creneau = free(&app, &ours)[0];
    let mine = jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    let take = |who: &Client| who.call(WithdrawPermanence { permanence: id });
    assert_eq!(kind(take(&others.pro)), ProblemKind::Introuvable);
    assert_eq!(kind(take(&reader)), ProblemKind::Introuvable);
    take(&ours.pro).unwrap();
    take(&ours.pro).unwrap();
    let mine = jeune.call(ListRendezVous {}).unwrap().into_iter().find(|one| one.id == mine.id).unwrap();
    assert_eq!(mine.etat, EtatRendezVous::AnnuleParStructure);
    assert_eq!(mine.mot.unwrap().as_str(), "Le lieu ne peut pas accueillir cette permanence.");
    assert!(free(&app, &ours).is_empty() && hosted(&ours.pro).is_empty());
    // Whoever published it is told, and reads that it has ended. Time makes nothing of it any more.
    assert_eq!(told(&app, &others.pro), 1);
    let ended = others.pro.call(ListPermanences {}).unwrap().remove(0);
    assert_eq!((ended.rythme.dernier(), ended.creneaux), (Some(app.day(0)), 0));
    app.pass_days(30, &[]);
    app.app.db.write_now(|tx| crate::permanences::extend(tx, 84)).unwrap();
    assert!(free(&app, &ours).is_empty());
}

#[test]
fn whoever_holds_it_again_in_a_place_that_said_no_is_heard_there() {
    let app = TestApp::start();
    let (ours, others) = (app.house(), app.house());
    let request = weekly(&app, &others, &ours);
    let permanence = others.pro.call(request.clone()).unwrap().id;
    ours.pro.call(WithdrawPermanence { permanence }).unwrap();
    app.app
        .db
        .write_now(|tx| {
            Ok(diesel::update(schema::envoi::table).set(schema::envoi::etat.eq("envoye")).execute(tx.db)?)
        })
        .unwrap();
    let again = |apercu| ChangePermanence {
        permanence,
        a_partir_du: app.day(8),
        apercu,
        rythme: request.rythme.clone(),
        debut: request.debut,
        fin: request.fin,
        duree: request.duree,
        places: request.places,
        conditions: request.conditions.clone(),
    };
    others.pro.call(again(true)).unwrap();
    assert_eq!(told(&app, &ours.pro), 1);
    others.pro.call(again(false)).unwrap();
    assert_eq!((told(&app, &ours.pro), hosted(&ours.pro)), (2, vec![permanence]));
}

#[test]
fn chosen_dates_are_off_one_by_one_also_those_far_away() {
    let app = TestApp::start();
    let (ours, others) = (app.house(), app.house());
    let rythme = Rythme::Dates { jours: vec![app.day(2), app.day(300)] };
    let permanence = others.pro.call(PublishPermanence { rythme, ..weekly(&app, &others, &ours) }).unwrap().id;
    ours.pro.call(WithdrawPermanence { permanence }).unwrap();
    let days = others.pro.call(ReadPermanence { permanence, tout: false }).unwrap().occurrences;
    assert_eq!(days.iter().filter(|day| day.etat == EtatOccurrence::Annulee).count(), 2);
    app.pass_days(250, &[]);
    app.app.db.write_now(|tx| crate::permanences::extend(tx, 84)).unwrap();
    assert!(free(&app, &ours).is_empty());
}

#[test]
fn what_is_published_at_home_is_nobody_elses_and_a_video_link_stays_with_whoever_receives() {
    let app = TestApp::start();
    let (ours, others) = (app.house(), app.house());
    let own = ours.pro.call(weekly(&app, &ours, &ours)).unwrap().id;
    assert_eq!((told(&app, &ours.pro), hosted(&ours.pro)), (0, vec![]));
    assert_eq!(kind(ours.pro.call(WithdrawPermanence { permanence: own })), ProblemKind::Introuvable);
    let lien = Some("https://visio.exemple.fr/secret".parse().unwrap());
    let conditions = Conditions { mode: Mode::Video, lien, ..Conditions::default() };
    let ailleurs = Ailleurs {
        nom: "Parc".parse().unwrap(),
        adresse: "devant la gare".parse().unwrap(),
        commune: "Stains".parse().unwrap(),
    };
    let request = PublishPermanence { conditions, ailleurs: Some(ailleurs), ..weekly(&app, &others, &ours) };
    others.pro.call(request).unwrap();
    let seen = ours.pro.call(ListPermanencesAccueillies {}).unwrap();
    assert_eq!((seen.len(), seen[0].conditions.lien.is_none(), seen[0].lieu.nom.as_str()), (1, true, "Parc"));
    assert!(others.pro.call(ListPermanences {}).unwrap()[0].conditions.lien.is_some());
}
