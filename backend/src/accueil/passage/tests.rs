//! Who passes by: the code at the door, the list of the team, what is counted and what is forgotten.

mod droits;
mod ferme;
mod seul;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{
        AddPassage, Affluence, AnnouncePassage, ArrivePassage, CodePorte, CountPassages, EtatPassage, FollowPassage,
        GestePassage, LeavePassage, ListEspacesAccueillis, ListPassages, MarkPassage, MonPassage, Passage,
        ReadFrequentation, ReadMonPassage, ReadPorte, RenewPorte, SemaineDePassages, Suivi, TakePassage,
    },
    comptes::SignOut,
    ids::PassageId,
    messages::{ListFils, ReadFil, TakeFil},
    permanences::Besoin,
};

use crate::{
    db,
    schema::{ouverture, passage},
    server,
    test_app::{ALL, Client, House, TestApp, race},
    time,
};

fn kind<T: std::fmt::Debug>(answer: Result<T, Problem>) -> ProblemKind {
    answer.unwrap_err().kind
}

fn door(house: &House) -> CodePorte {
    let lien = house.pro.call(ReadPorte { espace: house.code.clone() }).unwrap().lien;
    CodePorte::parse(lien.split_once('#').unwrap().1).unwrap()
}

fn arrive(client: &Client, house: &House, code: &CodePorte) -> Result<MonPassage, Problem> {
    let (espace, code) = (house.code.clone(), code.clone());
    client.call(ArrivePassage { espace, code, besoin: Some(Besoin::Papiers), prenom: None })
}

fn list(client: &Client, house: &House) -> Vec<Passage> {
    client.call(ListPassages { espace: house.code.clone() }).unwrap()
}

fn mark(client: &Client, passage: PassageId, geste: GestePassage) -> Result<Passage, Problem> {
    client.call(MarkPassage { passage, geste, le: Instant(i64::MAX) })
}

fn add(house: &House) -> Passage {
    let (espace, note) = (house.code.clone(), Some("pour un CV".parse().unwrap()));
    let request = AddPassage { espace, prenom: None, age: Some(17), besoin: Some(Besoin::Emploi), note, le: None };
    house.pro.call(request).unwrap()
}

#[test]
fn a_jeune_announces_arrives_by_the_door_and_is_taken_care_of() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let announce = AnnouncePassage { espace: house.code.clone(), besoin: None };
    let announced = jeune.call(announce.clone()).unwrap();
    assert_eq!(announced.etat, EtatPassage::Annonce);
    assert_eq!(jeune.call(announce).unwrap(), announced);
    assert_eq!(list(&house.pro, &house)[0].etat, EtatPassage::Annonce);
    let code = door(&house);
    let there = arrive(&jeune, &house, &code).unwrap();
    assert_eq!((there.id, there.etat, there.besoin), (announced.id, EtatPassage::Attend, Some(Besoin::Papiers)));
    assert_eq!(arrive(&jeune, &house, &code).unwrap(), there);
    let taken = house.pro.call(TakePassage { passage: there.id, le: None }).unwrap();
    assert_eq!((taken.etat, taken.par_moi, taken.prenom.as_deref()), (EtatPassage::Recu, true, Some("Aïssata")));
    let mine = || jeune.call(ReadMonPassage { espace: house.code.clone() }).unwrap().passage;
    assert_eq!(mine().map(|one| (one.etat, one.avec)), Some((EtatPassage::Recu, Some("Nadia".to_owned()))));
    jeune.call(LeavePassage { passage: there.id, erreur: false }).unwrap();
    assert_eq!(mine(), None);
    assert_eq!(list(&house.pro, &house)[0].etat, EtatPassage::Parti);
}

#[test]
fn a_code_that_is_forged_old_or_of_another_door_opens_nothing() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    let (jeune, stranger) = (app.jeune(), app.stranger());
    let code = door(&house);
    let mark = code.as_str().split_once('-').unwrap().1;
    let mut forged = vec!["2-AAAAAAAAAAAAAAAAAAAAAA".to_owned(), "not-a-code".to_owned(), format!("2-{mark}")];
    forged.push(code.as_str()[..code.as_str().len() - 1].to_owned());
    forged.push(door(&elsewhere).as_str().to_owned());
    for wrong in &forged {
        let wrong = CodePorte::parse(wrong).unwrap();
        for client in [&jeune, &stranger] {
            assert_eq!(kind(arrive(client, &house, &wrong)), ProblemKind::CodeDePassageRefuse, "{wrong:?}");
        }
    }
    arrive(&stranger, &house, &code).unwrap();
    let renewed = house.pro.call(RenewPorte { espace: house.code.clone() }).unwrap();
    assert!(renewed.depuis.is_some());
    assert_eq!(kind(arrive(&jeune, &house, &code)), ProblemKind::CodeDePassageRefuse);
    arrive(&jeune, &house, &door(&house)).unwrap();
    arrive(&jeune, &elsewhere, &door(&elsewhere)).unwrap();
    assert_eq!(list(&house.pro, &house).len(), 2);
}

#[test]
fn someone_without_an_account_is_counted_and_nobody_knows_who() {
    let app = TestApp::start();
    let house = app.house();
    let there = add(&house);
    assert_eq!((there.etat, there.suivi, there.age), (EtatPassage::Attend, Suivi::SansCompte, Some(17)));
    assert_eq!(there.note.as_deref(), Some("pour un CV"));
    let (espace, code) = (house.code.clone(), door(&house));
    let request = ArrivePassage { espace, code, besoin: None, prenom: Some("Momo".parse().unwrap()) };
    app.stranger().call(request).unwrap();
    assert_eq!(list(&house.pro, &house)[1].prenom.as_deref(), Some("Momo"));
    assert_eq!(kind(house.pro.call(FollowPassage { passage: there.id, le: None })), ProblemKind::Introuvable);
    house.pro.call(TakePassage { passage: there.id, le: None }).unwrap();
    let week = || house.pro.call(CountPassages { espace: house.code.clone(), du: None }).unwrap();
    let said = |week: &SemaineDePassages| {
        let day = week.jours.iter().max_by_key(|day| day.passages).cloned().unwrap();
        (day.passages.nombre(), day.recus, week.passages, day.heures.len() + day.besoins.len())
    };
    assert_eq!(said(&week()), (None, None, None, 0), "two are told apart");
    let more: Vec<Passage> = (0..4).map(|_| add(&house)).collect();
    // Six, of whom one was received, or five: neither those who were nor those who were not are told apart.
    assert_eq!(said(&week()).0, Some(6));
    assert_eq!(said(&week()).1, None);
    let take = |one: &Passage| house.pro.call(TakePassage { passage: one.id, le: None }).map(drop).unwrap();
    more.iter().for_each(take);
    assert_eq!(said(&week()).1, None);
    take(&list(&house.pro, &house).into_iter().find(|one| one.prenom.as_deref() == Some("Momo")).unwrap());
    let before = week();
    assert_eq!((said(&before).0, said(&before).1, said(&before).2), (Some(6), Some(6), Some(6)));
    app.jeune().call(AnnouncePassage { espace: house.code.clone(), besoin: None }).unwrap();
    assert_eq!(week(), before, "who only says that they come is not counted yet");
    app.pass_days(3, &[&house.pro]);
    let first = before.jours[0].jour;
    assert_eq!(time::weekday(first), 1);
    actix_web::rt::System::new().block_on(server::do_chores(&app.app)).unwrap();
    let mut db = db::connect(&app.app.settings.database).unwrap();
    type Kept = (Option<String>, Option<String>, Option<i32>, Option<String>, Option<String>);
    let kept: Vec<Kept> = passage::table
        .select((passage::jeune_id, passage::prenom, passage::age, passage::note, passage::pris_par))
        .load(&mut db)
        .unwrap();
    assert_eq!(kept, vec![(None, None, None, None, None); 6]);
    assert_eq!(
        house.pro.call(CountPassages { espace: house.code.clone(), du: Some(time::plus_days(first, 6)) }).unwrap(),
        before
    );
}

#[test]
fn a_phone_that_scans_again_says_where_one_is_and_counts_nobody_twice() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    let (phone, code) = (app.stranger(), door(&house));
    let first = arrive(&phone, &house, &code).unwrap();
    house.pro.call(TakePassage { passage: first.id, le: None }).unwrap();
    for _ in 0..12 {
        let again = arrive(&phone, &house, &code).unwrap();
        assert_eq!((again.id, again.etat), (first.id, EtatPassage::Recu));
    }
    assert_eq!(list(&house.pro, &house).len(), 1);
    // Another place is another visit, and so is coming back.
    arrive(&phone, &elsewhere, &door(&elsewhere)).unwrap();
    mark(&house.pro, first.id, GestePassage::Parti).unwrap();
    assert_ne!(arrive(&phone, &house, &code).unwrap().id, first.id);
    phone.call(SignOut { vite: true }).unwrap();
    assert_eq!(phone.cookie(super::COOKIE), None);
}

#[test]
fn thirty_come_from_one_network_without_an_account_and_no_more() {
    let app = TestApp::start();
    let house = app.house();
    let code = door(&house);
    (0..30).for_each(|_| drop(arrive(&app.stranger(), &house, &code).unwrap()));
    assert_eq!(kind(arrive(&app.stranger(), &house, &code)), ProblemKind::TropDEssais);
    // Who has an account is one person.
    arrive(&app.jeune(), &house, &code).unwrap();
    assert_eq!(list(&house.pro, &house).len(), 31);
}

#[test]
fn where_nobody_is_nobody_arrives() {
    let app = TestApp::start();
    let house = app.house();
    let place = house.espace.to_string();
    let noon = time::moment(app.day(7), "12:00".parse().unwrap(), app.app.zone()).unwrap();
    let opens = i32::from(time::weekday(app.day(7)));
    let hours = move |tx: &mut db::Tx<'_>| {
        let row = (ouverture::espace_id.eq(&place), ouverture::vacances.eq(false), ouverture::jour.eq(opens));
        let row = (row, ouverture::debut.eq(14 * 60), ouverture::fin.eq(18 * 60));
        Ok(diesel::insert_into(ouverture::table).values(row).execute(tx.db)?)
    };
    app.app.db.write_now(hours).unwrap();
    let code = door(&house);
    let at = |minutes: i64| app.clock.shift_minutes(noon.plus_minutes(minutes).minutes_since(app.app.db.now()));
    // From 13:00 to 19:00.
    for (minutes, comes) in [(0, false), (59, false), (61, true), (240, true), (419, true), (421, false)] {
        at(minutes);
        let answer = arrive(&app.stranger(), &house, &code).map_err(|why| why.kind);
        assert_eq!(answer.is_ok(), comes, "{minutes}: {answer:?}");
        assert!(comes || answer.is_err_and(|why| why == ProblemKind::LieuFerme), "{minutes}");
    }
}

#[test]
fn of_several_who_take_care_at_once_exactly_one_does() {
    let app = TestApp::start();
    let house = app.house();
    let team: Vec<Client> = (0..8).map(|_| app.professionnel(house.structure, ALL)).collect();
    for _ in 0..5 {
        let there = add(&house).id;
        let answers =
            race(&team, |client| client.call(TakePassage { passage: there, le: None }).map_err(|why| why.kind));
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        let told = answers.iter().filter(|answer| **answer == Err(ProblemKind::DejaAccueilli)).count();
        assert_eq!((won, told), (1, 7), "{answers:?}");
    }
}

#[test]
fn a_jeune_who_taps_many_times_is_there_once() {
    let app = TestApp::start();
    let house = app.house();
    let code = door(&house);
    let jeune = app.jeune();
    let phones: Vec<Client> = (0..6).map(|_| app.enter(jeune.compte.unwrap())).collect();
    let answers = race(&phones, |client| arrive(client, &house, &code).map(|one| one.id));
    let first = answers[0].clone().unwrap();
    assert!(answers.iter().all(|answer| *answer == Ok(first)), "{answers:?}");
    assert_eq!(list(&house.pro, &house).len(), 1);
}

#[test]
fn taking_care_is_taken_back_by_who_did_and_the_place_in_the_row_is_kept() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let (first, second) = (add(&house).id, add(&house).id);
    house.pro.call(TakePassage { passage: first, le: None }).unwrap();
    house.pro.call(TakePassage { passage: first, le: None }).unwrap();
    let mark = |client: &Client, geste| mark(client, first, geste);
    assert_eq!(kind(mark(&colleague, GestePassage::Attend)), ProblemKind::DejaAccueilli);
    assert_eq!(mark(&house.pro, GestePassage::Attend).unwrap().etat, EtatPassage::Attend);
    assert_eq!(list(&colleague, &house).iter().map(|one| one.id).collect::<Vec<_>>(), [first, second]);
    assert_eq!(mark(&colleague, GestePassage::Parti).unwrap().etat, EtatPassage::Parti);
    assert_eq!(kind(house.pro.call(TakePassage { passage: first, le: None })), ProblemKind::DejaAccueilli);
    assert_eq!(mark(&colleague, GestePassage::Revenu).unwrap().etat, EtatPassage::Attend);
}

// The same rule as on the list of the day: the last tap by the clock of whoever tapped, whatever the order of arrival.
#[test]
fn of_two_who_mark_somebody_differently_the_last_tap_counts_also_when_it_arrives_first() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let there = add(&house).id;
    app.clock.shift_minutes(5);
    let now = app.app.db.now();
    let tap = |client: &Client, geste, ago: i64| {
        client.call(MarkPassage { passage: there, geste, le: now.plus_minutes(-ago) }).unwrap().etat
    };
    assert_eq!(tap(&house.pro, GestePassage::Parti, 2), EtatPassage::Parti);
    assert_eq!(tap(&house.pro, GestePassage::Revenu, 1), EtatPassage::Attend);
    // A phone that had no network says only now that they had gone.
    assert_eq!(tap(&colleague, GestePassage::Parti, 3), EtatPassage::Attend);
    assert_eq!(tap(&colleague, GestePassage::Parti, 0), EtatPassage::Parti);
    assert_eq!(tap(&house.pro, GestePassage::Revenu, 0), EtatPassage::Attend);
    // Whoever is with somebody knows better than an older tap; to take care is for the first who reaches the server.
    house.pro.call(TakePassage { passage: there, le: None }).unwrap();
    assert_eq!(tap(&colleague, GestePassage::Parti, 0), EtatPassage::Recu);
    assert_eq!(kind(colleague.call(TakePassage { passage: there, le: None })), ProblemKind::DejaAccueilli);
    // A clock that is ahead gains nothing over the next tap.
    assert_eq!(tap(&colleague, GestePassage::Parti, -600), EtatPassage::Parti);
    app.clock.shift_minutes(1);
    assert_eq!(mark(&house.pro, there, GestePassage::Revenu).unwrap().etat, EtatPassage::Recu);
}

// All of it was tapped in a cellar, and arrives together.
#[test]
fn whoever_is_taken_care_of_and_leaves_while_there_is_no_network_has_left() {
    let app = TestApp::start();
    let house = app.house();
    let there = add(&house).id;
    app.clock.shift_minutes(4);
    let ago = |minutes: i64| app.app.db.now().plus_minutes(-minutes);
    house.pro.call(TakePassage { passage: there, le: Some(ago(2)) }).unwrap();
    let gone = MarkPassage { passage: there, geste: GestePassage::Parti, le: ago(1) };
    assert_eq!(house.pro.call(gone.clone()).unwrap().etat, EtatPassage::Parti);
    // Before somebody took care of them a colleague had seen them leave: whoever is with them knows better.
    let there = add(&house).id;
    app.clock.shift_minutes(4);
    house.pro.call(TakePassage { passage: there, le: Some(ago(2)) }).unwrap();
    let seen = MarkPassage { passage: there, le: ago(3), ..gone };
    assert_eq!(house.pro.call(seen).unwrap().etat, EtatPassage::Recu);
}

#[test]
fn who_was_added_without_a_network_is_there_since_then_and_once() {
    let app = TestApp::start();
    let house = app.house();
    let first = add(&house);
    let (espace, earlier) = (house.code.clone(), app.app.db.now().plus_minutes(-20));
    let late = AddPassage { espace, prenom: None, age: None, besoin: None, note: None, le: Some(earlier) };
    let key = uuid::Uuid::new_v4().to_string();
    let added = house.pro.call_once(&key, &late).unwrap();
    assert_eq!((house.pro.call_once(&key, &late).unwrap().id, added.depuis), (added.id, earlier));
    let ids: Vec<_> = list(&house.pro, &house).iter().map(|one| one.id).collect();
    assert_eq!(ids, [added.id, first.id]);
    // Neither yesterday nor tomorrow.
    for (le, from, to) in [(Instant(0), 12 * 60, 12 * 60), (Instant(i64::MAX), 0, 0)] {
        let added = house.pro.call(AddPassage { le: Some(le), ..late.clone() }).unwrap();
        assert!((from..=to).contains(&app.app.db.now().minutes_since(added.depuis)));
    }
}

#[test]
fn a_jeune_on_the_way_is_marked_as_there_by_the_list_of_the_team() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let announced = jeune.call(AnnouncePassage { espace: house.code.clone(), besoin: None }).unwrap().id;
    let there = mark(&house.pro, announced, GestePassage::Arrive).unwrap();
    assert_eq!(there.etat, EtatPassage::Attend);
    mark(&house.pro, announced, GestePassage::Parti).unwrap();
    // Who has come again meanwhile is not there twice.
    let again = arrive(&jeune, &house, &door(&house)).unwrap().id;
    assert_ne!(again, announced);
    let back = mark(&house.pro, announced, GestePassage::Revenu).unwrap();
    assert_eq!(back.etat, EtatPassage::Parti);
}

#[test]
fn the_first_meeting_becomes_a_thread_and_a_referent() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let there = arrive(&jeune, &house, &door(&house)).unwrap().id;
    let followed = house.pro.call(FollowPassage { passage: there, le: None }).unwrap();
    assert_eq!((followed.suivi, followed.etat, followed.par_moi), (Suivi::Moi, EtatPassage::Recu, true));
    let fils = jeune.call(ListFils {}).unwrap();
    assert_eq!(
        fils.iter().map(|fil| (Some(fil.id), fil.referent.as_deref())).collect::<Vec<_>>(),
        [(followed.fil, Some("Nadia"))]
    );
    assert_eq!(house.pro.call(FollowPassage { passage: there, le: None }).unwrap().fil, followed.fil);
    house.pro.call(ReadFil::last(followed.fil.unwrap())).unwrap();
    // A thread that has a référent already keeps them.
    let other = app.jeune_of(Some(house.espace));
    let colleague = app.professionnel(house.structure, ALL);
    colleague.call(TakeFil { fil: house.fil(&other) }).unwrap();
    let there = arrive(&other, &house, &door(&house)).unwrap().id;
    assert_eq!(kind(house.pro.call(FollowPassage { passage: there, le: None })), ProblemKind::FilDejaPris);
    let seen = list(&house.pro, &house).into_iter().find(|one| one.id == there).unwrap();
    assert_eq!((seen.suivi, seen.fil, seen.etat), (Suivi::Autre, None, EtatPassage::Attend));
}

#[test]
fn how_full_it_is_is_said_in_words_to_anybody() {
    let app = TestApp::start();
    let house = app.house();
    let read = || app.stranger().call(ReadFrequentation { espace: house.code.clone() }).unwrap().affluence;
    let empty = app.stranger().send("GET", &format!("/api/espaces/{}/frequentation", house.code.as_str()), &[], "");
    let first = add(&house).id;
    (0..3).for_each(|_| drop(add(&house)));
    let four = app.stranger().send("GET", &format!("/api/espaces/{}/frequentation", house.code.as_str()), &[], "");
    assert_eq!((read(), &four.body), (Affluence::Calme, &empty.body));
    add(&house);
    assert_eq!(read(), Affluence::DuMonde);
    mark(&house.pro, first, GestePassage::Parti).unwrap();
    assert_eq!(read(), Affluence::Calme);
    (0..6).for_each(|_| drop(add(&house)));
    assert_eq!(read(), Affluence::BeaucoupDeMonde);
}

#[test]
fn every_structure_of_a_place_has_the_same_list_and_the_others_none() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    add(&house);
    assert_eq!(list(&house.pro, &house).len(), 1);
    let refused = elsewhere.pro.call(ListPassages { espace: house.code.clone() });
    assert_eq!(kind(refused), ProblemKind::Introuvable);
    let mine = elsewhere.pro.call(ListEspacesAccueillis {}).unwrap();
    assert_eq!(mine.iter().map(|one| &one.code).collect::<Vec<_>>(), [&elsewhere.code]);
    // A professional does not check in by mistake on the phone of the desk.
    assert_eq!(kind(arrive(&house.pro, &house, &door(&house))), ProblemKind::Interdit);
}

#[test]
fn a_passage_that_nobody_ended_keeps_no_one_from_coming_again() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let first = arrive(&jeune, &house, &door(&house)).unwrap().id;
    app.pass_days(1, &[&house.pro, &jeune]);
    assert_eq!(jeune.call(ReadMonPassage { espace: house.code.clone() }).unwrap().passage, None);
    let second = arrive(&jeune, &house, &door(&house)).unwrap().id;
    assert_ne!(first, second);
    assert_eq!(list(&house.pro, &house).len(), 1);
}
