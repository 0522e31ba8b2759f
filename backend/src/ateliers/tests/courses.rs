//! Two things at once, in an order that is forced: one waits for what the other does.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    ProblemKind,
    annuaire::ListStructures,
    ateliers::{
        AcceptPlace, CancelAtelier, ChangeAtelier, EtatAtelier, EtatInscription, FicheAtelier, JoinAtelier,
        LeaveAtelier, LieuAtelier, PublishAtelier, ReadAtelier,
    },
};

use super::{as_it_is, ask, fiche, join, kind, made, mine, news, request, wait};
use crate::{
    ateliers::{CreateAteliers, changement},
    caller::Structure,
    db::{self, Tx},
    permanences::Garde,
    problem::Error,
    schema,
    test_app::{House, TestApp, overtaken},
};

fn publisher(house: &House) -> Structure {
    Structure { compte: house.pro.compte.unwrap(), structures: vec![house.structure] }
}

// Changes it as whoever publishes it does.
fn change(app: &TestApp, house: &House, request: ChangeAtelier) -> impl Fn(&mut Tx<'_>) -> Result<(), Error> + use<> {
    let (publisher, garde, zone) = (publisher(house), Garde::of(&app.app.settings), app.app.settings.zone.clone());
    move |tx| changement::change(tx, &publisher, &request, (&zone, garde)).map(drop)
}

// The hours at which somebody is reminded of what they joined.
fn reminders(app: &TestApp, sujet: &str) -> Vec<i64> {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let rows = schema::envoi::table.filter(schema::envoi::sujet.eq(sujet)).filter(schema::envoi::etat.eq("prevu"));
    rows.select(schema::envoi::a_partir_du).load(&mut db).unwrap()
}

#[test]
fn whoever_joins_while_it_is_changed_joins_what_it_has_become() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let one = made(&house, request(&house, app.day(9), 5));
    let atelier = one.atelier.id;
    let sooner = ChangeAtelier { jour: app.day(4), ..as_it_is(&one) };
    let joined = overtaken(&app, change(&app, &house, sooner), || join(&jeune, atelier));
    assert_eq!(joined.atelier.debut, one.atelier.debut.plus_days(-5));
    let planned = reminders(&app, &joined.id.to_string());
    assert!(!planned.is_empty() && planned.iter().all(|at| *at < joined.atelier.debut.0), "{planned:?}");
}

#[test]
fn an_age_that_is_asked_meanwhile_counts() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let one = made(&house, request(&house, app.day(9), 5));
    let atelier = one.atelier.id;
    let older = FicheAtelier { age_min: Some(24), age_max: Some(25), ..one.fiche.clone() };
    let older = ChangeAtelier { fiche: older, ..as_it_is(&one) };
    let refused = overtaken(&app, change(&app, &house, older), || jeune.call(ask(atelier)));
    assert_eq!(kind(refused), ProblemKind::AgeHorsPublic);
}

#[test]
fn whoever_joins_while_it_is_cancelled_is_told_so() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let atelier = made(&house, request(&house, app.day(9), 5)).atelier.id;
    let caller = publisher(&house);
    let called_off = CancelAtelier { atelier, mot: "Annulé.".parse().unwrap(), suite: false };
    let cancel = move |tx: &mut Tx<'_>| changement::cancel(tx, &caller, &called_off).map(drop);
    let waits = JoinAtelier { ou_attendre: true, ..ask(atelier) };
    assert_eq!(kind(overtaken(&app, cancel, || jeune.call(waits))), ProblemKind::AtelierAnnule);
}

#[test]
fn whoever_takes_a_kept_place_while_it_is_moved_is_reminded_of_the_new_day() {
    let app = TestApp::start();
    let (house, holder, waits) = (app.house(), app.jeune(), app.jeune());
    let one = made(&house, request(&house, app.day(9), 1));
    let atelier = one.atelier.id;
    let held = join(&holder, atelier);
    let inscription = wait(&waits, atelier).id;
    holder.call(LeaveAtelier { inscription: held.id }).unwrap();
    let mot = Some("Avancé.".parse().unwrap());
    let sooner = ChangeAtelier { jour: app.day(4), mot, ..as_it_is(&one) };
    let taken = overtaken(&app, change(&app, &house, sooner), || waits.call(AcceptPlace { inscription })).unwrap();
    assert_eq!((taken.etat, taken.change), (EtatInscription::Inscrit, true));
    let planned = reminders(&app, &inscription.to_string());
    assert!(!planned.is_empty() && planned.iter().all(|at| *at < taken.atelier.debut.0), "{planned:?}");
}

#[test]
fn a_draft_that_is_cancelled_meanwhile_is_not_published() {
    let app = TestApp::start();
    let house = app.house();
    let draft = CreateAteliers { publie: false, fiche: fiche(&house, 5), ..request(&house, app.day(9), 5) };
    let atelier = made(&house, draft).atelier.id;
    let caller = publisher(&house);
    let called_off = CancelAtelier { atelier, mot: "Annulé.".parse().unwrap(), suite: false };
    let cancel = move |tx: &mut Tx<'_>| changement::cancel(tx, &caller, &called_off).map(drop);
    let publish = PublishAtelier { atelier, serie: false };
    assert_eq!(kind(overtaken(&app, cancel, || house.pro.call(publish))), ProblemKind::AtelierAnnule);
    let again = house.pro.call(CancelAtelier { atelier, mot: "Annulé.".parse().unwrap(), suite: false }).unwrap();
    assert_eq!(again.atelier.etat, EtatAtelier::Annule);
}

#[test]
fn what_is_changed_after_they_looked_stays_to_be_seen_and_is_told() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let one = made(&house, request(&house, app.day(9), 5));
    join(&jeune, one.atelier.id);
    let mot = |text: &str| Some(text.parse().unwrap());
    let first = ChangeAtelier { jour: app.day(10), mot: mot("Un jour plus tard."), ..as_it_is(&one) };
    let first = house.pro.call(first).unwrap();
    let looked = news(&jeune).changements;
    let second = ChangeAtelier { jour: app.day(11), mot: mot("Encore un."), ..as_it_is(&first) };
    house.pro.call(second).unwrap();
    super::see(&jeune, looked);
    assert!(mine(&jeune).change);
    assert_eq!(news(&jeune).mots, ["Encore un."]);
    assert_eq!(reminders(&app, &format!("atelier:{}", one.atelier.id)).len(), 1);
    // A number that nobody gave out is no way to see what is to come.
    super::see(&jeune, u32::MAX);
    let third = ChangeAtelier { jour: app.day(12), mot: mot("Le bon jour."), ..as_it_is(&first) };
    let version = third.version + 1;
    house.pro.call(ChangeAtelier { version, ..third }).unwrap();
    assert_eq!(news(&jeune).mots, ["Le bon jour."]);
}

#[test]
fn what_leaves_a_structure_while_it_moves_does_not_move_with_it() {
    let app = TestApp::start();
    let house = app.house();
    let bring = |adresse: &str| {
        let text = format!("id,nom,adresse,commune\nx:1,La Fabrique,{adresse},Bobigny\n");
        app.app.db.write_now(move |tx| crate::annuaire::import::import(tx, &text)).unwrap();
    };
    bring("1 rue de la Paix");
    let structure = app.admin().call(ListStructures::of("La Fabrique")).unwrap().liste[0].id;
    let there = FicheAtelier { lieu: LieuAtelier::Structure { structure, espace: None }, ..fiche(&house, 5) };
    let one = made(&house, CreateAteliers { fiche: there, ..request(&house, app.day(9), 5) });
    let home = ChangeAtelier { fiche: fiche(&house, 5), ..as_it_is(&one) };
    overtaken(&app, change(&app, &house, home), || bring("9 rue Neuve"));
    let now = app.stranger().call(ReadAtelier { atelier: one.atelier.id }).unwrap().lieu;
    assert_eq!((now.nom.as_str(), now.adresse.as_str()), ("Centre social", "1 rue de la Paix"));
}
