//! The personal access card: six words of a French list, which a jeune can photograph, print or learn by heart.

use qrcode::{EcLevel, QrCode, render::svg};
use shared::comptes::{Carte, MOTS_CARTE, MOTS_IDENTIFIANT};

use super::keys;
use crate::problem::Error;

/// A new card: 66 bits. Two words name it, four prove it (44 bits behind argon2id and the throttle; CNIL 2022-100 asks
/// 50 bits in all when tries are throttled).
pub fn new_mots() -> Result<Vec<String>, Error> {
    Ok(mots_of(&keys::random::<{ MOTS_CARTE * 2 }>()?))
}

/// The card that these bytes make: two for each word.
pub fn mots_of(bytes: &[u8]) -> Vec<String> {
    let list = bip39::Language::French.word_list();
    let words = bytes.chunks_exact(2).take(MOTS_CARTE).filter_map(|pair| match pair {
        // 2,048 words divide 65,536 evenly: no word is likelier than another.
        [high, low] => list.get(usize::from(u16::from_be_bytes([*high, *low])) % list.len()),
        _ => None,
    });
    words.map(|word| plain(word)).collect()
}

/// The identifiant and the secret of a card.
pub fn split(mots: &[String]) -> (String, String) {
    let (name, proof) = mots.split_at(MOTS_IDENTIFIANT.min(mots.len()));
    (name.join("-"), proof.join("-"))
}

/// Words as they were typed: accents, capitals and spaces forgiven; the first four letters of a word are enough.
pub fn forgive(words: &str) -> String {
    let words: Vec<String> = words.split([' ', '-', '\n']).filter(|word| !word.is_empty()).map(forgive_word).collect();
    words.join("-")
}

/// The card to show.
pub fn show(mots: Vec<String>, public_url: &str) -> Result<Carte, Error> {
    let qr = qr_svg(&format!("{public_url}/revenir#mots={}", mots.join("-")))?;
    Ok(Carte { mots, qr })
}

/// A QR code as an SVG that stands alone: dark on light in every theme, so that every phone reads it.
pub fn qr_svg(text: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|why| Error::Internal(why.to_string()))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(240, 240).quiet_zone(true).build())
}

// The list gives each word a start of four letters of its own.
fn forgive_word(word: &str) -> String {
    let word = plain(&word.to_lowercase());
    let whole = |known: &&&str| {
        let known = plain(known);
        known == word || (4 <= word.chars().count() && known.starts_with(&word))
    };
    bip39::Language::French.word_list().iter().find(whole).map_or(word.clone(), |known| plain(known))
}

/// Small letters without their accents.
pub fn plain_lower(word: &str) -> String {
    plain(&word.to_lowercase())
}

/// Letters without their accents.
pub fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| !('\u{300}'..='\u{36F}').contains(c))
        .map(|c| match c {
            'à' | 'â' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_six_plain_words() {
        let mots = new_mots().unwrap();
        assert_eq!(mots.len(), 6);
        assert!(mots.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
        assert_ne!(mots, new_mots().unwrap());
    }

    #[test]
    fn what_is_typed_is_forgiven() {
        let list = bip39::Language::French.word_list();
        let accented = list.iter().find(|word| !word.is_ascii()).unwrap();
        assert_eq!(forgive(&format!("  {} ", accented.to_uppercase())), plain(accented));
        assert_eq!(forgive("abai-ABAISSER"), "abaisser-abaisser");
        assert_eq!(forgive("motinconnu"), "motinconnu");
    }
}
