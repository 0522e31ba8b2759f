//! Calendars: what a phone reads of them, and what nobody else does (P34, P43).

use icalendar::{Calendar, CalendarComponent, Component};
use shared::{
    ProblemKind,
    permanences::{
        BookCreneau, CancelOccurrence, CancelRendezVous, CreateCalendrier, EndCalendrier, ListPermanences,
        MoveOccurrence, PublishPermanence, ReadCalendrier, ReadIcs, Rythme,
    },
};

use super::kind;
use crate::test_app::{Client, House, TestApp};

fn events(text: &str) -> Vec<icalendar::Event> {
    let calendar: Calendar = text.parse().unwrap();
    let events = calendar.components.into_iter().filter_map(|one| match one {
        CalendarComponent::Event(event) => Some(event),
        _ => None,
    });
    events.collect()
}

fn property(event: &icalendar::Event, name: &str) -> String {
    event.property_value(name).unwrap_or_default().to_owned()
}

fn feed(client: &Client, address: &str) -> crate::test_app::Raw {
    let path = &address[address.find("/agenda/").unwrap()..];
    client.send("GET", path, &[], "")
}

// Across the change of the clocks of 29 March 2026: the wall time stays, the offset of Paris is in the file.
#[test]
fn p34_the_file_of_a_rendez_vous_keeps_the_wall_time_of_the_place() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let (jour, permanence) = summer(&app, &house);
    let agenda = house.pro.call(shared::permanences::ListAgenda { du: jour }).unwrap();
    let rendez_vous = jeune.call(BookCreneau { creneau: agenda[0].id, accompagne: false }).unwrap().id;
    let read = || jeune.call(ReadIcs { rendez_vous }).unwrap().texte;
    let text = read();
    let event = events(&text).pop().unwrap();
    let wall = |hours: &str| format!("{}T{hours}00", jour.to_string().replace('-', ""));
    assert_eq!((property(&event, "DTSTART"), property(&event, "DTEND")), (wall("1000"), wall("1030")));
    assert!(text.contains("DTSTART;TZID=Europe/Paris:"), "{text}");
    assert!(text.contains("BEGIN:DAYLIGHT\r\n") && text.contains("TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200"), "{text}");
    assert_eq!(event.get_uid(), Some(format!("{rendez_vous}@localhost:8080").as_str()));
    assert_eq!((event.get_summary(), event.get_sequence()), (Some("Rendez-vous"), Some(0)));
    for secret in ["Nadia", "Mission", "Centre", "Bobigny", "apiers", "Local"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    // Moved by the structure: the same thing in the calendar, later.
    app.clock.shift_minutes(1);
    let (vers, debut, mot) = (jour, "15:00".parse().unwrap(), Some("plus tard".parse().unwrap()));
    house.pro.call(MoveOccurrence { permanence, jour, vers, debut, mot }).unwrap();
    let moved = events(&read()).pop().unwrap();
    assert_eq!((moved.get_uid(), property(&moved, "DTSTART")), (event.get_uid(), wall("1500")));
    assert!(Some(0) < moved.get_sequence());
    // Cancelled: it goes from the calendar.
    app.clock.shift_minutes(1);
    jeune.call(CancelRendezVous { rendez_vous }).unwrap();
    let text = read();
    assert!(text.contains("METHOD:CANCEL") && text.contains("STATUS:CANCELLED"), "{text}");
    assert!(moved.get_sequence() < events(&text)[0].get_sequence());
    assert_eq!(kind(app.jeune().call(ReadIcs { rendez_vous })), ProblemKind::Introuvable);
}

// A day in the coming summer time.
fn summer(app: &TestApp, house: &House) -> (shared::fields::Jour, shared::ids::PermanenceId) {
    let year = app.day(0).parts().0;
    let first: shared::fields::Jour = format!("{year}-07-01").parse().unwrap();
    let jour = if app.day(1) < first { first } else { format!("{}-07-01", year + 1).parse().unwrap() };
    house.pro.call(PublishPermanence { rythme: Rythme::Date { jour }, ..house.permanence(jour, 3) }).unwrap();
    (jour, house.pro.call(ListPermanences {}).unwrap()[0].id)
}

#[test]
fn the_secret_address_of_a_calendar_is_revoked_at_once() {
    let app = TestApp::start();
    let (house, jeune) = (app.house(), app.jeune());
    let creneau = house.creneaux(app.day(1), 3)[0];
    let rendez_vous = jeune.call(BookCreneau { creneau, accompagne: false }).unwrap().id;
    assert_eq!(jeune.call(ReadCalendrier {}).unwrap().depuis, None);
    let first = jeune.call(CreateCalendrier {}).unwrap().adresse;
    assert!(jeune.call(ReadCalendrier {}).unwrap().depuis.is_some());
    let stranger = app.stranger();
    let read = feed(&stranger, &first);
    assert_eq!((read.status, read.header("content-type")), (200, "text/calendar; charset=utf-8"));
    assert_eq!(read.header("cache-control"), "private, no-store");
    assert_eq!(events(&read.body)[0].get_uid(), Some(format!("{rendez_vous}@localhost:8080").as_str()));
    // A new address ends the former one.
    let second = jeune.call(CreateCalendrier {}).unwrap().adresse;
    assert_ne!(first, second);
    assert_eq!((feed(&stranger, &first).status, feed(&stranger, &second).status), (404, 200));
    jeune.call(CancelRendezVous { rendez_vous }).unwrap();
    assert!(feed(&stranger, &second).body.contains("STATUS:CANCELLED"));
    for _ in 0..2 {
        jeune.call(EndCalendrier {}).unwrap();
        assert_eq!(feed(&stranger, &second).status, 404);
    }
}

#[test]
fn the_calendar_of_a_professional_counts_people_and_names_nobody() {
    let app = TestApp::start();
    let house = app.house();
    let creneaux = house.creneaux(app.day(1), 3);
    for creneau in &creneaux {
        app.jeune().call(BookCreneau { creneau: *creneau, accompagne: false }).unwrap();
    }
    house.creneaux(app.day(4), 1);
    let address = house.pro.call(CreateCalendrier {}).unwrap().adresse;
    let read = || feed(&app.stranger(), &address).body;
    let titles =
        |text: &str| events(text).iter().map(|event| event.get_summary().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(titles(&read()), ["Permanence (2)", "Permanence"]);
    assert!(!read().contains("Aïssata"));
    let permanences = house.pro.call(ListPermanences {}).unwrap();
    // A day that moved is newer, even when nobody comes: a calendar would keep the old hour.
    app.clock.shift_minutes(5);
    let empty =
        permanences.iter().find(|one| one.prochain.is_some_and(|at| app.app.db.now().plus_days(2) < at)).unwrap();
    let (debut, mot) = ("15:00".parse().unwrap(), None);
    let shift = MoveOccurrence { permanence: empty.id, jour: app.day(4), vers: app.day(5), debut, mot };
    house.pro.call(shift).unwrap();
    assert!(Some(299) < events(&read())[1].get_sequence());
    let mot = Some("malade".parse().unwrap());
    house.pro.call(CancelOccurrence { permanence: permanences[0].id, jour: app.day(1), mot }).unwrap();
    let after = events(&read());
    assert_eq!(property(&after[0], "STATUS"), "CANCELLED");
    assert!(Some(0) <= after[0].get_sequence());
}
