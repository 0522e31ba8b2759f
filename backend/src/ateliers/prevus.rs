//! What is published in the places where one works, by all who publish there: to know each other, and to see what collides.

use std::collections::{HashMap, HashSet};

use diesel::{BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    accueil::Lieu,
    ateliers::{EtatAtelier, Prevu},
    fields::{CodeEspace, Jour},
    ids::{AtelierId, CompteId, PermanenceId, StructureId},
    permanences::Besoin,
};

use super::{
    pro::works_at,
    stored::{Full, Row, complete, rows},
};
use crate::{
    caller::Professionnel,
    comptes::{keys, plain_lower},
    db::{AsText, Conn},
    problem::Error,
    schema::{animation, atelier, creneau, espace_temps, lieu, meneur, permanence, structure},
    time,
};

/// So many days from one on, each on the calendar of its place: in the caller's places, in order.
pub fn list(
    db: &mut Conn,
    caller: &Professionnel,
    (du, days): (Jour, i32),
    zone: &TimeZone,
) -> Result<Vec<Prevu>, Error> {
    // No two clocks are a day apart.
    let start = |days| time::start_of(time::plus_days(du, days), zone);
    let mut list = between(db, caller, (start(-1), start(days + 1)))?;
    let day = |one: &Prevu| time::day_of(one.debut, &TimeZone::get(&one.fuseau).unwrap_or(TimeZone::UTC));
    let until = time::plus_days(du, days);
    list.retain(|one| (du..until).contains(&day(one)));
    list.sort_by_cached_key(day);
    Ok(list)
}

fn between(db: &mut Conn, caller: &Professionnel, span: (Instant, Instant)) -> Result<Vec<Prevu>, Error> {
    let mine = works_at(caller);
    let espaces = espaces(db, &mine)?;
    let mut here = permanences(db, &mine, (&espaces, &[]), span)?;
    here.extend(ateliers(db, &mine, (&espaces, &[]), span)?);
    // Those who lead here may be elsewhere at the same time.
    let people: HashSet<String> = here.iter().flat_map(|one| one.people.iter().map(ToString::to_string)).collect();
    let people: Vec<String> = people.into_iter().collect();
    let known: HashSet<String> = here.iter().map(|one| one.key.clone()).collect();
    let mut elsewhere = Vec::new();
    if !people.is_empty() {
        elsewhere.extend(permanences(db, &mine, (&[], &people), span)?);
        elsewhere.extend(ateliers(db, &mine, (&[], &people), span)?);
        elsewhere.retain(|one| !known.contains(&one.key));
    }
    let collides = |one: &Held| here.iter().chain(&elsewhere).any(|other| one.collides_with(other));
    let conflicts: Vec<bool> = here.iter().map(collides).collect();
    let mut shown: Vec<(Held, bool)> = here.into_iter().zip(conflicts).collect();
    // Among what starts together the order is drawn: nobody is first by name.
    shown.sort_by_cached_key(|(one, _)| (one.debut, keys::digest(&one.key)));
    Ok(shown.into_iter().filter_map(|(one, conflit)| Some(Prevu { conflit, ..one.prevu? })).collect())
}

// Something that is held somewhere, by some people.
struct Held {
    key: String,
    lieu: String,
    people: Vec<CompteId>,
    debut: Instant,
    fin: Instant,
    prevu: Option<Prevu>,
}

impl Held {
    fn collides_with(&self, other: &Self) -> bool {
        let meanwhile = self.debut < other.fin && other.debut < self.fin;
        let same = self.lieu == other.lieu || self.people.iter().any(|one| other.people.contains(one));
        self.key != other.key && meanwhile && same
    }
}

fn espaces(db: &mut Conn, mine: &[StructureId]) -> Result<Vec<String>, Error> {
    let mine: Vec<String> = mine.iter().map(ToString::to_string).collect();
    let animated: Vec<String> =
        animation::table.filter(animation::structure_id.eq_any(&mine)).select(animation::espace_id).load(db)?;
    let received: Vec<String> = permanence::table
        .filter(permanence::structure_id.eq_any(&mine))
        .select(permanence::espace_id)
        .distinct()
        .load(db)?;
    let published: Vec<Option<String>> =
        atelier::table.filter(atelier::structure_id.eq_any(&mine)).select(atelier::espace_id).distinct().load(db)?;
    let all: HashSet<String> = animated.into_iter().chain(received).chain(published.into_iter().flatten()).collect();
    Ok(all.into_iter().collect())
}

type Around = (String, (AsText<StructureId>, String), String, AsText<CompteId>, AsText<CodeEspace>, (String, String));

// One for each day of each permanence: in some espaces-temps, or of some professionals.
fn permanences(
    db: &mut Conn,
    mine: &[StructureId],
    (espaces, people): (&[String], &[String]),
    (from, to): (Instant, Instant),
) -> Result<Vec<Held>, Error> {
    type Day = (AsText<PermanenceId>, String, Option<i64>, Option<i64>);
    let days: Vec<Day> = creneau::table
        .filter(creneau::espace_id.eq_any(espaces).or(creneau::professionnel_id.eq_any(people)))
        .filter(creneau::debut.ge(from.0))
        .filter(creneau::debut.lt(to.0))
        .filter(diesel::dsl::not(creneau::annule))
        .group_by((creneau::permanence_id, creneau::jour))
        .select((
            creneau::permanence_id,
            creneau::jour,
            diesel::dsl::min(creneau::debut),
            diesel::dsl::max(creneau::fin),
        ))
        .load(db)?;
    let ids: Vec<String> = days.iter().map(|(AsText(id), ..)| id.to_string()).collect();
    let around: Vec<(AsText<PermanenceId>, Around)> = permanence::table
        .inner_join(structure::table)
        .inner_join(espace_temps::table)
        .inner_join(lieu::table)
        .filter(permanence::id.eq_any(ids))
        .select((
            permanence::id,
            (
                permanence::lieu_id,
                (permanence::structure_id, structure::nom),
                permanence::besoin,
                permanence::professionnel_id,
                espace_temps::code,
                (espace_temps::nom, lieu::fuseau),
            ),
        ))
        .load(db)?;
    let around: HashMap<PermanenceId, Around> = around.into_iter().map(|(AsText(id), rest)| (id, rest)).collect();
    let held = days.into_iter().filter_map(|(AsText(id), jour, debut, fin)| {
        let (lieu, (AsText(structure), nom), besoin, AsText(who), AsText(espace), (nom_espace, fuseau)) =
            around.get(&id)?.clone();
        let (debut, fin) = (Instant(debut?), Instant(fin?));
        let prevu = Prevu {
            debut,
            fin,
            espace: Some(espace),
            lieu: nom_espace,
            fuseau,
            besoin: Besoin::from_code(&besoin)?,
            atelier: None,
            titre: None,
            structure: nom,
            a_nous: mine.contains(&structure),
            conflit: false,
        };
        Some(Held { key: format!("{id} {jour}"), lieu, people: vec![who], debut, fin, prevu: Some(prevu) })
    });
    Ok(held.collect())
}

// The ateliers of some espaces-temps and one's own anywhere, or those that some professionals lead. A draft of one's own is no news for others.
fn ateliers(
    db: &mut Conn,
    mine: &[StructureId],
    (espaces, people): (&[String], &[String]),
    (from, to): (Instant, Instant),
) -> Result<Vec<Held>, Error> {
    let led: Vec<String> = if people.is_empty() {
        Vec::new()
    } else {
        meneur::table.filter(meneur::professionnel_id.eq_any(people)).select(meneur::atelier_id).load(db)?
    };
    // What one publishes anywhere counts like what is held in the places; asked for people, only what they lead does.
    let own = mine.iter().filter(|_| people.is_empty());
    let ours: Vec<String> = own.map(ToString::to_string).collect();
    let found: Vec<Row> = rows!()
        .filter(atelier::espace_id.eq_any(espaces).or(atelier::id.eq_any(led)).or(atelier::structure_id.eq_any(ours)))
        .filter(atelier::debut.ge(from.0))
        .filter(atelier::debut.lt(to.0))
        .filter(atelier::etat.eq_any([EtatAtelier::Publie.code(), EtatAtelier::Fait.code()]))
        .load(db)?;
    let full = complete(db, found)?;
    let names = names(db, &full.iter().map(|one| one.id).collect::<Vec<_>>())?;
    let held = full.into_iter().map(|one| {
        let shown = one.shown(from);
        let around = names.get(&one.id).cloned();
        let prevu = around.map(|(structure, nom_espace)| Prevu {
            debut: shown.debut,
            fin: shown.fin,
            espace: one.espace.clone(),
            // Elsewhere, it is only announced on the page of the espace-temps.
            lieu: nom_espace
                .filter(|_| one.stored.chez_espace)
                .unwrap_or_else(|| format!("{}, {}", one.lieu.nom, one.lieu.commune)),
            fuseau: one.lieu.fuseau.clone(),
            besoin: shown.besoin,
            atelier: Some(one.id),
            titre: Some(shown.titre.clone()),
            structure,
            a_nous: mine.contains(&one.stored.structure_id.0),
            conflit: false,
        });
        Held {
            key: one.id.to_string(),
            lieu: room(&one),
            people: one.professionnels(),
            debut: shown.debut,
            fin: shown.fin,
            prevu,
        }
    });
    Ok(held.collect())
}

// Within the walls of an espace-temps, that place; elsewhere each atelier has an address of its own, and the same one written
// twice is the same hall.
fn room(one: &Full) -> String {
    let Lieu { nom, adresse, commune, .. } = &one.lieu;
    if one.stored.chez_espace { one.stored.lieu_id.clone() } else { plain_lower(&format!("{nom} {adresse} {commune}")) }
}

// The structure that publishes, and the espace-temps that announces it.
fn names(db: &mut Conn, ids: &[AtelierId]) -> Result<HashMap<AtelierId, (String, Option<String>)>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(AsText<AtelierId>, String, Option<String>)> = atelier::table
        .inner_join(structure::table)
        .left_join(espace_temps::table)
        .filter(atelier::id.eq_any(ids.iter().map(ToString::to_string)))
        .select((atelier::id, structure::nom, espace_temps::nom.nullable()))
        .load(db)?;
    Ok(rows.into_iter().map(|(AsText(id), structure, espace)| (id, (structure, espace))).collect())
}
