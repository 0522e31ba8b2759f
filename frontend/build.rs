//! Turns `locales/fr/*.json` into Rust functions, so that a sentence that does not exist does not compile.
//!
//! `"salut": "Salut {prenom}"` becomes `fn salut(prenom: &str) -> String`, a sentence without a brace becomes
//! `fn … () -> &'static str`. Spaces before `? ! : ;` and inside « » are made unbreakable here, once.

use std::{error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales/fr");
    let out = std::env::var("OUT_DIR")?;
    let mut code = String::new();
    for module in ["accueil", "ateliers", "avis", "commun", "espaces", "jeune", "lieux", "passage", "pro", "proche"] {
        let file = Path::new("locales/fr").join(module).with_extension("json");
        let text = if file.exists() { fs::read_to_string(&file)? } else { "{}".to_owned() };
        let sentences: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text)?;
        // Of two sentences of one name the last would be said for both: each stands on a line of its own.
        if text.lines().filter(|line| line.trim_start().starts_with('"')).count() != sentences.len() {
            return Err(format!("{module}.json: a name stands there twice").into());
        }
        write_module(&mut code, module, &sentences)?;
    }
    for module in ["avis", "commun"] {
        write_polite(&mut code, module)?;
    }
    fs::write(Path::new(&out).join("texts.rs"), code)?;
    Ok(())
}

fn write_module(
    code: &mut String,
    module: &str,
    sentences: &serde_json::Map<String, serde_json::Value>,
) -> Result<(), Box<dyn Error>> {
    writeln!(code, "/// The sentences of `locales/fr/{module}.json`.\npub mod {module} {{")?;
    for (index, (key, value)) in sentences.iter().enumerate() {
        let sentence = value.as_str().ok_or_else(|| format!("{module}.json: {key} is not a text"))?;
        let sentence = typography(sentence);
        write_function(code, module, key, &sentence, index)?;
    }
    writeln!(code, "}}")?;
    Ok(())
}

// The sentences of `commun_vous.json` replace those of `commun.json` on the page of professionals, as `avis_vous.json` those of
// `avis.json`: what is no part of the first program has a module of its own, so that it does not bear it.
fn write_polite(code: &mut String, module: &str) -> Result<(), Box<dyn Error>> {
    let read = |file: &str| -> Result<serde_json::Map<String, serde_json::Value>, Box<dyn Error>> {
        Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
    };
    let (commun, vous) =
        (read(&format!("locales/fr/{module}.json"))?, read(&format!("locales/fr/{module}_vous.json"))?);
    if let Some(unknown) = vous.keys().find(|key| !commun.contains_key(*key)) {
        return Err(format!("{module}_vous.json: {unknown} is not in {module}.json").into());
    }
    writeln!(code, "static {}_VOUS: [&str; {}] = [", module.to_uppercase(), commun.len())?;
    for (key, value) in &commun {
        let sentence = vous.get(key).unwrap_or(value).as_str().ok_or_else(|| format!("{key} is not a text"))?;
        writeln!(code, "    {:?},", typography(sentence))?;
    }
    writeln!(code, "];")?;
    Ok(())
}

fn write_function(code: &mut String, module: &str, key: &str, sentence: &str, index: usize) -> std::fmt::Result {
    let mut names: Vec<&str> = Vec::new();
    for name in sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    writeln!(code, "    /// {sentence}")?;
    // Each bears its own sentence, so that a program holds those that it shows and no others.
    let text = match module {
        "avis" => format!("super::polite({sentence:?}, super::AVIS_VOUS[{index}])"),
        "commun" => format!("super::chosen({index}, {sentence:?})"),
        _ => format!("{sentence:?}"),
    };
    if names.is_empty() {
        return writeln!(code, "    pub fn {key}() -> &'static str {{ {text} }}");
    }
    let arguments: Vec<String> = names.iter().map(|name| format!("{name}: &str")).collect();
    let values: Vec<String> = names.iter().map(|name| format!("({name:?}, {name})")).collect();
    let (arguments, values) = (arguments.join(", "), values.join(", "));
    writeln!(code, "    pub fn {key}({arguments}) -> String {{")?;
    writeln!(code, "        super::fill({text}, &[{values}])\n    }}")
}

fn typography(sentence: &str) -> String {
    let mut text = sentence.replace("« ", "«\u{A0}");
    for mark in ["?", "!", ":", ";", "»"] {
        text = text.replace(&format!(" {mark}"), &format!("\u{A0}{mark}"));
    }
    text
}
