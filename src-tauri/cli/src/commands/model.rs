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
            printer.changed(&home.change(choice).await?, "cli-model-chosen", &id)
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
