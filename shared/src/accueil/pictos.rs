//! The pictogram of what one can do at a place, by the words in which a team says it.

use crate::operation::closed_list;

closed_list! {
    /// A pictogram: of a need, or of something else that one does there.
    Picto {
        /// Somebody who listens.
        Parler "parler"
        /// Papers.
        Papiers "papiers"
        /// Rights.
        Droits "droits"
        /// Work.
        Emploi "emploi"
        /// Training.
        Formation "formation"
        /// A roof.
        Logement "logement"
        /// Health.
        Sante "sante"
        /// Money.
        Argent "argent"
        /// To drink, to eat.
        Boire "boire"
        /// A plug, a network, a computer.
        Prise "prise"
        /// To play, to move.
        Jouer "jouer"
        /// Anything else.
        Autre "autre"
    }
}

// The beginnings of words, without accents. What comes first is asked first.
const WORDS: [(Picto, &[&str]); 11] = [
    (Picto::Boire, &["boire", "boisson", "cafe", "manger", "repas", "cuisin", "soupe", "gouter"]),
    (Picto::Prise, &["charg", "telephon", "internet", "wifi", "ordinateur", "imprim", "ligne", "numerique"]),
    (Picto::Jouer, &["jou", "jeu", "sport", "ping", "foot", "musique", "danse", "film", "balade"]),
    (Picto::Emploi, &["emploi", "cv", "entretien", "travail", "job", "stage", "embauche"]),
    (Picto::Formation, &["formation", "apprenti", "etude", "ecole", "devoir", "diplome", "orientation"]),
    (Picto::Logement, &["logement", "loger", "toit", "dormir", "heberg", "foyer"]),
    (Picto::Sante, &["sante", "medecin", "infirm", "soin", "psy", "depist"]),
    (Picto::Argent, &["argent", "budget", "dette", "allocation", "bourse", "banque"]),
    (Picto::Droits, &["droit", "jurist", "avocat", "loi"]),
    (Picto::Papiers, &["papier", "courrier", "demarche", "dossier", "carte", "titre", "passeport"]),
    (Picto::Parler, &["parler", "ecout", "souffler", "discut", "rencontr", "confi"]),
];

impl Picto {
    /// The pictogram of a line.
    pub fn of(line: &str) -> Self {
        let plain: String = line.to_lowercase().chars().map(without_accent).collect();
        let words: Vec<&str> = plain.split(|letter: char| !letter.is_alphanumeric()).collect();
        let says =
            |beginnings: &[&str]| words.iter().any(|word| beginnings.iter().any(|start| word.starts_with(start)));
        WORDS.iter().find(|(_, beginnings)| says(beginnings)).map_or(Self::Autre, |(picto, _)| *picto)
    }
}

fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_can_do_has_the_pictogram_of_its_words() {
        for (line, picto) in [
            ("Parler avec quelqu’un", Picto::Parler),
            ("Faire ton CV", Picto::Emploi),
            ("Comprendre un courrier", Picto::Papiers),
            ("Charger ton téléphone", Picto::Prise),
            ("Boire quelque chose de chaud", Picto::Boire),
            ("Connaître tes droits", Picto::Droits),
            ("Trouver un toit pour ce soir", Picto::Logement),
            ("Jouer au ping-pong", Picto::Jouer),
            ("Chercher une formation", Picto::Formation),
            ("Préparer un entretien", Picto::Emploi),
            ("Faire une démarche en ligne", Picto::Prise),
            ("Être là", Picto::Autre),
        ] {
            assert_eq!(Picto::of(line), picto, "{line}");
        }
    }
}
