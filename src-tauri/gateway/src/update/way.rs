//! How this installation is brought up to date, and which of two versions is the newer.
//!
//! Owns telling a package of the system by where the program lies. Never looks into a package.

use std::path::Path;

/// How the next version comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "UpdateWay")]
pub enum Way {
    /// The system's package manager brings it; Cove keeps out of that.
    Package,
    /// The person installs it over this one.
    Hand,
}

/// Places only a package manager writes to.
const OF_PACKAGES: [&str; 5] = ["/usr/", "/app/", "/snap/", "/nix/store/", "/gnu/store/"];
/// Within them, the person's own.
const OWN: [&str; 1] = ["/usr/local/"];

/// The way of the program that lies at `program`.
pub fn way(program: &Path) -> Way {
    let begins = |with: &&str| program.starts_with(with);
    match OF_PACKAGES.iter().any(begins) && !OWN.iter().any(begins) {
        true => Way::Package,
        false => Way::Hand,
    }
}

/// Whether `found` is a later release than `current`. What is no release (`1.0.0-beta`, a word) is
/// never newer.
pub fn is_newer(found: &str, current: &str) -> bool {
    let (Some(found), Some(current)) = (numbers(found), numbers(current)) else {
        return false;
    };
    found > current
}

fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut parts = version.trim().trim_start_matches('v').split('.');
    let mut next = || parts.next()?.parse().ok();
    let numbers = [next()?, next()?, next()?];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_program_lies_says_who_updates_it() {
        let check = |program: &str, expected: Way| {
            assert_eq!(way(Path::new(program)), expected, "{program}");
        };
        check("/usr/bin/cove-desktop", Way::Package);
        check("/nix/store/abc-cove/bin/cove", Way::Package);
        check("/usr/local/bin/cove", Way::Hand);
        check("/home/anna/Cove.AppImage", Way::Hand);
        check(
            "/Applications/Cove.app/Contents/MacOS/cove-desktop",
            Way::Hand,
        );
        check("/usrlocal/cove", Way::Hand);
    }

    #[test]
    fn only_a_later_release_is_newer() {
        let check = |found: &str, current: &str, expected: bool| {
            assert_eq!(is_newer(found, current), expected, "{found} {current}");
        };
        check("0.2.0", "0.1.0", true);
        check("0.10.0", "0.9.9", true);
        check("v1.0.0", "0.9.9", true);
        check("0.1.0", "0.1.0", false);
        check("0.1.0", "0.2.0", false);
        check("1.0.0-beta", "0.1.0", false);
        check("newest", "0.1.0", false);
        check("1.0", "0.1.0", false);
    }
}
