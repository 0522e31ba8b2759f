//! The words and the pictograms of what a place says of itself.

use shared::{
    accueil::{Commodite, EnVacances, GenreEspace, Picto, ZoneScolaire},
    permanences::JoursFeries,
};

use crate::{permanences::pro::holidays, texts::lieux, ui::icons};

/// What kind of place it is.
pub fn genre(genre: GenreEspace) -> &'static str {
    match genre {
        GenreEspace::Existant => lieux::genre_existant(),
        GenreEspace::LaOuIlsSont => lieux::genre_la_ou_ils_sont(),
        GenreEspace::Nouveau => lieux::genre_nouveau(),
        GenreEspace::Mobile => lieux::genre_mobile(),
    }
}

/// What a pictogram says.
pub fn commodite(one: Commodite) -> &'static str {
    match one {
        Commodite::PlainPied => lieux::plain_pied(),
        Commodite::Toilettes => lieux::toilettes(),
        Commodite::Transports => lieux::transports(),
        Commodite::Langues => lieux::langues(),
        Commodite::Calme => lieux::calme(),
        Commodite::Enfants => lieux::enfants(),
        Commodite::Boisson => lieux::boisson(),
        Commodite::Prise => lieux::prise(),
    }
}

/// The pictogram.
pub fn picto(one: Commodite) -> &'static str {
    match one {
        Commodite::PlainPied => WHEELCHAIR,
        Commodite::Toilettes => TOILET,
        Commodite::Transports => BUS,
        Commodite::Langues => LANGUAGES,
        Commodite::Calme => SOFA,
        Commodite::Enfants => icons::PEOPLE,
        Commodite::Boisson => COFFEE,
        Commodite::Prise => PLUG,
    }
}

/// The pictogram of a code; a tick for one that a newer server made.
pub fn dessin_de(code: &str) -> &'static str {
    dessin(Picto::from_code(code).unwrap_or(Picto::Autre))
}

/// The pictogram of what one can do.
pub fn dessin(one: Picto) -> &'static str {
    match one {
        Picto::Parler => icons::TALK,
        Picto::Papiers => icons::PAPERS,
        Picto::Droits => icons::RIGHTS,
        Picto::Emploi => icons::WORK,
        Picto::Formation => icons::TRAINING,
        Picto::Logement => icons::HOME_KEY,
        Picto::Sante => icons::HEALTH,
        Picto::Argent => icons::MONEY,
        Picto::Boire => COFFEE,
        Picto::Prise => PLUG,
        Picto::Jouer => icons::SMILE,
        Picto::Autre => icons::CHECK,
    }
}

/// What school holidays change.
pub fn vacances(one: EnVacances) -> &'static str {
    match one {
        EnVacances::Pareil => lieux::vacances_pareil(),
        EnVacances::Autres => lieux::vacances_autres(),
        EnVacances::Ferme => lieux::vacances_ferme(),
    }
}

/// A zone of school holidays, with towns to know it by.
pub fn zone(one: ZoneScolaire) -> &'static str {
    match one {
        ZoneScolaire::A => lieux::zone_a(),
        ZoneScolaire::B => lieux::zone_b(),
        ZoneScolaire::C => lieux::zone_c(),
    }
}

/// The public holidays on which a place is closed.
pub fn feries(one: JoursFeries) -> &'static str {
    match one {
        JoursFeries::Aucun => lieux::feries_aucun(),
        one => holidays(one),
    }
}

// Of the same set as the others (lucide 0.553, ISC licence).
const WHEELCHAIR: &str = "M15 4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M18 19l1-7-6 1 M5 8l3-3 5.5 3-2.36 3.5 M4.24 14.5a5 5 0 0 0 6.88 6 M13.76 17.5a5 5 0 0 0-6.88-6";
const TOILET: &str = "M7 12h13a1 1 0 0 1 1 1 5 5 0 0 1-5 5h-.598a.5.5 0 0 0-.424.765l1.544 2.47a.5.5 0 0 1-.424.765H5.402a.5.5 0 0 1-.424-.765L7 18 M8 18a5 5 0 0 1-5-5V4a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8";
const BUS: &str = "M4 6 2 7 M10 6h4 M22 7l-2-1 M6 3h12a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2 M4 11h16 M8 15h.01 M16 15h.01 M6 19v2 M18 21v-2";
const LANGUAGES: &str = "M5 8l6 6 M4 14l6-6 2-3 M2 5h12 M7 2h1 M22 22l-5-10-5 10 M14 18h6";
const SOFA: &str = "M20 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v3 M2 16a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-5a2 2 0 0 0-4 0v1.5a.5.5 0 0 1-.5.5h-11a.5.5 0 0 1-.5-.5V11a2 2 0 0 0-4 0z M4 18v2 M20 18v2 M12 4v9";
const COFFEE: &str =
    "M10 2v2 M14 2v2 M16 8a1 1 0 0 1 1 1v8a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4V9a1 1 0 0 1 1-1h14a4 4 0 1 1 0 8h-1 M6 2v2";
const PLUG: &str = "M12 22v-5 M9 8V2 M15 8V2 M18 8v5a4 4 0 0 1-4 4h-4a4 4 0 0 1-4-4V8Z";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_the_drawings_is_the_one_of_the_program() {
        let file = include_str!("../../pictos.svg");
        for (rank, picto) in Picto::ALL.iter().enumerate() {
            let (code, at, path) = (picto.code(), 24 * rank, dessin(*picto));
            assert!(
                file.contains(&format!("<path id=\"{code}\" transform=\"translate(0 {at})\" d=\"{path}\"/>")),
                "{code}"
            );
        }
    }
}
