//! Ateliers in the calendars that a phone follows by a secret address: what one has joined, what one leads, and what moved.

use icalendar::{Calendar, CalendarComponent, Component, Event};
use shared::{
    ateliers::{
        AcceptPlace, CancelAtelier, ChangeAtelier, CreateAteliers, FicheAtelier, LeaveAtelier, LieuAtelier, ListPrevus,
        NewMeneur, PublishAtelier, ReadListeAtelier,
    },
    ids::AtelierId,
    permanences::{BookCreneau, CreateCalendrier},
};

use super::{fiche, join, made, mine, publish, request, wait};
use crate::test_app::{ALL, Client, House, TestApp};

/// A calendar that a phone follows.
struct Feed<'a> {
    stranger: &'a Client,
    path: String,
}

impl<'a> Feed<'a> {
    fn of(whose: &Client, stranger: &'a Client) -> Self {
        let address = whose.call(CreateCalendrier {}).unwrap().adresse;
        Self { stranger, path: address[address.find("/agenda/").unwrap()..].to_owned() }
    }

    fn text(&self) -> String {
        self.stranger.send("GET", &self.path, &[], "").body
    }

    // UID without the name of the installation, title, status, start.
    fn events(&self) -> Vec<(String, String, String, String)> {
        let calendar: Calendar = self.text().parse().unwrap();
        let of = |event: &Event, name| event.property_value(name).unwrap_or_default().to_owned();
        let line = |event: Event| {
            let uid = event.get_uid().unwrap().split('@').next().unwrap().to_owned();
            (uid, of(&event, "SUMMARY"), of(&event, "STATUS"), of(&event, "DTSTART")[9..13].to_owned())
        };
        let events = calendar.components.into_iter().filter_map(|one| match one {
            CalendarComponent::Event(event) => Some(line(event)),
            _ => None,
        });
        events.collect()
    }

    fn sequence(&self) -> u32 {
        let text = self.text();
        let line = text.lines().find(|line| line.starts_with("SEQUENCE:")).unwrap();
        line.trim_start_matches("SEQUENCE:").parse().unwrap()
    }
}

fn event(uid: impl ToString, title: &str, status: &str, start: &str) -> (String, String, String, String) {
    (uid.to_string(), title.to_owned(), status.to_owned(), start.to_owned())
}

fn later(house: &House, atelier: AtelierId, debut: &str) -> ChangeAtelier {
    let one = house.pro.call(ReadListeAtelier { atelier }).unwrap().atelier;
    let (debut, fin) = (debut.parse().unwrap(), "18:00".parse().unwrap());
    ChangeAtelier {
        atelier,
        version: one.version,
        fiche: one.fiche,
        jour: one.jour,
        debut,
        fin,
        mot: Some("plus tard".parse().unwrap()),
        suite: false,
    }
}

fn cancel(house: &House, atelier: AtelierId) {
    house.pro.call(CancelAtelier { atelier, mot: "Salle fermée.".parse().unwrap(), suite: false }).unwrap();
}

#[test]
fn what_a_jeune_has_joined_is_in_their_calendar_moves_there_and_goes() {
    let app = TestApp::start();
    let (house, jeune, stranger) = (app.house(), app.jeune(), app.stranger());
    let feed = Feed::of(&jeune, &stranger);
    let atelier = publish(&house, app.day(3), 1);
    let creneau = house.creneaux(app.day(2), 1)[0];
    let rendez_vous = jeune.call(BookCreneau { creneau, accompagne: false }).unwrap().id;
    let inscription = join(&jeune, atelier).id;
    let meeting = event(rendez_vous, "Rendez-vous", "CONFIRMED", "1000");
    // Neither title nor place nor who leads: the same word as for everything else.
    assert_eq!(feed.events(), [meeting.clone(), event(inscription, "Rendez-vous", "CONFIRMED", "1400")]);
    for secret in ["entretien", "Atelier", "Mission", "Nadia", "Centre", "Bobigny", "Local"] {
        assert!(!feed.text().contains(secret), "{secret} in {}", feed.text());
    }
    app.clock.shift_minutes(2);
    house.pro.call(later(&house, atelier, "16:00")).unwrap();
    assert_eq!(feed.events(), [meeting.clone(), event(inscription, "Rendez-vous", "CONFIRMED", "1600")]);
    let sequences: Vec<_> =
        feed.text().lines().filter(|line| line.starts_with("SEQUENCE:")).map(str::to_owned).collect();
    assert_eq!(sequences.len(), 2);
    assert!(sequences[0] == "SEQUENCE:0" && sequences[1] != "SEQUENCE:0", "{sequences:?}");
    app.clock.shift_minutes(2);
    cancel(&house, atelier);
    assert_eq!(feed.events(), [meeting, event(inscription, "Rendez-vous", "CANCELLED", "1600")]);
}

#[test]
fn who_waits_has_nothing_in_the_calendar_until_the_place_is_theirs_and_who_leaves_has_it_taken_away() {
    let app = TestApp::start();
    let (house, holder, waiter, stranger) = (app.house(), app.jeune(), app.jeune(), app.stranger());
    let (held, waits) = (Feed::of(&holder, &stranger), Feed::of(&waiter, &stranger));
    let atelier = publish(&house, app.day(3), 1);
    let first = join(&holder, atelier).id;
    let second = wait(&waiter, atelier).id;
    assert_eq!(waits.events(), []);
    app.clock.shift_minutes(1);
    let before = held.sequence();
    holder.call(LeaveAtelier { inscription: first }).unwrap();
    assert_eq!(held.events(), [event(first, "Rendez-vous", "CANCELLED", "1400")]);
    assert!(before < held.sequence());
    // Offered is not theirs yet.
    assert_eq!((mine(&waiter).offre_jusquau.is_some(), waits.events()), (true, vec![]));
    waiter.call(AcceptPlace { inscription: second }).unwrap();
    assert_eq!(waits.events(), [event(second, "Rendez-vous", "CONFIRMED", "1400")]);
}

#[test]
fn what_a_professional_leads_is_in_their_calendar_once_it_is_published() {
    let app = TestApp::start();
    let (house, stranger) = (app.house(), app.stranger());
    let guest = app.professionnel(app.structure(), ALL);
    let (feed, other) = (Feed::of(&guest, &stranger), Feed::of(&house.pro, &stranger));
    let lead =
        NewMeneur { structure: None, professionnel: guest.compte, nom: None, role: Some("le droit".parse().unwrap()) };
    let led = FicheAtelier { meneurs: vec![lead], ..fiche(&house, 3) };
    let asked = |publie| CreateAteliers { fiche: led.clone(), publie, ..request(&house, app.day(3), 3) };
    let draft = made(&house, asked(false)).atelier.id;
    assert_eq!(feed.events(), []);
    app.clock.shift_minutes(1);
    house.pro.call(PublishAtelier { atelier: draft, serie: false }).unwrap();
    let jeune = app.jeune();
    join(&jeune, draft);
    assert_eq!(feed.events(), [event(draft, "Atelier", "CONFIRMED", "1400")]);
    assert!(!feed.text().contains("Aïssata") && !feed.text().contains("entretien"));
    let before = feed.sequence();
    app.clock.shift_minutes(1);
    house.pro.call(later(&house, draft, "16:30")).unwrap();
    assert_eq!(feed.events(), [event(draft, "Atelier", "CONFIRMED", "1630")]);
    assert!(before < feed.sequence());
    cancel(&house, draft);
    // A draft that was cancelled was never there.
    let never = made(&house, asked(false)).atelier.id;
    cancel(&house, never);
    assert_eq!(feed.events(), [event(draft, "Atelier", "CANCELLED", "1630")]);
    // Whoever publishes and does not lead has nothing of it.
    assert_eq!(other.events(), []);
}

#[test]
fn somebody_who_is_wanted_in_two_places_at_once_is_shown_to_both() {
    let app = TestApp::start();
    let (house, other) = (app.house(), app.house());
    let read = |client: &Client| {
        let seen = client.call(ListPrevus { du: app.day(0) }).unwrap();
        let mut seen: Vec<_> = seen.into_iter().map(|one| (one.atelier.is_some(), one.conflit)).collect();
        seen.sort_unstable();
        seen
    };
    // Nadia receives from 10 to 10.30 in her place; from 9 to 12 she leads an atelier elsewhere.
    house.creneaux(app.day(2), 1);
    assert_eq!(read(&house.pro), [(false, false)]);
    let lead = NewMeneur { structure: None, professionnel: house.pro.compte, nom: None, role: None };
    let led = FicheAtelier { meneurs: vec![lead], ..fiche(&other, 3) };
    let (debut, fin) = ("09:00".parse().unwrap(), "12:00".parse().unwrap());
    let asked = CreateAteliers { fiche: led.clone(), debut, fin, ..request(&other, app.day(2), 3) };
    let first = made(&other, asked).atelier.id;
    assert_eq!(read(&house.pro), [(false, true)]);
    assert_eq!(read(&other.pro), [(true, true)]);
    // Cancelled, it stands in nobody's way; two ateliers collide in the same manner.
    cancel(&other, first);
    assert_eq!((read(&house.pro), read(&other.pro)), (vec![(false, false)], vec![]));
    let mine = FicheAtelier { lieu: fiche(&house, 3).lieu, ..led.clone() };
    made(&house, CreateAteliers { fiche: mine, ..request(&house, app.day(3), 3) });
    made(&other, CreateAteliers { fiche: led, ..request(&other, app.day(3), 3) });
    assert_eq!(read(&house.pro), [(false, false), (true, true)]);
    assert_eq!(read(&other.pro), [(true, true)]);
    // What comes right after is no conflict.
    let after = ("16:00".parse().unwrap(), "17:00".parse().unwrap());
    made(&other, CreateAteliers { debut: after.0, fin: after.1, ..request(&other, app.day(3), 3) });
    assert_eq!(read(&other.pro), [(true, false), (true, true)]);
}

#[test]
fn the_same_hall_written_twice_is_one_hall_and_nobody_is_first_by_name() {
    let app = TestApp::start();
    let house = app.house();
    let partner = app.structure();
    let there = app.professionnel(partner, ALL);
    let hall = |nom: &str, adresse: &str| LieuAtelier::Ailleurs {
        nom: nom.parse().unwrap(),
        adresse: Some(adresse.parse().unwrap()),
        commune: "Pantin".parse().unwrap(),
        espace: Some(house.code.clone()),
    };
    let fiche = |lieu| FicheAtelier { lieu, ..fiche(&house, 5) };
    let lieu = hall("Salle Jaurès", "3 rue Jaurès");
    made(&house, CreateAteliers { fiche: fiche(lieu), ..request(&house, app.day(2), 5) });
    let theirs = |lieu| CreateAteliers { structure: partner, fiche: fiche(lieu), ..request(&house, app.day(2), 5) };
    let conflicts = || {
        let seen = house.pro.call(ListPrevus { du: app.day(0) }).unwrap();
        seen.iter().filter(|one| one.conflit).count()
    };
    there.call(theirs(hall("Salle Jaurès", "12 avenue Jean-Lolive"))).unwrap();
    assert_eq!(conflicts(), 0);
    there.call(theirs(hall("salle  jaures", "3 Rue Jaurès"))).unwrap();
    assert_eq!(conflicts(), 2);
    // Twenty moments of two structures at the same hour: neither is always first.
    for day in 3..23 {
        for lieu in [hall("Salle A", "1 rue"), hall("Salle B", "1 rue")].into_iter().enumerate() {
            let (at, lieu) = lieu;
            let asked = CreateAteliers { fiche: fiche(lieu), ..request(&house, app.day(day), 5) };
            match at {
                0 => drop(house.pro.call(asked).unwrap()),
                _ => drop(there.call(CreateAteliers { structure: partner, ..asked }).unwrap()),
            }
        }
    }
    let seen = house.pro.call(ListPrevus { du: app.day(3) }).unwrap();
    let firsts = seen.chunks(2).filter(|pair| pair[0].a_nous).count();
    assert!((3..=17).contains(&firsts), "{firsts} of 20");
}
