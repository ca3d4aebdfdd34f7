//! Names to addresses: only those come out that may be connected to, so that what was looked at is what is called.

use std::fmt;
use std::net::IpAddr;

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::fetch::reach::Reach;

/// Resolves as the system does, and keeps what is within reach.
#[derive(Debug, Default)]
pub(super) struct Checked {
    system: DefaultResolver,
    reach: Reach,
}

impl Checked {
    pub(super) fn new(reach: Reach) -> Self {
        Self {
            system: DefaultResolver::default(),
            reach,
        }
    }
}

/// All addresses of a name are out of reach.
#[derive(Debug)]
pub(super) struct OutOfReach(pub(super) IpAddr);

impl fmt::Display for OutOfReach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not an address of the public internet", self.0)
    }
}

impl std::error::Error for OutOfReach {}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        let mut other = None;
        for address in &found {
            if self.reach.covers(address.ip()) {
                kept.push(*address);
            } else {
                other = Some(address.ip());
            }
        }
        match other {
            Some(other) if kept.is_empty() => Err(Error::Other(Box::new(OutOfReach(other)))),
            _ if kept.is_empty() => Err(Error::HostNotFound),
            _ => Ok(kept),
        }
    }
}
