//! A lively week of ateliers in Seine-Saint-Denis, and one that is over: invented, with the kinds of a real programme.

use shared::{
    ateliers::{
        CreateAteliers, FicheAtelier, GiveRetour, JoinAtelier, LieuAtelier, MarkParticipant, NewMeneur, Pointage,
        Visage,
    },
    fields::{Jour, Prenom, Texte},
    ids::{AtelierId, InscriptionId},
    permanences::{Besoin, Rythme},
};

use super::{
    World,
    moments::{next, publisher},
    people::{Jeune, Pro},
    places::{Espace, field, line},
};
use crate::{
    ateliers,
    caller::{self, Professionnel},
    db::Tx,
    problem::Error,
    time,
};

/// Name, town and meeting point of a place of its own.
type Elsewhere = Option<(&'static str, &'static str, &'static str)>;

/// An atelier of the week.
struct Plan {
    /// Who publishes: a place in the list of professionals.
    pro: usize,
    /// Day of the week, from, to.
    quand: (u8, &'static str, &'static str),
    titre: &'static str,
    presentation: &'static str,
    besoin: Besoin,
    ages: Option<(u8, u8)>,
    places: u16,
    /// A provider, with what it brings.
    avec: Option<(&'static str, &'static str)>,
    /// Whether another structure of the place leads too.
    ensemble: bool,
    ailleurs: Elsewhere,
    a_apporter: Option<&'static str>,
    /// How many of the people of the demonstration join.
    inscrits: usize,
    /// Every week for a month, rather than once.
    serie: bool,
}

const PLAIN: Plan = Plan {
    pro: 0,
    quand: (3, "14:00", "16:00"),
    titre: "",
    presentation: "",
    besoin: Besoin::Parler,
    ages: None,
    places: 12,
    avec: None,
    ensemble: false,
    ailleurs: None,
    a_apporter: None,
    inscrits: 2,
    serie: false,
};

const WEEK: [Plan; 8] = [
    Plan {
        pro: 1,
        quand: (2, "18:00", "19:30"),
        titre: "Tes droits au travail",
        presentation: "Un juriste répond à toutes les questions : contrat, salaire, période d’essai.",
        besoin: Besoin::Droits,
        avec: Some(("Point d’accès au droit", "juriste")),
        a_apporter: Some("ton contrat ou ta fiche de paie, si tu en as"),
        serie: true,
        ..PLAIN
    },
    Plan {
        pro: 2,
        quand: (3, "17:30", "19:30"),
        titre: "Préparer un entretien",
        presentation: "On s’entraîne à deux, puis on regarde ensemble ce qui marche.",
        besoin: Besoin::Emploi,
        avec: Some(("Emploi coaching", "coach")),
        ensemble: true,
        inscrits: 4,
        serie: true,
        ..PLAIN
    },
    Plan {
        pro: 0,
        quand: (5, "18:00", "20:00"),
        titre: "Bien dans ses habits pour un entretien",
        presentation: "Des vêtements à essayer et à garder, et des conseils sans jugement.",
        besoin: Besoin::Emploi,
        // Few places, on purpose: the others wait.
        places: 2,
        avec: Some(("Une association de conseil en image", "conseillère en image")),
        inscrits: 5,
        ..PLAIN
    },
    Plan {
        pro: 3,
        quand: (4, "13:30", "16:30"),
        titre: "Visite d’un atelier de menuiserie",
        presentation: "Une entreprise ouvre ses portes. On part ensemble, on revient ensemble.",
        besoin: Besoin::Formation,
        ages: Some((16, 25)),
        places: 8,
        ailleurs: Some(("Menuiserie du quartier", "Montreuil", "devant la mairie, sous l’horloge")),
        a_apporter: Some("des chaussures fermées"),
        inscrits: 3,
        ..PLAIN
    },
    Plan {
        pro: 4,
        quand: (6, "14:00", "16:00"),
        titre: "Foot à cinq, tout le monde joue",
        presentation: "Pas besoin de savoir jouer. On se rencontre, on bouge, on goûte ensemble.",
        besoin: Besoin::Sante,
        ages: Some((15, 25)),
        places: 20,
        ensemble: true,
        ailleurs: Some(("Stade municipal", "Clichy-sous-Bois", "à l’entrée du stade, côté arrêt de bus")),
        a_apporter: Some("une tenue qui ne craint rien"),
        inscrits: 4,
        ..PLAIN
    },
    Plan {
        pro: 6,
        quand: (6, "15:00", "16:30"),
        titre: "Mon premier budget",
        presentation: "Ce qui rentre, ce qui sort, et comment garder un peu pour soi.",
        besoin: Besoin::Argent,
        ..PLAIN
    },
    Plan {
        pro: 5,
        quand: (7, "16:00", "17:30"),
        titre: "Une soirée pour parler logement",
        presentation: "Les foyers, les aides, les pièges : on démêle tout ensemble.",
        besoin: Besoin::Logement,
        inscrits: 1,
        ..PLAIN
    },
    Plan {
        pro: 9,
        quand: (4, "17:30", "19:00"),
        titre: "Ton premier CV, dans le bus",
        presentation: "On part de ce que tu sais faire. Tu repars avec une page imprimée.",
        besoin: Besoin::Emploi,
        places: 6,
        ailleurs: Some(("Parking de la piscine", "Liévin", "dans le bus, rue Marie-Liétard")),
        inscrits: 0,
        ..PLAIN
    },
];

const PAST: Plan = Plan {
    pro: 2,
    quand: (3, "14:00", "16:00"),
    titre: "Écrire son premier CV",
    presentation: "On part de ce que tu sais faire, même si tu n’as jamais travaillé.",
    besoin: Besoin::Emploi,
    avec: Some(("Emploi coaching", "coach")),
    inscrits: 6,
    ..PLAIN
};

const DRAFT: Plan = Plan {
    pro: 2,
    quand: (4, "18:00", "20:00"),
    titre: "Prendre la parole devant les autres",
    presentation: "À compléter avec la compagnie de théâtre.",
    besoin: Besoin::Emploi,
    inscrits: 0,
    ..PLAIN
};

const SAID: [(Visage, Option<&str>); 6] = [
    (Visage::Content, Some("J’ai enfin un CV à moi.")),
    (Visage::Content, None),
    (Visage::Moyen, Some("C’était un peu long.")),
    (Visage::Content, Some("Sympa, on s’est bien aidés.")),
    (Visage::Triste, None),
    (Visage::Content, None),
];

/// Publishes the ateliers of the week, holds the past one, keeps a draft.
pub fn ateliers(
    tx: &mut Tx<'_>,
    world: &World,
    (pros, espaces): (&[Pro], &[Espace]),
    jeunes: &[Jeune],
) -> Result<(), Error> {
    for (turn, plan) in WEEK.iter().enumerate() {
        let first =
            time::plus_days(next(world, plan.quand.0), if plan.quand.0 == time::weekday(world.today) { 7 } else { 0 });
        for atelier in create(tx, world, (plan, pros, espaces), (first, true))?.into_iter().take(1) {
            let joining = jeunes.iter().cycle().skip(turn).take(plan.inscrits.min(jeunes.len()));
            for jeune in joining {
                join(tx, world, jeune, atelier)?;
            }
        }
    }
    let day = time::plus_days(next(world, DRAFT.quand.0), 14);
    create(tx, world, (&DRAFT, pros, espaces), (day, false))?;
    held(tx, world, (pros, espaces), jeunes)
}

fn create(
    tx: &mut Tx<'_>,
    world: &World,
    (plan, pros, espaces): (&Plan, &[Pro], &[Espace]),
    (first, publie): (Jour, bool),
) -> Result<Vec<AtelierId>, Error> {
    let Some(pro) = pros.get(plan.pro) else { return Ok(Vec::new()) };
    let rythme = match plan.serie {
        true => Rythme::Semaine { a_partir_du: first, jusquau: Some(time::plus_days(first, 21)), toutes_les: 1 },
        false => Rythme::Date { jour: first },
    };
    let request = CreateAteliers {
        structure: pro.structure,
        fiche: fiche(plan, pro, espaces)?,
        rythme,
        debut: plan.quand.1.parse().map_err(field)?,
        fin: plan.quand.2.parse().map_err(field)?,
        publie,
    };
    let made = ateliers::create_for(tx, &publisher(pro), &request, &world.zone_name)?;
    Ok(made.into_iter().map(|one| one.atelier.id).collect())
}

fn fiche(plan: &Plan, pro: &Pro, espaces: &[Espace]) -> Result<FicheAtelier, Error> {
    let espace = pro.code.parse().map_err(field)?;
    let (lieu, point) = match plan.ailleurs {
        None => (LieuAtelier::Espace { espace }, None),
        Some((nom, commune, point)) => {
            let (nom, commune) = (line(nom)?, line(commune)?);
            (LieuAtelier::Ailleurs { nom, adresse: None, commune, espace: Some(espace) }, Some(line(point)?))
        }
    };
    let nobody = NewMeneur { structure: None, professionnel: None, nom: None, role: None };
    let mut meneurs =
        vec![NewMeneur { structure: Some(pro.structure), professionnel: Some(pro.compte), ..nobody.clone() }];
    if let Some((nom, role)) = plan.avec {
        meneurs.push(NewMeneur { nom: Some(line(nom)?), role: Some(line(role)?), ..nobody.clone() });
    }
    let home = espaces.iter().find(|one| one.code == pro.code);
    let other = home.and_then(|one| one.structures.iter().find(|structure| **structure != pro.structure));
    if let (true, Some(other)) = (plan.ensemble, other) {
        meneurs.push(NewMeneur { structure: Some(*other), ..nobody });
    }
    Ok(FicheAtelier {
        titre: line(plan.titre)?,
        presentation: Texte::parse(plan.presentation).map_err(field)?,
        besoin: plan.besoin,
        age_min: plan.ages.map(|(min, _)| min),
        age_max: plan.ages.map(|(_, max)| max),
        lieu,
        point_rencontre: point,
        meneurs,
        a_apporter: plan.a_apporter.map(line).transpose()?,
        pour_essayer: true,
        accompagne: plan.ailleurs.is_none(),
        places: plan.places,
    })
}

fn join(tx: &mut Tx<'_>, world: &World, jeune: &Jeune, atelier: AtelierId) -> Result<InscriptionId, Error> {
    let request = JoinAtelier { atelier, accompagne: false, ou_attendre: true };
    let caller = caller::Jeune { compte: jeune.compte };
    Ok(ateliers::join_for(tx, &caller, &request, world.today)?.id)
}

// Made five days before, held three or more days ago, closed, and answered.
fn held(tx: &mut Tx<'_>, world: &World, (pros, espaces): (&[Pro], &[Espace]), jeunes: &[Jeune]) -> Result<(), Error> {
    let (now, day) = (tx.now, time::plus_days(world.today, -4));
    tx.now = now.plus_days(-8);
    let made = create(tx, world, (&PAST, pros, espaces), (day, true))?;
    let (Some(atelier), Some(pro)) = (made.first().copied(), pros.get(PAST.pro)) else { return Ok(()) };
    let mut came = Vec::new();
    for jeune in jeunes.iter().take(PAST.inscrits) {
        came.push((jeune, join(tx, world, jeune, atelier)?));
    }
    tx.now = now.plus_days(-3);
    let appartenance =
        shared::comptes::Appartenance { structure: pro.structure, nom: String::new(), droits: pro.droits };
    let leader = Professionnel { compte: pro.compte, appartenances: vec![appartenance] };
    for (_, inscription) in &came {
        let request = MarkParticipant { inscription: *inscription, pointage: Pointage::Present, le: tx.now };
        ateliers::mark_for(tx, &leader, &request)?;
    }
    let guest = Prenom::parse("Bilal").map_err(field)?;
    ateliers::add_invite_for(tx, &leader, &shared::ateliers::AddInvite { atelier, prenom: guest })?;
    ateliers::close_for(tx, &leader, atelier)?;
    for ((jeune, inscription), (visage, mot)) in came.into_iter().zip(SAID) {
        let mot = mot.map(Texte::parse).transpose().map_err(field)?;
        let caller = caller::Jeune { compte: jeune.compte };
        ateliers::give_retour_for(tx, &caller, &GiveRetour { inscription, visage, mot })?;
    }
    tx.now = now;
    Ok(())
}
