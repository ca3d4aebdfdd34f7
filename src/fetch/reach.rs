//! Which addresses of the network may be connected to. Pure arithmetic; asks nobody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far a way leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// To the public internet only: a stranger's page or feed must not be able to send us to a machine of our own
    /// network, or to a service of this one.
    #[default]
    Public,
    /// Anywhere.
    Anywhere,
    /// To one address: what a test calls public.
    #[cfg(test)]
    Only(IpAddr),
}

impl Reach {
    /// Whether an address may be connected to.
    pub fn covers(self, address: IpAddr) -> bool {
        match self {
            Self::Public => is_public(address),
            Self::Anywhere => true,
            #[cfg(test)]
            Self::Only(one) => address == one,
        }
    }
}

/// Whether an address is one of the public internet: not this machine's, a private network's, a link's, a provider's, a
/// group's, and none that is kept for examples, tests or translation. An IPv4 address in the coat of an IPv6 one is not
/// public, but for the ones that networks without IPv4 have for public servers.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    // NAT64: what a network without IPv4 says instead of a server's IPv4 address.
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = parts {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let [first, second, ..] = parts;
    let is_global = first & 0xe000 == 0x2000;
    // Protocols (Teredo among them), examples, 6to4, examples again.
    let is_special = match first {
        0x2001 => second < 0x0200 || second == 0x0db8,
        0x2002 => true,
        0x3fff => second < 0x1000,
        _ => false,
    };
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("93.184.216.34")]
    #[case("1.1.1.1")]
    #[case("100.63.255.255")]
    #[case("100.128.0.0")]
    #[case("172.15.0.1")]
    #[case("172.32.0.1")]
    #[case("192.0.1.1")]
    #[case("223.255.255.255")]
    #[case("2606:2800:220:1:248:1893:25c8:1946")]
    #[case("2001:4860:4860::8888")]
    #[case::nat64("64:ff9b::5db8:d822")]
    fn public(#[case] address: &str) {
        assert!(is_public(address.parse().unwrap()));
    }

    #[rstest]
    #[case::this_network("0.0.0.0")]
    #[case::loopback("127.0.0.1")]
    #[case::loopback_too("127.255.0.9")]
    #[case::private("10.1.2.3")]
    #[case::private("172.16.0.1")]
    #[case::private("172.31.255.255")]
    #[case::private("192.168.1.1")]
    #[case::provider("100.64.0.1")]
    #[case::provider("100.127.255.255")]
    #[case::link("169.254.169.254")]
    #[case::protocols("192.0.0.1")]
    #[case::examples("192.0.2.1")]
    #[case::relay("192.88.99.1")]
    #[case::benchmarks("198.18.0.1")]
    #[case::examples("198.51.100.7")]
    #[case::examples("203.0.113.7")]
    #[case::groups("224.0.0.1")]
    #[case::kept("240.0.0.1")]
    #[case::everybody("255.255.255.255")]
    #[case::unspecified("::")]
    #[case::loopback("::1")]
    #[case::mapped("::ffff:127.0.0.1")]
    #[case::mapped_public("::ffff:93.184.216.34")]
    #[case::compatible("::7f00:1")]
    #[case::nat64_private("64:ff9b::7f00:1")]
    #[case::nat64_local("64:ff9b:1::1")]
    #[case::discard("100::1")]
    #[case::unique_local("fc00::1")]
    #[case::unique_local("fd12:3456:789a::1")]
    #[case::link("fe80::1")]
    #[case::site("fec0::1")]
    #[case::groups("ff02::1")]
    #[case::examples("2001:db8::1")]
    #[case::teredo("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    #[case::six_to_four("2002:7f00:1::1")]
    #[case::examples("3fff::1")]
    fn not_public(#[case] address: &str) {
        let address = address.parse().unwrap();
        assert!(!is_public(address));
        assert!(Reach::Anywhere.covers(address) && !Reach::Public.covers(address));
    }
}
