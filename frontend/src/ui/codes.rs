//! The codes of wrong fields, in words.

use shared::{Problem, fields::BadField};

use crate::texts::commun;

/// What is wrong and what to do, in words.
pub fn explain(code: &str) -> &'static str {
    match code {
        "vide" => commun::champ_vide(),
        "trop-long" => commun::champ_trop_long(),
        "trop-court" => commun::champ_trop_court(),
        "trop-courant" => commun::champ_trop_courant(),
        "caractere-interdit" => commun::champ_caractere(),
        "telephone-mal-forme" => commun::champ_telephone(),
        "courriel-mal-forme" => commun::champ_courriel(),
        "identifiant-inconnu" => commun::champ_identifiant(),
        "code-mal-forme" => commun::champ_code_espace(),
        "huit-chiffres" => commun::champ_huit_chiffres(),
        "date-mal-formee" | "date-inexistante" => commun::champ_date(),
        "heure-mal-formee" => commun::champ_heure(),
        "de-5-a-480" => commun::champ_duree(),
        "de-1-a-200" => commun::champ_places(),
        "au-moins-une" => commun::champ_au_moins_une(),
        _ => commun::champ_faux(),
    }
}

/// The same, from a field that was refused on this device.
pub fn explain_field(refused: BadField) -> String {
    explain(refused.0).to_owned()
}

/// The text, when there is one: a field that nobody filled in is neither too short nor mistyped.
pub fn not_empty(text: &str) -> Result<&str, BadField> {
    if text.trim().is_empty() { Err(BadField("vide")) } else { Ok(text) }
}

/// What the server says of a field, by its name.
pub fn of_field(problem: Option<&Problem>, name: &str) -> Option<String> {
    let fields = &problem?.fields;
    let mine = |key: &str| key == name || key.rsplit('.').next() == Some(name);
    let (_, codes) = fields.iter().find(|(key, _)| mine(key))?;
    codes.first().map(|code| explain(code).to_owned())
}
