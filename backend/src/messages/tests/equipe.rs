//! The team: handing over, following, sending to several, proposing a créneau, quick replies.

use shared::{
    ProblemKind,
    ids::FilId,
    messages::{
        Acces, Annonce, Auteur, Destinataire, EtatCarte, FollowFil, HandFil, ListCollegues, ListFils, ReadAttendre,
        ReadFil, ReadReponses, SendMessage, SendToMany, SetReponses, TakeFil,
    },
    permanences::{BookCreneau, CancelRendezVous, ListRendezVous},
};

use super::{kind, message, said};
use crate::{
    db,
    test_app::{ALL, Client, TestApp},
};

#[test]
fn a_thread_is_handed_over_and_followed_and_the_jeune_is_told() {
    let app = TestApp::start();
    let house = app.house();
    let (colleague, third) = (app.professionnel(house.structure, ALL), app.professionnel(house.structure, ALL));
    let elsewhere = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    jeune.call(message(fil, "bonjour")).unwrap();
    house.pro.call(TakeFil { fil }).unwrap();
    let to = colleague.compte.unwrap();
    let team = house.pro.call(ListCollegues { fil: Some(fil) }).unwrap();
    assert_eq!(team.iter().filter(|one| [to, third.compte.unwrap()].contains(&one.compte)).count(), 2);
    assert_eq!(kind(colleague.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    // One more reads along: they see it, and the jeune knows who reads.
    for _ in 0..2 {
        house.pro.call(FollowFil { fil, collegue: to, suit: true }).unwrap();
    }
    assert_eq!(colleague.call(ReadFil::last(fil)).unwrap().fil.acces, Some(Acces::Lecteur));
    assert_eq!(jeune.call(ReadAttendre { fil }).unwrap().lecteurs, ["Nadia", "Nadia"]);
    assert_eq!(kind(colleague.call(HandFil { fil, collegue: to })), ProblemKind::Interdit);
    assert_eq!(
        kind(colleague.call(FollowFil { fil, collegue: third.compte.unwrap(), suit: true })),
        ProblemKind::Interdit
    );
    for wrong in [house.pro.compte.unwrap(), elsewhere.pro.compte.unwrap(), jeune.compte.unwrap()] {
        assert_eq!(kind(house.pro.call(HandFil { fil, collegue: wrong })), ProblemKind::CollegueInvalide);
        assert_eq!(kind(house.pro.call(FollowFil { fil, collegue: wrong, suit: true })), ProblemKind::CollegueInvalide);
    }
    house.pro.call(HandFil { fil, collegue: to }).unwrap();
    assert_eq!(kind(house.pro.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    assert!(colleague.call(ListFils {}).unwrap()[0].est_mien);
    // A reader may leave by themselves.
    let me = third.compte.unwrap();
    colleague.call(FollowFil { fil, collegue: me, suit: true }).unwrap();
    third.call(FollowFil { fil, collegue: me, suit: false }).unwrap();
    assert_eq!(kind(third.call(ReadFil::last(fil))), ProblemKind::Introuvable);
    let announced: Vec<Option<Annonce>> = said(&jeune, fil).iter().map(|one| one.annonce).collect();
    let expected = [Annonce::Referent, Annonce::Lecteur, Annonce::Referent, Annonce::Lecteur, Annonce::LecteurParti];
    assert_eq!(announced, [None].into_iter().chain(expected.map(Some)).collect::<Vec<_>>());
    assert!(said(&jeune, fil)[1..].iter().all(|one| one.auteur == Auteur::Maison && one.texte == "Nadia"));
    // An announcement is neither unread nor an answer.
    let seen = jeune.call(ListFils {}).unwrap().remove(0);
    assert_eq!((seen.non_lus, seen.dernier.as_deref(), seen.attend_depuis.is_some()), (0, Some("bonjour"), true));
}

#[test]
fn the_same_words_go_to_several_and_each_is_alone_with_them() {
    let app = TestApp::start();
    let house = app.house();
    let jeunes: Vec<Client> = (0..3).map(|_| app.jeune_of(Some(house.espace))).collect();
    let fils: Vec<FilId> = jeunes.iter().map(|jeune| house.fil(jeune)).collect();
    let destinataires: Vec<Destinataire> =
        fils.iter().map(|fil| Destinataire { fil: *fil, message: db::id() }).collect();
    let texte = || "L’atelier de demain commence à 15 h.".parse().unwrap();
    // One that is not the caller's, and nothing is sent.
    let elsewhere = app.house();
    let stranger = Destinataire { fil: elsewhere.fil(&app.jeune_of(Some(elsewhere.espace))), message: db::id() };
    let all = [destinataires.clone(), vec![stranger]].concat();
    assert_eq!(kind(house.pro.call(SendToMany { destinataires: all, texte: texte() })), ProblemKind::Introuvable);
    assert!(fils.iter().zip(&jeunes).all(|(fil, jeune)| said(jeune, *fil).is_empty()));
    for _ in 0..2 {
        house.pro.call(SendToMany { destinataires: destinataires.clone(), texte: texte() }).unwrap();
    }
    for (jeune, fil) in jeunes.iter().zip(&fils) {
        assert_eq!((said(jeune, *fil).len(), jeune.call(ListFils {}).unwrap().len()), (1, 1));
    }
    let many = vec![destinataires[0]; 61];
    assert_eq!(kind(house.pro.call(SendToMany { destinataires: many, texte: texte() })), ProblemKind::ChampsInvalides);
}

#[test]
fn a_proposed_creneau_is_booked_in_one_tap_and_says_what_became_of_it() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let creneau = house.creneaux(app.day(2), 1)[0];
    let card = SendMessage { fil, message: db::id(), texte: None, piece: None, creneau: Some(creneau), atelier: None };
    assert_eq!(kind(jeune.call(card.clone())), ProblemKind::Interdit);
    let nobody = SendMessage { creneau: Some(db::id()), message: db::id(), ..card.clone() };
    assert_eq!(kind(house.pro.call(nobody)), ProblemKind::Introuvable);
    let nothing = SendMessage { creneau: None, ..card.clone() };
    assert_eq!(kind(house.pro.call(nothing)), ProblemKind::ChampsInvalides);
    for _ in 0..2 {
        house.pro.call(card.clone()).unwrap();
    }
    let state = || said(&jeune, fil).pop().unwrap().carte.unwrap().etat;
    assert_eq!((said(&jeune, fil).len(), state()), (1, EtatCarte::Libre));
    assert_eq!(jeune.call(ListFils {}).unwrap()[0].dernier.as_deref(), Some("Un créneau proposé"));
    jeune.call(BookCreneau { creneau, accompagne: false }).unwrap();
    assert_eq!(state(), EtatCarte::Reserve);
    let rendez_vous = jeune.call(ListRendezVous {}).unwrap()[0].id;
    jeune.call(CancelRendezVous { rendez_vous }).unwrap();
    app.jeune().call(BookCreneau { creneau, accompagne: false }).unwrap();
    assert_eq!(state(), EtatCarte::Pris);
    app.pass_days(4, &[&jeune, &house.pro]);
    assert_eq!(said(&jeune, fil).pop().unwrap().carte.unwrap().etat, EtatCarte::Passe);
    let late = SendMessage { message: db::id(), ..card };
    assert_eq!(kind(house.pro.call(late)), ProblemKind::CreneauPasse);
}

#[test]
fn quick_replies_are_ones_own() {
    let app = TestApp::start();
    let house = app.house();
    let colleague = app.professionnel(house.structure, ALL);
    let textes = || vec!["Bien reçu, je te réponds demain.".parse().unwrap(), "À tout de suite !".parse().unwrap()];
    house.pro.call(SetReponses { textes: textes() }).unwrap();
    assert_eq!(house.pro.call(ReadReponses {}).unwrap().textes[1], "À tout de suite !");
    assert_eq!(colleague.call(ReadReponses {}).unwrap().textes, Vec::<String>::new());
    let many = vec!["x".parse().unwrap(); 21];
    assert_eq!(kind(house.pro.call(SetReponses { textes: many })), ProblemKind::ChampsInvalides);
    house.pro.call(SetReponses { textes: Vec::new() }).unwrap();
    assert!(house.pro.call(ReadReponses {}).unwrap().textes.is_empty());
}
