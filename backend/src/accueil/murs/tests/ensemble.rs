//! A place closes while something is published within its walls: one of the two sees the other, whichever comes first.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use serde_json::json;
use shared::{
    ProblemKind,
    ateliers::{ChangeAtelier, EtatAtelier, PublishAtelier, ReadAtelier, ReadListeAtelier},
    fields::Jour,
    ids::EspaceId,
    permanences::{CloseEspace, MoveOccurrence, PublishPermanence, Rythme},
};

use super::{atelier, change, here, kind};
use crate::{
    accueil::version,
    db::Tx,
    problem::Error,
    schema,
    test_app::{House, TestApp, overtaken},
};

// Closes a day as those do who change a place.
fn closing(espace: EspaceId, day: Jour) -> impl Fn(&mut Tx<'_>) -> Result<(), Error> + Send + 'static {
    move |tx| {
        version::lock(tx, espace)?;
        diesel::insert_into(schema::jour_particulier::table)
            .values((
                schema::jour_particulier::espace_id.eq(espace.to_string()),
                schema::jour_particulier::jour.eq(day.to_string()),
                schema::jour_particulier::rang.eq(0),
            ))
            .execute(tx.db)?;
        Ok(())
    }
}

#[test]
fn whoever_publishes_on_a_day_that_is_being_closed_sees_the_closure() {
    let app = TestApp::start();
    let house = app.house();
    let closed = |day: Jour| closing(house.espace, day);
    let draft = atelier(&house, app.day(2), here(&house), false).unwrap();
    let publish = || kind(house.pro.call(PublishAtelier { atelier: draft, serie: false }));
    assert_eq!(overtaken(&app, closed(app.day(2)), publish), ProblemKind::LieuFerme);
    let create = || kind(atelier(&house, app.day(3), here(&house), true));
    assert_eq!(overtaken(&app, closed(app.day(3)), create), ProblemKind::LieuFerme);
    let moved = atelier(&house, app.day(9), here(&house), true).unwrap();
    let known = house.pro.call(ReadListeAtelier { atelier: moved }).unwrap().atelier;
    let request = ChangeAtelier {
        atelier: moved,
        version: known.version,
        fiche: known.fiche,
        jour: app.day(4),
        debut: "14:00".parse().unwrap(),
        fin: "16:00".parse().unwrap(),
        mot: None,
        suite: false,
    };
    assert_eq!(overtaken(&app, closed(app.day(4)), || kind(house.pro.call(request))), ProblemKind::LieuFerme);
    let permanence = || kind(house.pro.call(house.permanence(app.day(5), 1)));
    assert_eq!(overtaken(&app, closed(app.day(5)), permanence), ProblemKind::LieuFerme);
    let rythme = Rythme::Dates { jours: vec![app.day(8)] };
    let held = house.pro.call(PublishPermanence { rythme, ..house.permanence(app.day(8), 1) }).unwrap();
    let request = MoveOccurrence {
        permanence: held.id,
        jour: app.day(8),
        vers: app.day(6),
        debut: "10:00".parse().unwrap(),
        mot: None,
    };
    assert_eq!(overtaken(&app, closed(app.day(6)), || kind(house.pro.call(request))), ProblemKind::LieuFerme);
}

// Publishes a draft as those do who publish within the walls, and closes its day meanwhile.
fn published_while(app: &TestApp, house: &House, day: i32, close: impl FnOnce() + Send) -> EtatAtelier {
    let draft = atelier(house, app.day(day), here(house), false).unwrap();
    let espace = house.espace;
    let publishing = move |tx: &mut Tx<'_>| {
        version::lock(tx, espace)?;
        diesel::update(schema::atelier::table.find(draft.to_string()))
            .set((schema::atelier::etat.eq("publie"), schema::atelier::publie_le.eq(tx.now.0)))
            .execute(tx.db)?;
        Ok(())
    };
    overtaken(app, publishing, close);
    app.stranger().call(ReadAtelier { atelier: draft }).unwrap().etat
}

#[test]
fn whoever_closes_a_day_on_which_something_is_being_published_calls_it_off() {
    let app = TestApp::start();
    let house = app.house();
    let by_closure = || {
        let (espace, day) = (house.code.clone(), app.day(2));
        let motif = "Travaux".parse().unwrap();
        house.pro.call(CloseEspace { espace, du: day, au: day, motif, mot: None }).unwrap();
    };
    assert_eq!(published_while(&app, &house, 2, by_closure), EtatAtelier::Annule);
    let by_date = || drop(change(&house, json!({ "jours": [{ "jour": app.day(3) }] }), None).unwrap());
    assert_eq!(published_while(&app, &house, 3, by_date), EtatAtelier::Annule);
}
