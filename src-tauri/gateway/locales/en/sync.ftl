### sync: what several conversations know together

## Why it is not done

error-state-version = Version { $found } stands there, not { $wanted }.
    .hint = Read it again and make your change to that.
error-state-held = { $holder } holds the lease until { $until }.
    .hint = Wait until it is over or given back.
error-state-not-held = You do not hold this lease.
error-state-format = It was declared to hold “{ $declared }”.
    .hint = Use the same format, or another name.
error-state-unreadable = The file is no shared state: { $reason }
    .hint = Mend it among the notes, or bring an older version back.
error-state-not-json = That is not JSON: { $reason }
    .hint = A text stands in quotes: '"tea"'.
error-state-name = A name is 1 to 64 letters, digits, - and _.
error-state-lease = A lease is between one minute and a day.

## What the agent did

tool-memory-append = Noted something for today
tool-heartbeat-state = Looked after its record of checks
tool-shared-state = Used the shared state “{ $of }”
tool-message = Sent you a message
tool-message-failed = Could not send a message

## The command line

cli-state-none = There is no shared state.
cli-state-state = State
cli-state-log = Log
cli-state-nothing = There is no state “{ $name }”.
cli-state-added = Added.
cli-state-version = Version { $version }{ $by ->
    [none] {""}
   *[other] , by { $by }
 }{ $format ->
    [none] {""}
   *[other] , format { $format }
 }
cli-state-held = { $holder } holds the lease until { $until }.
