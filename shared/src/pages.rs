//! The programs that the page is made of, and which addresses are whose: the server sends one by it, and each program
//! lets the browser leave for another by it.

/// A program of the page. Each is built by itself, so that a phone loads only what its screen needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// What jeunes and families see first: small. Every address that is nobody else's.
    Jeune,
    /// The threads of jeunes.
    Fil,
    /// What jeunes reach rarely, and never first.
    Suite,
    /// All of a place, passing by, and what one has booked.
    Lieux,
    /// Ateliers, as jeunes see them, and those whom a jeune invites along.
    Ateliers,
    /// What professionals open every day, under `/pro`.
    Pro,
    /// What professionals prepare and look after, under `/pro` too.
    Gestion,
    /// What an installation is made of: places, structures, who is invited. Under `/pro` too.
    Installation,
}

/// The first names of the addresses of [`Program::Suite`]; what one searches in one's messages is there too, and the code that one
/// scans at an atelier.
const SUITE: [&str; 6] = ["a-propos", "accessibilite", "moi", "orientation", "revenir", "urgence"];
/// Those of [`Program::Lieux`].
const LIEUX: [&str; 3] = ["lieux", "passe", "rendez-vous"];
/// Those of [`Program::Ateliers`].
const ATELIERS: [&str; 2] = ["ateliers", "proche"];
/// The second names of those of [`Program::Gestion`], after `/pro`.
const GESTION: [&str; 3] = ["alertes", "ateliers", "permanences"];
/// And those of [`Program::Installation`].
const INSTALLATION: [&str; 5] = ["espaces", "horaires", "inviter", "photos", "structures"];

impl Program {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Jeune,
        Self::Fil,
        Self::Suite,
        Self::Lieux,
        Self::Ateliers,
        Self::Pro,
        Self::Gestion,
        Self::Installation,
    ];

    /// Whose an address is. What follows the path does not matter.
    pub fn at(address: &str) -> Self {
        let mut names = address.split(['?', '#']).next().unwrap_or_default().split('/').skip(1);
        let (first, second) = (names.next(), names.next());
        if first == Some("ateliers") && names.next() == Some("presence") {
            return Self::Suite;
        }
        match (first, second) {
            (Some("pro"), Some(name)) if GESTION.contains(&name) => Self::Gestion,
            (Some("pro"), Some(name)) if INSTALLATION.contains(&name) => Self::Installation,
            (Some("pro"), _) => Self::Pro,
            (Some("messages"), Some("recherche")) => Self::Suite,
            (Some("messages"), _) => Self::Fil,
            (Some(name), _) if SUITE.contains(&name) => Self::Suite,
            (Some(name), _) if ATELIERS.contains(&name) => Self::Ateliers,
            (Some(name), _) if LIEUX.contains(&name) => Self::Lieux,
            (Some(_) | None, _) => Self::Jeune,
        }
    }

    /// The folder of what was built.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Jeune => "jeune",
            Self::Fil => "fil",
            Self::Suite => "suite",
            Self::Lieux => "lieux",
            Self::Ateliers => "ateliers",
            Self::Pro => "pro",
            Self::Gestion => "gestion",
            Self::Installation => "installation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_one_program() {
        for address in [
            "",
            "/",
            "/e/moi",
            "/urgences",
            "/moignon",
            "/suite",
            "/fil",
            "/produit",
            "/entrer?etape=1#/moi",
            "/creneaux/7",
            "/creneaux?deplacer=3",
        ] {
            assert_eq!(Program::at(address), Program::Jeune, "{address}");
        }
        for address in ["/messages", "/messages/", "/messages/01890a5d-ac96-774b-bcce-b302099a8057?message=3"] {
            assert_eq!(Program::at(address), Program::Fil, "{address}");
        }
        for address in [
            "/messages/recherche?mot=cv",
            "/ateliers/01890a5d-ac96-774b-bcce-b302099a8057/presence#7KMQ4",
            "/moi",
            "/moi/",
            "/moi/cartes",
            "/revenir?par=carte",
            "/revenir#mots=lune",
            "/orientation/7KMQ4-XD2PA",
        ] {
            assert_eq!(Program::at(address), Program::Suite, "{address}");
        }
        for address in
            ["/ateliers", "/ateliers/1?de=ici", "/proche#cle=lune", "/proche/moi/liste", "/ateliers/presence"]
        {
            assert_eq!(Program::at(address), Program::Ateliers, "{address}");
        }
        for address in ["/lieux/stains", "/passe/7KMQ4", "/rendez-vous"] {
            assert_eq!(Program::at(address), Program::Lieux, "{address}");
        }
        for address in ["/pro", "/pro/", "/pro/moi", "/pro?jour=1", "/pro?vers=/permanences", "/pro/messages/espaces"] {
            assert_eq!(Program::at(address), Program::Pro, "{address}");
        }
        for address in ["/pro/permanences", "/pro/permanences/ouvrir", "/pro/ateliers?page=2", "/pro/alertes#liste"] {
            assert_eq!(Program::at(address), Program::Gestion, "{address}");
        }
        for address in ["/pro/espaces?page=2", "/pro/structures#liste", "/pro/horaires/ici", "/pro/photos/ici"] {
            assert_eq!(Program::at(address), Program::Installation, "{address}");
        }
    }
}
