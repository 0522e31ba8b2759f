//! Safety: reports reach the administrator alone, and nobody is left without someone.

use shared::{
    ProblemKind,
    messages::{
        BlockFil, CloseSignalement, DeleteMessage, ListFils, ListSignalements, Motif, ReadFil, ReportFil, TakeFil,
    },
};

use super::{kind, message};
use crate::{
    db,
    test_app::{ALL, TestApp},
};

#[test]
fn what_is_reported_reaches_the_administrator_even_when_it_is_taken_back() {
    let app = TestApp::start();
    let house = app.house();
    let admin = app.admin();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let (own, hurtful) = (message(fil, "bonjour"), message(fil, "des mots qui blessent"));
    jeune.call(own.clone()).unwrap();
    house.pro.call(hurtful.clone()).unwrap();
    let report = |message| ReportFil { fil, message, motif: Motif::Blessant, precisions: None };
    assert_eq!(kind(jeune.call(report(Some(own.message)))), ProblemKind::Introuvable);
    assert_eq!(kind(jeune.call(report(Some(db::id())))), ProblemKind::Introuvable);
    jeune.call(report(Some(hurtful.message))).unwrap();
    jeune.call(ReportFil { precisions: Some("Il insiste.".parse().unwrap()), ..report(None) }).unwrap();
    house.pro.call(DeleteMessage { message: hurtful.message }).unwrap();
    let reports = admin.call(ListSignalements {}).unwrap();
    let first = reports.iter().find(|one| one.message.is_some()).unwrap();
    assert_eq!((first.par_jeune, first.vise.as_str()), (true, "Nadia"));
    assert_eq!(first.message.as_deref(), Some("des mots qui blessent"));
    for _ in 0..2 {
        admin.call(CloseSignalement { signalement: first.id }).unwrap();
    }
    let after = admin.call(ListSignalements {}).unwrap();
    assert_eq!((after.len(), after[0].traite_le, after[1].traite_le.is_some()), (2, None, true));
    for client in [&jeune, &house.pro] {
        assert_eq!(kind(client.call(ListSignalements {})), ProblemKind::Interdit);
        assert_eq!(kind(client.call(CloseSignalement { signalement: first.id })), ProblemKind::Interdit);
    }
    assert_eq!(kind(admin.call(CloseSignalement { signalement: db::id() })), ProblemKind::Introuvable);
}

#[test]
fn an_exchange_is_stopped_only_with_a_relay_and_does_not_come_back() {
    let app = TestApp::start();
    let house = app.house();
    let (colleague, admin) = (app.professionnel(house.structure, ALL), app.admin());
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(TakeFil { fil }).unwrap();
    let block = |relais| BlockFil { fil, motif: "Des menaces, trois fois.".parse().unwrap(), relais };
    assert_eq!(kind(house.pro.call(block(house.pro.compte.unwrap()))), ProblemKind::CollegueInvalide);
    assert_eq!(kind(colleague.call(block(colleague.compte.unwrap()))), ProblemKind::Introuvable);
    house.pro.call(block(colleague.compte.unwrap())).unwrap();
    assert!(colleague.call(ListFils {}).unwrap()[0].est_mien);
    assert_eq!(kind(house.pro.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    let report = admin.call(ListSignalements {}).unwrap().remove(0);
    assert_eq!(
        (report.blocage, report.par_jeune, report.precisions.as_deref()),
        (true, false, Some("Des menaces, trois fois."))
    );
    // Two days without an answer: the team hears of it, but for whoever has stopped it.
    jeune.call(message(fil, "Il y a quelqu’un ?")).unwrap();
    app.clock.shift_minutes(49 * 60);
    app.app.db.write_now(|tx| crate::messages::sweep(tx, 48 * 60)).unwrap();
    app.pass_days(0, &[&house.pro]);
    assert_eq!(kind(house.pro.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    assert!(house.pro.call(ListFils {}).unwrap().is_empty());
}
