//! Invented passages: today's, with and without an account, and those of the days before; a relative who wrote.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant,
    fields::{Prenom, Texte},
    permanences::Besoin,
};

use super::{
    World,
    people::{Jeune, Pro},
    places::{Espace, field},
};
use crate::{
    accueil::{
        passage::{New, Place, insert},
        proches,
    },
    db::Tx,
    problem::Error,
    schema::passage,
};

/// Who came today, so many minutes ago: a jeune of the place or nobody known, first name, age, what for, a note, and whether
/// somebody takes care of them.
type Today = (i64, bool, Option<&'static str>, Option<u8>, Option<Besoin>, Option<&'static str>, bool);

const TODAY: [Today; 6] = [
    (95, false, Some("Bakary"), Some(18), Some(Besoin::Emploi), None, true),
    (50, true, None, None, Some(Besoin::Papiers), None, true),
    (35, false, None, Some(17), Some(Besoin::Papiers), Some("revient vers 18 h avec une amie"), false),
    (20, true, None, None, Some(Besoin::Parler), None, false),
    (12, false, Some("Yaëlle"), None, None, None, false),
    (4, false, None, Some(20), Some(Besoin::Logement), Some("préfère un coin au calme"), false),
];

/// How many came on each of the days before, yesterday first.
const BEFORE: [usize; 6] = [9, 6, 11, 4, 7, 5];

/// Fills the first espace-temps.
pub fn passages(
    tx: &mut Tx<'_>,
    world: &World,
    pros: &[Pro],
    (espaces, jeunes): (&[Espace], &[Jeune]),
) -> Result<(), Error> {
    let (Some(espace), now) = (espaces.first(), tx.now) else { return Ok(()) };
    let place = Place { id: espace.id, nom: String::new(), zone: world.zone.clone() };
    let mut known = jeunes.iter().filter(|one| one.code == espace.code);
    let pro = pros.iter().find(|one| one.code == espace.code).map(|one| one.compte.to_string());
    for (ago, with_account, prenom, age, besoin, note, met) in TODAY {
        tx.now = now.plus_minutes(-ago);
        let jeune = known.next().filter(|_| with_account).map(|one| one.compte);
        let new = New { jeune, prenom: prenom.map(str::to_owned), age, besoin, note: note.map(str::to_owned) };
        let arrived = Some(tx.now);
        let passage = insert(tx, &place, new, arrived)?;
        if met {
            diesel::update(passage::table.find(passage.to_string()))
                .set((passage::pris_par.eq(pro.clone()), passage::pris_le.eq(tx.now.plus_minutes(10).0)))
                .execute(tx.db)?;
        }
    }
    for (days, count) in (1..).zip(BEFORE) {
        (0..count).try_for_each(|i| before(tx, &place, now.plus_days(-days), i))?;
    }
    tx.now = now;
    relative(tx, espace, pros)
}

// A mother who writes on her own; she waits for an answer to her second message.
fn relative(tx: &mut Tx<'_>, espace: &Espace, pros: &[Pro]) -> Result<(), Error> {
    let now = tx.now;
    let Some(pro) = pros.iter().find(|one| one.code == espace.code && one.droits.referent) else { return Ok(()) };
    let prenom = Prenom::parse("Fatou").map_err(field)?;
    let said = |text: &str| Texte::parse(text).map_err(field);
    let (first, last) = (
        said("Bonjour. Mon fils de 17 ans ne va plus en cours. Que peut-on faire ?")?,
        said("Merci. Samedi à 15 h, est-ce possible ?")?,
    );
    tx.now = now.plus_minutes(-26 * 60);
    let which = proches::seed(tx, espace.id, &prenom, &first)?;
    tx.now = now.plus_minutes(-3 * 60);
    let answer = said("Bonjour Fatou. Vous pouvez venir nous voir, seule ou à deux, sans rendez-vous.")?;
    proches::add(tx, which, Some(pro.compte), &answer)?;
    tx.now = now.plus_minutes(-70);
    proches::add(tx, which, None, &last)?;
    tx.now = now;
    Ok(())
}

// Spread over an afternoon, one in four not received.
fn before(tx: &mut Tx<'_>, place: &Place, day: Instant, i: usize) -> Result<(), Error> {
    let minutes = i64::try_from(i).unwrap_or(0) * 25;
    tx.now = day.plus_minutes(-minutes);
    let besoin = Besoin::ALL.get((i * 3) % (Besoin::ALL.len() + 2)).copied();
    let new = New { jeune: None, prenom: None, age: None, besoin, note: None };
    let arrived = tx.now;
    let passage = insert(tx, place, new, Some(arrived))?;
    let met = (i % 4 != 3).then(|| arrived.plus_minutes(15).0);
    diesel::update(passage::table.find(passage.to_string()))
        .set((passage::pris_le.eq(met), passage::fini_le.eq(arrived.plus_minutes(60).0)))
        .execute(tx.db)?;
    Ok(())
}
