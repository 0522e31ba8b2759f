//! What a person chose: which kinds of news, by which channels, and when nothing may ring.

use std::collections::HashSet;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, sql_types};
use shared::{
    Instant, Problem,
    fields::Heure,
    ids::CompteId,
    messages::avis::{CanalEcrit, ChooseAvis, GenreAvis, PreferenceAvis, PreferencesAvis, Silence},
};

use crate::{
    avis::{devices, joignable},
    db::{AsText, Conn, Tx},
    outbox::Genre,
    problem::Error,
    schema::{acces, preference_avis, reglage_avis},
};

// Whom a server did not know may have a mailbox again.
const REFUSED_DAYS: i64 = 7;

/// What holds for one kind of news.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Whether phones may ring.
    pub push: bool,
    /// Whether an e-mail or a text message may follow.
    pub ecrit: bool,
    /// When nothing rings.
    pub silence: Option<Silence>,
}

/// What a person chose for something to send.
pub fn of(db: &mut Conn, compte: CompteId, genre: Genre) -> Result<Choice, Error> {
    let (silence, resume) = settings(db, compte)?;
    let Some(genre) = genre.avis() else {
        return Ok(Choice { push: false, ecrit: resume, silence });
    };
    let row: Option<(bool, bool)> = preference_avis::table
        .find((compte.to_string(), genre.code()))
        .select((preference_avis::push, preference_avis::ecrit))
        .first(db)
        .optional()?;
    let (push, ecrit) = row.unwrap_or((true, true));
    Ok(Choice { push, ecrit, silence })
}

/// When nothing rings for somebody.
pub fn silence(db: &mut Conn, compte: CompteId) -> Result<Option<Silence>, Error> {
    Ok(settings(db, compte)?.0)
}

fn settings(db: &mut Conn, compte: CompteId) -> Result<(Option<Silence>, bool), Error> {
    let row: Option<(i32, i32, bool)> = reglage_avis::table
        .find(compte.to_string())
        .select((reglage_avis::silence_debut, reglage_avis::silence_fin, reglage_avis::resume))
        .first(db)
        .optional()?;
    let Some((debut, fin, resume)) = row else { return Ok((Silence::by_default(), true)) };
    let heure = |minutes: i32| u16::try_from(minutes).ok().and_then(Heure::from_minutes);
    let silence = heure(debut).zip(heure(fin)).filter(|(debut, fin)| debut != fin);
    Ok((silence.map(|(debut, fin)| Silence { debut, fin }), resume))
}

/// Whether a professional wants the e-mail of the morning.
pub fn wants_summary(db: &mut Conn, compte: CompteId) -> Result<bool, Error> {
    Ok(settings(db, compte)?.1)
}

/// How a person is told.
pub fn read(db: &mut Conn, compte: CompteId) -> Result<PreferencesAvis, Error> {
    let (silence, resume) = settings(db, compte)?;
    let rows: Vec<(String, bool, bool)> = preference_avis::table
        .filter(preference_avis::compte_id.eq(compte.to_string()))
        .select((preference_avis::genre, preference_avis::push, preference_avis::ecrit))
        .load(db)?;
    let one = |genre: GenreAvis| {
        let chosen = rows.iter().find(|(code, ..)| code == genre.code());
        chosen.map_or(PreferenceAvis::by_default(genre), |(_, push, ecrit)| PreferenceAvis {
            genre,
            push: *push,
            ecrit: *ecrit,
        })
    };
    let ways: Vec<String> = acces::table
        .filter(acces::compte_id.eq(compte.to_string()))
        .filter(acces::genre.ne("carte"))
        .select(acces::genre)
        .load(db)?;
    let ecrit = match ways.iter().any(|way| way == "courriel") {
        true => Some(CanalEcrit::Courriel),
        false => ways.first().map(|_| CanalEcrit::Sms),
    };
    Ok(PreferencesAvis {
        genres: GenreAvis::ALL.into_iter().map(one).collect(),
        silence,
        resume,
        appareils: u32::try_from(devices::of(db, compte)?.len()).unwrap_or(u32::MAX),
        ecrit,
        joignable: joignable(db, compte)?,
    })
}

/// The person chooses.
pub fn choose(tx: &mut Tx<'_>, compte: CompteId, request: &ChooseAvis) -> Result<PreferencesAvis, Error> {
    let mut named = HashSet::new();
    if !request.genres.iter().all(|one| named.insert(one.genre)) {
        return Err(Problem::fields([("genres", "en-double")]).into());
    }
    for one in &request.genres {
        diesel::sql_query(
            "INSERT INTO preference_avis (compte_id, genre, push, ecrit) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (compte_id, genre) DO UPDATE SET push = $3, ecrit = $4",
        )
        .bind::<sql_types::Text, _>(compte.to_string())
        .bind::<sql_types::Text, _>(one.genre.code())
        .bind::<sql_types::Bool, _>(one.push)
        .bind::<sql_types::Bool, _>(one.ecrit)
        .execute(tx.db)?;
    }
    let (debut, fin) = request.silence.map_or((0, 0), |silence| (silence.debut.minutes(), silence.fin.minutes()));
    diesel::sql_query(
        "INSERT INTO reglage_avis (compte_id, silence_debut, silence_fin, resume) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (compte_id) DO UPDATE SET silence_debut = $2, silence_fin = $3, resume = $4",
    )
    .bind::<sql_types::Text, _>(compte.to_string())
    .bind::<sql_types::Integer, _>(i32::from(debut))
    .bind::<sql_types::Integer, _>(i32::from(fin))
    .bind::<sql_types::Bool, _>(request.resume)
    .execute(tx.db)?;
    read(tx.db, compte)
}

/// An address of a person, and its kind.
pub type Address = (CanalEcrit, String);

/// Where a person is written to: by e-mail, else by text message. What a server refused lately is left out.
pub fn address(db: &mut Conn, compte: CompteId, now: Instant) -> Result<Option<Address>, Error> {
    let row: Option<(Option<i64>, Option<i64>)> = reglage_avis::table
        .find(compte.to_string())
        .select((reglage_avis::courriel_refuse_le, reglage_avis::sms_refuse_le))
        .first(db)
        .optional()?;
    let (courriel, sms) = row.unwrap_or_default();
    for (canal, genre, refused) in [(CanalEcrit::Courriel, "courriel", courriel), (CanalEcrit::Sms, "telephone", sms)] {
        if refused.is_some_and(|at| now.plus_days(-REFUSED_DAYS).0 < at) {
            continue;
        }
        let found: Option<String> = acces::table
            .filter(acces::compte_id.eq(compte.to_string()))
            .filter(acces::genre.eq(genre))
            .order((acces::cree_le, acces::id))
            .select(acces::identifiant)
            .first(db)
            .optional()?;
        if let Some(found) = found {
            return Ok(Some((canal, found)));
        }
    }
    Ok(None)
}

/// Notes that a server knows nobody at an address.
pub fn refuse(tx: &mut Tx<'_>, compte: CompteId, canal: CanalEcrit) -> Result<(), Error> {
    diesel::sql_query("INSERT INTO reglage_avis (compte_id) VALUES ($1) ON CONFLICT DO NOTHING")
        .bind::<sql_types::Text, _>(compte.to_string())
        .execute(tx.db)?;
    let row = reglage_avis::table.find(compte.to_string());
    match canal {
        CanalEcrit::Courriel => diesel::update(row).set(reglage_avis::courriel_refuse_le.eq(tx.now.0)).execute(tx.db),
        CanalEcrit::Sms => diesel::update(row).set(reglage_avis::sms_refuse_le.eq(tx.now.0)).execute(tx.db),
    }?;
    Ok(())
}

/// The addresses of some people that a server refused, by the kind that `acces` gives them.
pub fn refused(db: &mut Conn, comptes: &[String]) -> Result<HashSet<(CompteId, String)>, Error> {
    let rows: Vec<(AsText<CompteId>, Option<i64>, Option<i64>)> = reglage_avis::table
        .filter(reglage_avis::compte_id.eq_any(comptes))
        .select((reglage_avis::compte_id, reglage_avis::courriel_refuse_le, reglage_avis::sms_refuse_le))
        .load(db)?;
    let each = rows.into_iter().flat_map(|(AsText(compte), courriel, sms)| {
        let courriel = courriel.map(|_| (compte, "courriel".to_owned()));
        courriel.into_iter().chain(sms.map(|_| (compte, "telephone".to_owned())))
    });
    Ok(each.collect())
}
