//! `cove secret`: keys and tokens go in, never out and never over the command line.

use cove_gateway::api::Changed;
use cove_gateway::api::secret::{
    Keep, SecretAdopt, SecretConfirm, SecretList, SecretRemove, SecretSet, SecretUnlock,
};
use cove_gateway::error::params;

use super::Home;
use crate::args::SecretCommand;
use crate::failure::Failure;
use crate::input;
use crate::print::{self, Printer};

/// The gateway asks for a choice where there is no keychain.
const NO_KEYCHAIN: &str = "secret-no-keychain";

/// Stores, lists or forgets secrets.
pub async fn run(
    command: SecretCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        SecretCommand::Set { path, origin, keep } => {
            let secret = entered(path.clone(), origin, keep.map(Keep::from), printer)?;
            let changed = store(secret, home, printer).await?;
            printer.changed(&changed, "cli-secret-set", &path)
        }
        SecretCommand::List => list(home, printer).await,
        SecretCommand::Remove { path } => {
            let remove = SecretRemove { path: path.clone() };
            printer.changed(&home.change(remove).await?, "cli-secret-removed", &path)
        }
        SecretCommand::Unlock => {
            let passphrase = input::secret("cli-ask-passphrase", printer)?;
            let changed = home.change(SecretUnlock { passphrase }).await?;
            printer.changed(&changed, "cli-secret-unlocked", "")
        }
        SecretCommand::Confirm { path, origin } => {
            let confirm = SecretConfirm {
                path,
                origin: origin.clone(),
            };
            printer.changed(
                &home.change(confirm).await?,
                "cli-secret-confirmed",
                &origin,
            )
        }
        SecretCommand::Adopt => adopt(home, printer).await,
    }
}

fn entered(
    path: String,
    origin: Option<String>,
    keep: Option<Keep>,
    printer: &Printer<'_>,
) -> Result<SecretSet, Failure> {
    let value = input::secret("cli-ask-secret", printer)?;
    let passphrase = match keep {
        Some(Keep::Passphrase) => Some(input::secret("cli-ask-passphrase", printer)?),
        _ => None,
    };
    Ok(SecretSet {
        path,
        value,
        origin,
        keep,
        passphrase,
    })
}

/// Where there is no keychain a person at the keyboard chooses; a program is told of `--keep`.
async fn store(
    mut secret: SecretSet,
    home: &Home,
    printer: &Printer<'_>,
) -> Result<Changed, Failure> {
    let unasked = secret.keep.is_none() && input::at_keyboard();
    match home.change(secret.clone()).await {
        Err(Failure::Told(error)) if error.code == NO_KEYCHAIN && unasked => {}
        outcome => return outcome,
    }
    let answers = ["cli-choose-this-run", "cli-choose-passphrase"];
    if input::choose("cli-choose-keep", &answers, printer)? == 0 {
        secret.keep = Some(Keep::ThisRun);
    } else {
        secret.keep = Some(Keep::Passphrase);
        secret.passphrase = Some(input::secret("cli-ask-passphrase", printer)?);
    }
    home.change(secret).await
}

async fn list(home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let secrets = home.ask(SecretList {}).await?;
    if printer.json {
        return printer.json(&secrets);
    }
    print::lists::secrets(&secrets.secrets, printer)
}

async fn adopt(home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let adopted = home.change(SecretAdopt {}).await?;
    if printer.json {
        return printer.json(&adopted);
    }
    let count = params([("count", adopted.paths.len().into())]);
    printer.say("cli-secret-adopted", &count)?;
    for path in &adopted.paths {
        printer.line(path)?;
    }
    for path in &adopted.left {
        let path = params([("path", path.as_str().into())]);
        printer.say("cli-secret-left", &path)?;
    }
    Ok(())
}
