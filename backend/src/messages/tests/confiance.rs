//! What one may rely on: a retry that comes late, words to several, who is told, what is written down, what was taken back.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    ProblemKind,
    messages::{
        Acces, AnnounceRemplacement, ChooseDiscretion, DeleteMessage, Destinataire, EditMessage, EndRemplacement,
        Etape, ListFils, ListSignalements, MarkFil, Motif, Plage, ReadAttendre, ReadFil, ReportFil, SearchMessages,
        SendToMany, SetHoraires, TakeFil,
    },
};

use super::{kind, message, said, sweep};
use crate::{
    db, messages,
    schema::{consultation, envoi},
    test_app::{ALL, Client, TestApp},
};

// Who is still to be told.
fn told(app: &TestApp) -> Vec<String> {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let mut comptes: Vec<String> =
        envoi::table.filter(envoi::etat.eq("prevu")).select(envoi::compte_id).load(&mut db).unwrap();
    comptes.sort();
    comptes
}

#[test]
fn p08_a_retry_is_answered_even_when_its_author_may_see_the_thread_no_more() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let (answer, other) = (message(fil, "Je regarde."), message(fil, "Autre chose."));
    let stored = colleague.call(answer.clone()).unwrap();
    let edit = EditMessage { message: answer.message, texte: "Je regarde demain.".parse().unwrap() };
    colleague.call(edit.clone()).unwrap();
    colleague.call(other.clone()).unwrap();
    colleague.call(DeleteMessage { message: other.message }).unwrap();
    house.pro.call(TakeFil { fil }).unwrap();
    assert_eq!(kind(colleague.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    // What has arrived has arrived; nothing new does.
    assert_eq!(colleague.call(answer.clone()).unwrap().seq, stored.seq);
    assert_eq!(colleague.call(edit.clone()).unwrap().texte, "Je regarde demain.");
    assert!(colleague.call(DeleteMessage { message: other.message }).unwrap().supprime);
    let again = EditMessage { texte: "Non.".parse().unwrap(), ..edit };
    assert_eq!(kind(colleague.call(again)), ProblemKind::Introuvable);
    assert_eq!(kind(colleague.call(DeleteMessage { message: answer.message })), ProblemKind::Introuvable);
    assert_eq!(kind(colleague.call(message(fil, "encore"))), ProblemKind::Introuvable);
    // The id of a message that was changed is not free for other words.
    let mut forged = answer;
    forged.texte = Some("D’autres mots.".parse().unwrap());
    assert_eq!(kind(colleague.call(forged)), ProblemKind::CleReutilisee);
    assert_eq!(said(&jeune, fil).iter().filter(|one| one.annonce.is_none()).count(), 2);
}

#[test]
fn the_same_words_to_several_answer_nobody() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(TakeFil { fil }).unwrap();
    let asked = message(fil, "Je suis à la rue ce soir.");
    jeune.call(asked).unwrap();
    let since = house.pro.call(ListFils {}).unwrap()[0].attend_depuis;
    let to = |message| Destinataire { fil, message };
    let texte = || "Le local est fermé vendredi.".parse().unwrap();
    let twice = vec![to(db::id()), to(db::id())];
    let refused = house.pro.call(SendToMany { destinataires: twice, texte: texte() });
    assert_eq!(kind(refused), ProblemKind::ChampsInvalides);
    house.pro.call(SendToMany { destinataires: vec![to(db::id())], texte: texte() }).unwrap();
    assert_eq!(house.pro.call(ListFils {}).unwrap()[0].attend_depuis, since);
    // Nor does taking a later question back make them an answer.
    let later = message(fil, "Vous m’avez vu ?");
    jeune.call(later.clone()).unwrap();
    jeune.call(DeleteMessage { message: later.message }).unwrap();
    assert_eq!(house.pro.call(ListFils {}).unwrap()[0].attend_depuis, since);
    app.clock.shift_minutes(48 * 60 + 1);
    sweep(&app);
    app.pass_days(0, &[&jeune]);
    assert!(jeune.call(ReadAttendre { fil }).unwrap().relayee_le.is_some());
}

#[test]
fn nobody_is_told_of_what_somebody_has_taken_care_of() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let (me, them) = (house.pro.compte.unwrap().to_string(), colleague.compte.unwrap().to_string());
    let mut both = vec![me.clone(), them];
    both.sort();
    let asked = message(fil, "Bonjour ?");
    jeune.call(asked.clone()).unwrap();
    assert_eq!(told(&app), both);
    jeune.call(DeleteMessage { message: asked.message }).unwrap();
    assert!(told(&app).is_empty(), "it was taken back");
    jeune.call(message(fil, "Il y a quelqu’un ?")).unwrap();
    assert_eq!(told(&app), both);
    house.pro.call(TakeFil { fil }).unwrap();
    assert_eq!(told(&app), [me], "the référent still has to answer");
    house.pro.call(message(fil, "Oui.")).unwrap();
    assert_eq!(told(&app), [jeune.compte.unwrap().to_string()]);
}

#[test]
fn a_wait_that_is_too_long_is_told_to_whoever_coordinates() {
    let app = TestApp::start();
    let house = app.house();
    let coordonne = shared::comptes::Droits { coordonne: true, ..Default::default() };
    let coordonnateur = app.professionnel(house.structure, coordonne);
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    jeune.call(message(fil, "Il y a quelqu’un ?")).unwrap();
    app.clock.shift_minutes(48 * 60 + 1);
    let mut live = app.app.live.subscribe(coordonnateur.compte.unwrap()).unwrap();
    sweep(&app);
    assert!(live.try_recv().is_ok());
    assert!(told(&app).contains(&coordonnateur.compte.unwrap().to_string()));
}

#[test]
fn whoever_reads_in_the_place_of_the_referent_is_written_down_whatever_way_they_read() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(TakeFil { fil }).unwrap();
    jeune.call(message(fil, "Mon école ne veut plus de moi.")).unwrap();
    let (today, me) = (app.app.today(), colleague.compte.unwrap());
    let absence = AnnounceRemplacement { du: today, au: today, remplacant: Some(me) };
    let absence = house.pro.call(absence).unwrap();
    let written = || {
        let mut db = db::connect(&app.app.settings.database).unwrap();
        consultation::table
            .select((consultation::compte_id, consultation::acces))
            .load::<(String, String)>(&mut db)
            .unwrap()
    };
    assert_eq!(written(), []);
    // The list says that somebody waits, not what was said.
    let listed = colleague.call(ListFils {}).unwrap().remove(0);
    assert_eq!((listed.acces, listed.dernier, listed.attend_depuis.is_some()), (Some(Acces::Remplacant), None, true));
    assert_eq!(house.pro.call(ListFils {}).unwrap()[0].dernier.as_deref(), Some("Mon école ne veut plus de moi."));
    for client in [&colleague, &house.pro, &colleague] {
        assert_eq!(client.call(SearchMessages { texte: "ecole".to_owned() }).unwrap().len(), 1);
    }
    assert_eq!(written(), [(me.to_string(), "remplacant".to_owned())]);
    house.pro.call(EndRemplacement { remplacement: absence.id }).unwrap();
    assert!(colleague.call(SearchMessages { texte: "ecole".to_owned() }).unwrap().is_empty());
}

#[test]
fn what_was_changed_or_taken_back_can_still_be_reported_for_thirty_days() {
    let app = TestApp::start();
    let house = app.house();
    let (jeune, admin) = (app.jeune_of(Some(house.espace)), app.admin());
    let fil = house.fil(&jeune);
    let [gone, changed, old] = ["une menace", "une insulte", "une vieille insulte"].map(|texte| message(fil, texte));
    for one in [&gone, &changed, &old] {
        house.pro.call(one.clone()).unwrap();
    }
    house.pro.call(DeleteMessage { message: gone.message }).unwrap();
    house.pro.call(EditMessage { message: changed.message, texte: "bonjour".parse().unwrap() }).unwrap();
    house.pro.call(EditMessage { message: changed.message, texte: "bonsoir".parse().unwrap() }).unwrap();
    house.pro.call(DeleteMessage { message: old.message }).unwrap();
    assert!(said(&jeune, fil).iter().all(|one| !one.texte.contains("menace") && !one.texte.contains("insulte")));
    let report = |client: &Client, message| {
        let report = ReportFil { fil, message: Some(message), motif: Motif::Blessant, precisions: None };
        client.call(report).unwrap();
        admin.call(ListSignalements {}).unwrap()[0].message.clone().unwrap()
    };
    assert_eq!(report(&jeune, gone.message), "une menace");
    app.clock.shift_minutes(1);
    assert_eq!(report(&jeune, changed.message), "une insulte\n→ bonsoir");
    // The administrator is told, in the words of all notices.
    assert!(told(&app).contains(&admin.compte.unwrap().to_string()));
    app.pass_days(31, &[&jeune, &admin]);
    app.app.db.write_now(messages::forget_former).unwrap();
    assert_eq!(report(&jeune, old.message), "");
}

#[test]
fn p10_whoever_hides_what_they_read_hides_it_from_then_on() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    for texte in ["un", "deux", "trois"] {
        house.pro.call(message(fil, texte)).unwrap();
    }
    let lu = || house.pro.call(ReadFil::last(fil)).unwrap().lu_par_autre;
    let mark = |seq| jeune.call(MarkFil { fil, seq, etape: Etape::Lu }).unwrap();
    let hide = |lectures_cachees| jeune.call(ChooseDiscretion { lectures_cachees }).unwrap();
    mark(1);
    assert_eq!(lu(), 1);
    hide(true);
    assert_eq!(lu(), 1, "what was shown stays shown");
    mark(2);
    assert_eq!(lu(), 1);
    hide(false);
    assert_eq!(lu(), 1, "what was read meanwhile is not told by the change itself");
    mark(3);
    assert_eq!(lu(), 3);
}

#[test]
fn the_next_answer_is_never_said_for_a_day_of_absence() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(TakeFil { fil }).unwrap();
    let today = crate::time::weekday(app.app.today());
    let daily = |debut: &str, but: Option<u8>| -> Vec<Plage> {
        let days = (1..=7).filter(|day| Some(*day) != but);
        days.map(|jour| Plage { jour, debut: debut.parse().unwrap(), fin: "17:00".parse().unwrap() }).collect()
    };
    house.pro.call(SetHoraires { plages: daily("09:00", Some(today)) }).unwrap();
    colleague.call(SetHoraires { plages: daily("13:00", None) }).unwrap();
    let zone = app.app.zone().clone();
    let next = || {
        let said = jeune.call(ReadAttendre { fil }).unwrap();
        let at = said.prochaine.unwrap();
        (crate::time::day_of(at, &zone), crate::time::heure_of(at, &zone).to_string())
    };
    let is_open = |day| !crate::permanences::is_holiday(day, shared::permanences::JoursFeries::Metropole);
    let first_open =
        |from| (from..60).map(|days| app.day(days)).find(|day| is_open(*day) && crate::time::weekday(*day) != today);
    assert_eq!(next(), (first_open(1).unwrap(), "09:00".to_owned()));
    let away = |du, au, remplacant| {
        house.pro.call(AnnounceRemplacement { du: app.day(du), au: app.day(au), remplacant }).unwrap()
    };
    // Two absences in a row that have not begun, without anybody in their place.
    away(1, 3, None);
    away(4, 9, None);
    assert_eq!(next(), (first_open(10).unwrap(), "09:00".to_owned()));
    // A third one, in which somebody answers.
    away(10, 20, Some(colleague.compte.unwrap()));
    let open = (10..60).map(|days| app.day(days)).find(|day| is_open(*day)).unwrap();
    assert_eq!(next(), (open, "13:00".to_owned()));
}

#[test]
fn who_waits_counts_in_how_long_one_waits() {
    let app = TestApp::start();
    let house = app.house();
    let (quick, late): (Client, Vec<Client>) =
        (app.jeune_of(Some(house.espace)), (0..7).map(|_| app.jeune_of(Some(house.espace))).collect());
    let fil = house.fil(&quick);
    for _ in 0..5 {
        quick.call(message(fil, "une question")).unwrap();
        house.pro.call(message(fil, "une réponse")).unwrap();
    }
    assert_eq!(quick.call(ReadAttendre { fil }).unwrap().d_habitude, Some(0));
    for jeune in &late {
        jeune.call(message(house.fil(jeune), "Il y a quelqu’un ?")).unwrap();
    }
    app.clock.shift_minutes(40 * 60);
    app.pass_days(0, &[&quick]);
    assert_eq!(quick.call(ReadAttendre { fil }).unwrap().d_habitude, Some(40 * 60));
}
