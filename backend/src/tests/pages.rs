//! Each address gets the program whose screen it is, and each program its own files.

use crate::test_app::{Client, TestApp};

fn page(client: &Client, path: &str) -> Option<String> {
    let answer = client.send("GET", path, &[], "");
    // Before `deploy/page.sh` there is no page to send.
    (answer.status != 503).then(|| {
        assert_eq!(answer.status, 200, "{path}");
        answer.body
    })
}

#[test]
fn each_address_gets_its_own_program() {
    let app = TestApp::start();
    let client = app.stranger();
    for (name, paths) in [
        ("jeune", &["/", "/entrer?espace=ici", "/suite", "/nulle-part"][..]),
        ("fil", &["/messages"]),
        (
            "suite",
            &["/messages/recherche", "/moi", "/moi/", "/urgence", "/revenir?par=carte", "/a-propos", "/accessibilite"],
        ),
        ("lieux", &["/lieux/stains", "/passe/7KMQ4", "/rendez-vous"]),
        ("ateliers", &["/ateliers", "/ateliers/1"]),
        ("pro", &["/pro", "/pro/moi"]),
        ("gestion", &["/pro/permanences", "/pro/ateliers/creer"]),
        ("installation", &["/pro/espaces/creer", "/pro/structures", "/pro/horaires/x"]),
    ] {
        for path in paths {
            let Some(html) = page(&client, path) else { return };
            assert!(html.replace('"', "").contains(&format!("data-page={name}")), "{path} is not of {name}");
        }
    }
}

#[test]
fn the_files_of_the_second_program_lie_under_its_name() {
    let app = TestApp::start();
    let client = app.stranger();
    let Some(html) = page(&client, "/moi") else { return };
    let from = html.find("/suite/start-").unwrap();
    let script = html[from..].split('"').next().unwrap();
    let answer = client.send("GET", script, &[], "");
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(client.send("GET", &script.replace("/suite", ""), &[], "").status, 404);
    assert_eq!(client.send("GET", "/suite/index.html", &[], "").status, 404);
}

#[test]
fn a_screen_of_the_second_program_says_its_title_at_once() {
    let app = TestApp::start();
    let client = app.stranger();
    for (path, title) in [("/moi", "Moi"), ("/revenir", "Je reviens"), ("/revenir?creneau=1", "Je reviens")] {
        let Some(html) = page(&client, path) else { return };
        assert!(html.contains(&format!("<title>{title} · Côte à Côte</title>")), "{html}");
        assert!(html.contains(&format!("<h1>{title}</h1>")), "{html}");
    }
    let Some(html) = page(&client, "/revenir?par=carte") else { return };
    assert!(html.contains("<title>Côte à Côte</title>") && !html.contains("<h1>"), "{html}");
}
