//! Families and trusted adults: one phone for each link, an end that is one at once, and nothing that tells of an account.

mod duree;
mod moment;
mod suite;
mod temps;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{
        AnswerProche, EndProche, EtatProche, ForgetProche, InviteProche, LienProche, ListInvitationsProche,
        ListProches, OpenLienProche, Portee, ReadProche, ReadProches, WriteAsProche, WriteMotProche,
    },
    ateliers::{JoinAtelier, LeaveAtelier, MarkParticipant, Pointage, ReadListeAtelier},
    comptes::SignOut,
    ids::AtelierId,
    permanences::{BookCreneau, CancelRendezVous, MarkVenue, Marque},
};

use super::telephone::COOKIE;
use crate::{
    db,
    schema::{atelier, compte, consultation_proche, mot_proche, proche},
    test_app::{ALL, Client, House, TestApp, race},
};

fn kind<T: std::fmt::Debug>(answer: Result<T, Problem>) -> ProblemKind {
    answer.unwrap_err().kind
}

fn invite(jeune: &Client, portee: Portee) -> LienProche {
    let (prenom, signe) = ("Tata Awa".parse().unwrap(), Some("Bibi".parse().unwrap()));
    jeune.call(InviteProche { prenom, portee, rendez_vous: None, inscription: None, signe }).unwrap()
}

fn jeton(link: &LienProche) -> OpenLienProche {
    OpenLienProche { jeton: link.lien.split_once('#').unwrap().1.to_owned() }
}

fn alone(house: &House, texte: &str) -> WriteAsProche {
    let (prenom, texte) = ("Fatou".parse().unwrap(), texte.parse().unwrap());
    WriteAsProche { espace: house.code.clone(), prenom, texte }
}

fn welcome_company(app: &TestApp, of: AtelierId) {
    let of = of.to_string();
    let change = move |tx: &mut db::Tx<'_>| {
        Ok(diesel::update(atelier::table.find(&of)).set(atelier::accompagne.eq(true)).execute(tx.db)?)
    };
    app.app.db.write_now(change).unwrap();
}

#[test]
fn an_invited_aunt_writes_the_team_answers_and_the_jeune_ends_it_at_once() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let link = invite(&jeune, Portee::Equipe);
    let state = || jeune.call(ListInvitationsProche {}).unwrap()[0].etat;
    assert_eq!(state(), EtatProche::Envoyee);
    let aunt = app.stranger();
    assert_eq!(kind(aunt.call(ReadProches {})), ProblemKind::LienFini);
    aunt.call(jeton(&link)).unwrap();
    assert_eq!(state(), EtatProche::Ouverte);
    let seen = aunt.call(ReadProches {}).unwrap();
    assert_eq!((seen.len(), seen[0].signe.as_deref(), seen[0].mots.len()), (1, Some("Bibi"), 0));
    assert!(house.pro.call(ListProches {}).unwrap().is_empty());
    let write = |texte: &str| WriteMotProche { proche: link.proche, texte: texte.parse().unwrap() };
    aunt.call(write("Bonjour, je m’inquiète.")).unwrap();
    let listed = house.pro.call(ListProches {}).unwrap();
    assert_eq!((listed[0].prenom.as_str(), listed[0].invite_par.as_deref()), ("Tata Awa", Some("Aïssata")));
    assert!(listed[0].attend_depuis.is_some());
    house.pro.call(AnswerProche { proche: link.proche, texte: "Merci, on en parle.".parse().unwrap() }).unwrap();
    assert!(house.pro.call(ListProches {}).unwrap()[0].attend_depuis.is_none());
    let mots = aunt.call(ReadProches {}).unwrap()[0].mots.clone();
    assert_eq!(mots.iter().map(|mot| mot.professionnel.as_deref()).collect::<Vec<_>>(), [None, Some("Nadia")]);
    // It ends: for the aunt, and for everybody.
    jeune.call(EndProche { proche: link.proche }).unwrap();
    assert_eq!(state(), EtatProche::Finie);
    assert_eq!(kind(aunt.call(ReadProches {})), ProblemKind::LienFini);
    assert_eq!(kind(aunt.call(write("encore"))), ProblemKind::LienFini);
    assert_eq!(kind(aunt.call(jeton(&link))), ProblemKind::LienFini);
    jeune.call(EndProche { proche: link.proche }).unwrap();
}

#[test]
fn a_link_opens_on_one_phone_and_on_no_other() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    for _ in 0..5 {
        let link = invite(&jeune, Portee::Equipe);
        let phones: Vec<Client> = (0..6).map(|_| app.stranger()).collect();
        let answers = race(&phones, |phone| phone.call(jeton(&link)).map_err(|why| why.kind));
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        let told = answers.iter().filter(|answer| **answer == Err(ProblemKind::LienFini)).count();
        assert_eq!((won, told), (1, 5), "{answers:?}");
        for (phone, answer) in phones.iter().zip(&answers) {
            assert_eq!(phone.call(ReadProches {}).is_ok(), answer.is_ok());
            assert_eq!(phone.cookie(COOKIE).is_some(), answer.is_ok());
        }
    }
}

#[test]
fn a_lost_answer_does_not_lock_the_phone_out() {
    let app = TestApp::start();
    let house = app.house();
    let link = invite(&app.jeune_of(Some(house.espace)), Portee::Equipe);
    let (phone, key) = (app.stranger(), uuid::Uuid::new_v4().to_string());
    phone.call_once(&key, &jeton(&link)).unwrap();
    phone.lose(COOKIE);
    phone.call_once(&key, &jeton(&link)).unwrap();
    assert_eq!(phone.call(ReadProches {}).unwrap().len(), 1);
    // The same phone may open it again; what it forgot is forgotten.
    phone.call(jeton(&link)).unwrap();
    phone.call(ForgetProche {}).unwrap();
    assert_eq!(kind(phone.call(ReadProches {})), ProblemKind::LienFini);
}

#[test]
fn who_comes_along_sees_when_and_where_and_nothing_else() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let creneau = house.creneaux(app.day(3), 1)[0];
    let rendez_vous = jeune.call(BookCreneau { creneau, accompagne: true }).unwrap();
    let (prenom, portee) = ("Papa".parse().unwrap(), Portee::RendezVous);
    let request = InviteProche { prenom, portee, rendez_vous: Some(rendez_vous.id), inscription: None, signe: None };
    let missing = InviteProche { rendez_vous: None, ..request.clone() };
    assert_eq!(kind(jeune.call(missing)), ProblemKind::ChampsInvalides);
    assert_eq!(kind(app.jeune_of(Some(house.espace)).call(request.clone())), ProblemKind::Introuvable);
    let link = jeune.call(request).unwrap();
    let father = app.stranger();
    father.call(jeton(&link)).unwrap();
    let seen = father.call(ReadProches {}).unwrap().remove(0);
    let moment = seen.moment.clone().unwrap();
    assert_eq!((moment.debut, moment.lieu), (rendez_vous.debut, Some(rendez_vous.lieu)));
    let raw = father.send("GET", "/api/proche", &[], "").body;
    for hidden in ["Aïssata", "Nadia", "papiers"] {
        assert!(!raw.contains(hidden), "{raw}");
    }
    let write = WriteMotProche { proche: link.proche, texte: "bonjour".parse().unwrap() };
    assert_eq!(kind(father.call(write)), ProblemKind::Introuvable);
    assert_eq!(jeune.call(ListInvitationsProche {}).unwrap()[0].debut, Some(rendez_vous.debut));
    jeune.call(CancelRendezVous { rendez_vous: rendez_vous.id }).unwrap();
    assert_eq!(father.call(ReadProches {}).unwrap()[0].moment, None);
}

#[test]
fn who_comes_along_to_an_atelier_sees_when_and_where_and_nothing_else() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let atelier = crate::ateliers::publish_for_tests(&house, app.day(3), 2);
    let joined = jeune.call(JoinAtelier { atelier, accompagne: false, ou_attendre: false }).unwrap();
    let (prenom, portee) = ("Mamie".parse().unwrap(), Portee::Atelier);
    let request = InviteProche { prenom, portee, rendez_vous: None, inscription: Some(joined.id), signe: None };
    // "Viens sans accompagnant": nobody comes along.
    let refused = jeune.call(request.clone()).unwrap_err();
    assert_eq!(refused.fields.get("inscription"), Some(&vec!["pas-ici".to_owned()]));
    welcome_company(&app, atelier);
    let missing = InviteProche { inscription: None, ..request.clone() };
    assert_eq!(kind(jeune.call(missing)), ProblemKind::ChampsInvalides);
    assert_eq!(kind(app.jeune_of(Some(house.espace)).call(request.clone())), ProblemKind::Introuvable);
    let link = jeune.call(request).unwrap();
    let grandmother = app.stranger();
    grandmother.call(jeton(&link)).unwrap();
    let moment = grandmother.call(ReadProches {}).unwrap().remove(0).moment.unwrap();
    assert_eq!((moment.debut, moment.lieu), (joined.atelier.debut, Some(joined.atelier.lieu)));
    let raw = grandmother.send("GET", "/api/proche", &[], "").body;
    assert!(!raw.contains("Aïssata") && !raw.contains(&joined.atelier.titre), "{raw}");
    assert_eq!(jeune.call(ListInvitationsProche {}).unwrap()[0].debut, Some(joined.atelier.debut));
    // Whoever leads sees that two come.
    assert!(house.pro.call(ReadListeAtelier { atelier }).unwrap().participants[0].accompagne);
    jeune.call(LeaveAtelier { inscription: joined.id }).unwrap();
    assert_eq!(grandmother.call(ReadProches {}).unwrap()[0].moment, None);
}

// Whether the jeune came is theirs to tell: what a relative sees does not depend on the list.
#[test]
fn a_relative_never_learns_whether_the_jeune_came() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let atelier = crate::ateliers::publish_for_tests(&house, app.day(3), 2);
    welcome_company(&app, atelier);
    let joined = jeune.call(JoinAtelier { atelier, accompagne: true, ou_attendre: false }).unwrap();
    let creneau = house.creneaux(app.day(3), 1)[0];
    let booked = jeune.call(BookCreneau { creneau, accompagne: true }).unwrap();
    let father = app.stranger();
    for (portee, rendez_vous, inscription) in
        [(Portee::Atelier, None, Some(joined.id)), (Portee::RendezVous, Some(booked.id), None)]
    {
        let prenom = "Papa".parse().unwrap();
        let link = jeune.call(InviteProche { prenom, portee, rendez_vous, inscription, signe: None }).unwrap();
        father.call(jeton(&link)).unwrap();
    }
    let see = || father.send("GET", "/api/proche", &[], "").body;
    let moments = || father.call(ReadProches {}).unwrap().iter().filter(|one| one.moment.is_some()).count();
    let before = see();
    // A quarter of an hour after the start of one, and five minutes before the end of the other.
    let to = |at: Instant| app.clock.shift_minutes(at.minutes_since(app.app.db.now()));
    to(booked.debut.plus_minutes(15));
    let pro = app.enter(house.pro.compte.unwrap());
    for marque in [Marque::Absent, Marque::Recu, Marque::Arrive] {
        let le = app.app.db.now();
        pro.call(MarkVenue { rendez_vous: booked.id, marque, le }).unwrap();
        assert_eq!(see(), before, "{marque:?}");
    }
    to(joined.atelier.fin.plus_minutes(-5));
    let pro = app.enter(house.pro.compte.unwrap());
    assert_eq!(moments(), 1);
    let before = see();
    for pointage in [Pointage::Absent, Pointage::Present] {
        let le = app.app.db.now();
        pro.call(MarkParticipant { inscription: joined.id, pointage, le }).unwrap();
        assert_eq!(see(), before, "{pointage:?}");
    }
    // What is over is told of nobody, whatever the list says.
    to(joined.atelier.fin.plus_minutes(1));
    assert_eq!(moments(), 0);
}

#[test]
fn a_jeune_who_looks_at_their_own_link_does_not_take_it() {
    let app = TestApp::start();
    let house = app.house();
    let (jeune, friend) = (app.jeune_of(Some(house.espace)), app.jeune_of(Some(house.espace)));
    let link = invite(&jeune, Portee::Equipe);
    let refused = jeune.call(jeton(&link)).unwrap_err();
    assert_eq!(refused.fields.get("jeton"), Some(&vec!["le-tien".to_owned()]));
    assert_eq!(jeune.cookie(COOKIE), None);
    assert_eq!(jeune.call(ListInvitationsProche {}).unwrap()[0].etat, EtatProche::Envoyee);
    let mother = app.stranger();
    mother.call(jeton(&link)).unwrap();
    assert_eq!(mother.call(ReadProches {}).unwrap().len(), 1);
    // Another jeune may be the person who is invited; to them, and to anybody, a link that was taken has ended.
    friend.call(jeton(&invite(&jeune, Portee::Equipe))).unwrap();
    assert_eq!(kind(friend.call(jeton(&link))), ProblemKind::LienFini);
}

#[test]
fn who_leaves_in_a_hurry_leaves_nothing_of_a_relative_on_the_phone() {
    let app = TestApp::start();
    let house = app.house();
    let mother = app.stranger();
    mother.call(alone(&house, "Je cherche mon fils")).unwrap();
    // Signing out of an account is no reason to lose a thread: the phone may be shared.
    mother.call(SignOut { vite: false }).unwrap();
    assert_eq!(mother.call(ReadProches {}).unwrap().len(), 1);
    mother.call(SignOut { vite: true }).unwrap();
    assert_eq!(mother.cookie(COOKIE), None);
    assert_eq!(kind(mother.call(ReadProches {})), ProblemKind::LienFini);
}

#[test]
fn one_network_opens_no_more_threads_than_a_team_can_read() {
    let app = TestApp::with(&["--tries-address", "30"]);
    let house = app.house();
    let write = || app.stranger().call(alone(&house, "bonjour"));
    (0..3).for_each(|_| assert!(write().is_ok()));
    assert_eq!(kind(write()), ProblemKind::TropDEssais);
    assert_eq!(house.pro.call(ListProches {}).unwrap().len(), 3);
}

#[test]
fn whoever_writes_on_their_own_learns_nothing_of_anybody() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let answers = ["Aïssata vient-elle ici ?", "Zoé vient-elle ici ?"].map(|texte| {
        let phone = app.stranger();
        let raw = phone.raw(&uuid::Uuid::new_v4().to_string(), &alone(&house, texte));
        (raw.status, raw.body, phone.call(ReadProches {}).unwrap().len())
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], (200, "{}".to_owned(), 1));
    let listed = house.pro.call(ListProches {}).unwrap();
    assert_eq!(listed.iter().map(|one| one.invite_par.clone()).collect::<Vec<_>>(), [None, None]);
    // Nobody is told of it but the team.
    assert!(jeune.call(ListInvitationsProche {}).unwrap().is_empty());
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let told: Vec<String> = crate::schema::envoi::table.select(crate::schema::envoi::compte_id).load(&mut db).unwrap();
    let team = house.pro.compte.unwrap().to_string();
    assert_eq!(told, [team.clone(), team]);
    // What is stored is the same but for the words.
    type Stored = (Option<String>, Option<String>, String, i64);
    let stored: Vec<Stored> = proche::table
        .select((proche::jeune_id, proche::signe, proche::portee, proche::dernier_seq))
        .load(&mut db)
        .unwrap();
    assert_eq!(stored[0], stored[1]);
    let gone = alone(&House { code: "pas-de-lieu".parse().unwrap(), ..app.house() }, "bonjour");
    assert_eq!(kind(app.stranger().call(gone)), ProblemKind::Introuvable);
}

#[test]
fn the_team_of_the_place_reads_and_leaves_a_trace_and_no_other() {
    let app = TestApp::start();
    let (house, elsewhere) = (app.house(), app.house());
    let phone = app.stranger();
    phone.call(alone(&house, "Bonjour")).unwrap();
    let which = phone.call(ReadProches {}).unwrap()[0].id;
    let colleague = app.professionnel(house.structure, ALL);
    assert!(elsewhere.pro.call(ListProches {}).unwrap().is_empty());
    assert_eq!(kind(elsewhere.pro.call(ReadProche { proche: which })), ProblemKind::Introuvable);
    for reader in [&house.pro, &colleague, &colleague] {
        assert_eq!(reader.call(ReadProche { proche: which }).unwrap().mots.len(), 1);
    }
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let traces: i64 = consultation_proche::table.count().get_result(&mut db).unwrap();
    assert_eq!(traces, 2);
    let other = app.stranger();
    other.call(alone(&house, "Un autre")).unwrap();
    let curious = WriteMotProche { proche: which, texte: "curieux".parse().unwrap() };
    assert_eq!(kind(other.call(curious)), ProblemKind::Introuvable);
    // Who waits the longest comes first.
    house.pro.call(AnswerProche { proche: which, texte: "Bonjour !".parse().unwrap() }).unwrap();
    let first = house.pro.call(ListProches {}).unwrap()[0].clone();
    assert_eq!((first.dernier.as_str(), first.id == which), ("Un autre", false));
}

#[test]
fn an_account_that_is_closed_takes_its_invitations_along() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let link = invite(&jeune, Portee::Equipe);
    let aunt = app.stranger();
    aunt.call(jeton(&link)).unwrap();
    aunt.call(WriteMotProche { proche: link.proche, texte: "bonjour".parse().unwrap() }).unwrap();
    let gone = jeune.compte.unwrap().to_string();
    let erase = move |tx: &mut db::Tx<'_>| {
        diesel::delete(crate::schema::fil::table.filter(crate::schema::fil::jeune_id.eq(&gone))).execute(tx.db)?;
        Ok(diesel::delete(compte::table.find(&gone)).execute(tx.db)?)
    };
    assert_eq!(app.app.db.write_now(erase).unwrap(), 1);
    assert_eq!(kind(aunt.call(ReadProches {})), ProblemKind::LienFini);
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let left: (i64, i64) =
        (proche::table.count().get_result(&mut db).unwrap(), mot_proche::table.count().get_result(&mut db).unwrap());
    assert_eq!(left, (0, 0));
}

#[test]
fn a_link_that_nobody_opens_ends_by_itself_and_forged_ones_are_none() {
    let app = TestApp::with(&["--tries-address", "6"]);
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let link = invite(&jeune, Portee::Equipe);
    app.pass_days(31, &[&jeune]);
    assert_eq!(jeune.call(ListInvitationsProche {}).unwrap()[0].etat, EtatProche::Finie);
    assert_eq!(kind(app.stranger().call(jeton(&link))), ProblemKind::LienFini);
    for wrong in ["", "AAAA", "' OR 1=1", &"a".repeat(900)] {
        let forged = OpenLienProche { jeton: wrong.to_owned() };
        assert_eq!(kind(app.stranger().call(forged)), ProblemKind::LienFini, "{wrong}");
    }
    app.stranger().call(alone(&house, "bonjour")).unwrap();
    // Seven from one network in ten minutes are too many, whatever they ask.
    assert_eq!(kind(app.stranger().call(alone(&house, "bonjour"))), ProblemKind::TropDEssais);
}
