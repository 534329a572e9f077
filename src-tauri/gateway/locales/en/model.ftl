### Models and the practice agent.

error-model-no-key = Cove has no key it may use for { $label }.
    .hint = Enter or unlock the key under Settings, Model and keys. Your message is kept.
    .hint-cli = Enter it: cove secret set models.providers.{ $provider }.apiKey
error-model-auth = { $label } did not accept the key.
    .hint = Enter a new key under Settings, Model and keys. Your message is kept.
    .hint-cli = Enter a new one: cove secret set models.providers.{ $provider }.apiKey
error-model-key-refused = { $label } did not accept this key.
    .hint = Copy it again, whole, from the page where it was made. One that was deleted there no longer works.
error-model-key-missing = { $label } wants a key, and Cove has none it may use.
    .hint = Paste one, or unlock the keys first.
error-model-fallback-first = There is no model yet that another one could stand in for.
    .hint = Connect a model first.
error-model-rate-limit = { $label } takes no more requests for now.
    .hint = Wait a little and send again, or choose another model.
error-model-overload = { $label } is overloaded or has a fault of its own.
    .hint = Try again in a few minutes, or choose another model.
error-model-overflow = The conversation is longer than the model can read at once.
    .hint = Compact the conversation, or start fresh.
error-model-bad-request = { $label } refused the request as wrong.
    .hint = Check the model and its settings under Settings, Model and keys. The reason is in Activity.
    .hint-cli = Check the model: cove model list. The reason: cove activity --limit 5
error-model-no-address = Cove does not know the address of “{ $provider }”.
    .hint = Give it under Settings, Model and keys, Other. Your message is kept.
    .hint-cli = Give it: cove config set models.providers.{ $provider }.baseUrl https://host/v1
error-model-network = { $label } could not be reached, or the connection broke.
    .hint = Check the internet connection and try again.
error-model-content-filter = { $label } declined to answer this.
    .hint = Put it in other words, or choose another model.
error-model-billing = The account at { $label } has no credit left.
    .hint = Add credit at { $label }, or choose another model.
error-model-cancelled = The answer was stopped.
    .hint = Send again to ask anew.

practice-name = Practice agent (no AI)
practice-about =
    This is the practice agent, a rehearsal without AI. It follows a few fixed requests: “remember …”, “todo …” and “what is on my list”. It costs nothing and needs no network.

    To talk to a real model, connect one under Settings, Model and keys, or by “cove model use”: with a key of a provider, or with a model that runs on this computer.
practice-remembered = Practice agent: I added “{ $what }” to your memory (MEMORY.md).
practice-todo-added = Practice agent: I added “{ $what }” to your list (TODO.md).
practice-list =
    { $count ->
        [one] Practice agent: one thing is open on your list.
       *[other] Practice agent: { $count } things are open on your list.
    }
    { $items }
practice-list-empty = Practice agent: nothing is open on your list.
practice-failed = Practice agent: I could not change or read { $file }. The tool said: { $why }
practice-not-here = Practice agent: I may not change or read { $file } in this conversation.
practice-no-schedule = Practice agent: I can't set reminders yet. They come with schedules, which this version does not have.
practice-scheduled = Practice agent: I put “{ $what }” on your schedule.
practice-schedule-failed = Practice agent: I could not schedule this. The tool said: { $why }
