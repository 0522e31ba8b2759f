//! Who calls: each handler names its caller by type, and the type knows how to recognise them.

use actix_web::HttpRequest;
use shared::{
    ProblemKind,
    comptes::{Appartenance, Session},
    ids::{CompteId, SessionId, StructureId},
};

use crate::{
    app::App,
    comptes::{cookies, sessions},
    headers,
    problem::Error,
};

/// The id of a request, put there by the first middleware.
#[derive(Clone, Debug)]
pub struct TraceId(pub String);

/// What is known of a signed-in account.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The account.
    pub compte: CompteId,
    /// Its session on this device.
    pub session: SessionId,
    /// Who it is, as the page is told.
    pub qui: Session,
}

/// Who may call an operation.
pub trait Caller: Sized + 'static {
    /// The role, as the access matrix writes it.
    const ROLE: &'static str;
    /// Recognises the caller or refuses.
    fn identify(app: &App, http: &HttpRequest) -> impl Future<Output = Result<Self, Error>>;
    /// To whom the idempotency keys belong.
    fn porteur(&self) -> String;
}

/// Anybody, signed in or not.
pub struct Public {
    /// Who it is, when the access cookie says so.
    pub identity: Option<Identity>,
}

impl Caller for Public {
    const ROLE: &'static str = "public";

    async fn identify(app: &App, http: &HttpRequest) -> Result<Self, Error> {
        match identity(app, http).await {
            Ok(identity) => Ok(Self { identity: Some(identity) }),
            Err(Error::Refused(problem)) if problem.kind == ProblemKind::NonConnecte => Ok(Self { identity: None }),
            Err(error) => Err(error),
        }
    }

    // Who is known has their own keys here as elsewhere.
    fn porteur(&self) -> String {
        self.identity.as_ref().map_or_else(|| "public".to_owned(), |identity| identity.compte.to_string())
    }
}

/// Anybody, whatever their cookies: the way in, the way out and what needs no identity.
pub struct Stranger;

impl Caller for Stranger {
    const ROLE: &'static str = "public";

    async fn identify(_: &App, _: &HttpRequest) -> Result<Self, Error> {
        Ok(Self)
    }

    // Signing up and signing in change who one is: the keys of the door belong to nobody.
    fn porteur(&self) -> String {
        "public".to_owned()
    }
}

macro_rules! signed_in {
    ($(#[$doc:meta])* $name:ident $role:literal { $($(#[$field:meta])* $id:ident : $type:ty),* } = |$identity:ident| $read:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// The account.
            pub compte: CompteId,
            $($(#[$field])* pub $id: $type),*
        }

        impl $name {
            /// The same caller, from an identity; `None` when it is someone else's role.
            pub fn from_identity($identity: &Identity) -> Option<Self> {
                $read
            }
        }

        impl Caller for $name {
            const ROLE: &'static str = $role;

            async fn identify(app: &App, http: &HttpRequest) -> Result<Self, Error> {
                let identity = identity(app, http).await?;
                Self::from_identity(&identity).ok_or_else(|| ProblemKind::Interdit.into())
            }

            fn porteur(&self) -> String {
                self.compte.to_string()
            }
        }
    };
}

signed_in! {
    /// A jeune.
    Jeune "jeune" {} = |identity| match &identity.qui {
        Session::Jeune { compte, .. } => Some(Self { compte: *compte }),
        Session::Anonyme {} | Session::Professionnel { .. } | Session::Administrateur { .. } => None,
    }
}

signed_in! {
    /// A professional who answers and accompanies.
    Referent "referent" {
        /// Where they are référents.
        structures: Vec<StructureId>
    } = |identity| {
        let structures = structures(identity, |place| place.droits.referent);
        (!structures.is_empty()).then_some(Self { compte: identity.compte, structures })
    }
}

signed_in! {
    /// A professional who publishes for a structure.
    Structure "structure" {
        /// Where they may publish.
        structures: Vec<StructureId>
    } = |identity| {
        let structures = structures(identity, |place| place.droits.publie);
        (!structures.is_empty()).then_some(Self { compte: identity.compte, structures })
    }
}

signed_in! {
    /// A professional who receives people, as a référent or for a structure that publishes: they read who comes. Whoever only
    /// coordinates reads counts.
    Accueillant "accueillant" {
        /// Where they receive.
        structures: Vec<StructureId>
    } = |identity| {
        let structures = structures(identity, |place| place.droits.receives());
        (!structures.is_empty()).then_some(Self { compte: identity.compte, structures })
    }
}

signed_in! {
    /// A professional who coordinates for a structure.
    Coordonnateur "coordonnateur" {
        /// Where they coordinate.
        structures: Vec<StructureId>
    } = |identity| {
        let structures = structures(identity, |place| place.droits.coordonne);
        (!structures.is_empty()).then_some(Self { compte: identity.compte, structures })
    }
}

signed_in! {
    /// Any professional.
    Professionnel "professionnel" {
        /// Where they work.
        appartenances: Vec<Appartenance>
    } = |identity| match &identity.qui {
        Session::Professionnel { compte, appartenances, .. } => {
            Some(Self { compte: *compte, appartenances: appartenances.clone() })
        }
        Session::Anonyme {} | Session::Jeune { .. } | Session::Administrateur { .. } => None,
    }
}

signed_in! {
    /// The administrator of the installation.
    Admin "admin" {} = |identity| match &identity.qui {
        Session::Administrateur { compte } => Some(Self { compte: *compte }),
        Session::Anonyme {} | Session::Jeune { .. } | Session::Professionnel { .. } => None,
    }
}

signed_in! {
    /// Anybody who is signed in.
    Membre "membre" {
        /// Their session on this device.
        session: SessionId
    } = |identity| Some(Self { compte: identity.compte, session: identity.session })
}

/// One of the two sides of a thread.
#[derive(Clone, Debug)]
pub enum Correspondant {
    /// The jeune.
    Jeune(Jeune),
    /// A professional of the team.
    Referent(Referent),
}

impl Correspondant {
    /// The account.
    pub fn compte(&self) -> CompteId {
        match self {
            Self::Jeune(jeune) => jeune.compte,
            Self::Referent(referent) => referent.compte,
        }
    }
}

impl Caller for Correspondant {
    const ROLE: &'static str = "jeune|referent";

    async fn identify(app: &App, http: &HttpRequest) -> Result<Self, Error> {
        let identity = identity(app, http).await?;
        let jeune = Jeune::from_identity(&identity).map(Self::Jeune);
        jeune
            .or_else(|| Referent::from_identity(&identity).map(Self::Referent))
            .ok_or_else(|| ProblemKind::Interdit.into())
    }

    fn porteur(&self) -> String {
        self.compte().to_string()
    }
}

/// Whoever looks after places: the administrator, or a professional. Which places are theirs is part of each query.
#[derive(Clone, Debug)]
pub enum Animateur {
    /// The administrator.
    Admin(Admin),
    /// A professional.
    Professionnel(Professionnel),
}

impl Animateur {
    /// The account.
    pub fn compte(&self) -> CompteId {
        match self {
            Self::Admin(admin) => admin.compte,
            Self::Professionnel(professionnel) => professionnel.compte,
        }
    }
}

impl Caller for Animateur {
    const ROLE: &'static str = "admin|professionnel";

    async fn identify(app: &App, http: &HttpRequest) -> Result<Self, Error> {
        let identity = identity(app, http).await?;
        let admin = Admin::from_identity(&identity).map(Self::Admin);
        admin
            .or_else(|| Professionnel::from_identity(&identity).map(Self::Professionnel))
            .ok_or_else(|| ProblemKind::Interdit.into())
    }

    fn porteur(&self) -> String {
        self.compte().to_string()
    }
}

fn structures(identity: &Identity, may: impl Fn(&Appartenance) -> bool) -> Vec<StructureId> {
    match &identity.qui {
        Session::Professionnel { appartenances, .. } => {
            appartenances.iter().filter(|place| may(place)).map(|place| place.structure).collect()
        }
        Session::Anonyme {} | Session::Jeune { .. } | Session::Administrateur { .. } => Vec::new(),
    }
}

// The cookies are of the browser, a page is of one person: one that slept while another signed in is refused.
async fn identity(app: &App, http: &HttpRequest) -> Result<Identity, Error> {
    let identity = recognise(app, http).await?;
    let meant = http.headers().get(headers::OURS).and_then(|meant| meant.to_str().ok()?.parse::<CompteId>().ok());
    match meant {
        Some(meant) if meant != identity.compte => Err(ProblemKind::AutreCompte.into()),
        Some(_) | None => Ok(identity),
    }
}

// The access cookie says who; the database says, at most thirty seconds ago, whether that still holds.
async fn recognise(app: &App, http: &HttpRequest) -> Result<Identity, Error> {
    let Some(access) = http.cookie(cookies::ACCESS) else {
        return Err(not_now(http));
    };
    let Some(session) = app.keys.read(access.value(), app.db.now()) else {
        return Err(not_now(http));
    };
    if let Some(identity) = app.known_identity(session) {
        return Ok(identity);
    }
    let (now, today) = (app.db.now(), app.today());
    let found = app.db.read(move |db| sessions::identity(db, session, now, today)).await?;
    let identity = found.ok_or_else(|| not_now(http))?;
    app.remember(session, identity.clone());
    Ok(identity)
}

// With a refresh cookie the session can go on; without, one has to sign in.
fn not_now(http: &HttpRequest) -> Error {
    let kind =
        if http.cookie(cookies::REFRESH).is_some() { ProblemKind::SessionExpiree } else { ProblemKind::NonConnecte };
    kind.into()
}
