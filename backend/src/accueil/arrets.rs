//! Where what moves stops: each week, and otherwise on some days.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::{Arret, ArretParticulier, ArretPrevu, DetailEspace, Heures, JourParticulier, Lieu, LieuArret},
    fields::{Heure, Jour, Ligne},
    ids::EspaceId,
};

use super::{
    lignes::{By, grouped, heure},
    porte::{FAR, Horaires},
};
use crate::{
    db::{AsText, Conn},
    problem::Error,
    schema::arret_particulier,
    time,
};

// How many stops to come are told.
const STOPS: usize = 7;

/// A stop in a sentence: "lundi 23 novembre, 16 h 30 – 19 h : Lycée, Avenue Jean Jaurès, Liévin".
pub fn said(stop: &ArretPrevu, zone: &TimeZone, now: Instant) -> String {
    let (day, [debut, fin]) =
        (time::long_day(stop.debut, zone, now), [stop.debut, stop.fin].map(|at| time::said_hour(at, zone)));
    let Lieu { nom, adresse, commune, .. } = &stop.lieu;
    format!("{day}, {debut} – {fin}\u{A0}: {nom}, {adresse}, {commune}")
}

/// What places do otherwise on some days, from one on.
pub fn load(db: &mut Conn, ids: &[String], since: &str) -> Result<By<ArretParticulier>, Error> {
    type Place = (Option<i32>, Option<AsText<Ligne>>, Option<AsText<Ligne>>, Option<AsText<Ligne>>);
    let rows: Vec<(String, AsText<Jour>, i32, Place)> = arret_particulier::table
        .filter(arret_particulier::espace_id.eq_any(ids))
        .filter(arret_particulier::jour.ge(since))
        .order((arret_particulier::espace_id, arret_particulier::jour, arret_particulier::debut))
        .select((
            arret_particulier::espace_id,
            arret_particulier::jour,
            arret_particulier::debut,
            (arret_particulier::fin, arret_particulier::nom, arret_particulier::adresse, arret_particulier::commune),
        ))
        .load(db)?;
    let changes = rows.into_iter().filter_map(|(espace, AsText(jour), debut, place)| {
        let (fin, nom, adresse, commune) = place;
        let place = fin.and_then(heure).zip(nom).zip(adresse.zip(commune));
        let lieu = place.map(|((fin, AsText(nom)), (AsText(adresse), AsText(commune)))| LieuArret {
            fin,
            nom,
            adresse,
            commune,
        });
        Some((espace, ArretParticulier { jour, debut: heure(debut)?, lieu }))
    });
    Ok(grouped(changes))
}

/// Writes them.
pub fn insert(db: &mut Conn, espace: &str, changes: &[ArretParticulier]) -> Result<(), Error> {
    for (rang, one) in (0..).zip(changes) {
        let place = one.lieu.as_ref();
        diesel::insert_into(arret_particulier::table)
            .values((
                arret_particulier::espace_id.eq(espace),
                arret_particulier::rang.eq(rang),
                arret_particulier::jour.eq(one.jour.to_string()),
                arret_particulier::debut.eq(i32::from(one.debut.minutes())),
                arret_particulier::fin.eq(place.map(|place| i32::from(place.fin.minutes()))),
                arret_particulier::nom.eq(place.map(|place| place.nom.as_str())),
                arret_particulier::adresse.eq(place.map(|place| place.adresse.as_str())),
                arret_particulier::commune.eq(place.map(|place| place.commune.as_str())),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Takes those of a place away.
pub fn delete(db: &mut Conn, espace: EspaceId) -> Result<(), Error> {
    let mine = arret_particulier::table.filter(arret_particulier::espace_id.eq(espace.to_string()));
    diesel::delete(mine).execute(db)?;
    Ok(())
}

/// The same door, with what is otherwise on some days: on these its hours are those of the stops that remain or are added.
pub fn changed(door: &Horaires, detail: &DetailEspace) -> Horaires {
    let mut days: Vec<Jour> = detail.arrets_particuliers.iter().map(|one| one.jour).collect();
    days.dedup();
    let mut jours = detail.jours.clone();
    for jour in days {
        let heures = hours(door, detail, jour);
        let mot = jours.iter_mut().find(|one| one.jour == jour).and_then(|one| one.mot.take());
        jours.retain(|one| one.jour != jour);
        jours.push(JourParticulier { jour, heures, mot });
    }
    Horaires { jours, ..door.clone() }
}

/// The stop of now, and those to come, by the door without what is otherwise on some days.
pub fn to_come(door: &Horaires, detail: &DetailEspace, base: &Lieu, now: Instant) -> Vec<ArretPrevu> {
    let from = time::plus_days(time::day_of(now, &door.zone), -1);
    let of_day = |day: Jour| {
        of_day(door, detail, day).into_iter().map(move |stop| {
            let (debut, fin) = door.span(day, stop.heures);
            ArretPrevu { lieu: stop.lieu(base), debut, fin }
        })
    };
    let days = (0..=FAR).map(|days| time::plus_days(from, days));
    let mut all: Vec<ArretPrevu> = days.flat_map(of_day).filter(|stop| now < stop.fin).collect();
    all.sort_by_key(|stop| (stop.debut, stop.fin));
    all.truncate(STOPS);
    all
}

/// The stop of a moment, and when it is left.
pub fn at<'a>(door: &Horaires, detail: &'a DetailEspace, at: Instant) -> Option<(Stop<'a>, Instant)> {
    let today = time::day_of(at, &door.zone);
    // The evening before may not be over.
    let days = [time::plus_days(today, -1), today];
    let mut stops = days
        .into_iter()
        .flat_map(|day| of_day(door, detail, day).into_iter().map(move |stop| (door.span(day, stop.heures), stop)));
    let ((_, fin), stop) = stops.find(|((debut, fin), _)| *debut <= at && at < *fin)?;
    Some((stop, fin))
}

/// What makes no sense of the days that are otherwise, from one on: a stop elsewhere at the same time, with what holds each week
/// and on the days around; a stop to leave out that there is none of.
pub fn mistake(door: &Horaires, detail: &DetailEspace, since: Jour) -> Option<(&'static str, &'static str)> {
    let spans = |day: Jour| of_day(door, detail, day).into_iter().map(move |stop| door.span(day, stop.heures));
    let field = "arrets_particuliers";
    detail.arrets_particuliers.iter().filter(|one| since <= one.jour).find_map(|one| {
        let tour = door.tour(one.jour);
        let is_meant = |stop: &Arret| {
            (stop.jour, stop.debut) == (time::weekday(one.jour), one.debut)
                && tour.is_none_or(|tour| tour == stop.vacances)
        };
        if one.lieu.is_none() && !detail.arrets.iter().any(is_meant) {
            return Some((field, "arret-inconnu"));
        }
        let days = [-1, 0, 1].map(|days| time::plus_days(one.jour, days));
        let mut all: Vec<(Instant, Instant)> = days.into_iter().flat_map(spans).collect();
        all.sort_unstable();
        all.windows(2).any(|pair| pair[1].0 < pair[0].1).then_some((field, "en-meme-temps"))
    })
}

/// The hours of the stops of a day.
pub fn hours(door: &Horaires, detail: &DetailEspace, day: Jour) -> Vec<Heures> {
    of_day(door, detail, day).into_iter().map(|stop| stop.heures).collect()
}

/// A stop of one day.
pub struct Stop<'a> {
    heures: Heures,
    nom: &'a Ligne,
    adresse: &'a Ligne,
    commune: &'a Ligne,
}

impl Stop<'_> {
    /// Its place, on the clock of where it is at home.
    pub fn lieu(&self, base: &Lieu) -> Lieu {
        let text = |line: &Ligne| line.as_str().to_owned();
        Lieu {
            nom: text(self.nom),
            adresse: text(self.adresse),
            commune: text(self.commune),
            fuseau: base.fuseau.clone(),
        }
    }
}

// Those of the week but those that are left out, and those of the day alone.
fn of_day<'a>(door: &Horaires, detail: &'a DetailEspace, day: Jour) -> Vec<Stop<'a>> {
    if door.fermetures.iter().any(|(du, au)| *du <= day && day <= *au) {
        return Vec::new();
    }
    let tour = door.tour(day);
    let is_left_out = |debut: Heure| {
        detail.arrets_particuliers.iter().any(|one| (one.jour, one.debut) == (day, debut) && one.lieu.is_none())
    };
    let usual =
        |stop: &&Arret| stop.jour == time::weekday(day) && Some(stop.vacances) == tour && !is_left_out(stop.debut);
    let week = detail.arrets.iter().filter(usual).map(|stop| Stop {
        heures: stop.ouverture().heures(),
        nom: &stop.nom,
        adresse: &stop.adresse,
        commune: &stop.commune,
    });
    let once = detail.arrets_particuliers.iter().filter(|one| one.jour == day).filter_map(|one| {
        let place = one.lieu.as_ref()?;
        let heures = Heures { debut: one.debut, fin: place.fin };
        Some(Stop { heures, nom: &place.nom, adresse: &place.adresse, commune: &place.commune })
    });
    week.chain(once).collect()
}
