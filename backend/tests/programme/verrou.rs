//! An SQLite file has one server; the commands run beside it, and a server that was killed leaves nothing behind.

use crate::serveur::{Lieu, Serveur, free_address};

#[test]
fn a_second_server_refuses_to_start_on_the_same_file() {
    let lieu = Lieu::sqlite();
    let mut first = Serveur::start(&lieu, free_address());
    let (status, said) = lieu.run(&["serve", "--listen", &free_address().to_string()]);
    assert_eq!(status.code(), Some(2));
    assert!(said.contains("another server is already running on this file"), "{said}");
    for command in [&["migrate"][..], &["check"], &["seed-demo"], &["create-admin", "--courriel", "a@exemple.fr"]] {
        let (status, said) = lieu.run(command);
        assert!(status.success(), "{command:?}: {said}");
    }
    first.kill();
    drop(Serveur::start(&lieu, first.address));
}

#[test]
fn several_servers_start_on_one_postgresql() {
    let Some(lieu) = Lieu::postgres() else {
        return;
    };
    let (first, second) = (Serveur::start(&lieu, free_address()), Serveur::start(&lieu, free_address()));
    assert_ne!(first.address, second.address);
}
