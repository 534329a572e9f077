//! Installs what a machine lacks, or says exactly what to type.
//!
//! Owns the lists of system packages. Asks first what is there, so that a second run costs a
//! moment. Never asks for a password: without root or passwordless sudo it prints the line.

use std::process::Command;

use crate::place;
use crate::process::{Failure, ask, cargo, run, run_kept};

/// What the gateway and the command line need to be built (Debian and Ubuntu names).
pub const GATEWAY: &[&str] = &["build-essential", "pkg-config"];

/// What the desktop app needs besides.
pub const DESKTOP: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "file",
];

/// What the tests need besides: a display, a bus, a keychain and the window's driver.
pub const TESTS: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "xauth",
    "imagemagick",
    "gnome-keyring",
    "libsecret-tools",
    "python3-dbus",
    "python3-gi",
    "xdotool",
];

/// The driver of the window tests; newer ones are for Tauri 3.
const DRIVER: &str = "2.1.0";

/// Makes sure that system packages are there.
pub fn packages(wanted: &[&[&str]]) -> Result<(), Failure> {
    if cfg!(target_os = "macos") {
        return tell_macos();
    }
    if cfg!(not(target_os = "linux")) {
        println!("setup: Windows needs the Visual Studio C++ build tools and WebView2");
        return Ok(());
    }
    let wanted = wanted.concat();
    if ask("dpkg-query", &["--version"]).is_none() {
        println!(
            "setup: not a Debian or Ubuntu; what these packages hold is needed: {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let lacking = lacking(&wanted, &installed(&wanted));
    if lacking.is_empty() {
        return Ok(());
    }
    install(&lacking)
}

/// Makes sure that Node is there and new enough.
pub fn node() -> Result<(), Failure> {
    let version = ask("node", &["--version"]).unwrap_or_default();
    if node_is_enough(&version) {
        return Ok(());
    }
    let found = match version.trim() {
        "" => "none was found".to_owned(),
        version => format!("{version} was found"),
    };
    Err(Failure::said(format!(
        "Node 20.19 or newer is needed, {found}: https://nodejs.org"
    )))
}

/// Makes sure that `cargo fmt` and `cargo clippy` are there.
pub fn rust_components() -> Result<(), Failure> {
    let cargo_has = |name: &str| {
        cargo()
            .args([name, "--version"])
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if cargo_has("fmt") && cargo_has("clippy") {
        return Ok(());
    }
    run(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]))
}

/// Makes sure that the window's driver is there, in `target/tools`.
pub fn tauri_driver() -> Result<(), Failure> {
    let driver = place::tools().join("bin/tauri-driver");
    if driver.exists() {
        return Ok(());
    }
    // A debug build: it forwards a few messages, and compiles in half the time.
    run_kept(
        cargo()
            .args(["install", "--locked", "--debug", "tauri-driver"])
            .args(["--version", DRIVER, "--root"])
            .arg(place::tools()),
    )?;
    Ok(())
}

fn install(lacking: &[&str]) -> Result<(), Failure> {
    let line = format!("apt-get install -y {}", lacking.join(" "));
    let prefix: &[&str] = if ask("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        &[]
    } else if ask("sudo", &["-n", "true"]).is_some() {
        &["sudo", "-n"]
    } else {
        return Err(Failure::said(format!(
            "some system packages are missing. Type this and start again:\n\n    sudo {line}\n"
        )));
    };
    apt(prefix, &["update"])?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(lacking);
    apt(prefix, &arguments).map_err(|failure| {
        Failure::said(format!(
            "{failure}. Type this and start again:\n\n    sudo {line}\n"
        ))
    })
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Result<(), Failure> {
    let words = [
        prefix,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
    ]
    .concat();
    run_kept(Command::new(words[0]).args(&words[1..]).args(arguments)).map(drop)
}

/// dpkg answers with failure as soon as one name is unknown, and still lists the others.
fn installed(wanted: &[&str]) -> String {
    Command::new("dpkg-query")
        .args(["-W", "-f", "${db:Status-Abbrev}${Package}\n"])
        .args(wanted)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default()
}

fn lacking<'a>(wanted: &[&'a str], listing: &str) -> Vec<&'a str> {
    let has = |name: &str| {
        listing
            .lines()
            .any(|line| line.strip_prefix("ii ").is_some_and(|found| found == name))
    };
    wanted.iter().copied().filter(|name| !has(name)).collect()
}

fn node_is_enough(version: &str) -> bool {
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or_default());
    let found = (
        numbers.next().unwrap_or_default(),
        numbers.next().unwrap_or_default(),
    );
    found >= (20, 19)
}

fn tell_macos() -> Result<(), Failure> {
    if ask("xcode-select", &["-p"]).is_some() {
        return Ok(());
    }
    Err(Failure::said(
        "Apple's command line tools are missing. Type this and start again:\n\n    xcode-select --install\n",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_was_removed_or_never_known_is_lacking() {
        let listing = "ii xvfb\nrc dbus\n";
        assert_eq!(
            lacking(&["xvfb", "dbus", "xauth"], listing),
            ["dbus", "xauth"]
        );
    }

    #[test]
    fn node_is_enough_from_20_19_on() {
        for (version, enough) in [
            ("v20.19.0\n", true),
            ("v22.1.0", true),
            ("v20.18.3", false),
            ("v18.20.0", false),
            ("", false),
        ] {
            assert_eq!(node_is_enough(version), enough, "{version}");
        }
    }
}
