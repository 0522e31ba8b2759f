//! The clocks of the territories of France, and which of them an address follows.

use crate::operation::closed_list;

closed_list! {
    /// A clock of the French Republic, by its name in the IANA time zone database: the lines FR, GP, BL, MF, MQ, GF, PM, RE, YT,
    /// PF, NC and WF of its `zone.tab` (<https://www.iana.org/time-zones>). The Terres australes, where nobody stays, have none here.
    Fuseau {
        /// Metropolitan France.
        Paris "Europe/Paris"
        /// Guadeloupe.
        Guadeloupe "America/Guadeloupe"
        /// Guyane.
        Guyane "America/Cayenne"
        /// La Réunion.
        Reunion "Indian/Reunion"
        /// Martinique.
        Martinique "America/Martinique"
        /// Mayotte.
        Mayotte "Indian/Mayotte"
        /// Nouvelle-Calédonie.
        NouvelleCaledonie "Pacific/Noumea"
        /// Polynésie française, but for the two archipelagos that follow.
        Polynesie "Pacific/Tahiti"
        /// The Îles Gambier, an hour ahead of Tahiti.
        Gambier "Pacific/Gambier"
        /// The Îles Marquises, half an hour ahead of Tahiti.
        Marquises "Pacific/Marquesas"
        /// Saint-Barthélemy.
        SaintBarthelemy "America/St_Barthelemy"
        /// Saint-Martin.
        SaintMartin "America/Marigot"
        /// Saint-Pierre-et-Miquelon.
        SaintPierreEtMiquelon "America/Miquelon"
        /// Wallis-et-Futuna.
        WallisEtFutuna "Pacific/Wallis"
    }
}

impl Fuseau {
    /// The clock of a commune, by its code of INSEE (Code officiel géographique); of one that is not known, none.
    pub fn of_commune(code: &str) -> Option<Self> {
        match code {
            // Fatu-Hiva, Hiva-Oa, Nuku-Hiva, Tahuata, Ua-Huka, Ua-Pou.
            "98718" | "98723" | "98731" | "98746" | "98756" | "98757" => Some(Self::Marquises),
            "98719" => Some(Self::Gambier),
            _ => match code.strip_prefix("2A").or_else(|| code.strip_prefix("2B")) {
                Some(rest) => is_number(rest, 3).then_some(Self::Paris),
                None => Self::of_departement(code),
            },
        }
    }

    /// The clock of a postal code. Those of Saint-Barthélemy and Saint-Martin begin as those of Guadeloupe, whose hours are the same; of
    /// Polynésie, the codes of the Îles de la Société stand before all others, which are not told apart.
    pub fn of_postal(code: &str) -> Option<Self> {
        Self::of_departement(code).filter(|one| *one != Self::Polynesie || code <= "98735")
    }

    /// The clock of a town that is written with its postal code: "97400 Saint-Denis". A name alone says nothing: there is a
    /// Saint-Denis on both sides of the Equator.
    pub fn of_town(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(Self::of_postal)
    }

    fn of_departement(code: &str) -> Option<Self> {
        if !is_number(code, 5) {
            return None;
        }
        match code.get(..3)? {
            "971" => Some(Self::Guadeloupe),
            "972" => Some(Self::Martinique),
            "973" => Some(Self::Guyane),
            "974" => Some(Self::Reunion),
            "975" => Some(Self::SaintPierreEtMiquelon),
            "976" => Some(Self::Mayotte),
            "977" => Some(Self::SaintBarthelemy),
            "978" => Some(Self::SaintMartin),
            "986" => Some(Self::WallisEtFutuna),
            "987" => Some(Self::Polynesie),
            "988" => Some(Self::NouvelleCaledonie),
            // Metropolitan France: 98000 is Monaco, 99 is abroad.
            other => ("010".."960").contains(&other).then_some(Self::Paris),
        }
    }
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_has_the_clock_of_its_departement() {
        for (code, clock) in [
            ("93001", "Europe/Paris"),
            ("2A004", "Europe/Paris"),
            ("01004", "Europe/Paris"),
            ("97105", "America/Guadeloupe"),
            ("97209", "America/Martinique"),
            ("97302", "America/Cayenne"),
            ("97411", "Indian/Reunion"),
            ("97502", "America/Miquelon"),
            ("97608", "Indian/Mayotte"),
            ("97701", "America/St_Barthelemy"),
            ("97801", "America/Marigot"),
            ("98613", "Pacific/Wallis"),
            ("98735", "Pacific/Tahiti"),
            ("98731", "Pacific/Marquesas"),
            ("98719", "Pacific/Gambier"),
            ("98818", "Pacific/Noumea"),
        ] {
            assert_eq!(Fuseau::of_commune(code).map(Fuseau::code), Some(clock), "{code}");
        }
        for code in ["", "974", "974111", "9741a", "2A", "2Aé", "2A00", "98411", "98000", "99109", "00100", "96000"] {
            assert_eq!(Fuseau::of_commune(code), None, "{code}");
        }
    }

    #[test]
    fn a_town_says_its_clock_with_its_postal_code_and_with_nothing_else() {
        let of = |text| Fuseau::of_town(text).map(Fuseau::code);
        assert_eq!(of("97400 Saint-Denis"), Some("Indian/Reunion"));
        assert_eq!(of("Saint-Denis, 93200"), Some("Europe/Paris"));
        assert_eq!(of("20000 Ajaccio"), Some("Europe/Paris"));
        assert_eq!(of("98714 Papeete"), Some("Pacific/Tahiti"));
        // Taiohae, in the Marquises.
        assert_eq!(of("98742 Nuku-Hiva"), None);
        assert_eq!(of("97133 Gustavia"), Some("America/Guadeloupe"));
        for text in ["Saint-Denis", "", "Paris 11e", "98000 Monaco", "974 Saint-Denis"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
