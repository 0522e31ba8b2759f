//! Invented moments: permanences modelled on those of a real programme, threads, rendez-vous.

use shared::{
    fields::{Heure, Texte},
    permanences::{Ailleurs, Besoin, ListCreneaux, PublishPermanence, Rythme},
};

use super::{
    people::{Jeune, Pro},
    places::{field, line},
};
use crate::{
    app::App,
    caller::{self, Correspondant, Referent},
    db, messages,
    permanences::{self, publication},
    problem::Error,
    time,
};

/// A weekly half-day: who (place in the list), day of the week, from, to, length, places, what for, elsewhere.
type Weekly = (usize, u8, &'static str, &'static str, u16, u16, Besoin, Option<(&'static str, &'static str)>);

const WEEKLY: [Weekly; 10] = [
    // The half-day of Wednesday afternoon.
    (0, 3, "14:00", "17:30", 30, 1, Besoin::Papiers, None),
    (0, 5, "18:00", "20:00", 30, 1, Besoin::Parler, None),
    // A jurist whom another structure hosts.
    (1, 2, "09:30", "12:30", 30, 1, Besoin::Droits, None),
    (1, 4, "14:00", "17:00", 30, 1, Besoin::Droits, Some(("Le bus Solibus", "Devant la gare RER, parvis"))),
    (2, 1, "14:00", "17:00", 45, 1, Besoin::Emploi, None),
    (2, 3, "18:00", "20:00", 60, 6, Besoin::Emploi, None),
    (3, 4, "10:00", "12:00", 30, 1, Besoin::Formation, None),
    (4, 6, "13:00", "17:00", 30, 1, Besoin::Parler, None),
    (5, 7, "15:00", "18:00", 30, 1, Besoin::Logement, None),
    (6, 6, "14:00", "18:00", 30, 2, Besoin::Argent, None),
];

/// Publishes the weekly permanences, and some for today and the days to come, so that there is always a créneau soon.
pub fn permanences(app: &App, pros: &[Pro]) -> Result<(), Error> {
    for (who, day, debut, fin, duree, places, besoin, elsewhere) in WEEKLY {
        let Some(pro) = pros.get(who) else { continue };
        let rythme = Rythme::Semaine { a_partir_du: next(app, day), jusquau: None };
        let ailleurs = match elsewhere {
            Some((nom, adresse)) => {
                Some(Ailleurs { nom: line(nom)?, adresse: line(adresse)?, commune: line("Aubervilliers")? })
            }
            None => None,
        };
        let hours = (debut.parse().map_err(field)?, fin.parse().map_err(field)?);
        publish(app, pro, PublishPermanence { ailleurs, duree, places, ..request(pro, besoin, rythme, hours)? })?;
    }
    soon(app, pros)
}

// Whoever holds a weekly permanence at that hour is passed over: nobody is in two places at once.
fn soon(app: &App, pros: &[Pro]) -> Result<(), Error> {
    let now = time::heure_of(app.db.now(), app.zone()).minutes();
    let quarter = now / 15 * 15 + 30;
    let besoins = [Besoin::Parler, Besoin::Sante, Besoin::Emploi, Besoin::Papiers];
    for days in 0..4_i32 {
        for (pro, besoin) in pros.iter().skip(3).zip(besoins) {
            let from = if days == 0 { quarter } else { 10 * 60 };
            let to = (from + 150).min(23 * 60 + 30);
            let (Some(debut), Some(fin)) = (Heure::from_minutes(from), Heure::from_minutes(to)) else { continue };
            if to < from + 30 {
                continue;
            }
            let rythme = Rythme::Date { jour: time::plus_days(app.today(), days) };
            match publish(app, pro, request(pro, besoin, rythme, (debut, fin))?) {
                Err(Error::Refused(problem)) if problem.kind == shared::ProblemKind::ProfessionnelOccupe => {}
                done => done?,
            }
        }
    }
    Ok(())
}

fn request(
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
        duree: 30,
        places: 1,
    })
}

fn publish(app: &App, pro: &Pro, request: PublishPermanence) -> Result<(), Error> {
    let caller = caller::Structure { compte: pro.compte, structures: vec![pro.structure] };
    let horizon = i32::from(app.settings.horizon_weeks) * 7;
    app.db.write_now(move |tx| publication::publish(tx, &caller, &request, horizon).map(drop))
}

// The next such day of the week, today included.
fn next(app: &App, day: u8) -> shared::fields::Jour {
    let today = app.today();
    (0..7).map(|days| time::plus_days(today, days)).find(|jour| time::weekday(*jour) == day).unwrap_or(today)
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
    &[],
    &[(15, true, "C’est ouvert ce soir ?")],
];

/// Threads with a past, référents who took them, rendez-vous that were booked.
pub fn lives(app: &App, pros: &[Pro], jeunes: &[Jeune]) -> Result<(), Error> {
    for (jeune, lines) in jeunes.iter().zip(THREADS) {
        let code = CODES.get(jeune.espace).copied();
        let Some(pro) = pros.iter().find(|pro| Some(pro.code) == code) else { continue };
        talk(app, jeune, pro, lines)?;
    }
    for jeune in jeunes.iter().step_by(2) {
        book(app, jeune)?;
    }
    Ok(())
}

const CODES: [&str; 3] = ["aubervilliers", "montreuil", "clichy-sous-bois"];

fn talk(app: &App, jeune: &Jeune, pro: &Pro, lines: &'static [Line]) -> Result<(), Error> {
    let (fil, compte) = (jeune.fil, jeune.compte);
    let referent = Referent { compte: pro.compte, structures: vec![pro.structure] };
    app.db.write_now(move |tx| {
        let now = tx.now;
        for (minutes, from_jeune, texte) in lines {
            tx.now = now.plus_minutes(-minutes);
            let author = if *from_jeune {
                Correspondant::Jeune(caller::Jeune { compte })
            } else {
                messages::db::take(tx, &referent, fil)?;
                Correspondant::Referent(referent.clone())
            };
            let request =
                shared::messages::SendMessage { fil, message: db::id(), texte: Texte::parse(texte).map_err(field)? };
            messages::db::send(tx, &author, &request)?;
        }
        tx.now = now;
        Ok(())
    })
}

fn book(app: &App, jeune: &Jeune) -> Result<(), Error> {
    let code = CODES.get(jeune.espace).copied().unwrap_or("aubervilliers");
    let filter = ListCreneaux { besoin: None, espace: Some(code.parse().map_err(field)?) };
    let compte = jeune.compte;
    app.db.write_now(move |tx| {
        let free = permanences::db::list_free(tx.db, &filter, tx.now, tx.now.plus_days(1))?;
        let Some(creneau) = free.semaine.last().or(free.plus_tard.first()) else { return Ok(()) };
        permanences::book_for(tx, &caller::Jeune { compte }, creneau.id).map(drop)
    })
}
