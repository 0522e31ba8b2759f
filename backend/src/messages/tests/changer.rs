//! Changing, taking back, catching up on it, and searching.

use shared::{
    ProblemKind,
    messages::{DeleteMessage, EditMessage, ListFils, PAGE, ReadFil, SearchMessages, SendMessage},
};

use super::{kind, message, said};
use crate::test_app::TestApp;

#[test]
fn a_message_is_changed_or_taken_back_for_ten_minutes_and_the_thread_says_so() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let first = message(fil, "Bonjuor");
    jeune.call(first.clone()).unwrap();
    let version = house.pro.call(ReadFil::last(fil)).unwrap().version;
    let edit = |texte: &str| EditMessage { message: first.message, texte: texte.parse().unwrap() };
    assert_eq!(kind(house.pro.call(edit("moi"))), ProblemKind::Introuvable);
    let changed = jeune.call(edit("Bonjour")).unwrap();
    assert_eq!((changed.texte.as_str(), changed.modifie.is_some(), changed.seq), ("Bonjour", true, 1));
    // A device that was away asks for what is new or changed, and gets exactly that.
    let news = house.pro.call(ReadFil { depuis: Some(version), ..ReadFil::last(fil) }).unwrap();
    assert_eq!(news.messages.iter().map(|one| one.texte.as_str()).collect::<Vec<_>>(), ["Bonjour"]);
    let none = house.pro.call(ReadFil { depuis: Some(news.version), ..ReadFil::last(fil) }).unwrap();
    assert_eq!((none.messages.len(), none.version), (0, news.version));
    // The phone sends the first text once more: it is the same message, and the change stays.
    assert_eq!(jeune.call(first.clone()).unwrap().texte, "Bonjour");
    // Taken back: nobody waits any more, nothing of the text is left, its place stays.
    assert!(house.pro.call(ListFils {}).unwrap()[0].attend_depuis.is_some());
    for _ in 0..2 {
        let gone = jeune.call(DeleteMessage { message: first.message }).unwrap();
        assert_eq!((gone.texte.as_str(), gone.supprime, gone.seq), ("", true, 1));
    }
    let seen = house.pro.call(ListFils {}).unwrap().remove(0);
    assert_eq!((seen.attend_depuis, seen.non_lus, seen.dernier.as_deref()), (None, 0, Some("Message repris")));
    assert_eq!(kind(jeune.call(edit("encore"))), ProblemKind::Introuvable);
    assert_eq!(jeune.call(first).unwrap().texte, "");
    let late = message(fil, "trop tard");
    jeune.call(late.clone()).unwrap();
    app.clock.shift_minutes(10);
    let jeune = app.enter(jeune.compte.unwrap());
    let edit = EditMessage { message: late.message, texte: "x".parse().unwrap() };
    assert_eq!(kind(jeune.call(edit)), ProblemKind::MessageTropAncien);
    assert_eq!(kind(jeune.call(DeleteMessage { message: late.message })), ProblemKind::MessageTropAncien);
}

// An answer that is taken back leaves the jeune waiting as before.
#[test]
fn the_wait_goes_on_when_the_answer_is_taken_back() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    jeune.call(message(fil, "Il y a quelqu’un ?")).unwrap();
    let since = house.pro.call(ListFils {}).unwrap()[0].attend_depuis;
    let answer = message(fil, "Pardon, mauvais fil");
    house.pro.call(answer.clone()).unwrap();
    assert_eq!(house.pro.call(ListFils {}).unwrap()[0].attend_depuis, None);
    house.pro.call(DeleteMessage { message: answer.message }).unwrap();
    assert_eq!(house.pro.call(ListFils {}).unwrap()[0].attend_depuis, since);
}

#[test]
fn what_changed_comes_by_pages_in_the_order_of_the_changes() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    let sent: Vec<SendMessage> = (0..PAGE + 20).map(|i| message(fil, &format!("{i}"))).collect();
    sent.iter().for_each(|one| drop(jeune.call(one.clone()).unwrap()));
    jeune.call(EditMessage { message: sent[3].message, texte: "trois".parse().unwrap() }).unwrap();
    let mut known = std::collections::BTreeMap::new();
    let (mut since, mut pages) = (0, 0);
    loop {
        let page = house.pro.call(ReadFil { depuis: Some(since), ..ReadFil::last(fil) }).unwrap();
        pages += 1;
        since = page.version;
        known.extend(page.messages.iter().map(|one| (one.seq, one.texte.clone())));
        if page.messages.len() < PAGE {
            break;
        }
    }
    assert_eq!((pages, known.len(), known[&4].as_str()), (2, PAGE + 20, "trois"));
}

#[test]
fn a_search_finds_whatever_the_accents_and_only_in_ones_own_threads() {
    let app = TestApp::start();
    let house = app.house();
    let (jeune, neighbour) = (app.jeune_of(Some(house.espace)), app.jeune_of(Some(house.espace)));
    let (fil, other) = (house.fil(&jeune), house.fil(&neighbour));
    jeune.call(message(fil, "L’été prochain je cherche une École à 100 % près de chez moi")).unwrap();
    jeune.call(message(fil, "rien à voir")).unwrap();
    neighbour.call(message(other, "mon école aussi")).unwrap();
    let search = |client: &crate::test_app::Client, texte: &str| {
        client.call(SearchMessages { texte: texte.to_owned() }).unwrap()
    };
    let found = search(&jeune, "ECOLE");
    assert_eq!((found.len(), found[0].seq, found[0].prenom.as_str()), (1, 1, "Aïssata"));
    assert!(found[0].extrait.contains("École"));
    assert_eq!(search(&house.pro, "école").len(), 2);
    // What means something to the database means nothing here.
    assert_eq!((search(&jeune, "0 %").len(), search(&jeune, "%%").len(), search(&jeune, "_____").len()), (1, 0, 0));
    assert_eq!(kind(jeune.call(SearchMessages { texte: "a".to_owned() })), ProblemKind::ChampsInvalides);
    assert_eq!(said(&jeune, fil).len(), 2);
}
