### Which agent and which conversation a message belongs to.

## Mistakes in agents.list, bindings and session.
error-config-missing = { $path } is missing
    .hint = Write it, or remove the group of settings it belongs to.
error-config-agent-twice = { $path }: there is already an agent { $found }
    .hint = Give each agent an id of its own.
error-config-unknown-agent = { $path }: there is no agent { $found } in agents.list, so the default agent answers
error-config-not-word = { $path }: { $found } is not a single word such as "main"

## cove route
cli-route = Goes to the agent { $agent }, into { $key }. Decided by: { $rule }.
cli-route-default = Goes to the agent { $agent }, into { $key }. No rule names this chat, so the default agent answers.
error-route-channel = “{ $channel }” is no channel of Cove’s
    .hint = Name one of: { $channels }.
error-route-peer = A chat needs an id
