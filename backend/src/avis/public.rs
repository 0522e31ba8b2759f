//! Where a server may send something because a browser asked it to: the public internet, by https, nowhere else (P30).

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use ureq::{
    Agent, Error as Failed,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

// What a push service answers is a status; the rest is a courtesy.
const MOST_HEADERS: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(8);

/// An agent that connects to public addresses only. The name is resolved and judged within the request, and the connection
/// goes to the addresses that were judged: the answer of the name cannot change in between. It follows no redirect and no
/// proxy of the environment.
pub fn agent(trusted: &[String]) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .proxy(None)
        .max_response_header_size(MOST_HEADERS)
        .build();
    let resolver = PublicOnly { trusted: trusted.to_vec(), inner: DefaultResolver::default() };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// Reads an address that a browser gave. Only its form is judged: https, a host, no name before it and no interface after it.
pub fn parse(address: &str, trusted: &[String]) -> Option<Uri> {
    let uri: Uri = address.parse().ok()?;
    let authority = uri.authority()?;
    let is_form =
        !authority.host().is_empty() && !authority.as_str().contains(['@', '%']) && uri.path().starts_with('/');
    let is_allowed = uri.scheme_str() == Some("https") || is_trusted(&uri, trusted);
    (is_form && is_allowed).then_some(uri)
}

/// Whether the host of an address is a place of the public internet, now. Asks the names: not on the executor.
pub fn is_reachable(uri: &Uri, trusted: &[String]) -> bool {
    if is_trusted(uri, trusted) {
        return true;
    }
    let Some(host) = uri.host() else { return false };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = std::net::ToSocketAddrs::to_socket_addrs(&(host, uri.port_u16().unwrap_or(443)));
    found.is_ok_and(|found| all_public(found.collect::<Vec<_>>().iter()))
}

/// The origin of an address, as a token for it says.
pub fn origin(uri: &Uri) -> String {
    let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
    format!("{}://{authority}", uri.scheme_str().unwrap_or("https"))
}

fn is_trusted(uri: &Uri, trusted: &[String]) -> bool {
    trusted.contains(&origin(uri))
}

fn all_public<'a>(mut addresses: impl ExactSizeIterator<Item = &'a SocketAddr>) -> bool {
    0 < addresses.len() && addresses.all(|address| is_public(address.ip()))
}

#[derive(Debug)]
struct PublicOnly {
    trusted: Vec<String>,
    inner: DefaultResolver,
}

impl Resolver for PublicOnly {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Failed> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let is_https = uri.scheme_str() == Some("https");
        if is_trusted(uri, &self.trusted) || (is_https && all_public(found.iter())) {
            return Ok(found);
        }
        Err(Failed::BadUri("not a place of the public internet".to_owned()))
    }
}

/// Whether an address is one of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

// The registry of special addresses (RFC 6890 and after): what it names is not the public internet.
fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224.., ..)
    );
    !is_special
}

// Only 2000::/3 is given out; what carries a v4 inside is judged by it.
fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0xffff) | (0x0064, 0xff9b, 0, 0, 0, 0) => v4(g, h),
        // 6to4.
        (0x2002, ..) => v4(b, c),
        // Teredo, benchmarks, ORCHID, documentation.
        (0x2001, 0..=0x01ff | 0x0db8, ..) | (0x3fff, 0..=0x0fff, ..) => false,
        (0x2000..=0x3fff, ..) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p30_what_is_not_the_public_internet_is_refused() {
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2002:a00:1::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in
            ["1.1.1.1", "100.63.0.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"]
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn p30_an_address_that_leads_home_is_refused_however_it_is_written() {
        let home = [
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://localhost./x",
            "https://2130706433/x",
            "https://0x7f000001/x",
            "https://0177.0.0.1/x",
            "https://127.1/x",
            "https://[::1]/x",
            "https://[::ffff:127.0.0.1]/x",
            "https://[::ffff:7f00:1]/x",
            "https://0/x",
            "https://192.168.0.1:8443/x",
            "https://169.254.169.254/latest/meta-data/",
        ];
        let sending = agent(&[]);
        for address in home {
            let uri = parse(address, &[]).unwrap();
            assert!(!is_reachable(&uri, &[]), "{address}");
            // Again when it is sent: the same judgement, by the resolver of the request itself.
            let sent = sending.post(address).send("x");
            assert!(sent.is_err(), "{address}");
        }
    }

    #[test]
    fn p30_only_https_and_nothing_before_the_host() {
        for address in [
            "http://updates.push.services.mozilla.com/x",
            "ftp://example.org/x",
            "https://",
            "https:///x",
            "/x",
            "x",
            "",
            "https://example.org@127.0.0.1/x",
            "https://a:b@example.org/x",
            "file:///etc/passwd",
            "https://[fe80::1%25eth0]/x",
            "javascript:alert(1)",
        ] {
            assert!(parse(address, &[]).is_none(), "{address}");
        }
        assert!(parse("https://updates.push.services.mozilla.com/wpush/v2/abc", &[]).is_some());
        let trusted = ["http://127.0.0.1:9".to_owned()];
        assert!(parse("http://127.0.0.1:9/x", &trusted).is_some());
        assert!(parse("http://127.0.0.1:10/x", &trusted).is_none());
    }
}
