//! P39: whoever only coordinates reads counts, never who it was; nobody has what is another’s.

use shared::{accueil::CodeDePorte, comptes::Droits};

use super::*;

const COORDONNE: Droits = Droits { referent: false, publie: false, coordonne: true };

#[test]
fn p39_who_only_coordinates_neither_reads_who_passes_by_nor_takes_care_of_them() {
    let app = TestApp::start();
    let house = app.house();
    let one = add(&house).id;
    let coordinates = app.professionnel(house.structure, COORDONNE);
    let espace = || house.code.clone();
    let refused = coordinates.call(ListPassages { espace: espace() });
    assert_eq!(kind(refused), ProblemKind::Interdit);
    assert_eq!(kind(coordinates.call(TakePassage { passage: one, le: None })), ProblemKind::Interdit);
    assert_eq!(kind(mark(&coordinates, one, GestePassage::Parti)), ProblemKind::Interdit);
    let more = AddPassage { espace: espace(), prenom: None, age: None, besoin: None, note: None, le: None };
    assert_eq!(kind(coordinates.call(more)), ProblemKind::Interdit);
    // What they see stays useful: the place, the code at the door, how many came.
    let places = coordinates.call(ListEspacesAccueillis {}).unwrap();
    assert_eq!(places.iter().map(|one| &one.code).collect::<Vec<_>>(), [&house.code]);
    let CodeDePorte { lien, .. } = coordinates.call(ReadPorte { espace: espace() }).unwrap();
    assert!(lien.contains(house.code.as_str()));
    assert_eq!(coordinates.call(CountPassages { espace: espace(), du: None }).unwrap().jours.len(), 7);
    // A référent and whoever publishes receive people, each alone.
    for droits in [Droits { referent: true, ..Droits::default() }, Droits { publie: true, ..Droits::default() }] {
        assert_eq!(list(&app.professionnel(house.structure, droits), &house).len(), 1);
    }
}

// Rights are those of one structure: what one may do elsewhere opens nothing here.
#[test]
fn p39_a_right_in_one_structure_is_none_in_another() {
    let app = TestApp::start();
    let (house, own) = (app.house(), app.house());
    let one = add(&house).id;
    let both = app.professionnel(own.structure, ALL);
    let (compte, structure) = (both.compte.unwrap(), house.structure);
    app.app.db.write_now(move |tx| crate::comptes::admin::add_membre(tx.db, compte, structure, COORDONNE)).unwrap();
    let both = app.enter(compte);
    assert_eq!(list(&both, &own).len(), 0);
    assert_eq!(kind(both.call(ListPassages { espace: house.code.clone() })), ProblemKind::Introuvable);
    assert_eq!(kind(both.call(TakePassage { passage: one, le: None })), ProblemKind::Introuvable);
    assert_eq!(both.call(CountPassages { espace: house.code.clone(), du: None }).unwrap().jours.len(), 7);
}

#[test]
fn p03_the_key_of_one_person_gives_nothing_of_theirs_to_another() {
    let app = TestApp::start();
    let (house, first, second) = (app.house(), app.jeune(), app.jeune());
    let request = ArrivePassage { espace: house.code.clone(), code: door(&house), besoin: None, prenom: None };
    let key = uuid::Uuid::new_v4().to_string();
    let mine = first.call_once(&key, &request).unwrap();
    assert_eq!(first.call_once(&key, &request).unwrap(), mine);
    assert_ne!(second.call_once(&key, &request).unwrap().id, mine.id);
    assert_eq!(list(&house.pro, &house).len(), 2);
}
