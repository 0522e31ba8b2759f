//! The operations: what one chooses, and nobody else's.

use shared::messages::avis::{CanalEcrit, ChooseAvis, GenreAvis, PreferenceAvis, ReadAvis, Silence};

use super::{MAIL, World};

#[test]
fn what_is_not_chosen_is_on_and_what_is_chosen_stays() {
    let world = World::new();
    let jeune = world.app.enter(world.jeune(&[MAIL]));
    let first = jeune.call(ReadAvis {}).unwrap();
    assert!(first.genres.iter().all(|one| one.push && one.ecrit) && first.genres.len() == 4);
    assert_eq!((first.silence, first.resume, first.appareils), (Silence::by_default(), true, 0));
    assert_eq!((first.ecrit, first.joignable), (Some(CanalEcrit::Courriel), true));
    let only = PreferenceAvis { genre: GenreAvis::Atelier, push: true, ecrit: false };
    let silence = Some(Silence { debut: "22:30".parse().unwrap(), fin: "09:00".parse().unwrap() });
    let chosen = jeune.call(ChooseAvis { genres: vec![only], silence, resume: false }).unwrap();
    assert_eq!((chosen.silence, chosen.resume, chosen.genres[3]), (silence, false, only));
    assert_eq!(chosen, jeune.call(ReadAvis {}).unwrap());
    let loud = jeune.call(ChooseAvis { genres: vec![], silence: None, resume: false }).unwrap();
    assert_eq!((loud.silence, loud.genres[3]), (None, only));
    let twice = jeune.call(ChooseAvis { genres: vec![only, only], silence: None, resume: false }).unwrap_err();
    assert_eq!(twice.fields["genres"], ["en-double"]);
    let nobody = world.app.stranger().call(ReadAvis {}).unwrap_err();
    assert_eq!(nobody.kind, shared::ProblemKind::NonConnecte);
    let other = world.app.enter(world.jeune(&[])).call(ReadAvis {}).unwrap();
    assert_eq!((other.ecrit, other.joignable, other.genres[3].ecrit), (None, false, true));
}
