//! P10: what was received and read never goes back, on however many devices, and a jeune may keep it to themselves.

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestError, TestRunner},
};
use shared::messages::{ChooseDiscretion, Etape, MarkFil, ReadDiscretion, ReadFil};

use super::message;
use crate::test_app::{Client, TestApp};

#[derive(Clone, Debug)]
enum Geste {
    Write { by_jeune: bool },
    Mark { by_jeune: bool, device: usize, seq: i64, etape: Etape },
}

fn gestes() -> impl Strategy<Value = Geste> {
    let mark = (any::<bool>(), 0..2_usize, 0..9_i64, prop_oneof![Just(Etape::Recu), Just(Etape::Lu)]);
    prop_oneof![
        any::<bool>().prop_map(|by_jeune| Geste::Write { by_jeune }),
        mark.prop_map(|(by_jeune, device, seq, etape)| Geste::Mark { by_jeune, device, seq, etape }),
    ]
}

// What should be seen: of each side, how far it has received and read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Side {
    recu: i64,
    lu: i64,
}

#[test]
fn p10_marks_never_go_back_whatever_the_devices_do() {
    let app = TestApp::start();
    let house = app.house();
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let ran = runner.run(&vec(gestes(), 1..24), |gestes| {
        let jeune = app.jeune_of(Some(house.espace));
        let fil = house.fil(&jeune);
        let devices = |client: &Client| [0, 1].map(|_| app.enter(client.compte.unwrap()));
        let (phones, computers) = (devices(&jeune), devices(&house.pro));
        let (mut last, mut of_jeune, mut of_pro) = (0_i64, Side::default(), Side::default());
        for geste in gestes {
            match geste {
                Geste::Write { by_jeune } => {
                    let writer = if by_jeune { &phones[0] } else { &computers[0] };
                    writer.call(message(fil, "mot")).unwrap();
                    last += 1;
                }
                Geste::Mark { by_jeune, device, seq, etape } => {
                    let (side, devices) = if by_jeune { (&mut of_jeune, &phones) } else { (&mut of_pro, &computers) };
                    devices[device].call(MarkFil { fil, seq, etape }).unwrap();
                    side.recu = side.recu.max(seq.min(last));
                    if etape == Etape::Lu {
                        side.lu = side.lu.max(seq.min(last));
                    }
                }
            }
            for (reader, other) in [(&phones, of_pro), (&computers, of_jeune)] {
                for device in reader {
                    let seen = device.call(ReadFil::last(fil)).unwrap();
                    let seen = Side { recu: seen.recu_par_autre, lu: seen.lu_par_autre };
                    prop_assert_eq!(seen, other);
                    prop_assert!(seen.lu <= seen.recu && seen.recu <= last);
                }
            }
        }
        Ok(())
    });
    if let Err(TestError::Fail(why, gestes)) = ran {
        panic!("{why}: {gestes:?}");
    }
}

#[test]
fn a_jeune_may_keep_to_themselves_when_they_read() {
    let app = TestApp::start();
    let house = app.house();
    let jeune = app.jeune_of(Some(house.espace));
    let fil = house.fil(&jeune);
    house.pro.call(message(fil, "Tu as vu ?")).unwrap();
    assert!(!jeune.call(ReadDiscretion {}).unwrap().lectures_cachees);
    assert!(jeune.call(ChooseDiscretion { lectures_cachees: true }).unwrap().lectures_cachees);
    jeune.call(MarkFil { fil, seq: 1, etape: Etape::Lu }).unwrap();
    let seen = house.pro.call(ReadFil::last(fil)).unwrap();
    assert_eq!((seen.recu_par_autre, seen.lu_par_autre), (1, 0));
    // The jeune still sees when the professional has read.
    jeune.call(message(fil, "Oui")).unwrap();
    house.pro.call(MarkFil { fil, seq: 2, etape: Etape::Lu }).unwrap();
    assert_eq!(jeune.call(ReadFil::last(fil)).unwrap().lu_par_autre, 2);
}
