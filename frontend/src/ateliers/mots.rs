//! What an atelier says of itself, in words.

use shared::ateliers::{Atelier, EtatAtelier, Meneur, Visage};

use crate::{
    format,
    texts::{ateliers, jeune},
    ui::icons,
};

/// "Il reste 2 places", "Complet – liste d’attente".
pub fn places(libres: u16) -> String {
    match libres {
        0 => ateliers::complet().to_owned(),
        1 => ateliers::reste_une().to_owned(),
        many => ateliers::reste(&many.to_string()),
    }
}

/// "Léa, juriste", "APASO", "Léa, juriste (APASO)".
pub fn meneur(meneur: &Meneur) -> String {
    let Meneur { structure, prenom, role } = meneur;
    let who = prenom.as_ref().or(structure.as_ref()).cloned().unwrap_or_default();
    let what = role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let whose = structure.as_ref().filter(|_| prenom.is_some()).map(|nom| format!(" ({nom})")).unwrap_or_default();
    format!("{who}{what}{whose}")
}

/// "avec Léa et APASO": nobody before the others but by the order of the day.
pub fn avec(meneurs: &[Meneur]) -> Option<String> {
    let names: Vec<String> =
        meneurs.iter().filter_map(|one| one.prenom.clone().or_else(|| one.structure.clone())).collect();
    let (last, first) = names.split_last()?;
    let all = if first.is_empty() { last.clone() } else { ateliers::et(&first.join(", "), last) };
    Some(ateliers::avec(&all))
}

/// "De 16 à 25 ans"; nothing when it is for everybody.
pub fn ages(atelier: &Atelier) -> Option<String> {
    match (atelier.age_min, atelier.age_max) {
        (None, None) => None,
        (Some(min), Some(max)) => Some(ateliers::age_de_a(&min.to_string(), &max.to_string())),
        (Some(min), None) => Some(ateliers::age_des(&min.to_string())),
        (None, Some(max)) => Some(ateliers::age_jusqua(&max.to_string())),
    }
}

/// "demain, de 14 h à 16 h".
pub fn quand(atelier: &Atelier) -> String {
    let zone = &atelier.lieu.fuseau;
    format!("{}, {}", format::day(atelier.debut, zone), heures(atelier))
}

/// "de 14 h à 16 h".
pub fn heures(atelier: &Atelier) -> String {
    let zone = &atelier.lieu.fuseau;
    jeune::de_a(&format::hour(atelier.debut, zone), &format::hour(atelier.fin, zone))
}

/// "Mairie annexe, Aubervilliers".
pub fn lieu(atelier: &Atelier) -> String {
    format!("{}, {}", atelier.lieu.nom, atelier.lieu.commune)
}

/// Whether one may still join it, or wait.
pub fn is_open(atelier: &Atelier) -> bool {
    atelier.etat == EtatAtelier::Publie && format::now() < atelier.debut
}

/// A face, as its icon and its word.
pub fn visage(visage: Visage) -> (&'static str, &'static str) {
    match visage {
        Visage::Content => (icons::SMILE, ateliers::visage_content()),
        Visage::Moyen => (icons::MEH, ateliers::visage_moyen()),
        Visage::Triste => (icons::FROWN, ateliers::visage_triste()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn someone(structure: Option<&str>, prenom: Option<&str>, role: Option<&str>) -> Meneur {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Meneur { structure: text(structure), prenom: text(prenom), role: text(role) }
    }

    #[test]
    fn those_who_lead_are_said_in_one_line() {
        let lea = someone(Some("APASO"), Some("Léa"), Some("juriste"));
        let coach = someone(Some("Emploi coaching"), None, None);
        assert_eq!(meneur(&lea), "Léa, juriste (APASO)");
        assert_eq!(meneur(&coach), "Emploi coaching");
        assert_eq!(avec(&[lea.clone(), coach]).as_deref(), Some("avec Léa et Emploi coaching"));
        assert_eq!(avec(&[lea]).as_deref(), Some("avec Léa"));
        assert_eq!(avec(&[]), None);
    }

    #[test]
    fn seats_are_said_in_words() {
        assert_eq!(places(0), "Complet – liste d’attente");
        assert_eq!(places(1), "Il reste 1 place");
        assert_eq!(places(2), "Il reste 2 places");
    }
}
