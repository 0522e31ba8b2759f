//! What the binary does from the command line.

use std::{io::BufRead, net::TcpListener, path::Path};

use actix_web::web;
use serde_json::json;
use shared::fields::{Identifiant, MotDePasse};

use crate::{
    annuaire::{self, import},
    app::App,
    comptes::{admin, keys},
    config::{Cli, Command, Settings},
    db::{self, Clock},
    demo, openapi,
    problem::Error,
    server,
};

/// Runs a command to its end.
pub fn run(cli: Cli) -> Result<(), Error> {
    let settings = cli.settings;
    match cli.command {
        Command::Serve => serve(settings),
        Command::Migrate => migrate(&settings),
        Command::SeedDemo => seed_demo(settings),
        Command::CreateAdmin { courriel, password_stdin } => create_admin(settings, &courriel, password_stdin),
        Command::ImportStructures { file } => import_structures(settings, &file),
        Command::Check => check(settings),
        Command::Openapi => {
            say(&serde_json::to_string_pretty(&openapi::document(&crate::operations())).unwrap_or_default());
            Ok(())
        }
    }
}

fn serve(settings: Settings) -> Result<(), Error> {
    let listen = settings.listen;
    // Before anything is written: an address that is taken, a database that cannot be opened.
    let socket = TcpListener::bind(listen).map_err(|why| Error::Setting(format!("--listen {listen}: {why}")))?;
    reach(&settings)?;
    // Held until the end. The other commands are short and tell nobody: they may run beside a server.
    let _alone = if db::is_postgres(&settings.database) { None } else { Some(db::Alone::take(&settings.database)?) };
    db::migrate(&settings.database)?;
    let app = web::Data::new(App::open(settings, Clock::default())?);
    tracing::info!(%listen, "serving");
    let served = actix_web::rt::System::new().block_on(server::run(app, socket));
    served.map_err(|why| Error::Internal(why.to_string()))
}

fn reach(settings: &Settings) -> Result<(), Error> {
    // The address may hold a password: it is not repeated.
    let said = |why: Error| why.to_string().replace(&settings.database, "…");
    db::connect(&settings.database).map(drop).map_err(|why| Error::Setting(format!("--database: {}", said(why))))
}

fn migrate(settings: &Settings) -> Result<(), Error> {
    reach(settings)?;
    let done = db::migrate(&settings.database)?;
    say(&format!("{done} migration(s) run"));
    Ok(())
}

fn seed_demo(settings: Settings) -> Result<(), Error> {
    reach(&settings)?;
    db::migrate(&settings.database)?;
    let app = App::open(settings, Clock::default())?;
    for account in demo::seed(&app)? {
        say(&serde_json::to_string(&account).unwrap_or_default());
    }
    Ok(())
}

fn create_admin(settings: Settings, courriel: &str, password_stdin: bool) -> Result<(), Error> {
    let courriel =
        Identifiant::courriel(courriel).map_err(|_| Error::Setting("--courriel: not an e-mail address".to_owned()))?;
    let secret = if password_stdin { first_line()? } else { keys::base64(&keys::random::<18>()?) };
    let secret = MotDePasse::parse(&secret).map_err(|why| Error::Setting(format!("the password is refused: {why}")))?;
    reach(&settings)?;
    db::migrate(&settings.database)?;
    let app = App::open(settings, Clock::default())?;
    let shown = json!({ "role": "administrateur", "identifiant": courriel.as_str(), "secret": secret.as_str() });
    let salt = keys::Salt::of_installation(&mut db::connect(&app.settings.database)?)?;
    app.db.write_now(move |tx| admin::create_admin(tx, &salt, &courriel, &secret))?;
    say(&shown.to_string());
    Ok(())
}

fn import_structures(settings: Settings, file: &Path) -> Result<(), Error> {
    let text = std::fs::read_to_string(file).map_err(|why| Error::Setting(format!("{}: {why}", file.display())))?;
    reach(&settings)?;
    db::migrate(&settings.database)?;
    let app = App::open(settings, Clock::default())?;
    let report = app.db.write_now(move |tx| annuaire::import::import(tx, &text))?;
    for refused in &report.refuses {
        say(&format!("line {}: {}: « {} » {}", refused.ligne, refused.nom, refused.horaires, refused.pourquoi));
    }
    let import::Report { lues, ajoutees, changees, avec_horaires, refuses, absentes, ignorees } = report;
    if !absentes.is_empty() {
        say(&format!("no such column: {}; what is known of it stays as it was", absentes.join(", ")));
    }
    if !ignorees.is_empty() {
        say(&format!("columns that are not read: {}", ignorees.join(", ")));
    }
    say(&format!(
        "{lues} structures read: {ajoutees} added, {changees} changed, {} as they were",
        lues - ajoutees - changees
    ));
    say(&format!("{avec_horaires} with hours; {} whose hours cannot be read are kept with a note", refuses.len()));
    Ok(())
}

fn check(settings: Settings) -> Result<(), Error> {
    // Looking must not make a database.
    if !db::is_postgres(&settings.database) && !std::path::Path::new(&settings.database).is_file() {
        return Err(Error::Setting(format!("--database {}: there is no such file", settings.database)));
    }
    reach(&settings)?;
    let engine = if db::is_postgres(&settings.database) { "PostgreSQL" } else { "SQLite" };
    let pending = db::pending(&settings.database)?;
    if 0 < pending {
        return Err(Error::Internal(format!("{pending} migration(s) to run: `cote-a-cote migrate`")));
    }
    let app = App::open(settings, Clock::default())?;
    app.db.write_now(|_| Ok(()))?;
    let settings = &app.settings;
    say(&format!("database     {engine}, at the newest schema, writable"));
    say(&format!("listen       {}", settings.listen));
    say(&format!("public url   {}", settings.public_url));
    say(&format!("zone         {}, today is {}", settings.zone, app.today()));
    say(&format!("minimum age  {}", settings.minimum_age));
    say(&format!("horizon      {} weeks", settings.horizon_weeks));
    say(&format!("proxies      {:?}", settings.trusted_proxies));
    Ok(())
}

fn first_line() -> Result<String, Error> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|why| Error::Internal(why.to_string()))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

// Standard output is the answer of a command; the logs go to standard error.
#[allow(clippy::print_stdout)]
fn say(line: &str) {
    println!("{line}");
}
