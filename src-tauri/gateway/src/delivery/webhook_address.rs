//! Which addresses something may be posted to (design.md §7), as functions of values.
//!
//! Owns those rules: https, or http to a private address that a person wrote down; never an address
//! that only a computer's own surroundings have (metadata of a cloud, link-local). Asks no server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use crate::channel::{ChannelKind, Route};
use crate::error::{Problem, params};

/// Endings of names that mean a house or this computer.
const AT_HOME: [&str; 5] = [".local", ".lan", ".home.arpa", ".localhost", ".localdomain"];

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leads {
    /// Out into the world.
    Out,
    /// To this computer or the house.
    Home,
    /// Where nothing is ever to be sent.
    Nowhere,
}

/// Reads an address that things are posted to.
///
/// # Errors
/// Why nothing may be posted there.
pub fn allowed(address: &str) -> Result<Url, Problem> {
    let told = |code: &str| Problem::with(code, params([("address", shown(address).into())]));
    let url = Url::parse(address.trim()).map_err(|_| told("webhook-address"))?;
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or_else(|| told("webhook-address"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(told("webhook-password"));
    }
    let named = named(host);
    match url.scheme() {
        _ if named == Leads::Nowhere => Err(told("webhook-forbidden")),
        "https" => Ok(url),
        "http" if named == Leads::Home => Ok(url),
        "http" => Err(told("webhook-http")),
        _ => Err(told("webhook-address")),
    }
}

/// Whether this is where the name of an allowed address may lead. A name of the world that leads
/// into the house would let its owner reach what only the house may.
pub(super) fn permitted(url: &Url, address: IpAddr) -> bool {
    match (named(url.host_str().unwrap_or_default()), leads(address)) {
        (Leads::Nowhere, _) | (_, Leads::Nowhere) => false,
        (named, leads) => named == leads,
    }
}

/// An address as it may be shown: its server alone. Path and query may be secrets.
pub(super) fn shown(address: &str) -> String {
    match Url::parse(address.trim()) {
        Ok(url) if url.has_host() => url.origin().ascii_serialization(),
        _ => address.trim().chars().take(80).collect(),
    }
}

/// Where a part goes, as it may be shown.
pub fn shown_peer(route: &Route) -> String {
    match route.channel {
        ChannelKind::Webhook => shown(&route.peer),
        _ => route.peer.clone(),
    }
}

fn named(host: &str) -> Leads {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return leads(address);
    }
    let host = bare.trim_end_matches('.').to_ascii_lowercase();
    match host == "localhost" || AT_HOME.iter().any(|ending| host.ends_with(ending)) {
        true => Leads::Home,
        false => Leads::Out,
    }
}

fn leads(address: IpAddr) -> Leads {
    match address {
        IpAddr::V4(address) => leads_v4(address),
        IpAddr::V6(address) => leads_v6(address),
    }
}

fn leads_v4(address: Ipv4Addr) -> Leads {
    match address.octets() {
        [10, ..] | [127, ..] | [192, 168, ..] => Leads::Home,
        [172, second, ..] if (16..32).contains(&second) => Leads::Home,
        // Metadata of clouds that stands outside of link-local.
        [100, 100, 100, 200] | [168, 63, 129, 16] | [192, 0, 0, _] => Leads::Nowhere,
        [100, second, ..] if (64..128).contains(&second) => Leads::Home,
        [0, ..] | [169, 254, ..] | [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => {
            Leads::Nowhere
        }
        [198, 18 | 19, ..] | [224..=255, ..] => Leads::Nowhere,
        _ => Leads::Out,
    }
}

fn leads_v6(address: Ipv6Addr) -> Leads {
    let parts = address.segments();
    let within = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        leads_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0, 0, 0, 0, 0, 0, 0, 0] => Leads::Nowhere,
        [0, 0, 0, 0, 0, 0, 0, 1] => Leads::Home,
        // An IPv4 address in the dress of an IPv6 one: mapped, translated, tunnelled.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            within(high, low)
        }
        [0x2002, high, low, ..] => within(high, low),
        [0x2001, 0 | 0xdb8, ..] | [0xfd00, 0xec2, ..] => Leads::Nowhere,
        [first, ..] if first & 0xfe00 == 0xfc00 => Leads::Home,
        [first, ..] if first & 0xe000 == 0x2000 => Leads::Out,
        _ => Leads::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(address: &str, expected: Result<(), &str>) {
        let found = allowed(address).map(|_| ()).map_err(|why| why.code);
        assert_eq!(found, expected.map_err(str::to_owned), "{address}");
    }

    #[test]
    fn only_these_addresses_may_be_posted_to() {
        check("https://example.com/hook?token=1", Ok(()));
        check("https://192.168.1.5/hook", Ok(()));
        check("http://192.168.1.5:8123/api", Ok(()));
        check("http://127.0.0.1:80/", Ok(()));
        check("http://[::1]:80/", Ok(()));
        check("http://nas.local/hook", Ok(()));
        check("http://localhost:9/", Ok(()));
        check("http://example.com/", Err("webhook-http"));
        check("http://8.8.8.8/", Err("webhook-http"));
        check("http://2130706433.example.com/", Err("webhook-http"));
        check(
            "https://169.254.169.254/latest/meta-data",
            Err("webhook-forbidden"),
        );
        check("https://[fd00:ec2::254]/", Err("webhook-forbidden"));
        check(
            "https://[::ffff:169.254.169.254]/",
            Err("webhook-forbidden"),
        );
        check("http://0.0.0.0/", Err("webhook-forbidden"));
        check("https://100.100.100.200/", Err("webhook-forbidden"));
        check("https://anna:secret@example.com/", Err("webhook-password"));
        check("ftp://example.com/", Err("webhook-address"));
        check("example.com/hook", Err("webhook-address"));
    }

    #[test]
    fn a_name_leads_where_it_says_it_leads() {
        let table = [
            ("https://example.com/", "93.184.216.34", true),
            ("https://example.com/", "2606:2800:220:1::1", true),
            ("https://example.com/", "127.0.0.1", false),
            ("https://example.com/", "10.0.0.7", false),
            ("https://example.com/", "169.254.169.254", false),
            ("https://example.com/", "::ffff:10.0.0.7", false),
            ("https://example.com/", "64:ff9b::a9fe:a9fe", false),
            ("https://example.com/", "2002:7f00:1::", false),
            ("https://example.com/", "fd12::1", false),
            ("https://example.com/", "fe80::1", false),
            ("http://nas.local/", "192.168.1.5", true),
            ("http://nas.local/", "93.184.216.34", false),
            ("http://nas.local/", "169.254.1.1", false),
            ("http://127.0.0.1/", "127.0.0.1", true),
            // Other spellings of the same number are read by the address itself.
            ("http://2130706433/", "127.0.0.1", true),
        ];
        for (url, address, expected) in table {
            let (url, to) = (Url::parse(url).unwrap(), address.parse().unwrap());
            assert_eq!(permitted(&url, to), expected, "{url} {address}");
        }
    }

    #[test]
    fn of_an_address_only_the_server_is_shown() {
        assert_eq!(
            shown("https://example.com:8443/a/secret?token=secret#x"),
            "https://example.com:8443"
        );
    }
}
