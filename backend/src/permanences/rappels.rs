//! Reminders of a rendez-vous, as the jeune chose them: a week before, the evening before at six, two hours before.

use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use jiff::tz::TimeZone;
use shared::{
    Instant,
    fields::Heure,
    ids::{CompteId, RendezVousId},
    permanences::{EtatRendezVous, Rappels},
};

use crate::{
    ateliers, avis,
    caller::Jeune,
    db::{AsText, Conn, Tx},
    outbox::{self, Envoi, Genre},
    problem::Error,
    schema::{creneau, envoi, jeune, lieu, permanence, rendez_vous},
    time,
};

const SIX_IN_THE_EVENING: u16 = 18 * 60;

/// The reminders of a rendez-vous, or of an atelier, that are still to come. None comes late: each has an end of its own.
pub fn envois(
    compte: CompteId,
    sujet: &str,
    (debut, zone): (Instant, &TimeZone),
    choice: &Rappels,
    now: Instant,
) -> Vec<Envoi> {
    let (day, hour) = (time::day_of(debut, zone), time::heure_of(debut, zone));
    let at = |days: i32, heure: Heure| time::moment(time::plus_days(day, -days), heure, zone);
    let evening = Heure::from_minutes(SIX_IN_THE_EVENING).and_then(|six| at(1, six));
    let planned = [
        (choice.semaine, at(7, hour), at(6, hour)),
        (choice.veille, evening, Some(debut.plus_minutes(-120))),
        (choice.heures, Some(debut.plus_minutes(-120)), Some(debut.plus_minutes(-15))),
    ];
    let wanted = planned.into_iter().filter(|(wanted, ..)| *wanted).filter_map(|(_, from, to)| from.zip(to));
    let to_come = wanted.filter(|(from, to)| now < *from && from < to);
    to_come
        .map(|(a_partir_du, perime_le)| Envoi {
            compte,
            genre: Genre::Rappel,
            sujet: sujet.to_owned(),
            a_partir_du,
            perime_le,
        })
        .collect()
}

/// What the jeune chose, and whether there is a way to reach them.
pub fn read(db: &mut Conn, caller: &Jeune) -> Result<Rappels, Error> {
    let (semaine, veille, heures) = jeune::table
        .find(caller.compte.to_string())
        .select((jeune::rappel_semaine, jeune::rappel_veille, jeune::rappel_heures))
        .first(db)?;
    Ok(Rappels { semaine, veille, heures, joignable: avis::joignable(db, caller.compte)? })
}

/// The jeune chooses: what was planned for the rendez-vous to come is planned anew.
pub fn choose(tx: &mut Tx<'_>, caller: &Jeune, choice: (bool, bool, bool)) -> Result<Rappels, Error> {
    let (semaine, veille, heures) = choice;
    diesel::update(jeune::table.find(caller.compte.to_string()))
        .set((jeune::rappel_semaine.eq(semaine), jeune::rappel_veille.eq(veille), jeune::rappel_heures.eq(heures)))
        .execute(tx.db)?;
    let kept: Vec<AsText<RendezVousId>> = rendez_vous::table
        .filter(rendez_vous::jeune_id.eq(caller.compte.to_string()))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .select(rendez_vous::id)
        .load(tx.db)?;
    replan(tx, &kept.into_iter().map(|AsText(id)| id.to_string()).collect::<Vec<_>>())?;
    ateliers::replan_for(tx, caller.compte)?;
    read(tx.db, caller)
}

/// Plans the reminders of some rendez-vous anew: their time, or the choice of the jeune, has changed.
pub fn replan(tx: &mut Tx<'_>, rendez_vous: &[String]) -> Result<(), Error> {
    type Row = (AsText<RendezVousId>, AsText<CompteId>, i64, String);
    outbox::cancel(tx, rendez_vous)?;
    let rows: Vec<Row> = rendez_vous::table
        .inner_join(creneau::table.on(creneau::id.eq(rendez_vous::creneau_id)))
        .inner_join(permanence::table.on(permanence::id.eq(creneau::permanence_id)))
        .inner_join(lieu::table.on(lieu::id.eq(permanence::lieu_id)))
        .inner_join(jeune::table)
        .filter(rendez_vous::id.eq_any(rendez_vous))
        .filter(rendez_vous::etat.eq(EtatRendezVous::Confirme.code()))
        .filter(creneau::debut.gt(tx.now.0))
        .select((rendez_vous::id, jeune::compte_id, creneau::debut, lieu::fuseau))
        .load(tx.db)?;
    for (AsText(rendez_vous), AsText(compte), debut, fuseau) in rows {
        let choice = read(tx.db, &Jeune { compte })?;
        let zone = TimeZone::get(&fuseau).unwrap_or(TimeZone::UTC);
        // Also for whom there is no way yet: a phone may be allowed to ring by then.
        for one in &envois(compte, &rendez_vous.to_string(), (Instant(debut), &zone), &choice, tx.now) {
            diesel::insert_into(envoi::table).values(outbox::row(one)).execute(tx.db)?;
        }
    }
    Ok(())
}
