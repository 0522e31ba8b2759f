//! Nobody is put forward: every list of a place, as it is really listed, over many days (principle 2 of the mission).
//!
//! Three structures animate a place; the first publishes four things at each hour, the two others one and two, the first sooner
//! than they. Whatever starts together must have the same mean rank, whose ever it is.

use std::collections::HashMap;

use shared::{
    Instant,
    ateliers::{CreateAteliers, ListAteliers},
    comptes::Droits,
    fields::Jour,
    ids::StructureId,
    permanences::{ListCreneaux, PublishPermanence, Rythme},
};

use super::{db, moments};
use crate::{
    db::Conn,
    permanences::db::{Reader, list_free},
    test_app::{ALL, House, TestApp},
    time,
};

// What the seven are of.
const OWNERS: [usize; 7] = [0, 0, 0, 0, 1, 2, 2];
// From how many days one looks, and how many dates there are to look at.
const LOOKS: i64 = 70;
const DATES: i32 = 77;

/// The ranks of three structures among seven things that start together.
#[derive(Default)]
struct Ranks {
    sums: [f64; 3],
    counts: [f64; 3],
}

impl Ranks {
    // Those that start together, in the order in which they are listed.
    fn add(&mut self, group: &[usize]) {
        if group.len() != OWNERS.len() {
            return;
        }
        for (rank, owner) in group.iter().enumerate() {
            self.sums[*owner] += f64::from(u32::try_from(rank).unwrap());
            self.counts[*owner] += 1.0;
        }
    }

    // All the groups of a list of starts with their owners.
    fn add_all(&mut self, list: impl Iterator<Item = (Instant, usize)>) {
        let mut groups: HashMap<Instant, Vec<usize>> = HashMap::new();
        list.for_each(|(debut, owner)| groups.entry(debut).or_default().push(owner));
        groups.values().for_each(|group| self.add(group));
    }

    // The mean of 0 to 6 is 3. One structure alone among the seven has a deviation of 2 in each draw: five times the noise of
    // the draws that were made is let through. An order by date of publication, by name or by structure gives 1.5, 4 and 5.5.
    fn judge(&self, what: &str) {
        let means = [0, 1, 2].map(|one| self.sums[one] / self.counts[one]);
        let draws = self.counts[1];
        assert!(50.0 <= draws, "{what}: {draws} draws");
        let noise = 5.0 * 2.0 / draws.sqrt();
        assert!(noise < 1.45, "{what}: {draws} draws say nothing");
        assert!(means.iter().all(|mean| (mean - 3.0).abs() < noise), "{what}: mean ranks {means:?} of {draws} draws");
    }
}

struct World {
    app: TestApp,
    house: House,
    structures: [StructureId; 3],
    owners: HashMap<String, usize>,
}

// Seven professionals with names of their own receive on the same days at the same hours, and lead an atelier each.
fn world() -> World {
    let app = TestApp::start();
    let house = app.house();
    let structures = [house.structure, app.structure(), app.structure()];
    let mut owners = HashMap::new();
    let jours: Vec<Jour> = (1..=DATES).map(|days| app.day(days)).collect();
    for (at, owner) in OWNERS.into_iter().enumerate() {
        let pro = app.professionnel(structures[owner], Droits { ..ALL });
        let prenom = format!("{}lle", ["A", "B", "C", "D", "E", "F", "G"][at]);
        rename(&app, &pro, &prenom);
        owners.insert(prenom.clone(), owner);
        let request = PublishPermanence {
            structure: structures[owner],
            professionnel: pro.compte.unwrap(),
            rythme: Rythme::Dates { jours: jours.clone() },
            ..house.permanence(app.day(1), 1)
        };
        pro.call(request).unwrap();
    }
    World { app, house, structures, owners }
}

fn rename(app: &TestApp, pro: &crate::test_app::Client, prenom: &str) {
    use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
    let mut db = crate::db::connect(&app.app.settings.database).unwrap();
    let row = crate::schema::professionnel::table.find(pro.compte.unwrap().to_string());
    diesel::update(row).set(crate::schema::professionnel::prenom.eq(prenom)).execute(&mut db).unwrap();
}

impl World {
    fn look(&self, mut see: impl FnMut(&mut Conn, Instant)) {
        let mut db = crate::db::connect(&self.app.app.settings.database).unwrap();
        for days in 0..LOOKS {
            see(&mut db, self.app.app.db.now().plus_days(days));
        }
    }

    fn reader(&self, now: Instant) -> Reader {
        let zone = self.app.app.zone();
        let tomorrow = time::start_of(time::plus_days(time::day_of(now, zone), 1), zone);
        Reader { jeune: None, now, tomorrow, is_adult: false }
    }
}

#[test]
fn neutrality_of_the_free_creneaux_of_a_place() {
    let world = world();
    let (mut all, mut near) = (Ranks::default(), Ranks::default());
    world.look(|db, now| {
        let mut ask = |commune| {
            let filter = ListCreneaux { besoin: None, espace: Some(world.house.code.clone()), commune };
            let free = list_free(db, &filter, &world.reader(now)).unwrap();
            // The last group of a list may be cut: which of it are sent is drawn too, and not counted here.
            let lists = [free.maintenant, free.aujourdhui, free.semaine, free.plus_tard];
            lists.into_iter().flatten().map(|one| (one.debut, world.owners[&one.professionnel])).collect::<Vec<_>>()
        };
        all.add_all(ask(None).into_iter());
        near.add_all(ask("93008".parse().ok()).into_iter());
    });
    all.judge("free créneaux");
    near.judge("free créneaux near a town");
}

#[test]
fn neutrality_of_which_creneaux_are_sent_when_not_all_are() {
    let world = world();
    let (mut shares, mut looks) = ([0.0_f64; 3], 0.0_f64);
    world.look(|db, now| {
        // Of the last hour of the list some of the seven are left out.
        let filter = ListCreneaux { besoin: None, espace: Some(world.house.code.clone()), commune: None };
        let free = list_free(db, &filter, &world.reader(now)).unwrap();
        let Some(last) = free.plus_tard.last().map(|one| one.debut) else { return };
        let cut: Vec<usize> =
            free.plus_tard.iter().filter(|one| one.debut == last).map(|one| world.owners[&one.professionnel]).collect();
        if cut.len() < OWNERS.len() {
            cut.iter().for_each(|owner| shares[*owner] += 1.0 / cut.len() as f64);
            looks += 1.0;
        }
    });
    // As many of each as they publish; in the order of publication all would be of the first. A look has a deviation of a third
    // at the most.
    assert!(50.0 <= looks, "{looks}");
    for (share, published) in shares.into_iter().zip([4.0, 1.0, 2.0]) {
        let off = share / looks - published / 7.0;
        assert!(off.abs() < 5.0 / 3.0 / f64::sqrt(looks), "{shares:?} of {looks}");
    }
}

#[test]
fn neutrality_of_what_is_held_in_a_place_and_of_its_public_programme() {
    let world = world();
    let mut ranks = Ranks::default();
    world.look(|db, now| {
        let today = time::day_of(now, world.app.app.zone());
        let place = db::read_all(db, &world.house.code, now, today).unwrap();
        let held = moments::list(db, &place, &moments::Reader { jeune: None, is_adult: false, now }, 28).unwrap();
        ranks.add_all(held.iter().map(|one| (one.span.0, world.owners[&one.avec[0]])));
    });
    ranks.judge("what is held in a place");
}

#[test]
fn neutrality_of_who_will_be_there_and_of_the_structures_of_a_place() {
    let world = world();
    let structures = world.structures.map(|id| id.to_string());
    let change = serde_json::json!({
        "code": world.house.code, "nom": "Le Local", "presentation": "x", "lieu": "Centre social",
        "adresse": "1 rue de la Paix", "commune": "Bobigny", "horaires": [], "structures": structures, "propositions": [],
    });
    let admin = world.app.admin();
    admin.change_espace(change).unwrap();
    let (mut people, mut firsts) = (Ranks::default(), HashMap::<StructureId, u32>::new());
    world.look(|db, now| {
        let today = time::day_of(now, world.app.app.zone());
        let place = db::read_all(db, &world.house.code, now, today).unwrap();
        people.add(&place.presents.iter().map(|one| world.owners[&one.prenom]).collect::<Vec<_>>());
        *firsts.entry(place.structures[0]).or_default() += 1;
    });
    people.judge("who will be there");
    // Each in its turn: 70 days of three are 23 each, and a month that ends shifts one.
    assert!(firsts.len() == 3 && firsts.values().all(|first| (19..=28).contains(first)), "{firsts:?}");
}

#[test]
fn neutrality_of_the_ateliers_of_a_place() {
    let world = world();
    let mut owners = HashMap::new();
    let last = world.app.day(DATES + 3);
    for (at, owner) in OWNERS.into_iter().enumerate() {
        let pro = world.app.professionnel(world.structures[owner], ALL);
        let fiche = serde_json::json!({
            "titre": format!("{} atelier", ["A", "B", "C", "D", "E", "F", "G"][at]), "presentation": "x", "besoin": "parler",
            "places": 3, "lieu": { "ou": "espace", "espace": world.house.code }, "meneurs": [], "pour_essayer": true,
            "accompagne": false,
        });
        let request = serde_json::json!({
            "structure": world.structures[owner], "fiche": fiche, "rythme": { "quand": "date", "jour": last },
            "debut": "14:00", "fin": "16:00", "publie": true,
        });
        let made = pro.call(serde_json::from_value::<CreateAteliers>(request).unwrap()).unwrap();
        owners.insert(made[0].atelier.id, owner);
    }
    let mut ranks = Ranks::default();
    world.look(|db, now| {
        let filter = ListAteliers { espace: Some(world.house.code.clone()), besoin: None, commune: None };
        let list = crate::ateliers::list_for(db, &filter, now).unwrap();
        ranks.add(&list.iter().map(|one| owners[&one.id]).collect::<Vec<_>>());
    });
    ranks.judge("the ateliers of a place");
}
