//! `cove model`: which model answers.

use cove_gateway::api::model::{ModelList, ModelLocal, ModelUse};

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
            let answers = found.models.iter().all(|row| !row.in_use || row.has_key);
            let sentence = match answers {
                true => "cli-model-chosen",
                false => "cli-model-keyless",
            };
            printer.changed(&changed, sentence, &id)
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
