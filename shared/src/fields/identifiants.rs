//! How a person is recognised: a phone in E.164, an e-mail in lower case, or the first words of an access card.

use super::{BadField, text_field};

text_field! {
    /// What one types to say who one is, normalised: `+33612345678`, `lea@exemple.fr`, or the first two words of a card
    /// joined by a hyphen.
    Identifiant, parse_identifiant
}
text_field! {
    /// What one types to prove it: a password, or the last four words of a card. 1 to 128 characters, taken as it is.
    Secret, parse_secret
}

impl Identifiant {
    /// A phone number, in E.164.
    pub fn telephone(text: &str) -> Result<Self, BadField> {
        parse_telephone(text).map(Self)
    }

    /// An e-mail address, in lower case.
    pub fn courriel(text: &str) -> Result<Self, BadField> {
        parse_courriel(text).map(Self)
    }

    /// Whether it is an e-mail address.
    pub fn is_courriel(&self) -> bool {
        self.0.contains('@')
    }

    /// Whether it is a phone number.
    pub fn is_telephone(&self) -> bool {
        self.0.starts_with('+')
    }
}

fn parse_identifiant(text: &str) -> Result<String, BadField> {
    let text = text.trim();
    if text.contains('@') {
        return parse_courriel(text);
    }
    if text.chars().any(|c| c.is_ascii_digit()) {
        return parse_telephone(text);
    }
    parse_mots(text)
}

fn parse_secret(text: &str) -> Result<String, BadField> {
    match text.chars().count() {
        0 => Err(BadField("vide")),
        1..=128 => Ok(text.to_owned()),
        _ => Err(BadField("trop-long")),
    }
}

// ITU-T E.164: at most 15 digits. A number without its country is French: metropolitan or overseas, 10 digits from 0.
fn parse_telephone(text: &str) -> Result<String, BadField> {
    let bad = Err(BadField("telephone-mal-forme"));
    let mut digits = String::new();
    for (i, c) in text.trim().replace("(0)", "").chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if i == 0 => digits.push(c),
            ' ' | '.' | '-' | '/' | '(' | ')' | '\u{A0}' | '\u{202F}' => {}
            _ => return bad,
        }
    }
    let international = match digits.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => digits,
    };
    if let Some(rest) = international.strip_prefix("+330") {
        return french(rest).ok_or(BadField("telephone-mal-forme"));
    }
    if let Some(rest) = international.strip_prefix("+33") {
        return french(rest).ok_or(BadField("telephone-mal-forme"));
    }
    if international.starts_with('+') {
        let known = (9..=16).contains(&international.len()) && !international.starts_with("+0");
        return if known { Ok(international) } else { bad };
    }
    match international.strip_prefix('0') {
        Some(rest) if rest.len() == 9 => overseas(rest).or_else(|| french(rest)).ok_or(BadField("telephone-mal-forme")),
        _ => bad,
    }
}

fn french(rest: &str) -> Option<String> {
    (rest.len() == 9 && !rest.starts_with('0')).then(|| format!("+33{rest}"))
}

// ARCEP, plan national de numérotation: the prefixes of the overseas mobiles and lines have a country code of their own.
// 06 39 98 is not in Mayotte: it is kept for fiction, and the demonstration uses it.
fn overseas(rest: &str) -> Option<String> {
    let code = match rest.get(..3)? {
        "639" if rest.starts_with("63998") => return None,
        "690" | "590" => "590",
        "694" | "594" => "594",
        "696" | "596" => "596",
        "692" | "693" | "262" => "262",
        "639" | "269" => "262",
        _ => return None,
    };
    Some(format!("+{code}{rest}"))
}

// RFC 5321 in its everyday part: one @, a local part of at most 64, a domain with a dot, 254 characters in all.
fn parse_courriel(text: &str) -> Result<String, BadField> {
    let text = text.trim().to_lowercase();
    let plain = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let label = |l: &str| !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-');
    let well_formed = text.split_once('@').is_some_and(|(local, domain)| {
        (1..=64).contains(&local.len())
            && local.chars().all(plain)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && domain.contains('.')
            && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
            && domain.split('.').all(label)
    });
    if well_formed && text.len() <= 254 { Ok(text) } else { Err(BadField("courriel-mal-forme")) }
}

fn parse_mots(text: &str) -> Result<String, BadField> {
    let words: Vec<String> =
        text.to_lowercase().split([' ', '-']).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let known = (1..=6).contains(&words.len()) && words.iter().all(|w| w.chars().all(char::is_alphabetic));
    if known && text.len() <= 100 { Ok(words.join("-")) } else { Err(BadField("identifiant-inconnu")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_has_one_spelling() {
        for text in
            ["06 12 34 56 78", "0612345678", "+33612345678", "+33 (0)6.12.34.56.78", "0033612345678", "+330612345678"]
        {
            assert_eq!(Identifiant::parse(text).unwrap().as_str(), "+33612345678", "{text}");
        }
        assert_eq!(Identifiant::telephone("0692 12 34 56").unwrap().as_str(), "+262692123456");
        assert_eq!(Identifiant::telephone("0639 01 23 45").unwrap().as_str(), "+262639012345");
        assert_eq!(Identifiant::telephone("06 39 98 00 01").unwrap().as_str(), "+33639980001");
        assert_eq!(Identifiant::telephone("+224 621 23 45 67").unwrap().as_str(), "+224621234567");
        for wrong in
            ["", "0", "06 12 34", "0012", "06123456789", "+33 0 0", "+0612345678", "tel", "06 12 34 56 7a", "1+2"]
        {
            assert_eq!(Identifiant::telephone(wrong), Err(BadField("telephone-mal-forme")), "{wrong}");
        }
    }

    #[test]
    fn an_e_mail_has_one_spelling() {
        assert_eq!(Identifiant::parse(" Léa.Dupont@Exemple.FR ").unwrap().as_str(), "léa.dupont@exemple.fr");
        for wrong in
            ["a@b", "@b.fr", "a@.fr", "a b@c.fr", "a@b..fr", "a@@b.fr", ".a@b.fr", "a@-b.fr", "a@b.fr\r\nBcc: x"]
        {
            assert_eq!(Identifiant::courriel(wrong), Err(BadField("courriel-mal-forme")), "{wrong}");
        }
    }

    #[test]
    fn the_words_of_a_card_are_joined() {
        assert_eq!(Identifiant::parse("Abaisser  Zèbre").unwrap().as_str(), "abaisser-zèbre");
        assert_eq!(Identifiant::parse("<b>"), Err(BadField("identifiant-inconnu")));
    }
}
