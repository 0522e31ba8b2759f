//! What follows of an invitation: what it was for is moved, or does not take place; it is ended; another one is made.

use diesel::TextExpressionMethods;
use shared::{
    accueil::InvitationProche,
    ids::InscriptionId,
    operation::Done,
    permanences::{MoveRendezVous, RendezVous},
};

use super::*;
use crate::schema::envoi;

fn come_along(jeune: &Client, to: &RendezVous) -> LienProche {
    let (prenom, portee) = ("Papa".parse().unwrap(), Portee::RendezVous);
    let request = InviteProche { prenom, portee, rendez_vous: Some(to.id), inscription: None, signe: None };
    jeune.call(request).unwrap()
}

fn join_with(jeune: &Client, to: InscriptionId) -> LienProche {
    let (prenom, portee) = ("Mamie".parse().unwrap(), Portee::Atelier);
    jeune.call(InviteProche { prenom, portee, rendez_vous: None, inscription: Some(to), signe: None }).unwrap()
}

fn open_on(app: &TestApp, link: &LienProche) -> Client {
    let phone = app.stranger();
    phone.call(jeton(link)).unwrap();
    phone
}

fn last(jeune: &Client) -> InvitationProche {
    jeune.call(ListInvitationsProche {}).unwrap().remove(0)
}

#[test]
fn who_comes_along_follows_a_rendez_vous_that_is_moved() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let creneau = house.creneaux(app.day(3), 1)[0];
    let first = jeune.call(BookCreneau { creneau, accompagne: true }).unwrap();
    let link = come_along(&jeune, &first);
    assert_eq!((last(&jeune).debut, last(&jeune).fuseau), (Some(first.debut), first.lieu.fuseau.clone()));
    let father = open_on(&app, &link);
    // Elsewhere, and later: both see where and when.
    let elsewhere = app.house();
    let moved = MoveRendezVous { rendez_vous: first.id, creneau: elsewhere.creneaux(app.day(4), 1)[0] };
    let second = jeune.call(moved).unwrap();
    assert_ne!(second.debut, first.debut);
    let seen = father.call(ReadProches {}).unwrap().remove(0);
    let moment = seen.moment.unwrap();
    assert_eq!((moment.debut, moment.lieu), (second.debut, Some(second.lieu.clone())));
    assert_eq!((last(&jeune).debut, last(&jeune).etat), (Some(second.debut), EtatProche::Ouverte));
    // Called off: to the one it is cancelled, to the other it is no moment any more.
    jeune.call(CancelRendezVous { rendez_vous: second.id }).unwrap();
    assert_eq!((last(&jeune).debut, last(&jeune).etat), (None, EtatProche::Annulee));
    assert_eq!(father.call(ReadProches {}).unwrap()[0].moment, None);
}

#[test]
fn what_was_moved_by_those_who_receive_is_followed_too() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let creneaux = house.creneaux(app.day(3), 1);
    let booked = jeune.call(BookCreneau { creneau: creneaux[0], accompagne: true }).unwrap();
    let father = open_on(&app, &come_along(&jeune, &booked));
    let mot = "Plus tard".parse().unwrap();
    let request = shared::permanences::MoveVenues {
        rendez_vous: vec![booked.id],
        creneau: house.creneaux(app.day(5), 1)[0],
        mot,
    };
    house.pro.call(request).unwrap();
    let moment = father.call(ReadProches {}).unwrap().remove(0).moment.unwrap();
    assert!(booked.debut < moment.debut);
    assert_eq!(last(&jeune).debut, Some(moment.debut));
}

#[test]
fn what_does_not_take_place_or_is_over_is_shown_without_a_date_that_is_none() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let atelier = crate::ateliers::publish_for_tests(&house, app.day(3), 2);
    welcome_company(&app, atelier);
    let join = || jeune.call(JoinAtelier { atelier, accompagne: false, ou_attendre: false }).unwrap();
    let joined = join();
    join_with(&jeune, joined.id);
    jeune.call(LeaveAtelier { inscription: joined.id }).unwrap();
    assert_eq!((last(&jeune).debut, last(&jeune).etat), (None, EtatProche::Annulee));
    // Whoever comes back invites again; what was is still nothing.
    let again = join();
    join_with(&jeune, again.id);
    let states = || jeune.call(ListInvitationsProche {}).unwrap().into_iter().map(|one| one.etat).collect::<Vec<_>>();
    assert_eq!(states(), [EtatProche::Envoyee, EtatProche::Annulee]);
    app.clock.shift_minutes(again.atelier.fin.minutes_since(app.app.db.now()) + 1);
    let jeune = app.enter(jeune.compte.unwrap());
    assert_eq!((last(&jeune).debut, last(&jeune).etat), (Some(again.atelier.debut), EtatProche::Finie));
}

#[test]
fn ending_an_invitation_ends_it_for_whoever_leads() {
    let app = TestApp::start();
    let house = app.house();
    let atelier = crate::ateliers::publish_for_tests(&house, app.day(3), 3);
    welcome_company(&app, atelier);
    let with_somebody =
        |jeune: &Client, accompagne| jeune.call(JoinAtelier { atelier, accompagne, ou_attendre: false }).unwrap();
    let seen = |inscription| {
        let list = house.pro.call(ReadListeAtelier { atelier }).unwrap().participants;
        list.into_iter().find(|one| one.inscription == inscription).unwrap().accompagne
    };
    let jeune = app.jeune_of(Some(house.espace));
    let joined = with_somebody(&jeune, false);
    join_with(&jeune, joined.id);
    // A second link for the same place: the first one ends, they are still two.
    let link = join_with(&jeune, joined.id);
    assert!(seen(joined.id));
    jeune.call(EndProche { proche: link.proche }).unwrap();
    assert!(!seen(joined.id));
    // Who came with somebody before there was an invitation still does.
    let other = app.jeune_of(Some(house.espace));
    let joined = with_somebody(&other, true);
    let link = join_with(&other, joined.id);
    other.call(EndProche { proche: link.proche }).unwrap();
    assert!(seen(joined.id));
}

#[test]
fn for_one_thing_one_person_is_invited() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let creneaux = house.creneaux(app.day(3), 2);
    let booked = jeune.call(BookCreneau { creneau: creneaux[0], accompagne: true }).unwrap();
    let (first, other) = (come_along(&jeune, &booked), invite(&jeune, Portee::Equipe));
    let father = open_on(&app, &first);
    let second = come_along(&jeune, &booked);
    assert_eq!(kind(father.call(ReadProches {})), ProblemKind::LienFini);
    assert!(open_on(&app, &second).call(ReadProches {}).unwrap()[0].moment.is_some());
    // To write to the team is another thing.
    assert_eq!(open_on(&app, &other).call(ReadProches {}).unwrap().len(), 1);
    // Many at once are one as well.
    let phones: Vec<Client> = (0..6).map(|_| app.enter(jeune.compte.unwrap())).collect();
    race(&phones, |phone| come_along(phone, &booked));
    let open = jeune.call(ListInvitationsProche {}).unwrap().into_iter();
    assert_eq!(open.filter(|one| one.portee == Portee::RendezVous && one.etat != EtatProche::Finie).count(), 1);
}

#[test]
fn the_team_is_told_that_a_conversation_has_ended() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let write = |phone: &Client, proche| phone.call(WriteMotProche { proche, texte: "bonjour".parse().unwrap() });
    let ends: [fn(&Client, &Client, &LienProche) -> Done; 3] = [
        |jeune, _, link| jeune.call(EndProche { proche: link.proche }).unwrap(),
        |_, phone, _| phone.call(SignOut { vite: true }).unwrap(),
        |_, phone, _| phone.call(ForgetProche {}).unwrap(),
    ];
    let answer = |pro: &Client, proche| pro.call(AnswerProche { proche, texte: "Bonjour !".parse().unwrap() });
    for end in ends {
        let link = invite(&jeune, Portee::Equipe);
        let aunt = open_on(&app, &link);
        write(&aunt, link.proche).unwrap();
        let before = house.pro.call(ListProches {}).unwrap();
        assert!(before[0].id == link.proche && before[0].attend_depuis.is_some() && !before[0].finie);
        answer(&house.pro, link.proche).unwrap();
        write(&aunt, link.proche).unwrap();
        end(&jeune, &aunt, &link);
        let fil = house.pro.call(ReadProche { proche: link.proche }).unwrap();
        assert!(fil.proche.finie && fil.proche.attend_depuis.is_none() && fil.mots.len() == 3);
        assert_eq!(kind(answer(&house.pro, link.proche)), ProblemKind::ConversationTerminee);
        assert_eq!(house.pro.call(ReadProche { proche: link.proche }).unwrap().mots.len(), 3);
        assert_eq!(last(&jeune).etat, EtatProche::Finie);
    }
    // Thirty days without a word end it too; who waits comes before what has ended, which leaves the list after thirty more.
    let mother = app.stranger();
    mother.call(alone(&house, "Bonjour")).unwrap();
    let list = house.pro.call(ListProches {}).unwrap();
    assert_eq!(list.iter().map(|one| one.finie).collect::<Vec<_>>(), [false, true, true, true]);
    let which = list[0].id;
    app.pass_days(30, &[]);
    app.clock.shift_minutes(5);
    let pro = app.enter(house.pro.compte.unwrap());
    let list = pro.call(ListProches {}).unwrap();
    assert_eq!(list.iter().map(|one| (one.id, one.finie)).collect::<Vec<_>>(), [(which, true)]);
    assert_eq!(kind(answer(&pro, which)), ProblemKind::ConversationTerminee);
    app.pass_days(31, &[]);
    let pro = app.enter(house.pro.compte.unwrap());
    assert!(pro.call(ListProches {}).unwrap().is_empty());
    assert_eq!(pro.call(ReadProche { proche: which }).unwrap().mots.len(), 1);
}

#[test]
fn those_who_answer_are_told_once_that_a_relative_waits_also_with_the_page_closed() {
    let app = TestApp::start();
    let house = app.house();
    let publishes = app.professionnel(house.structure, shared::comptes::Droits { referent: false, ..ALL });
    let elsewhere = app.house();
    let planned = |client: &Client| {
        let mut db = db::connect(&app.app.settings.database).unwrap();
        let mine = envoi::table.filter(envoi::compte_id.eq(client.compte.unwrap().to_string()));
        let waiting = mine.filter(envoi::sujet.like("proche:%")).filter(envoi::etat.eq("prevu"));
        waiting.count().get_result::<i64>(&mut db).unwrap()
    };
    let mother = app.stranger();
    mother.call(alone(&house, "Bonjour, mon fils ne sort plus.")).unwrap();
    assert_eq!((planned(&house.pro), planned(&publishes), planned(&elsewhere.pro)), (1, 0, 0));
    let proche = house.pro.call(ListProches {}).unwrap()[0].id;
    let write = |texte: &str| WriteMotProche { proche, texte: texte.parse().unwrap() };
    mother.call(write("Êtes-vous là ?")).unwrap();
    assert_eq!(planned(&house.pro), 1);
    house.pro.call(AnswerProche { proche, texte: "Oui. On vous écoute.".parse().unwrap() }).unwrap();
    assert_eq!(planned(&house.pro), 0);
    mother.call(write("Merci.")).unwrap();
    assert_eq!(planned(&house.pro), 1);
    // What was ended waits for nobody.
    let jeune = app.jeune_of(Some(house.espace));
    let link = invite(&jeune, Portee::Equipe);
    let aunt = open_on(&app, &link);
    aunt.call(WriteMotProche { proche: link.proche, texte: "Bonjour.".parse().unwrap() }).unwrap();
    assert_eq!(planned(&house.pro), 2);
    jeune.call(EndProche { proche: link.proche }).unwrap();
    assert_eq!(planned(&house.pro), 1);
}

// "Viens sans accompagnant" from now on: who was invited is not expected any more.
#[test]
fn who_may_not_be_accompanied_any_more_comes_alone() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let atelier = crate::ateliers::publish_for_tests(&house, app.day(3), 2);
    welcome_company(&app, atelier);
    let joined = jeune.call(JoinAtelier { atelier, accompagne: true, ou_attendre: false }).unwrap();
    let (prenom, portee) = ("Mamie".parse().unwrap(), Portee::Atelier);
    let request = InviteProche { prenom, portee, rendez_vous: None, inscription: Some(joined.id), signe: None };
    let grandmother = app.stranger();
    grandmother.call(jeton(&jeune.call(request).unwrap())).unwrap();
    assert!(grandmother.call(ReadProches {}).unwrap()[0].moment.is_some());
    let one = house.pro.call(ReadListeAtelier { atelier }).unwrap().atelier;
    let change = shared::ateliers::ChangeAtelier {
        atelier,
        version: one.version,
        fiche: shared::ateliers::FicheAtelier { accompagne: false, ..one.fiche },
        jour: one.jour,
        debut: one.debut,
        fin: one.fin,
        mot: None,
        suite: false,
    };
    house.pro.call(change).unwrap();
    assert_eq!(kind(grandmother.call(ReadProches {})), ProblemKind::LienFini);
    assert!(!house.pro.call(ReadListeAtelier { atelier }).unwrap().participants[0].accompagne);
}
