//! The binary `cote-a-cote`.

use std::process::ExitCode;

use backend::{
    commands,
    config::{Cli, Settings},
    problem::Error,
};
use clap::Parser;
use tracing_subscriber::EnvFilter;

/// A wrong setting ends with 2 (clap), anything else that stops the work with 1.
fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Err(why) = cli.settings.check() {
        eprintln!("cote-a-cote: {why}");
        return ExitCode::from(2);
    }
    log(&cli.settings);
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("cote-a-cote: {why}");
            if matches!(why, Error::Setting(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn log(settings: &Settings) {
    let filter = EnvFilter::new(format!("warn,backend={}", settings.log));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
}
