### window-heartbeat

beats-place = Heartbeat
beats-says = { $name } checks in by itself and writes only if something matters
beats-switch = Check-ins
beats-on = On
beats-off = Off
beats-off-says = no check-ins
beats-pause = Pause for a while
beats-pause-hour = For 1 hour
beats-pause-hours = { $count ->
    [one] For 1 hour
   *[other] For { $count } hours
 }
beats-pause-day = Until tomorrow
beats-pause-open = Until I go on
beats-quiet-days = Quiet days
beats-quiet-day-add = Add another quiet time
beats-quiet-day-first = From
beats-quiet-day-last = To (left empty: one day)
beats-quiet-day-yearly = Each year
beats-quiet-day-go = Add
beats-quiet-day-remove = Remove { $day }
beats-quiet-day-each = { $day }, each year
beats-quiet-day-span = { $first } to { $last }
beats-resume = Go on
beats-now = Check in now
beats-close = Close

# When
beats-every = Checks in every
beats-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
beats-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
beats-days = On days
beats-span-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
beats-min = { $count } min
beats-h = { $count } h
beats-dial = The day and its quiet hours
beats-dial-says = { $count ->
    [0] Quiet from { $from } until { $until }. No check-in today.
    [one] Quiet from { $from } until { $until }. 1 check-in today.
   *[other] Quiet from { $from } until { $until }. { $count } check-ins today.
}
beats-next = Next check-in
beats-next-none = none is planned
beats-in-minutes = { $count ->
    [0] now
   *[other] in { $count } min
}
beats-in-hours = in { $count } h
beats-quiet-hours = Quiet hours
beats-quiet-from = Quiet from { $time }
beats-quiet-until = Quiet until { $time }
beats-quiet-begins = Quiet hours begin
beats-quiet-ends = Quiet hours end
beats-to = to
beats-all-day = That leaves hardly any time for check-ins.
beats-switch-off = Switch them off instead
beats-zone = Time zone
beats-zone-now = now { $time }
beats-last-day = One day has to stay. Switch check-ins off instead.
beats-writes = Writes to
beats-writes-last = Where you wrote last
beats-writes-none = Nobody, it stays in the chat
beats-reads = Reads along
beats-reads-talk = The main conversation
beats-reads-list = Only the list
beats-spoken = Quiet from { $from }, for { $hours } hours. { $count } check-ins a day, { $cost } a day.
beats-spoken-none = No quiet hours.

# What it looks at
beats-watched = What { $name } looks at
beats-view = Show as
beats-view-list = List
beats-view-text = Text
beats-list-add = Add something to look at
beats-list-remove = Remove “{ $text }”
beats-list-all-done = Everything is ticked. { $name } still reads what is ticked; remove what is over.
beats-list-failed = The list could not be saved.
beats-list-kept = Kept on this computer until your agent can be reached.
beats-waiting = { $count ->
    [one] 1 note is waiting: “{ $text }”.
   *[other] { $count } notes are waiting, the first: “{ $text }”.
}
beats-waiting-at = Handed over at { $time }.

# What it costs
beats-cost = What it costs
beats-a-day = a day
beats-a-month = a month
beats-calls = { $count ->
    [one] check-in a day
   *[other] check-ins a day
}
beats-calls-head = Check-ins a day
beats-interval = Interval
beats-cost-day = A day
beats-price-unknown = price unknown
beats-nothing = Nothing to look at, so check-ins cost nothing as long as it stays so.
beats-save-quiet = Staying quiet from 22:00 to 08:00 saves { $saved } a month.
beats-save-light = Reading only the list, not the conversation, saves { $saved } a month.
beats-save-model = Checking in with { $model } saves { $saved } a month.
beats-save-file = A list half as long saves { $saved } a month.
beats-try = Try it

# What became of them
beats-decisions = Last decisions
beats-all = All decisions
beats-fewer = Fewer
beats-none-yet = No check-in yet.
beats-running = Checking in now.
beats-ok = Checked, nothing to report.
beats-said = Wrote to you: “{ $text }”
beats-duplicate = Quiet: it would have said the same as before.
beats-failed = Could not check in. { $why }
beats-skipped = Did not check. { $why }
beats-interrupted = Cut off when Cove stopped.
beats-stopped = Stopped by you.
beats-late = { $count ->
    [one] One minute late.
   *[other] { $count } minutes late.
}
beats-stands-for = { $count ->
    [one] It stands for one before it.
   *[other] It stands for { $count } before it.
}

# Before one is asked for
beats-dry-title = What would happen
beats-dry-skipped = It would not check in
beats-dry-talk = { $name } would read its list and the main conversation with { $model }, about { $tokens } tokens.
beats-dry-list = { $name } would read only its list with { $model }, about { $tokens } tokens.
beats-dry-waiting = { $count ->
    [one] One note that waits would be handed over.
   *[other] { $count } notes that wait would be handed over.
}
beats-dry-last = If something matters, it writes to where you wrote last.
beats-dry-none = If something matters, it says so in the conversation only.
beats-dry-channel = If something matters, it writes on { $channel }.
beats-dry-cost = It would cost { $cost }.
beats-holds = Estimate holds
beats-off-by = Estimate was off
beats-actual = { $days ->
    [one] last day
   *[other] last { $days } days
}: estimated { $estimated }, actual { $actual }
