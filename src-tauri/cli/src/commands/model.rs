//! `cove model`: which model answers.

use cove_gateway::api::model::{ModelList, ModelLocal, ModelUse};
use cove_gateway::error::params;
use cove_gateway::model::{ModelRef, key_path};

use super::Home;
use crate::args::ModelCommand;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Lists models or chooses one.
pub async fn run(
    command: ModelCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        ModelCommand::List => {
            let found = home.ask(ModelList {}).await?;
            if printer.json {
                return printer.json(&found);
            }
            print::lists::models(&found.models, printer)
        }
        ModelCommand::Use { id, base_url } => {
            let choice = ModelUse {
                id: id.clone(),
                base_url,
            };
            let changed = home.change(choice).await?;
            if printer.json {
                return printer.changed(&changed, "cli-model-chosen", &id);
            }
            let found = home.ask(ModelList {}).await?;
            let mut rows = found.models.iter();
            let keyless = rows.find(|row| row.in_use && !row.has_key);
            match keyless.and_then(|row| ModelRef::parse(&row.id)) {
                Some(model) => {
                    let path = key_path(&model.provider);
                    let told = params([("name", id.into()), ("path", path.into())]);
                    printer.changed_with(&changed, "cli-model-keyless", &told)
                }
                None => printer.changed(&changed, "cli-model-chosen", &id),
            }
        }
        ModelCommand::Local => {
            let found = home.ask(ModelLocal {}).await?;
            if printer.json {
                return printer.json(&found);
            }
            print::lists::servers(&found.servers, printer)
        }
    }
}
