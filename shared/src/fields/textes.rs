//! Words that people write.

use super::{BadField, text_field};

text_field! {
    /// A first name or a nickname: 1 to 40 characters, on one line. No surname is ever asked.
    Prenom, parse_prenom
}
text_field! {
    /// A short line: a name of a place, an address, what one helps with. 1 to 200 characters.
    Ligne, parse_ligne
}
text_field! {
    /// Opening hours in the language of OpenStreetMap, as somebody wrote them: 1 to 255 characters, whether they can be
    /// read or not.
    HorairesEcrits, parse_horaires
}
text_field! {
    /// The text of a message: 1 to 4,000 characters, not only spaces, no control character but line ends and tabs.
    Texte, parse_texte
}
text_field! {
    /// The short code of an espace-temps in its address `/e/{code}`: 3 to 40 of `a-z0-9-`.
    CodeEspace, parse_code
}
text_field! {
    /// The address of a page: `https://` and a host, at most 300 characters, no space.
    Lien, parse_lien
}
text_field! {
    /// A password: 10 to 128 characters, with no rule of composition (CNIL 2022-100, ASVS 6).
    MotDePasse, parse_mot_de_passe
}

fn parse_prenom(text: &str) -> Result<String, BadField> {
    one_line(text, 40)
}

fn parse_ligne(text: &str) -> Result<String, BadField> {
    one_line(text, 200)
}

fn parse_horaires(text: &str) -> Result<String, BadField> {
    one_line(text, 255)
}

fn parse_texte(text: &str) -> Result<String, BadField> {
    let text = text.replace("\r\n", "\n");
    if text.chars().any(|c| is_forbidden(c) && c != '\n' && c != '\t') {
        return Err(BadField("caractere-interdit"));
    }
    sized(text.trim(), 4_000)
}

fn parse_code(text: &str) -> Result<String, BadField> {
    let code = text.trim().to_ascii_lowercase();
    let known = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !(3..=40).contains(&code.len()) || !known || code.starts_with('-') || code.ends_with('-') {
        return Err(BadField("code-mal-forme"));
    }
    Ok(code)
}

fn parse_lien(text: &str) -> Result<String, BadField> {
    let text = sized(text.trim(), 300)?;
    let host = text.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let shaped = host.contains('.') && !host.contains('@') && text.chars().all(|c| c.is_ascii_graphic());
    if shaped { Ok(text) } else { Err(BadField("lien-mal-forme")) }
}

// Spaces are kept: they are part of a password.
fn parse_mot_de_passe(text: &str) -> Result<String, BadField> {
    match text.chars().count() {
        0..10 => Err(BadField("trop-court")),
        10..=128 if COMMON.contains(&text.to_lowercase().as_str()) => Err(BadField("trop-courant")),
        10..=128 if is_one_character(text) => Err(BadField("trop-courant")),
        10..=128 => Ok(text.to_owned()),
        _ => Err(BadField("trop-long")),
    }
}

fn one_line(text: &str, most: usize) -> Result<String, BadField> {
    if text.chars().any(is_forbidden) {
        return Err(BadField("caractere-interdit"));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    sized(&words.join(" "), most)
}

fn sized(text: &str, most: usize) -> Result<String, BadField> {
    let has_ink = text.chars().any(|c| !c.is_whitespace() && !is_invisible(c));
    match text.chars().count() {
        _ if !has_ink => Err(BadField("vide")),
        count if count > most => Err(BadField("trop-long")),
        _ => Ok(text.to_owned()),
    }
}

/// Controls, and the marks that reorder a line so that it reads as something else (Unicode TR 36).
pub fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{2800}' | '\u{3164}')
}

fn is_one_character(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
}

// Those of ten characters or more among the most used by French speakers: the length refuses the others.
const COMMON: [&str; 14] = [
    "0123456789",
    "1234567890",
    "12345678910",
    "123456789a",
    "azertyuiop",
    "azerty12345",
    "azerty123456",
    "qwertyuiop",
    "jetaime123",
    "motdepasse",
    "motdepasse1",
    "motdepasse123",
    "doudou1234",
    "marseille13",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prenom_is_one_line_with_something_in_it() {
        assert_eq!(Prenom::parse("  Aïssata   Léa ").unwrap().as_str(), "Aïssata Léa");
        assert_eq!(Prenom::parse(" \u{200B} "), Err(BadField("vide")));
        assert_eq!(Prenom::parse("a\nb"), Err(BadField("caractere-interdit")));
        assert_eq!(Prenom::parse("abc\u{202E}fed"), Err(BadField("caractere-interdit")));
        assert_eq!(Prenom::parse(&"é".repeat(41)), Err(BadField("trop-long")));
    }

    #[test]
    fn a_text_keeps_its_lines_and_emoji() {
        assert_eq!(Texte::parse(" salut\r\nça va 👋🏽 ? ").unwrap().as_str(), "salut\nça va 👋🏽 ?");
        assert_eq!(Texte::parse("\n\t "), Err(BadField("vide")));
        assert_eq!(Texte::parse("a\u{0}b"), Err(BadField("caractere-interdit")));
        assert!(Texte::parse(&"é".repeat(4_000)).is_ok());
        assert_eq!(Texte::parse(&"é".repeat(4_001)), Err(BadField("trop-long")));
    }

    #[test]
    fn a_password_is_long_and_not_the_one_of_everybody() {
        assert!(MotDePasse::parse("j'aime le thé").is_ok());
        assert_eq!(MotDePasse::parse("court"), Err(BadField("trop-court")));
        assert_eq!(MotDePasse::parse("AzertyUIOP"), Err(BadField("trop-courant")));
        assert_eq!(MotDePasse::parse("aaaaaaaaaaaa"), Err(BadField("trop-courant")));
        assert_eq!(format!("{:?}", MotDePasse::parse("j'aime le thé").unwrap()), "MotDePasse(…)");
    }

    #[test]
    fn the_code_of_a_place_fits_in_an_address() {
        assert_eq!(CodeEspace::parse(" Aubervilliers ").unwrap().as_str(), "aubervilliers");
        for wrong in ["ab", "a b c", "été", "-abc", "abc-", "../etc"] {
            assert_eq!(CodeEspace::parse(wrong), Err(BadField("code-mal-forme")), "{wrong}");
        }
    }
}
