//! P21, P27 and the refusals that every operation shares.

use diesel::connection::SimpleConnection;
use serde_json::{Map, Value, json};
use shared::{Method, ProblemKind, fields::Texte, ids::MessageId};

use crate::{
    db,
    mount::Mounted,
    operations,
    test_app::{ALL, Client, Raw, TestApp},
};

fn post(client: &Client, path: &str, body: &str) -> Raw {
    client.send("POST", path, &[("Idempotency-Key", "5f0f1c4e-7a36-4f6e-9a53-0d1c7a3f2b10")], body)
}

fn refused(answer: &Raw, kind: ProblemKind) {
    assert_eq!((answer.status, answer.problem().kind), (kind.status(), kind), "{}", answer.body);
}

#[test]
fn p21_what_is_too_big_is_refused() {
    let app = TestApp::start();
    let client = app.stranger();
    let body = |length: usize| format!(r#"{{"identifiant":"{}","secret":"x"}}"#, "a".repeat(length));
    refused(&post(&client, "/api/session", &body(64 * 1024)), ProblemKind::TropGros);
    assert_eq!(post(&client, "/api/session", &body(60 * 1024)).status, 422);
    refused(
        &client.send("GET", &format!("/api/creneaux?besoin={}", "a".repeat(2_100)), &[], ""),
        ProblemKind::AdresseTropLongue,
    );
    let deep = |depth: usize| format!(r#"{{"identifiant":{}1{},"secret":"x"}}"#, "[".repeat(depth), "]".repeat(depth));
    refused(&post(&client, "/api/session", &deep(40)), ProblemKind::RequeteIllisible);
    refused(&post(&client, "/api/session", &deep(4_000)), ProblemKind::RequeteIllisible);
    refused(&post(&client, "/api/session", &deep(10)), ProblemKind::ChampsInvalides);
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let texte = |length: usize| Texte::parse(&"é".repeat(length)).map(|texte| texte.as_str().chars().count());
    assert_eq!((texte(4_000).unwrap(), texte(4_001).is_err()), (4_000, true));
    let message = serde_json::json!({ "message": db::id::<MessageId>(), "texte": "é".repeat(4_001) }).to_string();
    refused(
        &post(&jeune, &format!("/api/fils/{}/messages", house.fil(&jeune)), &message),
        ProblemKind::ChampsInvalides,
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let app = TestApp::start();
    let client = app.stranger();
    for body in ["", "{", "null", "[]", "\"x\"", "{\"identifiant\":}", "\u{0}", "{\"a\":1}{}"] {
        refused(&post(&client, "/api/session", body), ProblemKind::RequeteIllisible);
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
        let answer = client.send("POST", "/api/session", &[("Content-Type", kind)], "{}");
        refused(&answer, ProblemKind::TypeDeContenu);
    }
    let utf8 = client.send("POST", "/api/session", &[("Content-Type", "application/json; charset=utf-8")], "{}");
    refused(&utf8, ProblemKind::ChampsInvalides);
}

#[test]
fn a_wrong_field_is_named_with_a_code() {
    let app = TestApp::start();
    let client = app.stranger();
    let fields = |body: &str| post(&client, "/api/comptes/jeunes", body).problem().fields;
    let base = |extra: &str| {
        format!(r#"{{"prenom":"Léa","naissance":{{"annee":2006,"mois":1}},"retour":{{"par":"carte"}}{extra}}}"#)
    };
    assert_eq!(fields(&base(r#","role":"administrateur""#))["role"], ["inconnu"]);
    assert_eq!(fields(&base(r#","espace":"été""#))["espace"], ["code-mal-forme"]);
    assert_eq!(fields(r#"{"prenom":"Léa"}"#)["naissance"], ["manquant"]);
    assert_eq!(fields(&base("").replace("Léa", ""))["prenom"], ["vide"]);
    assert_eq!(fields(&base("").replace("\"Léa\"", "12"))["prenom"], ["mal-forme"]);
    assert_eq!(fields(&base("").replace("\"mois\":1", "\"mois\":1,\"jour\":2"))["naissance.jour"], ["inconnu"]);
    assert_eq!(fields(&base("").replace("\"mois\":1", "\"mois\":13"))["naissance"], ["impossible"]);
    assert_eq!(fields(&base("").replace("carte", "pigeon"))["retour.par"], ["choix-inconnu"]);
    let query = |query: &str| client.send("GET", &format!("/api/creneaux?{query}"), &[], "").problem().fields;
    assert_eq!(query("besoin=pigeon")["besoin"], ["choix-inconnu"]);
    assert_eq!(query("espace=%C3%A9t%C3%A9&besoin=emploi")["espace"], ["code-mal-forme"]);
    assert_eq!(query("page=2")["page"], ["inconnu"]);
    let jeune = app.jeune();
    assert_eq!(
        post(&jeune, "/api/creneaux/12/rendez-vous", "{}").problem().fields["creneau"],
        ["identifiant-mal-forme"]
    );
    assert_eq!(
        post(&jeune, "/api/creneaux/12/rendez-vous", r#"{"creneau":"13"}"#).problem().fields["creneau"],
        ["inconnu"]
    );
}

#[test]
fn a_date_and_a_time_that_do_not_exist_are_named() {
    let app = TestApp::start();
    let house = app.house();
    let permanence = serde_json::to_value(house.permanence(app.day(1), 1)).unwrap();
    let fields = |at: &str, value: &str| {
        let mut changed = permanence.clone();
        *changed.pointer_mut(at).unwrap() = value.into();
        post(&house.pro, "/api/permanences", &changed.to_string()).problem().fields
    };
    assert_eq!(fields("/rythme/jour", "2027-02-29").into_values().next().unwrap(), ["date-inexistante"]);
    assert_eq!(fields("/rythme/jour", "demain").into_values().next().unwrap(), ["date-mal-formee"]);
    assert_eq!(fields("/debut", "25:00")["debut"], ["heure-mal-formee"]);
    assert_eq!(fields("/besoin", "pigeon")["besoin"], ["choix-inconnu"]);
}

#[test]
fn a_method_or_an_address_that_is_not_there_is_a_problem() {
    let app = TestApp::start();
    let client = app.stranger();
    for operation in operations() {
        let path = operation.path.replace(['{', '}'], "x");
        for method in ["PUT", "DELETE", "PATCH"] {
            let answer = client.send(method, &path, &[], "{}");
            refused(&answer, ProblemKind::MethodeRefusee);
            assert!(answer.header("allow").contains(operation.method.name()), "{path}");
        }
    }
    for path in ["/api", "/api/", "/api/nulle-part", "/api/session/x/y"] {
        refused(&client.send("GET", path, &[], ""), ProblemKind::Introuvable);
        refused(&client.send("POST", path, &[], "{}"), ProblemKind::Introuvable);
    }
}

// P27: whatever is sent, by whomever, to whatever: a problem of the list, in French, and nothing of the inside.
#[test]
fn p27_nothing_breaks_and_nothing_leaks() {
    let app = TestApp::start();
    let house = app.house();
    let clients = [app.stranger(), app.jeune(), app.professionnel(house.structure, ALL), app.admin()];
    let long = "x".repeat(5_000);
    let bodies = [
        "{}".to_owned(),
        r#"{"prenom":"' OR 1=1 --","code":"12345678"}"#.to_owned(),
        r#"{"identifiant":"a@b.fr","secret":"<script>alert(1)</script>"}"#.to_owned(),
        r#"{"texte":"\u0000","message":"x","seq":-9223372036854775808}"#.to_owned(),
        format!(r#"{{"nom":"{long}","code":"{long}"}}"#),
        r#"{"du":"0000-00-00","jeton":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}"#.to_owned(),
    ];
    // Each field of each operation, as something that it is not.
    let wrong = [json!(12), json!(-1.5), json!(null), json!([[]]), json!({"x": 1}), json!(true), json!("\u{0}' --")];
    let mistaken = |operation: &Mounted| -> Vec<String> {
        let schema = serde_json::to_value((operation.request)()).unwrap();
        let names: Vec<String> =
            schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let all = |value: &Value| names.iter().map(|name| (name.clone(), value.clone())).collect::<Map<_, _>>();
        wrong.iter().map(|value| Value::Object(all(value)).to_string()).collect()
    };
    let ids = ["x", "01890a5d-ac96-774b-bcce-b302099a8057", "%27%20OR%201=1", "..%2f..%2fetc%2fpasswd", "%00"];
    for operation in operations()
        .iter()
        .filter(|one| one.gives == crate::mount::Gives::Json && one.takes == crate::mount::Takes::Json)
    {
        for client in &clients {
            for (i, body) in bodies.iter().chain(&mistaken(operation)).enumerate() {
                let path = shared::operation::path_names(operation.path)
                    .fold(operation.path.to_owned(), |path, name| {
                        path.replace(&format!("{{{name}}}"), ids[i % ids.len()])
                    });
                let answer = match operation.method {
                    Method::Get => client.send("GET", &format!("{path}?du=0000&apres=x&besoin=%00"), &[], ""),
                    Method::Post => post(client, &path, body),
                };
                assert!(answer.status < 500, "{} {path} {body}: {}", operation.name, answer.body);
                if answer.status != 200 {
                    says_nothing(&answer);
                }
            }
        }
    }
}

// P27: what breaks inside is a problem like the others.
#[test]
fn p27_what_breaks_inside_is_not_told() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let creneau = house.creneaux(app.day(1), 1)[0];
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let threads = ["carte_atelier", "signalement", "contenu", "piece", "carte", "lecture", "message_avant", "message"];
    let meetings = ["prescription", "consultation_proche", "mot_proche", "proche", "rendez_vous"];
    for table in threads.iter().chain(&meetings) {
        db.batch_execute(&format!("DROP TABLE {table}")).unwrap();
    }
    let message = serde_json::json!({ "message": db::id::<MessageId>(), "texte": "Bonjour" }).to_string();
    for answer in [
        jeune.send("GET", "/api/fils", &[], ""),
        post(&jeune, &format!("/api/fils/{fil}/messages"), &message),
        post(&jeune, &format!("/api/creneaux/{creneau}/rendez-vous"), "{}"),
    ] {
        refused(&answer, ProblemKind::ErreurInterne);
        says_nothing(&answer);
    }
}

// A problem of the list, in French, with an id and nothing of the inside.
fn says_nothing(answer: &Raw) {
    let problem = answer.problem();
    assert_eq!(problem.title, problem.kind.title());
    assert_eq!(problem.status, answer.status);
    assert!(problem.trace_id.is_some_and(|id| id.len() == 32));
    assert!(problem.fields.into_values().flatten().all(|code| !code.contains(' ')), "{}", answer.body);
    let inside = ["SELECT", "sqlite", "diesel", "src/", "panicked", "postgres", "table", "relation"];
    assert!(inside.iter().all(|word| !answer.body.contains(word)), "{}", answer.body);
}
