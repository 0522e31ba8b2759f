//! What others publish with us and in our places: told, shown, taken back.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, TextExpressionMethods};
use shared::{
    ProblemKind,
    ateliers::{
        CreateAteliers, EtatAtelier, EtatInscription, FicheAtelier, LieuAtelier, ListAteliers, ListAteliersAccueillis,
        NewMeneur, Part, PublishAtelier, ReadAtelier, WithdrawAtelier,
    },
    comptes::Droits,
    ids::AtelierId,
};

use super::{fiche, join, kind, made, mine, request};
use crate::{
    db, schema,
    test_app::{ALL, Client, House, TestApp},
};

fn told(app: &TestApp, who: &Client) -> i64 {
    let mut db = db::connect(&app.app.settings.database).unwrap();
    schema::envoi::table
        .filter(schema::envoi::compte_id.eq(who.compte.unwrap().to_string()))
        .filter(schema::envoi::sujet.like("anime:%"))
        .count()
        .get_result(&mut db)
        .unwrap()
}

fn parts(who: &Client) -> Vec<(AtelierId, Vec<Part>)> {
    let list = who.call(ListAteliersAccueillis {}).unwrap();
    list.into_iter().map(|one| (one.atelier.id, one.parts)).collect()
}

fn publish_with(by: &House, fiche: FicheAtelier, day: shared::fields::Jour) -> AtelierId {
    made(by, CreateAteliers { fiche, ..request(by, day, 3) }).atelier.id
}

fn person(who: &Client) -> NewMeneur {
    NewMeneur { structure: None, professionnel: who.compte, nom: None, role: None }
}

#[test]
fn the_team_of_a_place_is_told_of_what_others_hold_there_and_calls_it_off() {
    let app = TestApp::start();
    let (ours, others, jeune) = (app.house(), app.house(), app.jeune());
    let reader = app.professionnel(ours.structure, Droits { publie: false, coordonne: false, ..ALL });
    let here = FicheAtelier { lieu: LieuAtelier::Espace { espace: ours.code.clone() }, ..fiche(&others, 3) };
    let id = publish_with(&others, here.clone(), app.day(3));
    assert_eq!((told(&app, &ours.pro), told(&app, &reader), told(&app, &others.pro)), (1, 0, 0));
    assert_eq!(parts(&ours.pro), [(id, vec![Part::Lieu])]);
    assert!(parts(&reader).is_empty() && parts(&others.pro).is_empty());
    join(&jeune, id);
    let take = |who: &Client, part| who.call(WithdrawAtelier { atelier: id, part });
    assert_eq!(kind(take(&ours.pro, Part::Anime)), ProblemKind::Introuvable);
    assert_eq!(kind(take(&reader, Part::Lieu)), ProblemKind::Introuvable);
    take(&ours.pro, Part::Lieu).unwrap();
    assert_eq!((mine(&jeune).etat, mine(&jeune).atelier.etat), (EtatInscription::Annule, EtatAtelier::Annule));
    assert!(told(&app, &others.pro) == 1 && parts(&ours.pro).is_empty());
    // Twice is once.
    take(&ours.pro, Part::Lieu).unwrap();
    assert_eq!(told(&app, &others.pro), 1);
    // A draft is nobody's news; publishing it is.
    let draft = made(&others, CreateAteliers { fiche: here, publie: false, ..request(&others, app.day(4), 3) });
    assert_eq!(told(&app, &ours.pro), 1);
    others.pro.call(PublishAtelier { atelier: draft.atelier.id, serie: false }).unwrap();
    assert_eq!(told(&app, &ours.pro), 2);
}

#[test]
fn what_is_held_elsewhere_leaves_the_page_of_the_place_and_goes_on() {
    let app = TestApp::start();
    let (ours, others, jeune) = (app.house(), app.house(), app.jeune());
    let lieu = LieuAtelier::Ailleurs {
        nom: "Parc".parse().unwrap(),
        adresse: Some("1 rue du Parc".parse().unwrap()),
        commune: "Stains".parse().unwrap(),
        espace: Some(ours.code.clone()),
    };
    let id = publish_with(&others, FicheAtelier { lieu, ..fiche(&others, 3) }, app.day(3));
    join(&jeune, id);
    let announced = || {
        let request = ListAteliers { espace: Some(ours.code.clone()), besoin: None, commune: None };
        app.stranger().call(request).unwrap().len()
    };
    assert_eq!(announced(), 1);
    ours.pro.call(WithdrawAtelier { atelier: id, part: Part::Lieu }).unwrap();
    assert_eq!((announced(), mine(&jeune).etat), (0, EtatInscription::Inscrit));
}

#[test]
fn whoever_is_named_as_a_leader_by_others_is_told_and_leads_no_more_when_they_say_so() {
    let app = TestApp::start();
    let (ours, others) = (app.house(), app.house());
    let friend = app.professionnel(ours.structure, Droits { publie: false, coordonne: false, ..ALL });
    let structure = NewMeneur { structure: Some(ours.structure), professionnel: None, nom: None, role: None };
    let own = app.professionnel(others.structure, ALL);
    let meneurs = vec![person(&friend), structure, person(&own)];
    let id = publish_with(&others, FicheAtelier { meneurs, ..fiche(&others, 3) }, app.day(3));
    assert_eq!([&friend, &ours.pro, &own].map(|who| told(&app, who)), [1, 1, 0]);
    assert_eq!((parts(&friend), parts(&own)), (vec![(id, vec![Part::Anime])], vec![]));
    let leaders = || app.stranger().call(ReadAtelier { atelier: id }).unwrap().meneurs.len();
    friend.call(WithdrawAtelier { atelier: id, part: Part::Anime }).unwrap();
    assert_eq!(leaders(), 2);
    ours.pro.call(WithdrawAtelier { atelier: id, part: Part::Anime }).unwrap();
    assert_eq!(leaders(), 1);
    friend.call(WithdrawAtelier { atelier: id, part: Part::Anime }).unwrap();
    assert_eq!(kind(friend.call(WithdrawAtelier { atelier: id, part: Part::Lieu })), ProblemKind::Introuvable);
    // Nobody is left: the structure that publishes leads.
    let alone = publish_with(&others, FicheAtelier { meneurs: vec![person(&friend)], ..fiche(&others, 3) }, app.day(4));
    friend.call(WithdrawAtelier { atelier: alone, part: Part::Anime }).unwrap();
    let left = app.stranger().call(ReadAtelier { atelier: alone }).unwrap().meneurs;
    assert_eq!(left.iter().map(|one| one.structure.as_deref()).collect::<Vec<_>>(), [Some("Mission locale")]);
}
