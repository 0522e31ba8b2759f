//! A plain load: so many connections, each sends its next request when it has the answer to the last.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// How many clients at once.
pub const CONNECTIONS: usize = 32;

/// What a measure found.
pub struct Figures {
    times: Vec<Duration>,
    span: Duration,
    refused: usize,
}

impl Figures {
    /// From the times of all requests.
    pub fn new(mut times: Vec<Duration>, span: Duration, refused: usize) -> Self {
        times.sort_unstable();
        Self { times, span, refused }
    }

    /// How many times were taken.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.span.as_secs_f64()
    }

    /// The time that so many in a hundred do not exceed, in ms.
    pub fn percentile(&self, part: usize) -> f64 {
        let at = (self.times.len() * part / 100).min(self.times.len().saturating_sub(1));
        self.times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }

    /// A line of the table, beside another measure.
    pub fn line(&self, name: &str, beside: &Self) -> String {
        format!(
            "{name:32} {:12.0} {:10.2} {:10.2} {:9} {:16.2} ×",
            self.per_second(),
            self.percentile(50),
            self.percentile(99),
            self.refused,
            self.per_second() / beside.per_second()
        )
    }
}

/// Sends the requests that `next` makes, numbered from 0, until the time is over or there are no more.
pub fn run(
    address: SocketAddr,
    span: Duration,
    next: impl Fn(usize) -> Option<Vec<u8>> + Sync,
) -> Result<Figures, Box<dyn std::error::Error>> {
    let (count, start) = (AtomicUsize::new(0), Instant::now());
    let parts = std::thread::scope(|scope| {
        let started: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(|| one_client(address, start + span, &count, &next))).collect();
        started
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err(std::io::Error::other("a client broke"))))
            .collect::<Vec<_>>()
    });
    let (mut times, mut refused) = (Vec::new(), 0);
    for part in parts {
        let (some, wrong) = part?;
        times.extend(some);
        refused += wrong;
    }
    Ok(Figures::new(times, start.elapsed(), refused))
}

fn one_client(
    address: SocketAddr,
    end: Instant,
    count: &AtomicUsize,
    next: &impl Fn(usize) -> Option<Vec<u8>>,
) -> std::io::Result<(Vec<Duration>, usize)> {
    let mut phone = Phone::call(address)?;
    let (mut times, mut refused) = (Vec::new(), 0);
    while Instant::now() < end {
        let Some(request) = next(count.fetch_add(1, Ordering::Relaxed)) else {
            break;
        };
        let start = Instant::now();
        if phone.ask(&request)? == 200 {
            times.push(start.elapsed());
        } else {
            refused += 1;
        }
    }
    Ok((times, refused))
}

/// A connection that is kept.
pub struct Phone {
    stream: TcpStream,
    answers: BufReader<TcpStream>,
}

impl Phone {
    /// Connects.
    pub fn call(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let answers = BufReader::new(stream.try_clone()?);
        Ok(Self { stream, answers })
    }

    /// Sends a request and reads the answer; gives its status.
    pub fn ask(&mut self, request: &[u8]) -> std::io::Result<u16> {
        self.stream.write_all(request)?;
        read_answer(&mut self.answers, &mut std::io::sink())
    }

    /// The same, with what was answered.
    pub fn tell(&mut self, request: &[u8]) -> std::io::Result<(u16, Vec<u8>)> {
        self.stream.write_all(request)?;
        let mut body = Vec::new();
        let status = read_answer(&mut self.answers, &mut body)?;
        Ok((status, body))
    }
}

fn read_answer(answers: &mut impl BufRead, body: &mut impl Write) -> std::io::Result<u16> {
    let (mut line, mut length) = (String::new(), 0);
    answers.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    loop {
        line.clear();
        answers.read_line(&mut line)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap_or(0),
            Some(_) => {}
            None => break,
        }
    }
    std::io::copy(&mut answers.take(length), body)?;
    Ok(status)
}
