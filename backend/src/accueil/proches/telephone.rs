//! The phone of a relative: one cookie, HttpOnly, whose digest is in the database, which says until when it opens anything. An
//! invitation is bound to the first phone that opens it.

use actix_web::HttpRequest;
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl,
};
use shared::{
    Instant, Problem, ProblemKind,
    accueil::{Lieu, MomentProche, Portee, VuProche},
    ateliers::EtatAtelier,
    ids::{CompteId, EspaceId, ProcheId},
    operation::Done,
    permanences::Mode,
};

use super::{
    jeune::{EXPECTED, MET},
    mots,
};
use crate::{
    accueil::{
        db::{LIEU, LieuRow},
        escales,
        passage::tell_team,
    },
    app::App,
    caller::Caller,
    comptes::keys,
    db::{AsText, Conn, Tx},
    problem::Error,
    schema::{atelier, creneau, espace_temps, inscription, lieu, permanence, proche, rendez_vous},
};

/// The cookie of a relative.
pub const COOKIE: &str = "__Host-proche";
/// How long it is good after the last time that they wrote, in days; also how long a link waits to be opened. Who comes along may
/// look until the moment is over, when that is later: see [`is_to_come`].
pub const DAYS: i64 = 30;
/// How long the phone keeps the cookie, in days: longer than browsers do. A shorter one would end before a moment that is moved.
pub const KEPT_DAYS: i64 = 400;

/// Whether what an invitation is for is not over. It is looked up where it is, so that a moment that is moved takes its link along.
/// What was called off counts until then: who comes along reads that it is, and not that the link is none.
#[diesel::dsl::auto_type]
pub fn is_to_come(now: i64) -> _ {
    let met = rendez_vous::table
        .inner_join(creneau::table)
        .filter(rendez_vous::id.nullable().eq(proche::rendez_vous_id))
        .filter(creneau::fin.gt(now));
    let joined = inscription::table
        .inner_join(atelier::table)
        .filter(inscription::id.nullable().eq(proche::inscription_id))
        .filter(atelier::fin.gt(now));
    diesel::dsl::exists(met).or(diesel::dsl::exists(joined))
}

// Whether an invitation that nobody ended opens something now.
#[diesel::dsl::auto_type]
fn is_good(now: i64) -> _ {
    let to_come: is_to_come = is_to_come(now);
    proche::expire_le.gt(now).or(to_come)
}

/// A relative, on their phone.
#[derive(Clone, Debug)]
pub struct Proche {
    /// What is stored of the cookie.
    pub appareil: String,
}

impl Caller for Proche {
    const ROLE: &'static str = "proche";

    // No cookie, one that was never given and one whose invitations have all ended have one answer.
    async fn identify(app: &App, http: &HttpRequest) -> Result<Self, Error> {
        let cookie = http.cookie(COOKIE).ok_or(ProblemKind::LienFini)?;
        let (appareil, now) = (keys::digest(cookie.value()), app.db.now());
        let known = Self { appareil };
        let asked = known.clone();
        let live = app.db.read(move |db| is_live(db, &asked, now)).await?;
        if live { Ok(known) } else { Err(ProblemKind::LienFini.into()) }
    }

    fn porteur(&self) -> String {
        format!("proche {}", self.appareil)
    }
}

fn is_live(db: &mut Conn, one: &Proche, now: Instant) -> Result<bool, Error> {
    let live: Option<String> = proche::table
        .filter(proche::appareil.eq(&one.appareil))
        .filter(proche::fini_le.is_null())
        .filter(is_good(now.0))
        .select(proche::id)
        .first(db)
        .optional()?;
    Ok(live.is_some())
}

/// Binds an invitation to the phone that opens it. The write decides between two phones; the same phone may open it again, and
/// whoever made it may look at it: `by` is who is signed in.
pub fn bind(tx: &mut Tx<'_>, empreinte: &str, appareil: &str, by: Option<CompteId>) -> Result<Done, Error> {
    let by = by.map(|by| by.to_string()).unwrap_or_default();
    let is_others = proche::jeune_id.is_null().or(proche::jeune_id.assume_not_null().ne(by.clone()));
    let mine = proche::appareil.is_null().or(proche::appareil.assume_not_null().eq(appareil.to_owned()));
    let bound = diesel::update(proche::table.filter(proche::empreinte.eq(empreinte)))
        .filter(proche::fini_le.is_null())
        .filter(is_good(tx.now.0))
        .filter(mine)
        .filter(is_others)
        .set((
            proche::appareil.eq(appareil),
            proche::lie_le.eq(tx.now.0),
            proche::expire_le.eq(tx.now.plus_days(DAYS).0),
        ))
        .execute(tx.db)?;
    if bound == 1 {
        return Ok(Done {});
    }
    let own: i64 = proche::table
        .filter(proche::empreinte.eq(empreinte))
        .filter(proche::jeune_id.eq(by))
        .count()
        .get_result(tx.db)?;
    // What is theirs to know already is said; to anybody else a link that opens nothing is one that has ended.
    Err(if own == 1 { Problem::fields([("jeton", "le-tien")]).into() } else { ProblemKind::LienFini.into() })
}

/// A phone forgets what it could see: nothing opens on it again, and the team does not write to nobody.
pub fn leave(tx: &mut Tx<'_>, appareil: &str) -> Result<Done, Error> {
    let open = proche::table.filter(proche::appareil.eq(appareil)).filter(proche::fini_le.is_null());
    let places: Vec<AsText<EspaceId>> = open.select(proche::espace_id).distinct().load(tx.db)?;
    diesel::update(open).set(proche::fini_le.eq(tx.now.0)).execute(tx.db)?;
    places.into_iter().try_for_each(|AsText(espace)| tell_team(tx, espace))?;
    Ok(Done {})
}

type Row = (AsText<ProcheId>, String, String, Option<String>, Option<String>, Option<String>);

/// What a phone may see now.
pub fn read(db: &mut Conn, one: &Proche, now: Instant) -> Result<Vec<VuProche>, Error> {
    let rows: Vec<Row> = proche::table
        .inner_join(espace_temps::table)
        .filter(proche::appareil.eq(&one.appareil))
        .filter(proche::fini_le.is_null())
        .filter(is_good(now.0))
        .order((proche::cree_le.desc(), proche::id))
        .select((
            proche::id,
            proche::portee,
            espace_temps::nom,
            proche::signe,
            proche::rendez_vous_id,
            proche::inscription_id,
        ))
        .load(db)?;
    let mut seen = Vec::new();
    for (AsText(id), portee, espace, signe, rendez_vous, inscription) in rows {
        let portee = Portee::from_code(&portee).ok_or(ProblemKind::LienFini)?;
        let moment = match (rendez_vous, inscription) {
            (Some(rendez_vous), _) => moment(db, &rendez_vous, now)?,
            (None, Some(inscription)) => moment_of_atelier(db, &inscription, now)?,
            (None, None) => None,
        };
        // Only the thread is with the team of a place: what is held elsewhere would say where the jeune goes otherwise.
        let (espace, mots) = match portee {
            Portee::Equipe => (Some(espace), mots::of(db, id)?),
            Portee::RendezVous | Portee::Atelier => (None, Vec::new()),
        };
        seen.push(VuProche { id, portee, espace, signe, moment, mots });
    }
    Ok(seen)
}

// When and where, as long as it takes place and is not over: neither with whom nor what for. Whether somebody came is in the
// state of what they booked, so each state in which it takes place says the same here. The link of a video is the jeune's.
fn moment(db: &mut Conn, of: &str, now: Instant) -> Result<Option<MomentProche>, Error> {
    let row: Option<(i64, String, LieuRow)> = rendez_vous::table
        .inner_join(creneau::table)
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .filter(rendez_vous::id.eq(of))
        .filter(rendez_vous::etat.eq_any(MET))
        .filter(creneau::fin.gt(now.0))
        .select((creneau::debut, permanence::mode, LIEU))
        .first(db)
        .optional()?;
    let Some((debut, mode, row)) = row else { return Ok(None) };
    let (mode, fuseau) = (Mode::from_code(&mode).unwrap_or(Mode::SurPlace), row.3.clone());
    let lieu = match mode {
        Mode::SurPlace => Some(escales::place(db, row, debut)?),
        Mode::Telephone | Mode::Video => None,
    };
    Ok(Some(MomentProche { debut: Instant(debut), fuseau, mode, lieu, point_rencontre: None }))
}

// The same of an atelier, with where one meets: neither its title nor who leads.
fn moment_of_atelier(db: &mut Conn, of: &str, now: Instant) -> Result<Option<MomentProche>, Error> {
    let row: Option<(i64, Option<String>, LieuRow)> = inscription::table
        .inner_join(atelier::table.inner_join(lieu::table))
        .filter(inscription::id.eq(of))
        .filter(inscription::etat.eq_any(EXPECTED))
        .filter(atelier::fin.gt(now.0))
        .filter(atelier::etat.ne(EtatAtelier::Annule.code()))
        .select((atelier::debut, atelier::point_rencontre, LIEU))
        .first(db)
        .optional()?;
    let Some((debut, point_rencontre, row)) = row else { return Ok(None) };
    let lieu = escales::place(db, row, debut)?;
    // Where there is no street, one meets at a point: the jeune reads the same.
    let adresse = point_rencontre.clone().filter(|_| lieu.adresse.is_empty()).unwrap_or_else(|| lieu.adresse.clone());
    let (fuseau, lieu) = (lieu.fuseau.clone(), Some(Lieu { adresse, ..lieu }));
    Ok(Some(MomentProche { debut: Instant(debut), fuseau, mode: Mode::SurPlace, lieu, point_rencontre }))
}
