//! Invariants of the house that a reading of the sources can check.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut found = Vec::new();
    collect(&root, &mut found);
    assert!(!found.is_empty(), "{folder} has no source");
    found
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs" | "test_app.rs")))
}

// Invariant 2: the address of an operation is written in the contract and nowhere else.
#[test]
fn an_address_of_the_api_is_written_once() {
    let own = ["\"/api/openapi.json\"", "starts_with(\"/api/\")"];
    for (path, text) in
        sources("backend/src").into_iter().chain(sources("frontend/src")).filter(|(path, _)| !is_test(path))
    {
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in product.lines().filter(|line| line.contains("\"/api/")) {
            assert!(own.iter().any(|own| line.contains(own)), "{}: {line}", path.display());
        }
    }
    let mut addresses: Vec<(&str, &str)> = Vec::new();
    for operation in crate::operations() {
        let address = (operation.method.name(), operation.path);
        assert!(!addresses.contains(&address), "{address:?} twice");
        addresses.push(address);
    }
}

// Invariant 3: a handler's first argument says who calls.
#[test]
fn every_operation_names_its_caller() {
    let known = [
        "public",
        "jeune",
        "referent",
        "coordonnateur",
        "structure",
        "professionnel",
        "accueillant",
        "admin",
        "membre",
        "jeune|referent",
        "admin|professionnel",
        "proche",
    ];
    assert!(crate::operations().iter().all(|operation| known.contains(&operation.role)));
}

// Invariant 4: the spine knows no room but to mount it, to sign in and to paint first.
#[test]
fn the_spine_depends_on_no_room() {
    let spine = ["address.rs", "config.rs", "db.rs", "live.rs", "problem.rs", "schema.rs", "time.rs", "openapi.rs"];
    let rooms = ["accueil", "annuaire", "messages", "permanences", "confidentialite"];
    for (path, text) in sources("backend/src") {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let in_spine = path.parent().is_some_and(|folder| folder.ends_with("src")) && spine.contains(&name);
        if in_spine || path.parent().is_some_and(|folder| folder.ends_with("src/db") || folder.ends_with("src/mount")) {
            for room in rooms {
                assert!(!text.contains(&format!("crate::{room}")), "{} knows {room}", path.display());
            }
        }
    }
}

#[test]
fn a_file_of_source_has_at_most_400_lines() {
    for folder in ["backend/src", "frontend/src", "shared/src"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= 400, "{} has {lines} lines", path.display());
        }
    }
}

// P28: text is text.
#[test]
fn nothing_is_ever_inserted_as_html() {
    for (path, text) in sources("frontend/src") {
        assert!(!text.contains("inner_html"), "{}", path.display());
    }
}
