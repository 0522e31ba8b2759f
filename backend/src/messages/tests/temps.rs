//! Trust in time: answering hours, an absence with its substitute, a wait that is too long.

use shared::{
    ProblemKind,
    fields::Jour,
    messages::{
        Acces, Annonce, AnnounceRemplacement, EndRemplacement, ListAlertesFils, ListFils, ListRemplacements, Plage,
        ReadAttendre, ReadFil, ReadHoraires, SetHoraires, TakeFil,
    },
};

use super::{kind, message, said, sweep};
use crate::test_app::{ALL, Client, TestApp};

fn plage(jour: u8, debut: &str, fin: &str) -> Plage {
    Plage { jour, debut: debut.parse().unwrap(), fin: fin.parse().unwrap() }
}

#[test]
fn the_next_answering_time_and_the_usual_delay_are_what_they_are() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(TakeFil { fil }).unwrap();
    let expect = |jeune: &Client| jeune.call(ReadAttendre { fil }).unwrap();
    let nothing = expect(&jeune);
    assert_eq!((nothing.d_habitude, nothing.maintenant, nothing.prochaine), (None, None, None));
    let wrong = |plages: Vec<Plage>| kind(house.pro.call(SetHoraires { plages }));
    assert_eq!(wrong(vec![plage(1, "14:00", "12:00")]), ProblemKind::FinAvantDebut);
    assert_eq!(wrong(vec![plage(8, "10:00", "12:00")]), ProblemKind::ChampsInvalides);
    assert_eq!(wrong(vec![plage(1, "10:00", "12:00"), plage(1, "11:00", "13:00")]), ProblemKind::ChampsInvalides);
    // Every day but today: it is not now, and the next time is tomorrow at 9, or after a public holiday.
    let today = crate::time::weekday(app.app.today());
    let plages: Vec<Plage> = (1..=7).filter(|day| *day != today).map(|day| plage(day, "09:00", "17:00")).collect();
    let kept = house.pro.call(SetHoraires { plages }).unwrap();
    assert_eq!(house.pro.call(ReadHoraires {}).unwrap(), kept);
    let then = expect(&jeune);
    assert_eq!(then.maintenant, Some(false));
    assert_eq!(crate::time::heure_of(then.prochaine.unwrap(), app.app.zone()).to_string(), "09:00");
    // Five answers are a habit, four are not: 10, 20, 30, 40, 50 minutes.
    for minutes in 1..=5 {
        jeune.call(message(fil, "une question")).unwrap();
        app.clock.shift_minutes(minutes * 10);
        app.pass_days(0, &[&jeune, &house.pro]);
        assert_eq!(expect(&jeune).d_habitude, None);
        house.pro.call(message(fil, "une réponse")).unwrap();
    }
    assert_eq!(expect(&jeune).d_habitude, Some(30));
}

#[test]
fn a_substitute_reads_and_answers_for_that_time_only_and_it_is_written_down() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(TakeFil { fil }).unwrap();
    let away = |du: Jour, au: Jour, who: &Client| {
        house.pro.call(AnnounceRemplacement { du, au, remplacant: Some(who.compte.unwrap()) })
    };
    assert_eq!(kind(away(app.day(3), app.day(2), &colleague)), ProblemKind::FinAvantDebut);
    assert_eq!(kind(away(app.day(-3), app.day(-2), &colleague)), ProblemKind::ChampsInvalides);
    assert_eq!(kind(away(app.day(1), app.day(200), &colleague)), ProblemKind::ChampsInvalides);
    assert_eq!(kind(away(app.day(1), app.day(2), &app.house().pro)), ProblemKind::CollegueInvalide);
    assert_eq!(kind(away(app.day(1), app.day(2), &house.pro)), ProblemKind::CollegueInvalide);
    let made = away(app.day(1), app.day(3), &colleague).unwrap();
    assert_eq!(kind(away(app.day(3), app.day(4), &colleague)), ProblemKind::AbsenceEnDouble);
    // Announced ahead: the jeune sees it, the substitute does not read yet.
    let said_to = jeune.call(ReadAttendre { fil }).unwrap().absence.unwrap();
    assert_eq!((said_to.du, said_to.au, said_to.remplacant.as_deref()), (app.day(1), app.day(3), Some("Nadia")));
    assert_eq!(kind(colleague.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    app.pass_days(1, &[&jeune, &house.pro, &colleague]);
    for _ in 0..2 {
        sweep(&app);
    }
    assert_eq!(said(&jeune, fil).last().unwrap().annonce, Some(Annonce::Remplacant));
    assert_eq!(said(&jeune, fil).len(), 2);
    jeune.call(message(fil, "Vous êtes là ?")).unwrap();
    for _ in 0..2 {
        assert_eq!(colleague.call(ReadFil::last(fil)).unwrap().fil.acces, Some(Acces::Remplacant));
    }
    colleague.call(message(fil, "Oui, je remplace.")).unwrap();
    assert!(!colleague.call(ListRemplacements {}).unwrap()[0].est_moi);
    let written = |app: &TestApp| {
        use diesel::{QueryDsl, RunQueryDsl};
        let mut db = crate::db::connect(&app.app.settings.database).unwrap();
        let table = crate::schema::consultation::table;
        let rows: Vec<(String, String)> = table
            .select((crate::schema::consultation::compte_id, crate::schema::consultation::acces))
            .load(&mut db)
            .unwrap();
        rows
    };
    assert_eq!(written(&app), [(colleague.compte.unwrap().to_string(), "remplacant".to_owned())]);
    // Back sooner: nothing more is seen. So it is when the time is over.
    house.pro.call(EndRemplacement { remplacement: made.id }).unwrap();
    assert_eq!(kind(colleague.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    assert_eq!(kind(colleague.call(message(fil, "encore"))), ProblemKind::Introuvable);
    assert_eq!(jeune.call(ReadAttendre { fil }).unwrap().absence, None);
    away(app.day(1), app.day(1), &colleague).unwrap();
    app.pass_days(1, &[&colleague]);
    assert!(colleague.call(ReadFil::last(fil)).is_ok());
    app.pass_days(1, &[&colleague, &house.pro]);
    assert_eq!(kind(colleague.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    assert_eq!(house.pro.call(ListRemplacements {}).unwrap(), []);
}

#[test]
fn who_waits_too_long_is_relayed_to_the_team_once_and_the_coordonnateur_sees_no_name() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let coordonne = shared::comptes::Droits { coordonne: true, ..Default::default() };
    let coordonnateur = app.professionnel(house.structure, coordonne);
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(TakeFil { fil }).unwrap();
    jeune.call(message(fil, "C’est urgent pour moi")).unwrap();
    let since = house.pro.call(ListFils {}).unwrap()[0].attend_depuis.unwrap();
    app.clock.shift_minutes(48 * 60 - 1);
    sweep(&app);
    let clients = [&jeune, &colleague, &house.pro, &coordonnateur];
    app.pass_days(0, &clients);
    assert_eq!(kind(colleague.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    app.clock.shift_minutes(2);
    let mut heard = app.app.live.subscribe(colleague.compte.unwrap()).unwrap();
    for _ in 0..2 {
        sweep(&app);
    }
    assert!(heard.try_recv().is_ok());
    app.pass_days(0, &clients);
    let announced: Vec<_> = said(&jeune, fil).iter().map(|one| one.annonce).collect();
    assert_eq!(announced, [Some(Annonce::Referent), None, Some(Annonce::Relayee)]);
    assert!(jeune.call(ReadAttendre { fil }).unwrap().relayee_le.is_some());
    assert_eq!(colleague.call(ReadFil::last(fil)).unwrap().fil.acces, Some(Acces::Relayee));
    assert_eq!(coordonnateur.call(ListAlertesFils {}).unwrap()[0].attend_depuis, since);
    let raw = coordonnateur.raw("", &ListAlertesFils {}).body;
    assert!(!raw.contains("Aïssata") && !raw.contains("urgent"), "{raw}");
    assert_eq!(kind(coordonnateur.call(ReadFil::last(fil))), ProblemKind::Interdit);
    assert_eq!(app.house().pro.call(ListAlertesFils {}).unwrap(), []);
    // An answer, whoever gives it, ends it. Who gave it reads on, and the jeune sees their name; the others do not.
    let third = app.professionnel(house.structure, ALL);
    assert!(third.call(ReadFil::last(fil)).is_ok());
    let answer = message(fil, "Je suis là, je prends le relais.");
    for _ in 0..2 {
        colleague.call(answer.clone()).unwrap();
    }
    assert_eq!(colleague.call(ReadFil::last(fil)).unwrap().fil.acces, Some(Acces::Lecteur));
    assert_eq!(kind(third.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    assert_eq!(jeune.call(ReadAttendre { fil }).unwrap().lecteurs.len(), 2);
    assert_eq!(coordonnateur.call(ListAlertesFils {}).unwrap(), []);
}
