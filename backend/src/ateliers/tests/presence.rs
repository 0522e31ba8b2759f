//! The day itself: the list, guests, the code of the minute, what people say afterwards, what is planned around.

use shared::{
    Instant, ProblemKind,
    ateliers::{
        AddInvite, CloseAtelier, CodePresence, EtatAtelier, EtatInscription, GiveRetour, ListPrevus, MarkParticipant,
        Pointage, ReadListeAtelier, ReadPresence, Retours, SignPresence, Visage,
    },
    ids::AtelierId,
    messages::{DeleteMessage, EtatCarteAtelier, ListFils, ReadFil, SendMessage, TakeFil},
};

use super::{join, key, kind, mine, publish, wait};
use crate::{
    db,
    test_app::{Client, TestApp},
};

// To so many minutes after the start.
fn begin(app: &TestApp, debut: Instant, minutes: i64) {
    app.clock.shift_minutes(debut.minutes_since(app.app.db.now()) + minutes);
}

fn sign(jeune: &Client, atelier: AtelierId, code: &CodePresence) -> Result<EtatInscription, shared::Problem> {
    jeune.call(SignPresence { atelier, code: code.clone() }).map(|one| one.etat)
}

#[test]
fn the_last_tap_counts_and_a_closed_list_can_be_corrected() {
    let app = TestApp::start();
    let (house, jeune, other, waits) = (app.house(), app.jeune(), app.jeune(), app.jeune());
    let atelier = publish(&house, app.day(1), 2);
    let one = join(&jeune, atelier);
    join(&other, atelier);
    wait(&waits, atelier);
    let mark = |pro: &Client, pointage, le| pro.call(MarkParticipant { inscription: one.id, pointage, le });
    assert_eq!(kind(mark(&house.pro, Pointage::Present, Instant(0))), ProblemKind::PasEncore);
    let early = house.pro.call(CloseAtelier { atelier }).unwrap_err();
    assert_eq!((early.kind, early.title.contains("a commencé")), (ProblemKind::PasEncore, true));
    begin(&app, one.atelier.debut, 5);
    let pro = app.enter(house.pro.compte.unwrap());
    let now = app.app.db.now();
    assert_eq!(mark(&pro, Pointage::Absent, now).unwrap().etat, EtatInscription::Absent);
    // Tapped before, and arrived after: a phone that had no network.
    assert_eq!(mark(&pro, Pointage::Present, now.plus_minutes(-3)).unwrap().etat, EtatInscription::Absent);
    let guest = pro.call(AddInvite { atelier, prenom: "Moussa".parse().unwrap() }).unwrap();
    assert_eq!((guest.etat, guest.sans_compte), (EtatInscription::Present, true));
    let closed = pro.call(CloseAtelier { atelier }).unwrap();
    assert_eq!((closed.atelier.etat, closed.inscrits, closed.attentes, closed.presents), (EtatAtelier::Fait, 3, 0, 1));
    assert_eq!(pro.call(CloseAtelier { atelier }).unwrap(), closed);
    assert_eq!(mark(&pro, Pointage::Present, now.plus_minutes(60)).unwrap().etat, EtatInscription::Present);
    let again = [&jeune, &other].map(|person| mine(&app.enter(person.compte.unwrap())).etat);
    assert_eq!(again, [EtatInscription::Present, EtatInscription::Absent]);
}

// The same rule as on the list of the day of permanences.
#[test]
fn of_two_leaders_who_mark_somebody_differently_the_last_tap_counts_also_when_it_arrives_first() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let colleague = app.professionnel(house.structure, crate::test_app::ALL);
    let atelier = publish(&house, app.day(1), 1);
    let one = join(&jeune, atelier);
    begin(&app, one.atelier.debut, 30);
    let [here, there] = [&house.pro, &colleague].map(|client| app.enter(client.compte.unwrap()));
    let now = app.app.db.now();
    let tap = |client: &Client, pointage, ago: i64| {
        let le = now.plus_minutes(-ago);
        client.call(MarkParticipant { inscription: one.id, pointage, le }).unwrap().etat
    };
    assert_eq!(tap(&here, Pointage::Present, 5), EtatInscription::Present);
    // One without a network tapped before, and says so after.
    assert_eq!(tap(&there, Pointage::Absent, 8), EtatInscription::Present);
    assert_eq!(tap(&there, Pointage::Absent, 2), EtatInscription::Absent);
    assert_eq!(tap(&here, Pointage::Attendu, 3), EtatInscription::Absent);
    assert_eq!(tap(&here, Pointage::Attendu, 1), EtatInscription::Inscrit);
    // Both see the same.
    let seen = [&here, &there].map(|client| client.call(ReadListeAtelier { atelier }).unwrap().participants[0].etat);
    assert_eq!(seen, [EtatInscription::Inscrit; 2]);
}

#[test]
fn a_code_lives_its_minute_and_thirty_seconds_and_nobody_makes_one() {
    let app = TestApp::start();
    let house = app.house();
    let (joined, comes, late) = (app.jeune(), app.jeune(), app.jeune());
    let (atelier, other) = (publish(&house, app.day(1), 2), publish(&house, app.day(1), 2));
    let debut = join(&joined, atelier).atelier.debut;
    assert_eq!(kind(house.pro.call(ReadPresence { atelier })), ProblemKind::PasEncore);
    begin(&app, debut, 1);
    let [pro, joined, comes, late] =
        [&house.pro, &joined, &comes, &late].map(|client| app.enter(client.compte.unwrap()));
    let shown = pro.call(ReadPresence { atelier }).unwrap();
    assert_eq!(shown.chemin, format!("/ateliers/{atelier}/presence#{}", shown.code.as_str()));
    assert!(shown.qr.contains("<svg") && app.app.db.now() < shown.jusquau);
    assert_eq!(sign(&joined, atelier, &shown.code).unwrap(), EtatInscription::Present);
    // Whoever had not joined is joined first; a retry after its minute has the same answer.
    let (key, asked) = (key(), SignPresence { atelier, code: shown.code.clone() });
    let first = comes.call_once(&key, &asked).unwrap();
    assert_eq!(first.etat, EtatInscription::Present);
    let full = late.call(asked.clone()).unwrap_err();
    assert_eq!(full.kind, ProblemKind::AtelierComplet);
    assert!(!full.title.contains("attente"), "{}", full.title);
    let forged = CodePresence::parse(&"A".repeat(43)).unwrap();
    for wrong in [&forged, &pro.call(ReadPresence { atelier: other }).unwrap().code] {
        assert_eq!(kind(sign(&late, atelier, wrong)), ProblemKind::CodeDePassageRefuse);
    }
    app.clock.shift_minutes(2);
    assert_eq!(kind(late.call(asked.clone())), ProblemKind::CodeDePassageRefuse);
    assert_eq!(comes.call_once(&key, &asked).unwrap(), first);
    // An hour after the end there is no code any more.
    app.clock.shift_minutes(190);
    let pro = app.enter(house.pro.compte.unwrap());
    assert_eq!(kind(pro.call(ReadPresence { atelier })), ProblemKind::AtelierPasse);
}

#[test]
fn a_code_of_the_minute_before_is_taken_for_thirty_seconds() {
    let keys = crate::comptes::keys::Keys::new(&[7; 48]);
    let atelier: AtelierId = db::id();
    let (code, until) = crate::ateliers::presence::code(&keys, atelier, Instant(1_000 * 60_000));
    let code = CodePresence::parse(&code).unwrap();
    let good = |at| crate::ateliers::presence::is_code(&keys, atelier, Instant(at), &code);
    assert_eq!(until, Instant(1_001 * 60_000));
    assert!(good(until.0 - 60_000) && good(until.0 - 1) && good(until.0 + 29_999));
    assert!(!good(until.0 + 30_000) && !good(until.0 - 60_001));
}

#[test]
fn what_people_say_is_shown_from_five_answers_on_and_counted_once() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = publish(&house, app.day(1), 12);
    let people: Vec<Client> = (0..11).map(|_| app.jeune()).collect();
    let ids: Vec<_> = people.iter().map(|one| join(one, atelier)).collect();
    begin(&app, ids[0].atelier.debut, 30);
    let pro = app.enter(house.pro.compte.unwrap());
    for one in &ids[..10] {
        let le = app.app.db.now();
        pro.call(MarkParticipant { inscription: one.id, pointage: Pointage::Present, le }).unwrap();
    }
    let give = |client: &Client, which: usize, visage| {
        let mot = Some(format!("Mot {which}").parse().unwrap());
        client.call(GiveRetour { inscription: ids[which].id, visage, mot })
    };
    let enter = |which: usize| app.enter(people[which].compte.unwrap());
    assert_eq!(kind(give(&enter(0), 0, Visage::Content)), ProblemKind::PasEncore);
    assert!(!mine(&enter(0)).retour_possible);
    app.clock.shift_minutes(100);
    assert_eq!(kind(give(&enter(10), 10, Visage::Content)), ProblemKind::PasRecu);
    let read = || app.enter(house.pro.compte.unwrap()).call(ReadListeAtelier { atelier }).unwrap().retours;
    for which in 0..5 {
        assert!(mine(&enter(which)).retour_possible);
        assert_eq!(read(), Retours { nombre: u32::try_from(which).unwrap(), ..Retours::default() });
        give(&enter(which), which, if which == 0 { Visage::Triste } else { Visage::Content }).unwrap();
        give(&enter(which), which, Visage::Moyen).unwrap();
        assert!(!mine(&enter(which)).retour_possible);
    }
    let said = read();
    assert_eq!(said.visages, [(Visage::Content, 4), (Visage::Moyen, 0), (Visage::Triste, 1)]);
    assert_eq!((said.nombre, said.mots.len()), (5, 5));
    // What one more adds would be theirs: it is shown with four others.
    for which in 5..10 {
        let shown = read();
        assert_eq!((shown.visages, shown.mots), (said.visages.clone(), said.mots.clone()), "{which}");
        give(&enter(which), which, Visage::Triste).unwrap();
    }
    let all = read();
    assert_eq!(all.visages, [(Visage::Content, 4), (Visage::Moyen, 0), (Visage::Triste, 6)]);
    assert_eq!((all.nombre, all.mots.len()), (10, 10));
    let mut db = db::connect(&app.app.settings.database).unwrap();
    use diesel::{QueryDsl, RunQueryDsl};
    let keys: Vec<String> =
        crate::schema::cle_idempotence::table.select(crate::schema::cle_idempotence::reponse).load(&mut db).unwrap();
    // Nothing is kept of the request itself, by which one could find out who said what.
    assert!(keys.iter().all(|reponse| reponse != "{}"), "{keys:?}");
}

#[test]
fn what_collides_in_a_place_is_shown_to_all_who_work_there() {
    let app = TestApp::start();
    let house = app.house();
    let partner = app.structure();
    let there = app.professionnel(partner, crate::test_app::ALL);
    publish(&house, app.day(2), 5);
    house.creneaux(app.day(2), 1);
    let du = app.day(0);
    let read = |client: &Client| client.call(ListPrevus { du }).unwrap();
    let seen = read(&house.pro);
    assert_eq!(
        seen.iter().map(|one| (one.atelier.is_some(), one.a_nous, one.conflit)).collect::<Vec<_>>(),
        [(false, true, false), (true, true, false)]
    );
    assert_eq!(read(&there), []);
    // Another structure publishes there too, at the same hour.
    let theirs = shared::ateliers::CreateAteliers { structure: partner, ..super::request(&house, app.day(2), 5) };
    there.call(theirs).unwrap();
    let seen = read(&house.pro);
    let mut seen: Vec<_> = seen.iter().map(|one| (one.a_nous, one.conflit)).collect();
    seen.sort_unstable();
    assert_eq!(seen, [(false, true), (true, false), (true, true)]);
    assert_eq!(read(&there).iter().filter(|one| one.a_nous).count(), 1);
    assert_eq!(house.pro.call(ListPrevus { du: app.day(-40) }).unwrap(), []);
    // Announced there, held elsewhere at the same hour: it says where, and collides with nothing of the place.
    let outside = shared::ateliers::LieuAtelier::Ailleurs {
        nom: "Gymnase".parse().unwrap(),
        adresse: Some("3 rue du Port".parse().unwrap()),
        commune: "Stains".parse().unwrap(),
        espace: Some(house.code.clone()),
    };
    let fiche = shared::ateliers::FicheAtelier { lieu: outside, ..super::fiche(&house, 5) };
    let away = shared::ateliers::CreateAteliers { fiche, ..super::request(&house, app.day(2), 5) };
    house.pro.call(away).unwrap();
    let places: Vec<_> = read(&house.pro).into_iter().map(|one| one.lieu).collect();
    assert_eq!(places.iter().filter(|lieu| *lieu == "Gymnase, Stains").count(), 1, "{places:?}");
}

#[test]
fn an_atelier_is_proposed_in_a_thread_and_joined_from_there() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let (fil, atelier) = (house.fil(&jeune), publish(&house, app.day(2), 1));
    house.pro.call(TakeFil { fil }).unwrap();
    let card =
        SendMessage { texte: None, atelier: Some(atelier), ..SendMessage::text(fil, db::id(), "x".parse().unwrap()) };
    assert_eq!(kind(jeune.call(SendMessage { message: db::id(), ..card.clone() })), ProblemKind::Interdit);
    let nobody = SendMessage { atelier: Some(db::id()), message: db::id(), ..card.clone() };
    assert_eq!(kind(house.pro.call(nobody)), ProblemKind::Introuvable);
    house.pro.call(card.clone()).unwrap();
    assert_eq!(house.pro.call(card.clone()).unwrap().atelier.map(|one| one.id), Some(atelier));
    let other = SendMessage { atelier: None, texte: Some("x".parse().unwrap()), ..card.clone() };
    assert_eq!(kind(house.pro.call(other)), ProblemKind::CleReutilisee);
    let state = || jeune.call(ReadFil::last(fil)).unwrap().messages.pop().unwrap().atelier.unwrap().etat;
    assert_eq!(state(), EtatCarteAtelier::Libre);
    assert_eq!(jeune.call(ListFils {}).unwrap()[0].dernier.as_deref(), Some("Un atelier proposé"));
    let inscription = join(&jeune, atelier).id;
    assert_eq!(state(), EtatCarteAtelier::Inscrit);
    jeune.call(shared::ateliers::LeaveAtelier { inscription }).unwrap();
    join(&app.jeune(), atelier);
    assert_eq!(state(), EtatCarteAtelier::Complet);
    house.pro.call(DeleteMessage { message: card.message }).unwrap();
    assert_eq!(jeune.call(ReadFil::last(fil)).unwrap().messages.pop().unwrap().atelier, None);
}
