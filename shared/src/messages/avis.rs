//! How a person is told that there is something new: by which channels, for what, and when not.

use serde::{Deserialize, Serialize};

use crate::{
    fields::Heure,
    ids::EnvoiId,
    operation::{Done, operation},
};

/// What there can be news of. The words that leave the house name none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GenreAvis {
    /// A message in a thread.
    Message,
    /// A rendez-vous: it comes near, it was moved, cancelled or proposed.
    RendezVous,
    /// A place that the person waited for.
    PlaceLiberee,
    /// An atelier.
    Atelier,
}

impl GenreAvis {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Message, Self::RendezVous, Self::PlaceLiberee, Self::Atelier];

    /// The name on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::RendezVous => "rendez-vous",
            Self::PlaceLiberee => "place-liberee",
            Self::Atelier => "atelier",
        }
    }

    /// From its name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|genre| genre.code() == code)
    }
}

/// What the person wants for one kind of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreferenceAvis {
    /// Which.
    pub genre: GenreAvis,
    /// A notification on the phones that allowed it.
    pub push: bool,
    /// An e-mail, or a text message when there is no e-mail, for what was not seen on the phone.
    pub ecrit: bool,
}

impl PreferenceAvis {
    /// What holds as long as nothing was chosen.
    pub fn by_default(genre: GenreAvis) -> Self {
        Self { genre, push: true, ecrit: true }
    }
}

/// Hours in which nothing rings, on the clock of the installation; past midnight when the end comes first on the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// From.
    pub debut: Heure,
    /// Up to.
    pub fin: Heure,
}

impl Silence {
    /// From nine in the evening to eight in the morning.
    pub fn by_default() -> Option<Self> {
        Some(Self { debut: Heure::from_minutes(21 * 60)?, fin: Heure::from_minutes(8 * 60)? })
    }

    /// Whether it is quiet at a wall time.
    pub fn holds_at(self, heure: Heure) -> bool {
        if self.debut <= self.fin {
            self.debut <= heure && heure < self.fin
        } else {
            self.debut <= heure || heure < self.fin
        }
    }
}

/// By what the person is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CanalEcrit {
    /// E-mail.
    Courriel,
    /// Text message.
    Sms,
}

/// How the person is told, as they chose it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreferencesAvis {
    /// One for each kind of news, in the order of [`GenreAvis::ALL`].
    pub genres: Vec<PreferenceAvis>,
    /// When nothing rings; `None` when it always may.
    pub silence: Option<Silence>,
    /// A professional: an e-mail each weekday morning that says how much waits.
    pub resume: bool,
    /// On how many phones and computers notifications are allowed.
    pub appareils: u32,
    /// By what the person is written to, if they left an address.
    pub ecrit: Option<CanalEcrit>,
    /// Whether a message would reach the person outside of the app.
    pub joignable: bool,
}

operation! {
    /// How the caller is told that there is something new.
    ReadAvis {} Get "/api/avis" -> PreferencesAvis
}

operation! {
    /// The caller chooses how they are told. A kind that is not named stays as it was.
    ChooseAvis {
        /// What changes.
        #[validate(length(max = 4, code = "trop-long"))]
        genres: Vec<PreferenceAvis>,
        /// When nothing rings.
        silence: Option<Silence>,
        /// The e-mail of the morning.
        resume: bool,
    } Post "/api/avis" -> PreferencesAvis
}

/// The public key of the installation for Web Push (RFC 8292), base64url.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClePush {
    /// The key, which the browser asks for to subscribe.
    pub cle: String,
}

operation! {
    /// The key that a browser needs to allow notifications of this installation.
    ReadPushKey {} Get "/api/avis/cle" -> ClePush
}

operation! {
    /// This device allows notifications, as long as the caller is signed in on it. The same device once more is once.
    SubscribePush {
        /// The address that the browser's push service gave.
        #[validate(length(min = 1, max = 2048, code = "trop-long"))]
        endpoint: String,
        /// The public key of the browser, base64url.
        #[validate(length(min = 1, max = 128, code = "trop-long"))]
        p256dh: String,
        /// The secret that the browser shares, base64url.
        #[validate(length(min = 1, max = 64, code = "trop-long"))]
        auth: String,
    } Post "/api/avis/appareils" -> Done
}

operation! {
    /// A device that the caller allowed before is still there, perhaps under a new address. One that somebody else allowed
    /// stays theirs: whoever signs in on a shared phone is asked first.
    RenewPush {
        /// The address under which it was known.
        #[validate(length(min = 1, max = 2048, code = "trop-long"))]
        ancien: String,
        /// The address now.
        #[validate(length(min = 1, max = 2048, code = "trop-long"))]
        endpoint: String,
        /// The public key of the browser, base64url.
        #[validate(length(min = 1, max = 128, code = "trop-long"))]
        p256dh: String,
        /// The secret that the browser shares, base64url.
        #[validate(length(min = 1, max = 64, code = "trop-long"))]
        auth: String,
    } Post "/api/avis/appareils/suite" -> Done
}

operation! {
    /// This device is not told any more. Twice is once.
    UnsubscribePush {
        /// The address that was given.
        #[validate(length(min = 1, max = 2048, code = "trop-long"))]
        endpoint: String,
    } Post "/api/avis/appareils/fin" -> Done
}

/// What a device says of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Geste {
    /// It is shown.
    Recu,
    /// Somebody touched it.
    Vu,
}

operation! {
    /// A device shows a notification, or somebody touched it: what was to follow by e-mail or text message stays away.
    SeeAvis {
        /// Which.
        avis: EnvoiId,
        /// What came with it and nobody else has: it stands for the right, long after the session has ended.
        #[validate(length(min = 1, max = 128, code = "trop-long"))]
        marque: String,
        /// What happened.
        geste: Geste,
    } Post "/api/avis/{avis}/vu" -> Done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_may_pass_midnight() {
        let heure = |text: &str| text.parse::<Heure>().unwrap();
        let night = Silence::by_default().unwrap();
        for (at, quiet) in [("20:59", false), ("21:00", true), ("00:00", true), ("07:59", true), ("08:00", false)] {
            assert_eq!(night.holds_at(heure(at)), quiet, "{at}");
        }
        let noon = Silence { debut: heure("12:00"), fin: heure("14:00") };
        assert!(noon.holds_at(heure("12:00")) && !noon.holds_at(heure("14:00")) && !noon.holds_at(heure("11:59")));
        let none = Silence { debut: heure("12:00"), fin: heure("12:00") };
        assert!(!none.holds_at(heure("12:00")));
    }

    #[test]
    fn a_kind_has_one_name() {
        for genre in GenreAvis::ALL {
            assert_eq!(GenreAvis::from_code(genre.code()), Some(genre));
            assert_eq!(serde_json::to_string(&genre).unwrap(), format!("\"{}\"", genre.code()));
        }
    }
}
