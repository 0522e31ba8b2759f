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
    /// The page of professionals, under `/pro`.
    Pro,
}

/// The first names of the addresses of [`Program::Suite`].
const SUITE: [&str; 5] = ["a-propos", "accessibilite", "moi", "orientation", "revenir"];

impl Program {
    /// Whose an address is. What follows the path does not matter.
    pub fn at(address: &str) -> Self {
        match address.split(['/', '?', '#']).nth(1) {
            Some("pro") => Self::Pro,
            Some("messages") => Self::Fil,
            Some(name) if SUITE.contains(&name) => Self::Suite,
            Some(_) | None => Self::Jeune,
        }
    }

    /// The folder of what was built.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Jeune => "jeune",
            Self::Fil => "fil",
            Self::Suite => "suite",
            Self::Pro => "pro",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_one_program() {
        for address in ["", "/", "/e/moi", "/urgence", "/moignon", "/suite", "/fil", "/produit", "/entrer?etape=1#/moi"]
        {
            assert_eq!(Program::at(address), Program::Jeune, "{address}");
        }
        for address in ["/messages", "/messages/", "/messages/recherche?mot=cv"] {
            assert_eq!(Program::at(address), Program::Fil, "{address}");
        }
        for address in
            ["/moi", "/moi/", "/moi/cartes", "/revenir?par=carte", "/revenir#mots=lune", "/orientation/7KMQ4-XD2PA"]
        {
            assert_eq!(Program::at(address), Program::Suite, "{address}");
        }
        for address in ["/pro", "/pro/moi", "/pro?jour=1"] {
            assert_eq!(Program::at(address), Program::Pro, "{address}");
        }
    }
}
