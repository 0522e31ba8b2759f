//! Every sentence that a screen shows: one function for each key of `locales/fr/*.json`, made by `build.rs`.
//!
//! Not leptos_i18n: it costs 16 KB of brotli for 52 keys in two languages, and a builder per key. Here a sentence is a
//! function that bears it; another language is a table under the same keys, which can be loaded on demand and looked up
//! before the French one, as [`say_vous`] does.

use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

static CHOSEN: OnceLock<&'static [&'static str]> = OnceLock::new();

/// From now on the sentences that both pages share say "vous". Called first, on the page of professionals.
pub fn say_vous() {
    CHOSEN.get_or_init(|| &COMMUN_VOUS);
}

// Only the page that says "vous" bears the second table.
fn chosen(index: usize, tu: &'static str) -> &'static str {
    CHOSEN.get().and_then(|table| table.get(index)).copied().unwrap_or(tu)
}

// For what is in one program or the other, never in the first.
fn polite(tu: &'static str, vous: &'static str) -> &'static str {
    if CHOSEN.get().is_some() { vous } else { tu }
}

fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut parts = sentence.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        text.push_str(value.map_or("", |(_, value)| value));
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_its_name() {
        assert_eq!(fill("{a} et {b}, {a}", &[("a", "lundi"), ("b", "{a}")]), "lundi et {a}, lundi");
        assert_eq!(fill("rien", &[]), "rien");
    }
}
