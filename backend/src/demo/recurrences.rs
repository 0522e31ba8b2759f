//! Permanences of each kind: by the month, on chosen dates, every other week, by phone, by video, for some only; and a year
//! that is over, entered afterwards.

use shared::{
    fields::Jour,
    permanences::{
        AddVenue, Besoin, Conditions, ListAgenda, Marque, Mode, Public, PublishPermanence, RecordEntree, Rythme,
    },
};

use super::{
    World,
    moments::{next, publish, publisher, request},
    people::Pro,
    places::{field, line},
};
use crate::{
    caller,
    db::Tx,
    permanences::{self, publication},
    problem::Error,
    time,
};

/// Who, when, from, to, what for, and how it is booked.
type Kind = (usize, Rythme, &'static str, &'static str, Besoin, Conditions);

/// Publishes one of each kind.
pub fn kinds(tx: &mut Tx<'_>, world: &World, pros: &[Pro]) -> Result<(), Error> {
    for (who, rythme, debut, fin, besoin, conditions) in all(world)? {
        let Some(pro) = pros.get(who) else { continue };
        let hours = (debut.parse().map_err(field)?, fin.parse().map_err(field)?);
        publish(tx, world, pro, &PublishPermanence { conditions, ..request(pro, besoin, rythme, hours)? })?;
    }
    Ok(())
}

fn all(world: &World) -> Result<Vec<Kind>, Error> {
    let weekly = |day, toutes_les| Rythme::Semaine { a_partir_du: next(world, day), jusquau: None, toutes_les };
    let plain = Conditions::default;
    let phone = Conditions { mode: Mode::Telephone, pause: 10, ..plain() };
    let lien = Some("https://visio.exemple.fr/permanence".parse().map_err(field)?);
    let video = Conditions { mode: Mode::Video, lien, delai: 60, ..plain() };
    let minors = Conditions { public: Public::Mineurs, avance: Some(14), ..plain() };
    let theirs = Conditions { public: Public::SesJeunes, ..plain() };
    // Six half-days on chosen dates: two a week, three weeks running.
    let (monday, wednesday) = (next(world, 1), next(world, 3));
    let jours = (0..3).flat_map(|week| [monday, wednesday].map(|day| time::plus_days(day, 7 * week))).collect();
    let first_and_third = Rythme::Mois { a_partir_du: world.today, jusquau: None, jour: 5, rangs: vec![1, 3] };
    Ok(vec![
        (1, first_and_third, "10:00", "12:00", Besoin::Droits, plain()),
        (1, Rythme::Dates { jours }, "09:00", "12:00", Besoin::Droits, plain()),
        (3, weekly(2, 2), "14:00", "16:00", Besoin::Formation, plain()),
        (3, weekly(5, 1), "17:00", "18:30", Besoin::Formation, phone),
        (1, weekly(6, 1), "10:00", "12:00", Besoin::Droits, video),
        (5, weekly(5, 1), "16:00", "18:00", Besoin::Parler, minors),
        (0, weekly(1, 1), "09:30", "11:30", Besoin::Papiers, theirs),
    ])
}

/// The permanence of the SEJM in 2019, as the Mission Locale de Paris counted it (bilan DIP2, 2020): 46 half-days,
/// 104 orientés, 79 reçus, 65 entrés. The figures are real; nobody in it is.
pub fn year_2019(tx: &mut Tx<'_>, world: &World, pro: &Pro) -> Result<(), Error> {
    let day = |text: &str| text.parse::<Jour>().map_err(field);
    let rythme = Rythme::Semaine { a_partir_du: day("2019-01-02")?, jusquau: Some(day("2019-12-31")?), toutes_les: 1 };
    let hours = ("14:00".parse().map_err(field)?, "17:00".parse().map_err(field)?);
    let new = PublishPermanence { deja_tenue: true, ..request(pro, Besoin::Emploi, rythme, hours)? };
    let permanence = publication::publish(tx, &publisher(pro), &new, world.horizon)?.id;
    for jour in ["2019-08-07", "2019-08-14", "2019-08-21"] {
        permanences::cancel_day(tx, &publisher(pro), (permanence, day(jour)?), None)?;
    }
    receive(tx, world, pro)
}

const ORIENTES: usize = 104;
const RECUS: usize = 79;
const ENTRES: usize = 65;

// Three on a half-day, until all have come.
fn receive(tx: &mut Tx<'_>, world: &World, pro: &Pro) -> Result<(), Error> {
    let caller = caller::Professionnel { compte: pro.compte, appartenances: Vec::new() };
    let mut person = 0;
    let (mut monday, last): (Jour, Jour) = ("2018-12-31".parse().map_err(field)?, "2019-12-31".parse().map_err(field)?);
    while monday <= last && person < ORIENTES {
        let week = permanences::week(tx.db, &caller, &ListAgenda { du: monday }, &world.zone)?;
        for creneau in week.iter().take(3).take(ORIENTES - person) {
            // One of four did not come, spread over the year.
            let marque = if spread(person, RECUS, ORIENTES) { Marque::Recu } else { Marque::Absent };
            let prenom = FIRST_NAMES.get(person % FIRST_NAMES.len()).copied().unwrap_or("Sam");
            let request = AddVenue { creneau: creneau.id, prenom: prenom.parse().map_err(field)?, marque };
            let venue = permanences::add_venue_for(tx, &caller, &request)?;
            let received = (0..person).filter(|one| spread(*one, RECUS, ORIENTES)).count();
            if marque == Marque::Recu && spread(received, ENTRES, RECUS) {
                let programme = Some(line("DIP")?);
                permanences::record_entree_for(
                    tx,
                    &caller,
                    &RecordEntree { rendez_vous: venue.rendez_vous, programme },
                )?;
            }
            person += 1;
        }
        monday = time::plus_days(monday, 7);
    }
    Ok(())
}

// Whether the n-th of `whole` is one of the `part` that are spread evenly among them.
fn spread(n: usize, part: usize, whole: usize) -> bool {
    n * part / whole != (n + 1) * part / whole
}

const FIRST_NAMES: [&str; 8] = ["Sofiane", "Maïa", "Ibrahim", "Léo", "Fatou", "Noé", "Inès", "Koffi"];
