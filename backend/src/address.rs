//! From which address a request comes, behind proxies or not (P16).

use std::net::{IpAddr, Ipv6Addr};

use actix_web::HttpRequest;
use ipnet::IpNet;

/// The network that a request comes from: the address itself in IPv4, its /64 in IPv6.
///
/// `X-Forwarded-For` is read from the right, and only past proxies that the settings name.
pub fn network(http: &HttpRequest, proxies: &[IpNet]) -> String {
    let Some(peer) = http.peer_addr() else {
        return "unknown".to_owned();
    };
    let forwarded = http.headers().get_all("X-Forwarded-For").filter_map(|value| value.to_str().ok());
    let forwarded: Vec<&str> = forwarded.flat_map(|line| line.split(',')).map(str::trim).collect();
    masked(client(peer.ip(), &forwarded, proxies))
}

fn client(peer: IpAddr, forwarded: &[&str], proxies: &[IpNet]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.contains(&address));
    let mut client = peer.to_canonical();
    for hop in forwarded.iter().rev() {
        if !is_proxy(client) {
            break;
        }
        match hop.parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

fn masked(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_header_changes_nothing() {
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        let client = |peer: &str, forwarded: &[&str]| client(peer.parse().unwrap(), forwarded, &proxies).to_string();
        assert_eq!(client("203.0.113.9", &["1.1.1.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "198.51.100.7", "10.0.0.2"]), "198.51.100.7");
        assert_eq!(client("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(masked("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::/64");
    }
}
