//! Settings: flags and environment, one source for `--help`, each checked before anything starts.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// Côte à Côte: a shared, neutral place where young people turn up and are accompanied.
#[derive(Debug, Parser)]
#[command(name = "cote-a-cote", version, about, max_term_width = 110)]
pub struct Cli {
    /// The settings, the same for every command.
    #[command(flatten)]
    pub settings: Settings,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the page and the API (migrates first).
    Serve,
    /// Bring the database to the newest schema.
    Migrate,
    /// Fill an empty database with the demonstration; prints one JSON line per account: role, identifiant, secret.
    SeedDemo,
    /// Create an administrator; prints one JSON line: role, identifiant, secret.
    CreateAdmin {
        /// E-mail address of the administrator.
        #[arg(long)]
        courriel: String,
        /// Read the password from the first line of standard input instead of making one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Bring structures from an open data file (CSV) into the annuaire, again and again; says which hours cannot be read.
    ImportStructures {
        /// The file, with the columns id, nom, type, adresse, code_postal, commune, horaires_osm …
        file: PathBuf,
    },
    /// Check the settings and the database, print what is in force.
    Check,
    /// Print the OpenAPI 3.1 document of the API.
    Openapi,
}

/// The settings of an installation.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Address and port to listen on.
    #[arg(long, env = "COTE_A_COTE_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    pub listen: SocketAddr,

    /// SQLite file, or postgres://… for PostgreSQL.
    #[arg(long, env = "DATABASE_URL", value_parser = database, default_value = "./data/cote-a-cote.db", global = true, hide_env_values = true)]
    pub database: String,

    /// Address that phones use, written in QR codes and invitations. Beyond localhost it must be https.
    #[arg(long, env = "COTE_A_COTE_PUBLIC_URL", default_value = "http://localhost:8080", global = true, value_parser = public_url)]
    pub public_url: String,

    /// Key that signs the sessions, at least 32 bytes; the same on every node. Without it, --secret-file is used.
    #[arg(long, env = "COTE_A_COTE_SECRET", global = true, hide_env_values = true, value_parser = secret)]
    pub secret: Option<Secret>,

    /// File that keeps the signing key; made with a new key when it is missing.
    #[arg(long, env = "COTE_A_COTE_SECRET_FILE", default_value = "./data/secret.key", global = true)]
    pub secret_file: PathBuf,

    /// Time zone of the installation, an IANA name.
    #[arg(long, env = "COTE_A_COTE_ZONE", default_value = "Europe/Paris", global = true, value_parser = zone)]
    pub zone: String,

    /// Youngest age for an account, 15 to 18 (LIL art. 45: alone from 15).
    #[arg(long, env = "COTE_A_COTE_MINIMUM_AGE", default_value_t = 16, global = true, value_parser = clap::value_parser!(u8).range(15..=18))]
    pub minimum_age: u8,

    /// A human being for those who cannot have an account: shown as it is.
    #[arg(
        long,
        env = "COTE_A_COTE_CONTACT",
        default_value = "Viens avec quelqu’un de confiance, ou demande à l’accueil du lieu le plus proche.",
        global = true
    )]
    pub contact: String,

    /// Say on every page that people and créneaux are invented. In the environment: 1, true, on, yes, or 0, false, off, no.
    #[arg(long, env = "COTE_A_COTE_DEMONSTRATION", global = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub demonstration: bool,

    /// Proxies (addresses or networks, comma separated) whose X-Forwarded-For is believed.
    #[arg(long, env = "COTE_A_COTE_TRUSTED_PROXIES", value_delimiter = ',', global = true, value_parser = proxy)]
    pub trusted_proxies: Vec<ipnet::IpNet>,

    /// Other origins (comma separated, as http://localhost:8081) whose pages may write.
    #[arg(long, env = "COTE_A_COTE_TRUSTED_ORIGINS", value_delimiter = ',', global = true, value_parser = origin)]
    pub trusted_origins: Vec<String>,

    /// How far ahead the créneaux of weekly permanences are made, in weeks, 1 to 52.
    #[arg(long, env = "COTE_A_COTE_HORIZON_WEEKS", default_value_t = 12, global = true, value_parser = clap::value_parser!(u8).range(1..=52))]
    pub horizon_weeks: u8,

    /// How many rendez-vous to come a jeune may have, 1 to 100.
    #[arg(long, env = "COTE_A_COTE_MOST_RENDEZ_VOUS", default_value_t = 5, global = true, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub most_rendez_vous: u16,

    /// How long a place is kept for someone who waited, in minutes, 5 to 1440; half the time that is left when that is less.
    #[arg(long, env = "COTE_A_COTE_OFFER_MINUTES", default_value_t = 30, global = true, value_parser = clap::value_parser!(u16).range(5..=1440))]
    pub offer_minutes: u16,

    /// Within how many days a structure promises a créneau; beyond, it is told, 1 to 90.
    #[arg(long, env = "COTE_A_COTE_PROMISE_DAYS", default_value_t = 7, global = true, value_parser = clap::value_parser!(u16).range(1..=90))]
    pub promise_days: u16,

    /// After how long without an answer the team and the coordonnateurs are told: 48h, or 90m; up to 720h. In minutes.
    #[arg(long, env = "COTE_A_COTE_ANSWER_WITHIN", default_value = "48h", global = true, value_parser = hours_or_minutes)]
    pub answer_within: u32,

    /// For how many days photos and PDF are kept, 1 to 365.
    #[arg(long, env = "COTE_A_COTE_PIECES_DAYS", default_value_t = 90, global = true, value_parser = clap::value_parser!(u16).range(1..=365))]
    pub pieces_days: u16,

    /// Where photos and PDF are kept; several nodes share it. Without it they are in the database.
    #[arg(long, env = "COTE_A_COTE_PIECES_FOLDER", global = true)]
    pub pieces_folder: Option<PathBuf>,

    /// The SMTP server that sends e-mails: smtps://user:password@host. Without it they are written into files.
    #[arg(long, env = "COTE_A_COTE_SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,

    /// Who e-mails come from. A neutral name: it is seen on a locked screen.
    #[arg(
        long,
        env = "COTE_A_COTE_MAIL_FROM",
        default_value = "Rappel <ne-pas-repondre@localhost.localdomain>",
        global = true
    )]
    pub mail_from: String,

    /// The gateway that sends text messages, by HTTP POST of {id, to, text}. Without it they are written into files.
    #[arg(long, env = "COTE_A_COTE_SMS_URL", global = true)]
    pub sms_url: Option<String>,

    /// The bearer token of that gateway.
    #[arg(long, env = "COTE_A_COTE_SMS_TOKEN", hide_env_values = true, global = true)]
    pub sms_token: Option<String>,

    /// Where e-mails and text messages are written when there is no server for them.
    #[arg(long, env = "COTE_A_COTE_OUTBOX_FOLDER", default_value = "./data/envois", global = true)]
    pub outbox_folder: std::path::PathBuf,

    /// How many e-mails a person gets in a day at the most, 1 to 100.
    #[arg(long, env = "COTE_A_COTE_MOST_MAILS", default_value_t = 6, global = true, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub most_mails: u16,

    /// How many text messages a person gets in a day at the most, 0 to 100.
    #[arg(long, env = "COTE_A_COTE_MOST_SMS", default_value_t = 3, global = true, value_parser = clap::value_parser!(u16).range(0..=100))]
    pub most_sms: u16,

    /// How many notifications the phones of a person show in a day at the most, 1 to 1000.
    #[arg(long, env = "COTE_A_COTE_MOST_PUSHES", default_value_t = 20, global = true, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub most_pushes: u16,

    /// Origins that count as push services though they are not on the public internet, for tests.
    #[arg(long, env = "COTE_A_COTE_PUSH_TRUSTED_ORIGINS", value_delimiter = ',', global = true, value_parser = origin, hide = true)]
    pub push_trusted_origins: Vec<String>,

    /// Tries of signing in per account in ten minutes before one has to wait, 3 to 1000000.
    #[arg(long, env = "COTE_A_COTE_TRIES_ACCOUNT", default_value_t = 10, global = true, value_parser = clap::value_parser!(i32).range(3..=1_000_000))]
    pub tries_account: i32,

    /// Tries of signing in and signing up per address in ten minutes before one has to wait, 3 to 1000000.
    #[arg(long, env = "COTE_A_COTE_TRIES_ADDRESS", default_value_t = 100, global = true, value_parser = clap::value_parser!(i32).range(3..=1_000_000))]
    pub tries_address: i32,

    /// Threads that answer requests.
    #[arg(long, env = "COTE_A_COTE_WORKERS", default_value_t = 2, global = true, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub workers: u8,

    /// What is logged, as JSON on standard error: error, warn, info, debug.
    #[arg(long, env = "COTE_A_COTE_LOG", default_value = "info", global = true, value_parser = ["error", "warn", "info", "debug"])]
    pub log: String,
}

/// A signing key; never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Settings {
    /// What must not be repeated in a message (a key, the password of a database), and what no flag alone can tell.
    pub fn check(&self) -> Result<(), String> {
        if let Some(Secret(secret)) = &self.secret
            && secret.len() < SECRET_BYTES
        {
            return Err(format!("--secret: the key has {} bytes, at least {SECRET_BYTES} are needed", secret.len()));
        }
        if !crate::db::is_postgres(&self.database) && (self.database.is_empty() || self.database.contains("://")) {
            return Err("--database: a path for SQLite, or postgres://… for PostgreSQL".to_owned());
        }
        let file = self.secret_file.display();
        match std::fs::read(&self.secret_file) {
            _ if self.secret.is_some() => Ok(()),
            Ok(secret) if secret.len() < SECRET_BYTES => {
                Err(format!("--secret-file {file}: the key needs at least {SECRET_BYTES} bytes"))
            }
            Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(format!("--secret-file {file}: {why}")),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// The zone, which was checked.
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

/// The shortest key that signs sessions.
pub const SECRET_BYTES: usize = 32;

// The text of these two is never refused here: a refusal would repeat it.
fn secret(text: &str) -> Result<Secret, std::convert::Infallible> {
    Ok(Secret(text.as_bytes().to_vec()))
}

fn database(text: &str) -> Result<String, std::convert::Infallible> {
    Ok(text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")).unwrap_or(text).to_owned())
}

// One address is a network of its own.
fn proxy(text: &str) -> Result<ipnet::IpNet, String> {
    let one = |address: std::net::IpAddr| ipnet::IpNet::from(address);
    text.parse().or_else(|_| text.parse().map(one)).map_err(|_| "an address or a network, as 10.0.0.0/8".to_owned())
}

fn origin(text: &str) -> Result<String, String> {
    match text.split_once("://") {
        Some(("http" | "https", host)) if is_host(host) => Ok(text.to_owned()),
        _ => Err("an origin is a scheme, a host and a port, as http://localhost:8081".to_owned()),
    }
}

fn is_host(host: &str) -> bool {
    let port = host.rsplit_once(':').filter(|_| !host.ends_with(']')).map(|(_, port)| port);
    !host.is_empty()
        && !host.contains(['/', '?', '#', ' ', '@'])
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| 0 < port))
}

fn hours_or_minutes(text: &str) -> Result<u32, String> {
    let number =
        |unit, minutes: u32| text.strip_suffix(unit)?.parse::<u16>().ok().map(|count| u32::from(count) * minutes);
    let minutes = number("h", 60).or_else(|| number("m", 1));
    minutes.filter(|minutes| (1..=43_200).contains(minutes)).ok_or_else(|| "from 1m to 720h, as 48h or 90m".to_owned())
}

fn zone(text: &str) -> Result<String, String> {
    jiff::tz::TimeZone::get(text).map(|_| text.to_owned()).map_err(|_| "not a time zone of the IANA list".to_owned())
}

fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        None | Some("") => Err("it must start with http:// or https://".to_owned()),
        Some(host) if !is_host(host) => Err("only a scheme, a host and a port".to_owned()),
        Some(host) if url.starts_with("http://") && !is_local(host) => {
            Err("beyond localhost it must be https: browsers keep no session otherwise".to_owned())
        }
        Some(_) => Ok(url.to_owned()),
    }
}

fn is_local(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Settings, String> {
        let args = ["cote-a-cote", "check"].iter().chain(args);
        let settings = Cli::try_parse_from(args).map(|cli| cli.settings).map_err(|why| why.to_string())?;
        settings.check().map(|()| settings)
    }

    #[test]
    fn a_wrong_setting_is_a_sentence() {
        for (flag, value, sentence) in [
            ("--secret", "short", "at least 32"),
            ("--zone", "Europe/Bobigny", "IANA"),
            ("--database", "mysql://localhost/x", "postgres://"),
            ("--database", "", "postgres://"),
            ("--public-url", "http://exemple.fr", "https"),
            ("--public-url", "exemple.fr", "http://"),
            ("--minimum-age", "12", "15..=18"),
            ("--listen", "8080", "invalid socket address"),
            ("--answer-within", "48", "as 48h"),
            ("--answer-within", "0m", "as 48h"),
            ("--answer-within", "721h", "as 48h"),
            ("--trusted-proxies", "proxy", "as 10.0.0.0/8"),
            ("--trusted-origins", "nonsense", "as http://localhost:8081"),
            ("--public-url", "http://localhost:99999", "a port"),
        ] {
            let why = parse(&[flag, value]).unwrap_err();
            assert!(why.contains(sentence), "{flag} {value}: {why}");
        }
    }

    #[test]
    fn a_wait_is_said_in_hours_or_in_minutes() {
        assert_eq!(parse(&[]).unwrap().answer_within, 2_880);
        for (text, minutes) in [("1m", 1), ("90m", 90), ("720h", 43_200)] {
            assert_eq!(parse(&["--answer-within", text]).unwrap().answer_within, minutes);
        }
    }

    #[test]
    fn a_key_file_that_is_too_short_is_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret.key");
        let settings = parse(&["--secret-file", &file.display().to_string()]).unwrap();
        assert_eq!(settings.check(), Ok(()));
        assert!(parse(&["--secret-file", &folder.path().display().to_string()]).is_err());
        std::fs::write(&file, "short").unwrap();
        assert!(settings.check().unwrap_err().contains("at least 32 bytes"));
    }

    #[test]
    fn what_is_secret_is_not_repeated_in_a_refusal() {
        for (flag, value) in [("--secret", "hunter2secret"), ("--database", "mysql://u:hunter2secret@h/x")] {
            assert!(!parse(&[flag, value]).unwrap_err().contains("hunter2secret"), "{flag}");
        }
    }

    #[test]
    fn one_proxy_is_a_network_of_its_own() {
        let settings = parse(&["--trusted-proxies", "10.0.0.1,2001:db8::1,192.168.0.0/16"]).unwrap();
        let networks: Vec<String> = settings.trusted_proxies.iter().map(ToString::to_string).collect();
        assert_eq!(networks, ["10.0.0.1/32", "2001:db8::1/128", "192.168.0.0/16"]);
    }

    #[test]
    fn a_signing_key_of_32_bytes_is_taken_and_never_shown() {
        let settings = parse(&["--secret", &"k".repeat(32)]).unwrap();
        assert!(settings.secret.is_some());
        assert!(!format!("{settings:?}").contains("kkkk"));
    }
}
