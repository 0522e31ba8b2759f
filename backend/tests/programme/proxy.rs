//! A bad network: a proxy that delays, cuts and truncates what goes through it, at any byte of a request or of an answer.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// Numbers that look random and are the same for the same seed.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// Others for another seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number under `end`.
    pub fn under(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

/// What the proxy has done.
#[derive(Default)]
pub struct Faults {
    /// Requests that were cut, in the middle or before the first byte.
    pub requests: AtomicUsize,
    /// Answers that were cut, in the middle or before the first byte.
    pub answers: AtomicUsize,
    /// Pieces that were held back.
    pub delays: AtomicUsize,
}

/// The proxy; it runs as long as the test.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it has done so far.
    pub faults: Arc<Faults>,
}

// After so many bytes at the most a connection is cut: a dozen of messages.
const MOST_UP: u64 = 16_000;
const MOST_DOWN: u64 = 16_000;

impl Proxy {
    /// Lets through to a target what it lets through.
    pub fn start(target: SocketAddr, seed: u64) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let faults = Arc::new(Faults::default());
        let counted = Arc::clone(&faults);
        thread::spawn(move || {
            for (i, client) in socket.incoming().enumerate() {
                // When there is no server, the client sees a connection that closes at once.
                if let (Ok(client), Ok(server)) = (client, TcpStream::connect(target)) {
                    join(client, server, Dice::new(seed + i as u64), &counted);
                }
            }
        });
        Self { address, faults }
    }
}

fn join(client: TcpStream, server: TcpStream, mut dice: Dice, faults: &Arc<Faults>) {
    let (up, down) = (dice.under(MOST_UP), dice.under(MOST_DOWN));
    let back = (server.try_clone().unwrap(), client.try_clone().unwrap(), dice.clone(), Arc::clone(faults));
    let forth = Arc::clone(faults);
    thread::spawn(move || pump(client, server, up, dice, |cut| count(cut, &forth.requests, &forth.delays)));
    thread::spawn(move || pump(back.0, back.1, down, back.2, |cut| count(cut, &back.3.answers, &back.3.delays)));
}

enum Fault {
    Cut,
    Delay,
}

fn count(fault: Fault, cuts: &AtomicUsize, delays: &AtomicUsize) {
    let of = match fault {
        Fault::Cut => cuts,
        Fault::Delay => delays,
    };
    of.fetch_add(1, Ordering::Relaxed);
}

// Carries so many bytes, then cuts both ways, as a lift does.
fn pump(mut from: TcpStream, mut to: TcpStream, mut left: u64, mut dice: Dice, say: impl Fn(Fault)) {
    let mut piece = [0; 2_048];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        if dice.under(40) == 0 {
            say(Fault::Delay);
            thread::sleep(Duration::from_millis(dice.under(60)));
        }
        let through = read.min(usize::try_from(left).unwrap());
        if to.write_all(&piece[..through]).is_err() {
            break;
        }
        left -= through as u64;
        if through < read {
            say(Fault::Cut);
            break;
        }
    }
    drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
}
