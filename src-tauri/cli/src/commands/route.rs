//! `cove route`: which agent and conversation a message would go to.

use cove_gateway::api::route::RouteExplain;
use cove_gateway::error::params;

use super::Home;
use crate::args::RouteArgs;
use crate::failure::Failure;
use crate::print::Printer;

/// Asks and prints; nothing is sent.
pub async fn run(args: RouteArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let wanted = RouteExplain {
        channel: args.channel.as_str().to_owned(),
        account: args.account,
        chat_type: args.chat_type.into(),
        peer: args.peer,
        topic: args.topic,
        sender: args.sender,
    };
    let routed = home.ask(wanted).await?;
    if printer.json {
        return printer.json(&routed);
    }
    let sentence = match routed.binding.as_str() {
        "default" => "cli-route-default",
        _ => "cli-route",
    };
    let told = params([
        ("agent", routed.agent_id.into()),
        ("key", routed.session_key.into()),
        ("rule", routed.binding.into()),
    ]);
    printer.say(sentence, &told)
}
