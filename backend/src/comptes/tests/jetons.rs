//! P20: a token that this installation did not sign, for this use, and that is not good now, is nobody's.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::Parser;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};
use shared::{
    Operation, ProblemKind,
    comptes::{ReadSession, Session},
    messages::ListFils,
};

use crate::{
    app::App,
    comptes::{cookies, keys::Keys},
    config::Cli,
    db::{self, Clock},
    test_app::{Client, TestApp},
};

fn part(token: &str, at: usize) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(at).unwrap()).unwrap()).unwrap()
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[test]
fn p20_a_token_of_another_make_is_nobodys() {
    let app = TestApp::start();
    let jeune = app.jeune();
    let good = jeune.cookie(cookies::ACCESS).unwrap();
    assert!(jeune.call(ListFils {}).is_ok());
    let (header, claims) = (part(&good, 0), part(&good, 1));
    let signature = good.rsplit('.').next().unwrap().to_owned();
    let with = |name: &str, value: Value, of: &Value| {
        let mut changed = of.clone();
        changed[name] = value;
        changed
    };
    let secret = std::fs::read(&app.app.settings.secret_file).unwrap();
    let sign = |header: &Value, claims: &Value, secret: &[u8]| {
        let typed: Header = serde_json::from_value(header.clone()).unwrap();
        jsonwebtoken::encode(&typed, claims, &EncodingKey::from_secret(secret)).unwrap()
    };
    let none = format!("{}.{}.", encode(&with("alg", json!("none"), &header)), encode(&claims));
    let none_signed = format!("{}.{}.{signature}", encode(&with("alg", json!("none"), &header)), encode(&claims));
    let longer = format!("{}.{}.{signature}", encode(&header), encode(&with("exp", json!(4_102_444_800_i64), &claims)));
    let other_key = sign(&header, &claims, &[7; 48]);
    // The secret of the file is not the key of the tokens: that one is derived for them alone.
    let raw_secret = sign(&header, &claims, &secret);
    let wrong_alg = sign(&with("alg", json!("HS512"), &header), &claims, &secret);
    for (what, token) in [
        ("none", none),
        ("none, signed", none_signed),
        ("changed claims", longer),
        ("another key", other_key),
        ("the secret itself", raw_secret),
        ("another algorithm", wrong_alg),
        ("nothing", String::from("x")),
        ("an empty one", String::from("..")),
    ] {
        jeune.keep(cookies::ACCESS, &token);
        jeune.lose(cookies::REFRESH);
        assert_eq!(jeune.call(ListFils {}).unwrap_err().kind, ProblemKind::NonConnecte, "{what}");
    }
}

#[test]
fn p20_a_token_of_our_make_for_another_use_or_time_is_nobodys() {
    let app = TestApp::start();
    let jeune = app.jeune();
    let good = jeune.cookie(cookies::ACCESS).unwrap();
    let now = app.app.db.now();
    let keys = Keys::new(&std::fs::read(&app.app.settings.secret_file).unwrap());
    assert!(keys.read(&good, now).is_some());
    let (header, claims) = (part(&good, 0), part(&good, 1));
    let signing = keys.signing_key_for_tests();
    let token = |changes: &[(&str, &str, Value)]| {
        let (mut header, mut claims) = (header.clone(), claims.clone());
        for (place, name, value) in changes {
            let of = if *place == "header" { &mut header } else { &mut claims };
            of[*name] = value.clone();
        }
        let typed: Header = serde_json::from_value(header).unwrap();
        jsonwebtoken::encode(&typed, &claims, &signing).unwrap()
    };
    assert!(keys.read(&token(&[]), now).is_some());
    assert_eq!(header["alg"], "HS256");
    let seconds = now.0 / 1000;
    for changes in [
        [("header", "alg", json!("HS384"))],
        [("header", "alg", json!("HS512"))],
        [("header", "typ", json!("JWT"))],
        [("header", "kid", json!("other"))],
        [("claims", "aud", json!("elsewhere"))],
        [("claims", "iss", json!("elsewhere"))],
        [("claims", "exp", json!(seconds - 1))],
        [("claims", "nbf", json!(seconds + 60))],
        [("claims", "sid", json!("not-a-session"))],
        [("claims", "role", json!("administrateur"))],
    ] {
        assert!(keys.read(&token(&changes), now).is_none(), "{changes:?}");
    }
    assert!(keys.read(&good, now.plus_minutes(11)).is_none());
}

#[test]
fn p20_a_secret_that_is_too_short_starts_nothing() {
    let start = |secret: &str| {
        let folder = tempfile::tempdir().unwrap();
        let (database, file) = (folder.path().join("test.db"), folder.path().join("secret.key"));
        std::fs::write(&file, secret).unwrap();
        let database = database.display().to_string();
        let serve = ["cote-a-cote", "serve", "--database", &database];
        let by_file = ["--secret-file", &file.display().to_string()].map(str::to_owned);
        let by_file = Cli::try_parse_from(serve.map(str::to_owned).iter().chain(&by_file)).unwrap().settings;
        db::migrate(&database).unwrap();
        let by_flag = Cli::try_parse_from(serve.iter().chain(&["--secret", secret])).unwrap().settings;
        // The command line says so before anything starts, and the server would not start without it either.
        let checked = by_flag.check().is_ok();
        assert_eq!(checked, App::open(by_flag, Clock::default()).is_ok());
        assert_eq!(by_file.check().is_ok(), 32 <= secret.len());
        (checked, App::open(by_file, Clock::default()).is_ok())
    };
    assert_eq!(start(&"k".repeat(31)), (false, false));
    assert_eq!(start(&"k".repeat(32)), (true, true));
}

#[test]
fn a_page_asks_for_its_own_account_or_not_at_all() {
    let app = TestApp::start();
    let (ines, sami) = (app.jeune(), app.jeune());
    let mine = ines.call(ReadSession {}).unwrap();
    let Session::Jeune { compte, .. } = mine else { panic!("a jeune") };
    let compte = compte.to_string();
    let ask = |client: &Client, meant: &str| client.send("GET", ListFils::PATH, &[("X-App", meant)], "");
    assert_eq!(ask(&ines, &compte).status, 200);
    assert_eq!(ask(&ines, "1").status, 200);
    // The page of Inès woke up in a browser where Sami is signed in now.
    let refused = ask(&sami, &compte);
    assert_eq!(refused.problem().kind, ProblemKind::AutreCompte);
    assert_eq!(refused.status, 409);
}
