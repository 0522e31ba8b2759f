//! The command `wasm-bindgen`, in the very version that `Cargo.lock` names.
//!
//! Trunk looks for a program of this name and refuses one of another version. This one is the library
//! `wasm-bindgen-cli-support` behind the few arguments that Trunk passes: it builds in a minute and cannot drift from
//! the lock file.

use std::path::PathBuf;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

/// The version of the library: this package bears it too.
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--version" || argument == "-V") {
        return print_version();
    }
    match Request::parse(&arguments).and_then(|request| request.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("wasm-bindgen: {reason}");
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout, reason = "this line is what the caller asked for")]
fn print_version() -> ExitCode {
    println!("wasm-bindgen {VERSION}");
    ExitCode::SUCCESS
}

/// What one call asks for.
#[derive(Debug, Default)]
struct Request {
    input: Option<PathBuf>,
    out_dir: Option<PathBuf>,
    out_name: Option<String>,
    target: Option<String>,
    debug: bool,
    keep_debug: bool,
    no_demangle: bool,
    no_typescript: bool,
}

impl Request {
    /// Reads the arguments; one that is not known is refused rather than ignored.
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut request = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let mut value =
                || inline.clone().or_else(|| rest.next().cloned()).ok_or_else(|| format!("{name} wants a value"));
            match name {
                "--out-dir" => request.out_dir = Some(value()?.into()),
                "--out-name" => request.out_name = Some(value()?),
                "--target" => request.target = Some(value()?),
                "--debug" => request.debug = true,
                "--keep-debug" => request.keep_debug = true,
                "--no-demangle" => request.no_demangle = true,
                "--no-typescript" => request.no_typescript = true,
                // The library reads the module to know whether it may use them.
                "--reference-types" | "--weak-refs" => {}
                unknown if unknown.starts_with('-') => return Err(format!("unknown argument {unknown}")),
                input => request.input = Some(input.into()),
            }
        }
        Ok(request)
    }

    /// Writes the JavaScript and the wasm.
    fn run(self) -> Result<(), String> {
        let input = self.input.ok_or("the wasm file to read is missing")?;
        let out_dir = self.out_dir.ok_or("--out-dir is missing")?;
        let mut bindgen = Bindgen::new();
        bindgen
            .input_path(input)
            .debug(self.debug)
            .keep_debug(self.keep_debug)
            .demangle(!self.no_demangle)
            .typescript(!self.no_typescript);
        if let Some(name) = &self.out_name {
            bindgen.out_name(name);
        }
        match self.target.as_deref().unwrap_or("bundler") {
            "web" => bindgen.web(true),
            "no-modules" => bindgen.no_modules(true),
            "bundler" => bindgen.bundler(true),
            other => return Err(format!("the target {other} is not one the page needs")),
        }
        .map_err(|error| error.to_string())?;
        bindgen.generate(out_dir).map_err(|error| format!("{error:#}"))
    }
}
