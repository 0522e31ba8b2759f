//! Making ateliers: what is wrong is named, and nothing is stored by half.

use diesel::{QueryDsl, RunQueryDsl};
use shared::{
    ProblemKind,
    ateliers::{
        CreateAteliers, DuplicateAtelier, EtatAtelier, FicheAtelier, LieuAtelier, ListAteliers, ListAteliersPublies,
        ListAutresAteliers, NewMeneur, PreviewDates,
    },
    permanences::{JourEcarte, RaisonEcart, Rythme},
};

use super::{ask, fiche, kind, made, request};
use crate::{
    db, schema,
    test_app::{ALL, House, TestApp},
};

fn nobody() -> NewMeneur {
    NewMeneur { structure: None, professionnel: None, nom: None, role: None }
}

fn elsewhere(house: &House, adresse: Option<&str>) -> LieuAtelier {
    LieuAtelier::Ailleurs {
        nom: "Stade Bauer".parse().unwrap(),
        adresse: adresse.map(|text| text.parse().unwrap()),
        commune: "Saint-Ouen-sur-Seine".parse().unwrap(),
        espace: Some(house.code.clone()),
    }
}

fn all() -> ListAteliers {
    ListAteliers { espace: None, besoin: None, commune: None }
}

#[test]
fn what_is_wrong_with_an_atelier_is_named_and_nothing_is_stored() {
    let app = TestApp::start();
    let house = app.house();
    let base = request(&house, app.day(2), 10);
    let refused = |request: CreateAteliers| kind(house.pro.call(request));
    let none = Rythme::Dates { jours: Vec::new() };
    assert_eq!(refused(CreateAteliers { rythme: none, ..base.clone() }), ProblemKind::ChampsInvalides);
    let endless = Rythme::Semaine { a_partir_du: app.day(2), jusquau: None, toutes_les: 1 };
    assert_eq!(refused(CreateAteliers { rythme: endless, ..base.clone() }), ProblemKind::ChampsInvalides);
    let many = Rythme::Dates { jours: (1..=61).map(|days| app.day(days)).collect() };
    assert_eq!(refused(CreateAteliers { rythme: many, ..base.clone() }), ProblemKind::ChampsInvalides);
    let past = Rythme::Date { jour: app.day(-2) };
    assert_eq!(refused(CreateAteliers { rythme: past, ..base.clone() }), ProblemKind::AucuneDate);
    // Of dates that were chosen, those that are past are named; none of the others is kept.
    let some_past = Rythme::Dates { jours: vec![app.day(5), app.day(-19), app.day(-1)] };
    let named = house.pro.call(CreateAteliers { rythme: some_past, ..base.clone() }).unwrap_err();
    assert_eq!(named.fields.keys().collect::<Vec<_>>(), ["rythme.jours.1", "rythme.jours.2"]);
    let (annee, mois, jour) = app.day(-19).parts();
    assert!(named.title.contains(&format!("{jour:02}/{mois:02}/{annee}")), "{}", named.title);
    let back = CreateAteliers { fin: "14:00".parse().unwrap(), ..base.clone() };
    assert_eq!(refused(back), ProblemKind::FinAvantDebut);
    // 28 March 2027: the clocks go from 2 to 3. The first of the two dates is sound: it is not stored either.
    let night = Rythme::Dates { jours: vec!["2027-03-27".parse().unwrap(), "2027-03-28".parse().unwrap()] };
    let night = CreateAteliers {
        rythme: night,
        debut: "02:30".parse().unwrap(),
        fin: "04:00".parse().unwrap(),
        ..base.clone()
    };
    assert_eq!(refused(night), ProblemKind::HeureInexistante);
    let with = |fiche: FicheAtelier| CreateAteliers { fiche, ..base.clone() };
    let nowhere = FicheAtelier { lieu: elsewhere(&house, None), ..fiche(&house, 10) };
    assert_eq!(refused(with(nowhere.clone())), ProblemKind::LieuSansAdresse);
    let ages = FicheAtelier { age_min: Some(25), age_max: Some(18), ..fiche(&house, 10) };
    assert_eq!(refused(with(ages)), ProblemKind::ChampsInvalides);
    let strangers = [
        nobody(),
        NewMeneur { structure: Some(db::id()), ..nobody() },
        NewMeneur { professionnel: Some(db::id()), ..nobody() },
    ];
    for meneur in strangers {
        assert_eq!(
            refused(with(FicheAtelier { meneurs: vec![meneur], ..fiche(&house, 10) })),
            ProblemKind::ChampsInvalides
        );
    }
    for places in [0, 501] {
        let named = house.pro.call(with(fiche(&house, places))).unwrap_err();
        assert_eq!(named.fields.get("fiche.places"), Some(&vec!["de-1-a-500".to_owned()]));
    }
    let crowd = FicheAtelier { meneurs: vec![nobody(); 11], age_min: Some(5), ..fiche(&house, 10) };
    let named = house.pro.call(with(crowd)).unwrap_err();
    assert_eq!(named.fields.keys().collect::<Vec<_>>(), ["fiche.age_min", "fiche.meneurs"]);
    let theirs = CreateAteliers { structure: app.structure(), ..base.clone() };
    assert_eq!(refused(theirs), ProblemKind::Introuvable);
    let mut db = db::connect(&app.app.settings.database).unwrap();
    let stored: (i64, i64, i64) = (
        schema::atelier::table.count().get_result(&mut db).unwrap(),
        schema::serie::table.count().get_result(&mut db).unwrap(),
        schema::lieu::table.count().get_result(&mut db).unwrap(),
    );
    assert_eq!(stored, (0, 0, 1));
    // A meeting point is enough.
    let met = FicheAtelier { point_rencontre: Some("devant la gare".parse().unwrap()), ..nowhere };
    let shown = made(&house, with(met.clone())).atelier;
    assert_eq!(
        (&*shown.lieu.nom, &*shown.lieu.adresse, shown.espace),
        ("Stade Bauer", "devant la gare", Some(house.code.clone()))
    );
}

#[test]
fn a_series_is_as_many_ateliers_as_it_has_dates_and_a_copy_is_a_draft() {
    let app = TestApp::start();
    let house = app.house();
    let weekly = Rythme::Semaine { a_partir_du: app.day(2), jusquau: Some(app.day(16)), toutes_les: 1 };
    let leads = NewMeneur { professionnel: house.pro.compte, role: Some("coach".parse().unwrap()), ..nobody() };
    let provider = NewMeneur { nom: Some("APASO".parse().unwrap()), ..nobody() };
    let own = NewMeneur { structure: Some(house.structure), ..nobody() };
    let fiche = FicheAtelier {
        meneurs: vec![leads, provider, own],
        a_apporter: Some("une photo".parse().unwrap()),
        ..fiche(&house, 8)
    };
    let made = house
        .pro
        .call(CreateAteliers { fiche: fiche.clone(), rythme: weekly, ..request(&house, app.day(2), 8) })
        .unwrap();
    let days: Vec<_> = made.iter().map(|one| (one.jour, one.serie, one.modifiable)).collect();
    assert_eq!(days, [2, 9, 16].map(|days| (app.day(days), 2, true)));
    assert_eq!(
        (&made[0].fiche, made[0].debut.to_string(), made[0].fin.to_string()),
        (&fiche, "14:00".to_owned(), "16:00".to_owned())
    );
    let names: Vec<_> = made[0].atelier.meneurs.iter().map(|one| (one.structure.clone(), one.prenom.clone())).collect();
    for one in
        [(None, Some("Nadia".to_owned())), (Some("APASO".to_owned()), None), (Some("Mission locale".to_owned()), None)]
    {
        assert!(names.contains(&one), "{one:?} in {names:?}");
    }
    let jours = vec![app.day(-1), app.day(30)];
    let named = house.pro.call(DuplicateAtelier { atelier: made[0].atelier.id, jours }).unwrap_err();
    assert_eq!(named.fields.get("jours.0"), Some(&vec!["passe".to_owned()]));
    let jours = vec![app.day(30), app.day(31)];
    let copies = house.pro.call(DuplicateAtelier { atelier: made[0].atelier.id, jours }).unwrap();
    assert!(copies.iter().all(|one| one.atelier.etat == EtatAtelier::Brouillon && one.fiche == fiche));
    // A draft is shown to nobody but those who publish.
    assert_eq!(app.stranger().call(all()).unwrap().len(), 3);
    assert_eq!(house.pro.call(ListAteliersPublies {}).unwrap().len(), 5);
    let colleague = app.professionnel(house.structure, shared::comptes::Droits { publie: false, ..ALL });
    assert_eq!(colleague.call(ListAteliersPublies {}).unwrap().len(), 3);
}

#[test]
fn the_holidays_that_a_rule_leaves_out_are_known_before() {
    let app = TestApp::start();
    let house = app.house();
    let day = |text: &str| text.parse::<shared::fields::Jour>().unwrap();
    let rythme = |du: &str, au: &str| Rythme::Semaine { a_partir_du: day(du), jusquau: Some(day(au)), toutes_les: 1 };
    let (debut, fin) = ("14:00".parse().unwrap(), "16:00".parse().unwrap());
    let lieu = LieuAtelier::Espace { espace: house.code.clone() };
    let preview = |rythme| house.pro.call(PreviewDates { rythme, debut, fin, lieu: lieu.clone() });
    let (annee, ..) = app.app.today().parts();
    let (christmas, last) = (format!("{}-12-25", annee + 1), format!("{}-01-08", annee + 2));
    // A date that was chosen is held, on a public holiday too.
    let chosen = preview(Rythme::Dates { jours: vec![day(&christmas)] }).unwrap();
    assert_eq!((chosen.jours, chosen.ecartes), (vec![day(&christmas)], vec![]));
    let dates = preview(rythme(&christmas, &last)).unwrap();
    let new_year = format!("{}-01-01", annee + 2);
    let ferie = |jour: &str| JourEcarte { jour: day(jour), raison: RaisonEcart::Ferie };
    assert_eq!((dates.jours.clone(), dates.ecartes), (vec![day(&last)], vec![ferie(&christmas), ferie(&new_year)]));
    let endless = Rythme::Semaine { a_partir_du: day(&christmas), jusquau: None, toutes_les: 1 };
    assert_eq!(kind(preview(endless)), ProblemKind::ChampsInvalides);
    let made = CreateAteliers { rythme: rythme(&christmas, &last), ..request(&house, day(&last), 5) };
    let made: Vec<_> = house.pro.call(made).unwrap().into_iter().map(|one| one.jour).collect();
    assert_eq!(made, dates.jours);
}

#[test]
fn the_list_goes_by_time_and_by_what_is_near() {
    let app = TestApp::start();
    let (house, other) = (app.house(), app.house());
    let later = made(&house, request(&house, app.day(3), 5)).atelier.id;
    let sooner = made(&other, request(&other, app.day(2), 5)).atelier.id;
    let far = LieuAtelier::Ailleurs {
        nom: "Le Bus".parse().unwrap(),
        adresse: None,
        commune: "Lens".parse().unwrap(),
        espace: None,
    };
    let bus =
        FicheAtelier { lieu: far, point_rencontre: Some("place Jean-Jaurès".parse().unwrap()), ..fiche(&house, 5) };
    let bus = made(&house, CreateAteliers { fiche: bus, ..request(&house, app.day(1), 5) }).atelier.id;
    let ids =
        |filter: ListAteliers| app.stranger().call(filter).unwrap().into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(all()), [bus, sooner, later]);
    assert_eq!(ids(ListAteliers { espace: Some(house.code.clone()), ..all() }), [later]);
    assert_eq!(ids(ListAteliers { besoin: Some(shared::permanences::Besoin::Sante), ..all() }), []);
    // Both places are in Bobigny: the bus of Lens is too far.
    let near = ListAteliers { commune: Some("93008".parse().unwrap()), ..all() };
    assert_eq!(ids(near.clone()), [sooner, later]);
    assert!(app.stranger().call(near).unwrap().iter().all(|one| one.km == Some(0)));
    let unknown = ListAteliers { espace: Some("nulle-part".parse().unwrap()), ..all() };
    assert_eq!(kind(app.stranger().call(unknown)), ProblemKind::Introuvable);
}

#[test]
fn whoever_loses_a_place_is_offered_its_other_dates_first_and_nothing_far_away() {
    let app = TestApp::start();
    let (house, other) = (app.house(), app.house());
    let serie = CreateAteliers {
        rythme: Rythme::Dates { jours: vec![app.day(1), app.day(8), app.day(9)] },
        ..request(&house, app.day(1), 1)
    };
    let dates: Vec<_> = house.pro.call(serie).unwrap().into_iter().map(|one| one.atelier.id).collect();
    let named = |house: &House, titre: &str, besoin, day| {
        let fiche = FicheAtelier { titre: titre.parse().unwrap(), besoin, ..fiche(house, 5) };
        made(house, CreateAteliers { fiche, ..request(house, day, 5) }).atelier.id
    };
    let another = named(&other, "Un autre", shared::permanences::Besoin::Sante, app.day(2));
    let similar = named(&other, "Presque le même", fiche(&house, 5).besoin, app.day(3));
    let lens = LieuAtelier::Ailleurs {
        nom: "Le Bus".parse().unwrap(),
        adresse: None,
        commune: "Lens".parse().unwrap(),
        espace: None,
    };
    let point_rencontre = Some("place Jean-Jaurès".parse().unwrap());
    let far = FicheAtelier { lieu: lens, point_rencontre, ..fiche(&house, 5) };
    let far = made(&house, CreateAteliers { fiche: far, ..request(&house, app.day(1), 5) }).atelier.id;
    let offered = |atelier| {
        let list = app.stranger().call(ListAutresAteliers { atelier }).unwrap();
        assert!(list.iter().all(|one| one.km.is_none()));
        list.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(offered(dates[0]), [dates[1], dates[2], similar]);
    // What is full is not offered.
    app.jeune().call(ask(dates[1])).unwrap();
    assert_eq!(offered(dates[0]), [dates[2], similar, another]);
    // Nor what one has already.
    let jeune = app.jeune();
    jeune.call(ask(dates[2])).unwrap();
    let theirs = jeune.call(ListAutresAteliers { atelier: dates[0] }).unwrap();
    assert_eq!(theirs.iter().map(|one| one.id).collect::<Vec<_>>(), [similar, another]);
    // Nothing is near Lens: then what there is.
    assert_eq!(offered(far).len(), 3);
}
