//! Tests of the room.

use shared::{
    Instant, ProblemKind,
    accueil::Porte,
    annuaire::{ListStructures, Structures},
};

use super::{import, osm};
use crate::{
    test_app::{ALL, TestApp},
    time,
};

const STRUCTURES: &str = include_str!("../../demo/structures.csv");
const HORAIRES: &str = include_str!("../../demo/horaires_osm_exemples.csv");

// 250 strings that can be read and 50 that cannot: the verdicts are those of the file, one by one.
#[test]
fn the_three_hundred_strings_are_judged_as_the_file_says() {
    let mut reader = csv::Reader::from_reader(HORAIRES.as_bytes());
    let (mut good, mut bad) = (0, 0);
    for row in reader.deserialize::<(String, u32, String)>().map(Result::unwrap) {
        let (text, _, verdict) = row;
        match osm::read(&text) {
            Ok(_) => good += 1,
            Err(why) => {
                bad += 1;
                assert!(!why.is_empty() && !why.contains('\n'), "{text}: {why:?}");
            }
        }
        assert_eq!(osm::read(&text).is_ok(), verdict == "oui", "{text}");
    }
    assert_eq!((good, bad), (250, 50));
}

#[test]
fn each_of_the_fifty_is_reported_with_its_line_and_kept_as_a_note() {
    let app = TestApp::start();
    let mut reader = csv::Reader::from_reader(HORAIRES.as_bytes());
    let rows: Vec<(String, u32, String)> = reader.deserialize().map(Result::unwrap).collect();
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(["id", "nom", "horaires_osm"]).unwrap();
    for (at, (text, ..)) in rows.iter().enumerate() {
        file.write_record([&format!("x:{at}"), &format!("Structure {at:03}"), text]).unwrap();
    }
    let file = String::from_utf8(file.into_inner().unwrap()).unwrap();
    let report = app.app.db.write_now(move |tx| import::import(tx, &file)).unwrap();
    assert_eq!((report.lues, report.avec_horaires, report.refuses.len()), (300, 250, 50));
    for refused in &report.refuses {
        let (text, _, verdict) = &rows[usize::try_from(refused.ligne).unwrap() - 2];
        assert_eq!((text.trim(), verdict.as_str()), (refused.horaires.as_str(), "non"));
    }
    let admin = app.admin();
    let named = |at| admin.call(ListStructures::of(&format!("Structure {at:03}"))).unwrap().liste.into_iter();
    let of_row = |at| named(at).find(|one| one.nom == format!("Structure {at:03}")).and_then(|one| one.fiche);
    let fiches = (0..rows.len()).filter_map(of_row);
    let (open, noted): (Vec<_>, Vec<_>) = fiches.partition(|fiche| fiche.porte.is_some());
    assert_eq!((open.len(), noted.len()), (250, 50));
}

// The file of the open data ends its lines as Windows does.
#[test]
fn the_line_is_that_of_the_file_and_the_reason_is_for_people() {
    let app = TestApp::start();
    let bring = |text: String| app.app.db.write_now(move |tx| import::import(tx, &text)).unwrap().refuses.remove(0);
    let windows = STRUCTURES.replace("\r\n", "\n").replace('\n', "\r\n");
    let wanted = windows.lines().position(|line| line.contains("Mo,Tu 08:30")).unwrap() + 1;
    let refused = bring(windows);
    assert_eq!(usize::try_from(refused.ligne).unwrap(), wanted);
    let why = |hours: &str| bring(format!("id,nom,horaires_osm\nx:1,Une maison,\"{hours}\"\n")).pourquoi;
    assert_eq!(why("Mo-Fr 09:00-12:00; Sa 25:00-26:00"), "« 25:00-26:00 » ne se lit pas, au caractère 23");
    for hours in ["Mo,Tu 08:30", "lundi 9h-12h", "Mo-Fr 09:00-"] {
        let said = why(hours);
        assert!(!said.contains("expected") && !said.contains("-->"), "{hours}: {said}");
    }
}

#[test]
fn all_the_structures_of_the_file_come_once_however_often_it_is_brought() {
    let app = TestApp::start();
    let bring = |text: String| app.app.db.write_now(move |tx| import::import(tx, &text));
    let first = bring(STRUCTURES.to_owned()).unwrap();
    assert_eq!((first.lues, first.ajoutees, first.changees), (1_046, 1_046, 0));
    assert_eq!((first.avec_horaires, first.refuses.len()), (353, 1));
    assert_eq!(first.refuses[0].horaires, "Mo,Tu 08:30");
    let again = bring(STRUCTURES.to_owned()).unwrap();
    assert_eq!((again.lues, again.ajoutees, again.changees), (1_046, 0, 0));
    let moved = STRUCTURES.replacen("1 Rue Maréchal Joffre", "2 Rue Maréchal Joffre", 1);
    let third = bring(moved).unwrap();
    assert_eq!((third.ajoutees, third.changees), (0, 1));
    assert_eq!(app.admin().call(ListStructures::of("")).unwrap().total, 1_046);
    // A file that is wrong somewhere brings nothing at all, and says where.
    let broken = bring("id,nom\nx:1,Une maison\nx:2,\n".to_owned()).unwrap_err();
    assert!(broken.to_string().contains("line 3: nom: vide"), "{broken}");
    let twice = bring("id,nom\nx:1,Une maison\nx:1,Une autre\n".to_owned()).unwrap_err();
    assert!(twice.to_string().contains("line 3: id: already on line 2"), "{twice}");
    assert_eq!(app.admin().call(ListStructures::of("")).unwrap().total, 1_046);
}

#[test]
fn a_column_that_a_file_lacks_empties_nothing_and_is_named() {
    let app = TestApp::start();
    let bring = |text: String| app.app.db.write_now(move |tx| import::import(tx, &text));
    let full = bring(STRUCTURES.to_owned()).unwrap();
    assert_eq!((full.absentes.len(), full.ignorees.len()), (0, 0));
    // Renamed, as a hurried export does it.
    let renamed = STRUCTURES.replacen(",adresse,", ",adr,", 1).replacen(",commune,", ",ville,", 1);
    let renamed = renamed.replacen(",horaires_osm,", ",horaires,", 1);
    let again = bring(renamed).unwrap();
    assert_eq!((again.ajoutees, again.changees), (0, 0));
    assert_eq!(again.absentes, ["adresse", "commune", "horaires_osm"]);
    assert_eq!(again.ignorees, ["adr", "ville", "horaires"]);
    let third = bring(STRUCTURES.to_owned()).unwrap();
    assert_eq!((third.changees, third.avec_horaires), (0, 353));
    for (nothing, column) in [("", "id"), ("id\nx:1\n", "nom")] {
        let refused = bring(nothing.to_owned()).unwrap_err().to_string();
        assert!(refused.contains(&format!("line 1: {column}: no such column")), "{refused}");
    }
}

#[test]
fn what_no_screen_could_show_and_what_is_nowhere_on_earth_is_refused_by_its_line() {
    let app = TestApp::start();
    let bring = |text: String| app.app.db.write_now(move |tx| import::import(tx, &text));
    for (column, value, why) in [
        ("adresse", "12 rue\0 Neuve", "a character that cannot be shown"),
        ("commune", "Bobigny\u{7}", "a character that cannot be shown"),
        ("adresse", "12 rue \u{202E}evueN", "a character that cannot be shown"),
        ("source", "s".repeat(1_001).as_str(), "too long"),
        ("latitude", "NaN", "not on Earth"),
        ("latitude", "91", "not on Earth"),
        ("longitude", "-inf", "not on Earth"),
    ] {
        let refused = bring(format!("id,nom,{column}\nx:1,Une maison,\nx:2,Une autre,{value}\n")).unwrap_err();
        assert!(refused.to_string().contains(&format!("line 3: {column}: {why}")), "{refused}");
    }
    assert_eq!(app.admin().call(ListStructures::of("")).unwrap().total, 0);
    bring("id,nom,adresse,commune\nx:1,Une maison,\"12 rue\nNeuve\",Bobigny\n".to_owned()).unwrap();
    let found = app.admin().call(ListStructures::of("Une maison")).unwrap().liste;
    assert_eq!(found[0].fiche.as_ref().unwrap().adresse.as_deref(), Some("12 rue Neuve"));
}

#[test]
fn a_structure_is_found_by_words_of_its_name_and_its_town_and_twenty_are_sent() {
    let app = TestApp::start();
    app.app.db.write_now(|tx| import::import(tx, STRUCTURES)).unwrap();
    let coordo = app.professionnel(app.structure(), ALL);
    let all = coordo.call(ListStructures::of(" ")).unwrap();
    assert_eq!((all.liste.len(), all.trouvees, all.total), (20, 1_047, 1_047));
    assert!(all.liste.is_sorted_by_key(|one| (one.nom.clone(), one.id.to_string())));
    let found = |words: &str| coordo.call(ListStructures::of(words)).unwrap();
    let one = found("mission locale AUBERVILLIERS");
    assert!(0 < one.trouvees && one.trouvees < 20 && one.liste.len() == one.trouvees as usize, "{}", one.trouvees);
    let fits = |text: &str| text.to_lowercase().contains("aubervilliers");
    assert!(one.liste.iter().all(|one| fits(&one.nom) || one.commune.as_deref().is_some_and(fits)));
    assert_eq!(found("epinay sur seine").trouvees, found("Épinay-sur-Seine").trouvees);
    assert!(0 < found("epinay sur seine").trouvees);
    assert_eq!(found("xyzxyz"), Structures { total: 1_047, ..Structures::default() });
    // A percent sign is a letter like another.
    assert_eq!(found("%").trouvees, 1_047);
    let first = &all.liste[0];
    let again = coordo.call(ListStructures { mots: None, structure: Some(first.id) }).unwrap();
    assert_eq!((&again.liste[..], again.trouvees), (&all.liste[..1], 1));
    assert_eq!(app.jeune().call(ListStructures::of("x")).unwrap_err().kind, ProblemKind::Interdit);
    let size = serde_json::to_vec(&all).unwrap().len();
    assert!(size < 16 * 1024, "{size} bytes");
}

#[test]
fn the_door_of_a_structure_follows_its_string() {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let at = |day: &str, hour: &str| time::moment(day.parse().unwrap(), hour.parse().unwrap(), &zone).unwrap();
    let porte = |text: &str, now: Instant| osm::porte(text, now, &zone);
    let open = |until| Some(Porte::Ouverte { jusqua: Some(until) });
    let closed = |until| Some(Porte::Fermee { ouvre: Some(until) });
    let week = "Mo-Fr 09:00-12:00,14:00-17:00; PH off";
    assert_eq!(porte(week, at("2026-11-23", "09:00")), open(at("2026-11-23", "12:00")));
    assert_eq!(porte(week, at("2026-11-23", "12:00")), closed(at("2026-11-23", "14:00")));
    // Armistice Day is a Wednesday.
    assert_eq!(porte(week, at("2026-11-10", "18:00")), closed(at("2026-11-12", "09:00")));
    let night = "Sa 22:00-04:00";
    assert_eq!(porte(night, at("2026-10-24", "23:00")), open(at("2026-10-25", "04:00")));
    assert_eq!(porte(night, at("2027-03-28", "03:30")), open(at("2027-03-28", "04:00")));
    assert_eq!(porte("Mo,Tu 08:30", at("2026-11-23", "09:00")), None);
    assert_eq!(porte("off", at("2026-11-23", "09:00")), Some(Porte::Fermee { ouvre: None }));
    assert_eq!(porte("24/7", at("2026-11-23", "09:00")), Some(Porte::Ouverte { jusqua: None }));
}

#[test]
fn what_a_text_leaves_open_is_refused_and_not_filled_in() {
    for (text, column) in [
        ("Mo-Su sunrise-sunset", 7),
        ("Mo-Fr 09:00-dusk", 13),
        ("Mo-Su 09:00+", 12),
        ("Mo-Su 08:00-18:00 || \"sur rendez-vous\"", 19),
        // Nobody said that these days are open from midnight to midnight.
        ("Mo-Fr", 1),
        ("Mo-Fr 09:00-12:00; Sa", 20),
        ("\"sur rendez-vous\"", 1),
        ("Mo-Fr 09:00-12:00; Sa \"sur rendez-vous\"", 20),
        ("Mo-Fr 09:00-12:00, Sa", 1),
        ("Mo 10:00-10:00", 1),
        ("Mo-Fr 09:00-12:00 unknown", 1),
        ("Mo-Fr 08:00-18:00/01:30", 1),
        // No month has such a day.
        ("Nov 31 10:00-12:00", 1),
        ("Mo-Fr 10:00-12:00; Feb 30 off", 20),
        ("Feb 25-30 10:00-12:00", 1),
        ("Jun 31-Jul 02 10:00-12:00", 1),
        ("2026 Feb 29 10:00-12:00", 1),
        // Nobody said of which month the end is, nor what the next day loses.
        ("Mo 10:00-12:00; Nov 24-2 10:00-12:00", 17),
        ("24/7; We 22:00-02:00 off", 7),
    ] {
        let why = super::osm::read(text).unwrap_err();
        assert!(why.starts_with(&format!("--> 1:{column} |")), "{text}: {why}");
    }
    // What stands between quotation marks is said to people.
    assert!(super::osm::read("Mo-Fr 09:00-17:00 \"sunset + café\"").is_ok());
    for dated in [
        "Feb 29 10:00-12:00",
        "2028 Feb 29 10:00-12:00",
        "Dec 24-Jan 02 off; Mo 10:00-12:00",
        "Dec 24-31 10:00-12:00",
        "24/7; We 22:00-24:00 off",
        "Fr-Sa 20:00-02:00; Sa 23:00-03:00 off",
    ] {
        assert!(super::osm::read(dated).is_ok(), "{dated}");
    }
    for all_day in ["24/7", "Mo-Fr 00:00-24:00", "off", "Mo-Fr 09:00-12:00; PH off", "24/7; Su closed"] {
        assert!(super::osm::read(all_day).is_ok(), "{all_day}");
    }
}

#[test]
fn what_hours_say_besides_is_kept_and_an_end_that_is_the_beginning_opens_nothing() {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let at = |day: &str, hour: &str| time::moment(day.parse().unwrap(), hour.parse().unwrap(), &zone).unwrap();
    // The two of the file that can be read, and one of the structures.
    let library = "Tu 18:00-18:00; We 10:00-18:00";
    let closed = |text: &str, now| matches!(osm::porte(text, now, &zone), Some(Porte::Fermee { .. }));
    assert!(closed(library, at("2026-11-24", "18:00")) && closed(library, at("2026-11-25", "09:00")));
    assert!(!closed(library, at("2026-11-25", "10:00")));
    let thursday = "Th 12:00-12:00,13:30-17:30";
    assert!(closed(thursday, at("2026-11-26", "12:30")) && !closed(thursday, at("2026-11-26", "14:00")));
    assert!(closed("Mo 13:30-15:30; Th 00:00-00:00", at("2026-11-26", "09:00")));
    assert!(osm::beside(thursday).unwrap().starts_with("« 12:00-12:00 » n’est pas clair"));
    let words = "Mo-Fr 09:00-12:00 \"sur rendez-vous\"; Sa 10:00-12:00 \"sur rendez-vous\"; Su off \"fête\"";
    assert_eq!(osm::beside(words).as_deref(), Some("« sur rendez-vous » · « fête »"));
    assert_eq!(osm::beside("Mo-Fr 09:00-12:00"), None);
}

#[test]
fn the_words_beside_hours_and_the_hours_of_unknown_holidays_are_shown_as_they_are() {
    let app = TestApp::start();
    let file = "id,nom,horaires_osm,horaires_commentaire\n\
        x:1,Mairie,\"Mo-Fr 09:00-12:00 \"\"sur rendez-vous\"\"\",Fermé en août\n\
        x:2,Foyer,Mo-Fr 09:00-12:00; SH off,\n";
    let report = app.app.db.write_now(move |tx| import::import(tx, file)).unwrap();
    assert_eq!((report.avec_horaires, report.refuses.len()), (2, 0));
    let admin = app.admin();
    let fiche = |nom: &str| admin.call(ListStructures::of(nom)).unwrap().liste.pop().unwrap().fiche.unwrap();
    let mairie = fiche("Mairie");
    assert_eq!(mairie.horaires_note.as_deref(), Some("« sur rendez-vous » – Fermé en août"));
    assert!(mairie.porte.is_some());
    // Nobody knows which school holidays are meant: the door is not guessed.
    let foyer = fiche("Foyer");
    assert_eq!((foyer.porte, foyer.horaires_note.as_deref()), (None, Some("Mo-Fr 09:00-12:00; SH off")));
}
