//! P25 and P29: strict headers on every answer, and nothing done for another site.

use shared::ProblemKind;

use crate::test_app::{Raw, TestApp};

fn strict(what: &str, answer: &Raw) {
    let csp = answer.header("content-security-policy");
    let needed = [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ];
    for directive in needed {
        assert!(csp.split("; ").any(|one| one == directive), "{what}: {directive} in {csp}");
    }
    assert!(!csp.contains("unsafe-inline") && !csp.contains("'unsafe-eval'") && !csp.contains("http"), "{what}: {csp}");
    let age =
        answer.header("strict-transport-security").split(['=', ';']).nth(1).and_then(|age| age.parse::<u64>().ok());
    assert!(age.is_some_and(|age| 31_536_000 <= age), "{what}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{what}");
}

#[test]
fn p25_every_answer_bears_the_strict_headers() {
    let app = TestApp::start();
    let house = app.house();
    let client = app.stranger();
    let get = |path: &str| client.send("GET", path, &[], "");
    for path in [
        "/",
        "/pro",
        "/moi",
        "/nulle-part",
        &format!("/e/{}", house.code.as_str()),
        &format!("/e/{}/qr.svg", house.code.as_str()),
        "/absent.js",
        "/suite/absent.js",
        "/api/session",
        "/api/fils",
        "/api/nulle-part",
        "/api/openapi.json",
        "/api/creneaux?page=2",
    ] {
        let answer = get(path);
        strict(path, &answer);
        if path.starts_with("/api") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
    strict("405", &client.send("DELETE", "/api/session", &[], ""));
    strict("403", &client.send("POST", "/api/session", &[("X-App", "")], "{}"));
    strict("413", &client.send("POST", "/api/session", &[], &"x".repeat(70_000)));
    strict("414", &get(&format!("/{}", "x".repeat(2_100))));
    strict("a page by POST", &client.send("POST", "/", &[], "{}"));
}

#[test]
fn p29_nothing_is_done_for_another_site() {
    let app = TestApp::start();
    let jeune = app.jeune();
    let own = format!("http://{}", app.address);
    let send = |headers: &[(&str, &str)]| jeune.send("POST", "/api/moi/carte", headers, "{}");
    for headers in [
        vec![("Origin", "https://ailleurs.example")],
        vec![("Origin", "null")],
        vec![("Origin", "http://127.0.0.1:1")],
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![("X-App", "")],
        vec![("Origin", own.as_str()), ("X-App", "")],
        vec![("Origin", own.as_str()), ("Sec-Fetch-Site", "cross-site")],
    ] {
        let answer = send(&headers);
        assert_eq!((answer.status, answer.problem().kind), (403, ProblemKind::OrigineRefusee), "{headers:?}");
    }
    assert_eq!(send(&[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]).status, 200);
    assert_eq!(send(&[]).status, 200);
}

#[test]
fn p29_an_origin_that_the_settings_name_may_write_and_no_other() {
    let app = TestApp::with(&["--trusted-origins", "http://localhost:8081"]);
    let jeune = app.jeune();
    let from = |origin: &str| jeune.send("POST", "/api/moi/carte", &[("Origin", origin)], "{}").status;
    assert_eq!((from("http://localhost:8081"), from("http://localhost:8082")), (200, 403));
}

#[test]
fn cookies_are_out_of_reach_of_scripts_and_of_other_sites() {
    let app = TestApp::start();
    let body = r#"{"prenom":"Léa","naissance":{"annee":2006,"mois":1},"retour":{"par":"carte"}}"#;
    let key = uuid::Uuid::new_v4().to_string();
    let answer = app.stranger().send("POST", "/api/comptes/jeunes", &[("Idempotency-Key", &key)], body);
    let cookies: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert_eq!(cookies.len(), 3);
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for attribute in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
            assert!(cookie.split("; ").any(|one| one == attribute), "{attribute} in {cookie}");
        }
    }
}

#[test]
fn a_name_of_a_place_is_text_in_the_first_paint() {
    let app = TestApp::start();
    let structure = app.structure();
    let request: shared::accueil::CreateEspaceTemps = serde_json::from_value(serde_json::json!({
        "code": "piege", "nom": "<script>alert(1)</script>", "presentation": "\"><img src=x onerror=alert(1)>",
        "lieu": "Ici", "adresse": "1 rue & co", "commune": "Bobigny", "horaires": [], "structures": [structure],
        "propositions": [],
    }))
    .unwrap();
    app.admin().call(request).unwrap();
    let page = app.stranger().send("GET", "/e/piege", &[], "");
    assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{}", page.body);
}
