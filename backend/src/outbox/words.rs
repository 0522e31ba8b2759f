//! The words that leave the house: whoever looks over a shoulder, or at a locked screen, learns nothing (P43).

use super::Genre;

/// How somebody is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Voix {
    /// A jeune.
    Tu,
    /// A professional.
    Vous,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The subject of an e-mail, the title of a notification.
    pub objet: String,
    /// The text, the same on every channel.
    pub texte: String,
}

/// What a summary counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Who waits for an answer.
    pub sans_reponse: i32,
    /// What is not read.
    pub non_lus: i32,
}

impl Words {
    /// The words for somebody; `soon` when it does not wait.
    pub fn of(genre: Genre, voix: Voix, soon: Soon, counts: Counts) -> Self {
        let (objet, texte) = match (genre, voix, soon) {
            (Genre::Rappel, Voix::Tu, _) => {
                ("Petit rappel", "Tu as noté quelque chose bientôt. Ouvre la page pour voir.")
            }
            (Genre::Rappel, Voix::Vous, _) => {
                ("Petit rappel", "Vous avez noté quelque chose bientôt. Ouvrez la page pour voir.")
            }
            (Genre::Avis(_), Voix::Tu, Soon::No) => {
                ("Du nouveau pour toi", "Tu as une nouvelle information. Ouvre la page pour voir.")
            }
            (Genre::Avis(_), Voix::Tu, Soon::Yes) => {
                ("Du nouveau pour toi", "Tu as une nouvelle information. Ouvre la page dès que tu peux.")
            }
            (Genre::Avis(_), Voix::Vous, Soon::No) => {
                ("Du nouveau pour vous", "Vous avez une nouvelle information. Ouvrez la page pour voir.")
            }
            (Genre::Avis(_), Voix::Vous, Soon::Yes) => {
                ("Du nouveau pour vous", "Vous avez une nouvelle information. Ouvrez la page dès que possible.")
            }
            (Genre::Resume, _, _) => {
                let Counts { sans_reponse, non_lus } = counts;
                let texte = format!("Sans réponse : {sans_reponse}. Non lus : {non_lus}. Ouvrez la page pour voir.");
                return Self { objet: "Le point du matin".to_owned(), texte };
            }
        };
        Self { objet: objet.to_owned(), texte: texte.to_owned() }
    }
}

impl Words {
    /// The same with the address of the installation, where one cannot tap on the words.
    pub fn with_link(&self, address: &str) -> Self {
        Self { objet: self.objet.clone(), texte: format!("{}\n{address}", self.texte) }
    }
}

/// Whether something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soon {
    /// It does.
    No,
    /// It does not.
    Yes,
}

#[cfg(test)]
mod tests {
    use shared::messages::avis::GenreAvis;

    use super::*;

    #[test]
    fn p43_the_words_are_these_and_no_others() {
        let said = |genre, voix, soon| {
            let counts = Counts { sans_reponse: 2, non_lus: 5 };
            let Words { objet, texte } = Words::of(genre, voix, soon, counts);
            format!("{objet} | {texte}")
        };
        for soon in [Soon::No, Soon::Yes] {
            let tu = "Petit rappel | Tu as noté quelque chose bientôt. Ouvre la page pour voir.";
            let vous = "Petit rappel | Vous avez noté quelque chose bientôt. Ouvrez la page pour voir.";
            let morning = "Le point du matin | Sans réponse : 2. Non lus : 5. Ouvrez la page pour voir.";
            assert_eq!(said(Genre::Rappel, Voix::Tu, soon), tu);
            assert_eq!(said(Genre::Rappel, Voix::Vous, soon), vous);
            assert_eq!([Voix::Tu, Voix::Vous].map(|voix| said(Genre::Resume, voix, soon)), [morning, morning]);
        }
        let tu = "Du nouveau pour toi | Tu as une nouvelle information. Ouvre la page";
        let vous = "Du nouveau pour vous | Vous avez une nouvelle information. Ouvrez la page";
        // The same for every kind: not even what it is about can be read on a locked screen.
        for genre in GenreAvis::ALL.map(Genre::Avis) {
            assert_eq!(said(genre, Voix::Tu, Soon::No), format!("{tu} pour voir."));
            assert_eq!(said(genre, Voix::Tu, Soon::Yes), format!("{tu} dès que tu peux."));
            assert_eq!(said(genre, Voix::Vous, Soon::No), format!("{vous} pour voir."));
            assert_eq!(said(genre, Voix::Vous, Soon::Yes), format!("{vous} dès que possible."));
        }
    }
}
