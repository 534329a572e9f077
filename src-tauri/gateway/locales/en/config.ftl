### config

## A value that is not what its key allows: path, what was found, what is allowed.
error-config-not-duration = { $path }: { $found } is not a duration such as "30m"
    .hint = Write a number and a unit: ms, s, m, h or d.
error-config-not-bool = { $path }: { $found } is neither true nor false
error-config-not-whole = { $path }: { $found } is not a whole number from { $least } to { $most }
error-config-not-amount = { $path }: { $found } is not a number of zero or more
error-config-not-text = { $path }: { $found } is not text in quotes
error-config-not-id = { $path }: { $found } is not an id such as "123456789"
error-config-not-one-of = { $path }: { $found } is not one of { $allowed }
error-config-not-list = { $path }: { $found } is not a list such as ["a", "b"]
error-config-not-pattern = { $path }: { $found } is not a pattern Cove can read, such as "\\bwren\\b"
error-config-not-object = { $path }: { $found } is not a group of settings in braces
error-config-not-time = { $path }: { $found } is not a time of day such as "08:30"
error-config-not-zone = { $path }: { $found } is not a time zone such as "Europe/Berlin"
error-config-not-url = { $path }: { $found } is not an address such as "https://example.com/v1"
error-config-not-model = { $path }: { $found } is neither a model such as "anthropic/claude-haiku-4-5" nor the alias of one

## Files.
error-config-environment-unset = { $path }: the environment variable { $name } is not set
    .hint = Set it before Cove starts, or take it out of the settings.
error-config-syntax = { $file }, line { $line }, column { $column }: this can’t be read
    .hint = Look for a missing comma, quote or brace there.
error-config-empty = { $file } is empty
    .hint = Write {"{}"} into it to start with the defaults, or bring your settings back.
error-config-unreadable = { $file } can’t be opened
    .hint = Check that it is there and that you may read it.
error-config-include-outside = { $path }: { $file } lies outside the folder of the settings
    .hint = Move it into that folder.
error-config-include-circle = { $path }: { $file } includes itself
error-config-include-deep = { $path }: { $file } is more than ten files deep
error-config-include-shape = { $path }: $include takes the name of a file with settings, or a list of names
error-config-unknown-key = { $path }: Cove does not use this setting. It is kept.
error-config-unknown-key-near = { $path }: Cove does not use this setting. It is kept.
    .hint = Did you mean “{ $near }”?
error-config-plain-secret = { $path } is a secret and stands in the file in plain text
    .hint = Move it to the keychain under Settings, Model and keys.
    .hint-cli = Move it to the keychain: cove secret adopt
error-config-nothing-kept = Nothing is kept for { $name } in the settings file
    .hint = Write the secret itself there, or take the line out.

## Changes.
error-config-file-broken = The settings file can’t be read at line { $line }, column { $column }, so nothing was changed
    .hint = Mend the file, or finish editing it, and try again.
error-config-bad-path = “{ $path }” does not lead to a setting
    .hint = Write the keys with dots between them, such as agents.defaults.model.
error-config-no-such = There is no setting “{ $path }”
error-config-secret-here = { $path } is a secret, and Cove writes no secrets into the settings
    .hint = Store it with: cove secret set { $path }
error-config-elsewhere = { $path } is set in another place too, which has the last word
    .hint = Change it in the included file, or remove the second entry.
error-config-changed-since = { $path } was changed again, so this can’t be taken back

## The first settings file.
config-first-head =
    Cove’s settings. Every setting has a default; write only what you want to change.
    Save the file and Cove reads it again. Keys and tokens don’t belong here: cove secret set
config-first-heartbeat = How often the agent looks in by itself; "30m" is every half hour, "0m" is off.
config-first-language = "en" or "zh-CN".
error-agent-name-empty = A name needs at least one letter.
