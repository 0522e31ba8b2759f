//! A place is shared on equal terms: nobody takes out the structure of others, whoever is invited is told and may leave at once.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, TextExpressionMethods};
use serde_json::json;
use shared::{
    ProblemKind,
    accueil::{ListEspacesAnimes, ReadEspaceTemps},
    ids::{CompteId, StructureId},
};

use super::{COORDONNE, change, code, kind, place};
use crate::{
    db::{self, AsText},
    schema::envoi,
    test_app::{ALL, Client, TestApp, race},
};

// Who was told that structures came or went, since the last time that it was asked.
fn told(app: &TestApp) -> Vec<CompteId> {
    let news = || envoi::table.filter(envoi::sujet.like("animation:%")).filter(envoi::etat.eq("prevu"));
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let told: Vec<AsText<CompteId>> = news().order(envoi::compte_id).select(envoi::compte_id).load(&mut db).unwrap();
    let sent = move |tx: &mut db::Tx<'_>| {
        let all = envoi::table.filter(envoi::sujet.like("animation:%"));
        Ok(diesel::update(all).set(envoi::etat.eq("envoye")).execute(tx.db)?)
    };
    app.app.db.write_now(sent).unwrap();
    told.into_iter().map(|AsText(compte)| compte).collect()
}

fn set(client: &Client, structures: &[StructureId]) -> Option<ProblemKind> {
    kind(change(client, place("chez-nous", structures, json!({}))))
}

fn there(client: &Client) -> bool {
    !client.call(ListEspacesAnimes {}).unwrap().is_empty()
}

#[test]
fn no_coordonnateur_takes_out_the_structure_of_others() {
    let app = TestApp::start();
    let (mine, partner, third) = (app.structure(), app.structure(), app.structure());
    let (coordo, other) = (app.professionnel(mine, COORDONNE), app.professionnel(partner, ALL));
    coordo.call(place("chez-nous", &[mine, partner, third], json!({}))).unwrap();
    assert_eq!(told(&app), [other.compte.unwrap()]);
    for kept in [&[mine][..], &[mine, partner], &[partner]] {
        assert_eq!(set(&coordo, kept), Some(ProblemKind::StructureDesAutres), "{kept:?}");
    }
    assert!(there(&other));
    assert_eq!(app.stranger().call(ReadEspaceTemps { code: code("chez-nous") }).unwrap().structures.len(), 3);
    // Nothing moved: nobody is told.
    assert_eq!(set(&coordo, &[third, mine, partner]), None);
    assert!(told(&app).is_empty());
    // The administrator may, and those concerned are told.
    assert_eq!(set(&app.admin(), &[mine, third]), None);
    assert_eq!(told(&app), [other.compte.unwrap()]);
    assert!(!there(&other));
}

#[test]
fn who_is_invited_is_told_and_may_leave_at_once_but_not_the_last_one() {
    let app = TestApp::start();
    let (mine, partner) = (app.structure(), app.structure());
    let (coordo, other) = (app.professionnel(mine, COORDONNE), app.professionnel(partner, COORDONNE));
    // Who neither publishes nor coordinates decides nothing, and is told nothing.
    app.professionnel(partner, shared::comptes::Droits { coordonne: false, publie: false, referent: true });
    coordo.call(place("chez-nous", &[mine], json!({}))).unwrap();
    assert!(told(&app).is_empty());
    assert_eq!(set(&coordo, &[mine, partner]), None);
    assert_eq!(told(&app), [other.compte.unwrap()]);
    // It leaves by itself; it was its own doing.
    let left = change(&other, place("chez-nous", &[mine], json!({}))).unwrap();
    assert!(!left.modifiable && !there(&other) && told(&app).is_empty());
    assert_eq!(set(&other, &[mine, partner]), Some(ProblemKind::Introuvable));
    // The last one cannot leave, nor put in its place somebody who did not ask for it.
    assert_eq!(set(&coordo, &[]), Some(ProblemKind::ChampsInvalides));
    assert_eq!(set(&coordo, &[partner]), Some(ProblemKind::ChampsInvalides));
    assert!(there(&coordo) && told(&app).is_empty());
}

#[test]
fn two_who_leave_at_once_leave_somebody_there() {
    let app = TestApp::start();
    let (mine, partner) = (app.structure(), app.structure());
    let coordos = [app.professionnel(mine, COORDONNE), app.professionnel(partner, COORDONNE)];
    coordos[0].call(place("chez-nous", &[mine, partner], json!({}))).unwrap();
    let answers = race(&coordos, |client| {
        let stays = if client.compte == coordos[0].compte { partner } else { mine };
        set(client, &[stays])
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_none()).count(), 1, "{answers:?}");
    assert_eq!(app.stranger().call(ReadEspaceTemps { code: code("chez-nous") }).unwrap().structures.len(), 1);
}
