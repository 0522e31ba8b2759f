//! The demonstration itself.

use shared::{
    comptes::SignIn,
    messages::ListFils,
    permanences::{ListCreneaux, ListRendezVous},
};

use crate::test_app::{TestApp, all};

#[test]
fn the_demonstration_fills_an_empty_database_once_and_its_accounts_open() {
    let app = TestApp::start();
    let accounts = super::seed(&app.app).unwrap();
    let roles: Vec<&str> = accounts.iter().map(|one| one.role).collect();
    assert_eq!(roles.iter().filter(|role| **role == "jeune").count(), 3);
    assert!(roles.contains(&"administrateur") && roles.contains(&"professionnel"));
    for account in &accounts {
        let client = app.stranger();
        let request =
            SignIn { identifiant: account.identifiant.parse().unwrap(), secret: account.secret.parse().unwrap() };
        client.call(request).unwrap_or_else(|why| panic!("{account:?}: {why:?}"));
        if account.role == "jeune" {
            assert_eq!(client.call(ListFils {}).unwrap().len(), 1);
        }
    }
    let first = app.stranger();
    first
        .call(SignIn {
            identifiant: accounts.iter().find(|one| one.role == "jeune").unwrap().identifiant.parse().unwrap(),
            secret: "demonstration-2026".parse().unwrap(),
        })
        .unwrap();
    assert_eq!(first.call(ListRendezVous {}).unwrap().len(), 1);
    let espaces = app.stranger().call(shared::accueil::ListEspacesTemps {}).unwrap();
    assert!(espaces.len() == 3 && espaces.iter().all(|one| 2 <= one.structures.len() && !one.horaires.is_empty()));
    assert!(10 < all(&app.stranger().call(ListCreneaux { besoin: None, espace: None }).unwrap()).len());
    assert!(super::seed(&app.app).is_err());
}
