//! The server that the model is compared with: a place, two professionals, a few jeunes, and what the database keeps.

use diesel::{ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl};
use shared::{
    Instant, ProblemKind,
    ids::{CompteId, CreneauId, PermanenceId},
    permanences::{
        AcceptOffre, BookCreneau, CancelOccurrence, CancelRendezVous, EtatRendezVous, JoinAttente, JoinAttenteBesoin,
        LeaveAttente, ListAttentes, ListCreneaux, ListRendezVous, MarkVenue, MoveRendezVous, PublishPermanence,
    },
};

use super::{
    Acte, JEUNES,
    modele::{Booked, Etat, Modele, Place, Span, Waiting, is_live},
};
use crate::{
    db::{self, AsText, Conn},
    schema::{attente, creneau, rendez_vous},
    test_app::{ALL, Client, House, TestApp, all},
    time,
};

/// How many permanences there are: at ten, two créneaux of one place; with another professional at a quarter past, one of two
/// places that overlaps both; the day after, one of one place.
pub const PERMANENCES: usize = 3;
/// How many créneaux that makes.
pub const CRENEAUX: usize = 4;

pub struct Monde<'a> {
    app: &'a TestApp,
    house: House,
    jeunes: Vec<Client>,
    permanences: Vec<(PermanenceId, shared::fields::Jour)>,
    creneaux: Vec<CreneauId>,
    db: Conn,
    pub spans: Vec<Span>,
}

impl<'a> Monde<'a> {
    /// So many minutes before the first créneau.
    pub fn new(app: &'a TestApp, start: i64) -> Self {
        let house = app.house();
        let other = app.professionnel(house.structure, ALL).compte.unwrap();
        let jeunes = app.awake(JEUNES);
        let db = db::connect(&app.app.settings.database).unwrap();
        let (permanences, creneaux, spans) = (Vec::new(), Vec::new(), Vec::new());
        let mut monde = Self { app, house, jeunes, permanences, creneaux, db, spans };
        let mine = monde.house.pro.compte.unwrap();
        monde.publish(mine, 3, ("10:00", "11:00"), 1);
        monde.publish(other, 3, ("10:15", "10:45"), 2);
        monde.publish(mine, 4, ("10:00", "10:30"), 1);
        assert_eq!((monde.permanences.len(), monde.creneaux.len()), (PERMANENCES, CRENEAUX));
        let to_come = monde.spans[0].debut.minutes_since(app.app.db.now());
        monde.pass(to_come - start);
        monde
    }

    fn publish(&mut self, professionnel: CompteId, days: i32, (debut, fin): (&str, &str), places: u16) {
        let jour = self.app.day(days);
        let (debut, fin) = (debut.parse().unwrap(), fin.parse().unwrap());
        let base = self.house.permanence(jour, places);
        let made = self.house.pro.call(PublishPermanence { professionnel, debut, fin, ..base }).unwrap();
        let rows: Vec<(AsText<CreneauId>, i64, i64)> = creneau::table
            .filter(creneau::permanence_id.eq(made.id.to_string()))
            .order(creneau::debut)
            .select((creneau::id, creneau::debut, creneau::fin))
            .load(&mut self.db)
            .unwrap();
        let (permanence, morning) = (self.permanences.len(), time::start_of(jour, self.app.app.zone()));
        for (AsText(id), debut, fin) in rows {
            let (debut, fin, places) = (Instant(debut), Instant(fin), usize::from(places));
            self.creneaux.push(id);
            self.spans.push(Span { permanence, debut, fin, morning, places });
        }
        self.permanences.push((made.id, jour));
    }

    fn pass(&self, minutes: i64) {
        self.app.clock.shift_minutes(minutes);
        let everyone: Vec<&Client> = self.jeunes.iter().chain([&self.house.pro]).collect();
        self.app.pass_days(0, &everyone);
    }

    /// Asks the server; gives the id of what it made, if it made something.
    pub fn perform(&self, acte: &Acte, etat: &Etat) -> Result<String, ProblemKind> {
        let pro = &self.house.pro;
        let rendez_vous = |i: usize| etat.rendez_vous[i].id.parse().unwrap();
        let attente = |i: usize| etat.attentes[i].id.parse().unwrap();
        let done = match *acte {
            Acte::Book { jeune, creneau } => {
                let request = BookCreneau { creneau: self.creneaux[creneau], accompagne: false };
                self.jeunes[jeune].call(request).map(|made| made.id.to_string())
            }
            Acte::Cancel { jeune, rendez_vous: i } => {
                self.jeunes[jeune].call(CancelRendezVous { rendez_vous: rendez_vous(i) }).map(|_| String::new())
            }
            Acte::Move { jeune, rendez_vous: i, creneau } => {
                let request = MoveRendezVous { rendez_vous: rendez_vous(i), creneau: self.creneaux[creneau] };
                self.jeunes[jeune].call(request).map(|made| made.id.to_string())
            }
            Acte::Join { jeune, creneau } => {
                let request = JoinAttente { creneau: self.creneaux[creneau] };
                self.jeunes[jeune].call(request).map(|made| made.id.to_string())
            }
            Acte::JoinBesoin { jeune } => {
                let besoin = shared::permanences::Besoin::Papiers;
                let request = JoinAttenteBesoin { espace: self.house.code.clone(), besoin };
                self.jeunes[jeune].call(request).map(|made| made.id.to_string())
            }
            Acte::Leave { jeune, attente: i } => {
                self.jeunes[jeune].call(LeaveAttente { attente: attente(i) }).map(|_| String::new())
            }
            Acte::Accept { jeune, attente: i } => {
                self.jeunes[jeune].call(AcceptOffre { attente: attente(i) }).map(|made| made.id.to_string())
            }
            Acte::CancelDay { permanence, mot } => {
                let ((permanence, jour), mot) = (self.permanences[permanence], mot.then(|| "Malade".parse().unwrap()));
                pro.call(CancelOccurrence { permanence, jour, mot }).map(|_| String::new())
            }
            Acte::Mark { rendez_vous: i, marque } => {
                let le = self.app.app.db.now();
                pro.call(MarkVenue { rendez_vous: rendez_vous(i), marque, le }).map(|_| String::new())
            }
            Acte::Pass { minutes } => {
                self.pass(minutes);
                Ok(String::new())
            }
            Acte::Sweep => {
                self.app.sweep_waiting();
                Ok(String::new())
            }
        };
        done.map_err(|problem| problem.kind)
    }

    /// All that the database keeps of this place.
    pub fn look(&mut self) -> Etat {
        type Row = (String, AsText<CompteId>, AsText<CreneauId>, String, Option<String>);
        let rows: Vec<Row> = rendez_vous::table
            .filter(rendez_vous::creneau_id.eq_any(self.creneaux.iter().map(ToString::to_string)))
            .order(rendez_vous::id)
            .select((
                rendez_vous::id,
                rendez_vous::jeune_id.assume_not_null(),
                rendez_vous::creneau_id,
                rendez_vous::etat,
                rendez_vous::suivi_par,
            ))
            .load(&mut self.db)
            .unwrap();
        let booked = rows.into_iter().map(|(id, AsText(jeune), AsText(creneau), etat, suivi)| Booked {
            id,
            jeune: self.jeune(jeune),
            creneau: self.creneau(creneau),
            etat: EtatRendezVous::from_code(&etat).unwrap(),
            suivi,
        });
        let rendez_vous = booked.collect();
        Etat { places: self.places(), rendez_vous, attentes: self.attentes() }
    }

    fn places(&mut self) -> Vec<Option<Place>> {
        let rows: Vec<(AsText<CreneauId>, i32, i32, bool)> = creneau::table
            .filter(creneau::espace_id.eq(self.house.espace.to_string()))
            .select((creneau::id, creneau::places_libres, creneau::attentes, creneau::annule))
            .load(&mut self.db)
            .unwrap();
        let find = |id: &CreneauId| {
            let (_, libres, attentes, annule) = *rows.iter().find(|(AsText(one), ..)| one == id)?;
            // Nobody counts who waited for what is not held.
            let attentes = if annule { 0 } else { usize::try_from(attentes).unwrap() };
            Some(Place { libres: usize::try_from(libres).unwrap(), attentes, annule })
        };
        self.creneaux.iter().map(find).collect()
    }

    fn attentes(&mut self) -> Vec<Waiting> {
        type Row =
            (String, AsText<CompteId>, Option<AsText<CreneauId>>, String, Option<AsText<CreneauId>>, Option<i64>);
        let rows: Vec<Row> = attente::table
            .filter(attente::espace_id.eq(self.house.espace.to_string()))
            .order(attente::id)
            .select((
                attente::id,
                attente::jeune_id,
                attente::creneau_id,
                attente::etat,
                attente::offre_id,
                attente::offre_jusquau,
            ))
            .load(&mut self.db)
            .unwrap();
        let waiting = rows.into_iter().map(|(id, AsText(jeune), creneau, etat, offre, jusquau)| Waiting {
            id,
            jeune: self.jeune(jeune),
            creneau: creneau.map(|AsText(id)| self.creneau(id)),
            etat,
            offre: offre.map(|AsText(id)| self.creneau(id)),
            jusquau,
        });
        waiting.collect()
    }

    fn jeune(&self, compte: CompteId) -> usize {
        self.jeunes.iter().position(|one| one.compte == Some(compte)).unwrap()
    }

    fn creneau(&self, id: CreneauId) -> usize {
        self.creneaux.iter().position(|one| *one == id).unwrap()
    }

    /// What everyone is shown at the end is what is kept.
    pub fn check_screens(&self, modele: &Modele) -> Result<(), String> {
        let now = self.app.app.db.now();
        let request = ListCreneaux { besoin: None, espace: Some(self.house.code.clone()), commune: None };
        let shown = all(&self.jeunes[0].call(request).unwrap());
        for (i, id) in self.creneaux.iter().enumerate() {
            let is_free = modele.etat.places[i].as_ref().is_some_and(|place| 0 < place.libres);
            if shown.contains(id) != (is_free && now < modele.spans[i].debut) {
                return Err(format!("créneau {i} is shown, or is not"));
            }
        }
        for (i, jeune) in self.jeunes.iter().enumerate() {
            let rendez_vous = jeune.call(ListRendezVous {}).unwrap().len();
            let waits = jeune.call(ListAttentes {}).unwrap();
            let mine: Vec<&Waiting> =
                modele.etat.attentes.iter().filter(|one| one.jeune == i && is_live(&one.etat)).collect();
            let offered = |one: &Waiting| one.offre.filter(|_| one.etat == "offert").map(|at| self.creneaux[at]);
            let same = waits.iter().all(|shown| {
                let kept = mine.iter().find(|one| one.id == shown.id.to_string());
                kept.is_some_and(|kept| offered(kept) == shown.offre.as_ref().map(|offre| offre.creneau))
            });
            let booked = modele.etat.rendez_vous.iter().filter(|one| one.jeune == i).count();
            if !same || (rendez_vous, waits.len()) != (booked, mine.len()) {
                return Err(format!("what jeune {i} is shown is not what is kept"));
            }
        }
        Ok(())
    }
}
