//! Invented moments: permanences modelled on those of a real programme, threads, rendez-vous.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    fields::{Heure, Jour, Texte},
    ids::CompteId,
    messages::{Etape, SendMessage},
    permanences::{
        Ailleurs, Besoin, Conditions, Creneau, JoursFeries, ListCreneaux, Public, PublishPermanence, Rythme,
    },
};

use super::{
    World,
    people::{Jeune, Pro},
    places::{Espace, field, line},
    recurrences,
};
use crate::{
    caller::{self, Correspondant, Referent},
    db::{self, Tx},
    messages,
    permanences::feries,
    permanences::{self, publication},
    problem::Error,
    schema::creneau,
    time,
};

/// Name, address and town of a place that is not the espace-temps itself.
type Elsewhere = Option<(&'static str, &'static str, &'static str)>;

/// A weekly half-day: who (place in the list), day of the week, from, to, length, places, what for, elsewhere.
type Weekly = (usize, u8, &'static str, &'static str, u16, u16, Besoin, Elsewhere);

const MAISON: Elsewhere = Some(("Maison Pour Tous Henri Roser", "38 Rue Gaetan Lamy", "Aubervilliers"));
const BUS: Elsewhere = Some(("Bus France services Solibus", "11bis Allée Anatole France", "Clichy-sous-Bois"));

const WEEKLY: [Weekly; 17] = [
    // The half-day of Wednesday afternoon.
    (0, 3, "14:00", "17:30", 30, 1, Besoin::Papiers, None),
    (0, 5, "18:00", "20:00", 30, 1, Besoin::Parler, None),
    // A jurist, at home and hosted by another structure.
    (1, 2, "14:00", "17:00", 30, 1, Besoin::Droits, None),
    (1, 4, "14:00", "17:00", 30, 1, Besoin::Droits, MAISON),
    (2, 1, "14:00", "17:00", 45, 1, Besoin::Emploi, None),
    // Together.
    (2, 3, "18:00", "20:00", 60, 6, Besoin::Emploi, None),
    (3, 4, "10:00", "12:00", 30, 1, Besoin::Formation, None),
    (4, 2, "17:30", "19:00", 30, 1, Besoin::Sante, None),
    (4, 6, "13:00", "17:00", 30, 1, Besoin::Parler, None),
    // Hors les murs.
    (5, 3, "16:00", "18:00", 30, 1, Besoin::Logement, BUS),
    (5, 7, "15:00", "18:00", 30, 1, Besoin::Logement, None),
    (6, 6, "14:00", "18:00", 30, 2, Besoin::Argent, None),
    // In the bus of Lens-Liévin, at its stops.
    (8, 1, "16:30", "18:30", 30, 1, Besoin::Papiers, None),
    (9, 2, "17:30", "19:30", 30, 1, Besoin::Formation, None),
    (8, 3, "14:00", "17:00", 30, 1, Besoin::Parler, None),
    (9, 5, "18:00", "20:00", 30, 1, Besoin::Emploi, None),
    (8, 6, "14:30", "17:00", 30, 1, Besoin::Parler, None),
];

/// Who also receives today and on the days to come, and what for.
const SOON: [(usize, Besoin); 4] =
    [(0, Besoin::Papiers), (2, Besoin::Emploi), (4, Besoin::Parler), (6, Besoin::Argent)];
const SOON_DAYS: i32 = 7;
const SOON_MINUTES: u16 = 150;
/// How long one créneau lasts.
const SHORTEST: u16 = 30;
/// Nobody receives before or after that.
const FIRST: u16 = 8 * 60;
const LAST: u16 = 20 * 60;

/// Publishes the weekly permanences, and some for the days to come, so that there is always a créneau today or else tomorrow.
pub fn permanences(tx: &mut Tx<'_>, world: &World, pros: &[Pro], espaces: &[Espace]) -> Result<(), Error> {
    for (who, day, debut, fin, duree, places, besoin, elsewhere) in WEEKLY {
        let Some(pro) = pros.get(who) else { continue };
        let rythme = Rythme::Semaine { a_partir_du: next(world, day), jusquau: None, toutes_les: 1 };
        let ailleurs = match elsewhere {
            Some((nom, adresse, commune)) => {
                Some(Ailleurs { nom: line(nom)?, adresse: line(adresse)?, commune: line(commune)? })
            }
            None => None,
        };
        let hours = (debut.parse().map_err(field)?, fin.parse().map_err(field)?);
        publish(
            tx,
            world,
            pro,
            &PublishPermanence { ailleurs, duree, places, ..request(pro, besoin, rythme, hours)? },
        )?;
    }
    let (first, hour) = soonest(tx.now, world);
    recurrences::kinds(tx, world, pros)?;
    for days in 0..SOON_DAYS {
        let jour = time::plus_days(first, days);
        for (who, besoin) in SOON {
            let Some(pro) = pros.get(who) else { continue };
            let span = if days == 0 { Some((hour, until(hour))) } else { opening(espaces, pro, jour) };
            if let Some(span) = span {
                soon(tx, world, pro, besoin, (jour, span))?;
            }
        }
    }
    Ok(())
}

/// The next moment at which somebody may receive, whatever the day: a quarter of an hour of the clock, fifteen to thirty minutes
/// from now, or the next morning.
pub fn soonest(now: Instant, world: &World) -> (Jour, u16) {
    let quarter = time::heure_of(now, &world.zone).minutes() / 15 * 15 + 30;
    if quarter + SHORTEST <= LAST {
        (world.today, quarter.max(FIRST))
    } else {
        (time::plus_days(world.today, 1), FIRST)
    }
}

/// Until when somebody receives who begins then.
pub fn until(from: u16) -> u16 {
    (from + SOON_MINUTES).min(LAST)
}

// When the door opens that day, and until when somebody receives; a public holiday is a holiday here too.
fn opening(espaces: &[Espace], pro: &Pro, jour: Jour) -> Option<(u16, u16)> {
    let espace = espaces
        .iter()
        .find(|one| one.code == pro.code)
        .filter(|_| !feries::is_holiday(jour, JoursFeries::Metropole))?;
    espace.horaires.iter().find(|one| one.jour == time::weekday(jour)).map(|one| {
        let (from, to) = (one.debut.minutes().max(FIRST), one.fin.minutes());
        (from, if to < from { until(from) } else { until(from).min(to) })
    })
}

// Whoever already receives at that hour is passed over, and so is a wall time that the clocks skip.
fn soon(
    tx: &mut Tx<'_>,
    world: &World,
    pro: &Pro,
    besoin: Besoin,
    (jour, (from, to)): (Jour, (u16, u16)),
) -> Result<(), Error> {
    let (Some(debut), Some(fin)) = (Heure::from_minutes(from), Heure::from_minutes(to)) else { return Ok(()) };
    let moments = time::moment(jour, debut, &world.zone).zip(time::moment(jour, fin, &world.zone));
    let Some((start, end)) = moments.filter(|(start, end)| start.plus_minutes(SHORTEST.into()) <= *end) else {
        return Ok(());
    };
    if receives(tx, pro.compte, start, end)? {
        return Ok(());
    }
    publish(tx, world, pro, &request(pro, besoin, Rythme::Date { jour }, (debut, fin))?)
}

fn receives(tx: &mut Tx<'_>, professionnel: CompteId, debut: Instant, fin: Instant) -> Result<bool, Error> {
    let others: i64 = creneau::table
        .filter(creneau::professionnel_id.eq(professionnel.to_string()))
        .filter(creneau::debut.lt(fin.0))
        .filter(creneau::fin.gt(debut.0))
        .count()
        .get_result(tx.db)?;
    Ok(0 < others)
}

/// A permanence with nothing out of the ordinary.
pub fn request(
    pro: &Pro,
    besoin: Besoin,
    rythme: Rythme,
    (debut, fin): (Heure, Heure),
) -> Result<PublishPermanence, Error> {
    Ok(PublishPermanence {
        structure: pro.structure,
        espace: pro.code.parse().map_err(field)?,
        ailleurs: None,
        besoin,
        professionnel: pro.compte,
        rythme,
        debut,
        fin,
        duree: SHORTEST,
        places: 1,
        conditions: Conditions::default(),
        deja_tenue: false,
    })
}

/// Publishes it.
pub fn publish(tx: &mut Tx<'_>, world: &World, pro: &Pro, request: &PublishPermanence) -> Result<(), Error> {
    publication::publish(tx, &publisher(pro), request, world.horizon).map(drop)
}

/// A professional as one who publishes.
pub fn publisher(pro: &Pro) -> caller::Structure {
    let structures = if pro.droits.publie { vec![pro.structure] } else { Vec::new() };
    caller::Structure { compte: pro.compte, structures }
}

/// The next such day of the week, today included.
pub fn next(world: &World, day: u8) -> Jour {
    let mut days = (0..7).map(|days| time::plus_days(world.today, days));
    days.find(|jour| time::weekday(*jour) == day).unwrap_or(world.today)
}

/// How long ago, in minutes, and whether the jeune writes.
type Line = (i64, bool, &'static str);

const THREADS: [&[Line]; 8] = [
    &[
        (2_900, true, "Bonjour, j’ai perdu ma carte d’identité. Comment je fais ?"),
        (2_840, false, "Bonjour ! On peut faire la demande ensemble. Tu peux passer mercredi à 14 h ?"),
        (2_835, true, "Oui, merci beaucoup 🙏"),
        (1_400, false, "Pense à venir avec une photo. Si tu n’en as pas, on la fait ici."),
    ],
    &[(125, true, "Salut, je cherche un stage en cuisine, je sais pas par où commencer")],
    &[
        (1_500, true, "Bonsoir, mon foyer s’arrête le mois prochain. J’ai peur de me retrouver dehors."),
        (1_470, true, "Vous êtes là ?"),
    ],
    &[(400, true, "Est-ce que je peux venir avec ma sœur ?"), (380, false, "Bien sûr, elle est la bienvenue.")],
    &[(60, true, "J’ai reçu un courrier de la CAF, je comprends rien")],
    &[
        (4_400, true, "Merci pour samedi, ça m’a fait du bien de parler"),
        (4_300, false, "Avec plaisir. La porte est ouverte."),
    ],
    &[(130, true, "Salut, il faut une carte ou un papier pour venir ?")],
    &[(15, true, "C’est ouvert ce soir ?")],
];

/// Threads with a past, référents who took them, rendez-vous that were booked.
pub fn lives(tx: &mut Tx<'_>, pros: &[Pro], jeunes: &[Jeune]) -> Result<(), Error> {
    for (jeune, lines) in jeunes.iter().zip(THREADS) {
        let Some(pro) = pros.iter().find(|pro| pro.code == jeune.code && pro.droits.referent) else { continue };
        talk(tx, jeune, pro, lines)?;
    }
    for jeune in jeunes.iter().step_by(2) {
        book(tx, jeune)?;
    }
    Ok(())
}

fn talk(tx: &mut Tx<'_>, jeune: &Jeune, pro: &Pro, lines: &[Line]) -> Result<(), Error> {
    let fil = jeune.fil;
    let referent = Referent { compte: pro.compte, structures: vec![pro.structure] };
    let now = tx.now;
    for (minutes, from_jeune, texte) in lines {
        tx.now = now.plus_minutes(-minutes);
        let author = if *from_jeune {
            Correspondant::Jeune(caller::Jeune { compte: jeune.compte })
        } else {
            messages::db::take(tx, &referent, fil)?;
            Correspondant::Referent(referent.clone())
        };
        // Whoever answers has read.
        messages::db::mark(tx, &author, (fil, i64::MAX, Etape::Lu))?;
        let request = SendMessage::text(fil, db::id(), Texte::parse(texte).map_err(field)?);
        messages::send_now(tx, &author, &request)?;
    }
    tx.now = now;
    Ok(())
}

fn book(tx: &mut Tx<'_>, jeune: &Jeune) -> Result<(), Error> {
    let filter = ListCreneaux { besoin: None, espace: Some(jeune.code.parse().map_err(field)?), commune: None };
    let reader = permanences::db::Reader { jeune: None, now: tx.now, tomorrow: tx.now.plus_days(1), is_adult: false };
    let free = permanences::db::list_free(tx.db, &filter, &reader)?;
    let for_all = |creneau: &&Creneau| creneau.public == Public::Tous;
    let mut later = free.plus_tard.iter().filter(for_all);
    let Some(creneau) = free.semaine.iter().rfind(for_all).or_else(|| later.next()) else { return Ok(()) };
    let today = time::day_of(tx.now, &jiff::tz::TimeZone::UTC);
    let garde = permanences::Garde { minutes: 0, most: u16::MAX, zone: time::lasting("UTC") };
    let bounds = permanences::Bounds { now: tx.now, today, garde };
    let plan = permanences::book_for(tx.db, &caller::Jeune { compte: jeune.compte }, (creneau.id, false), bounds)?;
    tx.carry_out(plan).map(drop)
}
