### heartbeat: when the agent looks after things by itself, and why it did not

## Why a check-in did not run

error-event-no-gateway = Cove is not running, so nobody reads it yet.
    .hint = Start Cove.
    .hint-cli = “cove gateway” starts it.
error-beat-paused-all = Everything is paused.
    .hint = Resume when you want it to go on.
    .hint-cli = “cove resume” lets it go on.
error-beat-paused-autonomous = What runs by itself is paused.
    .hint = Resume it when you want it to go on.
    .hint-cli = “cove resume autonomous” lets it go on.
error-beat-paused = Check-ins are paused.
    .hint = Resume them when you want them to go on.
error-beat-disabled = Check-ins are off.
    .hint = Say how often they should be, for example every 30m.
error-beat-quiet-hours = These are quiet hours.
error-beat-quiet-day = It is a day without check-ins.
error-beat-allowance = The allowance is used up.
error-beat-price-unknown = Nobody knows what this model costs, and you have not said that it may run by itself.
    .hint = Extend it for today, or wait until the day is over.
error-beat-requests-in-flight = The check-in before has not ended yet.
error-beat-lanes-busy = Something else was at work, and check-ins are left out then.
error-beat-empty-heartbeat-file = There is nothing to do in HEARTBEAT.md, so no model was asked.
    .hint = Write one task a line into it.
error-beat-no-heartbeat-file = There is no HEARTBEAT.md, so no model was asked.
    .hint = Make one and write one task a line into it.
error-beat-nothing-waits = Nothing was waiting to be read any more.
error-beat-no-model = No model is connected, so there is nobody to ask.
    .hint = Connect a model in the settings.
error-beat-interrupted = Cove was stopped in the middle of it. Nothing was said.
error-beat-keeps-failing = Check-ins failed three times in a row and are paused now: { $why }
    .hint = Resume them once that is mended.
    .hint-cli = “cove resume heartbeat:main” lets them go on.
error-event-empty = There is nothing in it to tell the agent.
error-event-long = That is too long: { $most } characters are the most.

## What happened

activity-heartbeat-said = A check-in had something to say
activity-heartbeat-failed = A check-in failed
activity-heartbeat-stopped = A check-in was stopped
activity-heartbeat-interrupted = A check-in was cut off when Cove stopped
activity-heartbeat-paused = Check-ins were paused after failing three times in a row
activity-heartbeat-enabled = You turned check-ins on, every { $every }
activity-heartbeat-disabled = You turned check-ins off
activity-heartbeat-changed = You changed when check-ins happen
activity-event-queued = The agent was left a note
activity-event-undone = A note for the agent was taken back before it was read
undo-heartbeat-enabled = Turn check-ins off again
undo-heartbeat-disabled = Turn check-ins on again
undo-heartbeat-changed = Set check-ins back to what they were
undo-event-queued = Take the note back

## Check-ins that can't be planned

error-heartbeat-every-long = Every { $found } is too rare: there can be a day at most between two check-ins.
    .hint = Make a job of it: jobs can run weekly, monthly or on a date.
error-heartbeat-every-short = Every { $found } is too often: there must be a minute at least between two check-ins.
error-heartbeat-not-duration = “{ $found }” is not a duration.
    .hint = Write a number and a unit, for example 30m or 2h; 0m turns check-ins off.
error-heartbeat-not-time = “{ $found }” is not a time of day at which the hours can begin or end.
    .hint = Write it like 08:30; 24:00 can only be the end.
error-heartbeat-same-hours = The hours begin and end at { $found }, so there would never be a check-in.
    .hint = Choose another end, or leave both out for the whole day.
error-heartbeat-not-zone = “{ $found }” is not a time zone.
    .hint = Write it like Europe/Berlin.
error-heartbeat-not-instant = “{ $found }” is not a date and time.
    .hint = Write it like 2026-03-08T08:00 or 2026-03-08T08:00:00Z.
error-heartbeat-not-until = “{ $found }” is no time to pause until.
    .hint = Write how long, for example 2h, “tomorrow”, or a date and time such as 2026-12-24T08:00.
error-heartbeat-until-past = “{ $found }” is over already.
    .hint = Choose a later time.
error-heartbeat-too-far = { $hours } hours are too many to plan at once; { $most } are the most.
error-heartbeat-no-day = Every day of the week would be without check-ins.
    .hint = Switch them off instead.

error-config-heartbeat-rare = { $path }: there can be a day at most between two check-ins
    .hint = Make a job of it: jobs can run weekly, monthly or on a date.
error-config-heartbeat-often = { $path }: there must be a minute at least between two check-ins
    .hint = Write 1m or more, or 0m to turn them off.
error-config-hours-empty = { $path }: the active hours begin when they end, so there would never be a check-in
    .hint = Choose another end, or leave activeHours out for the whole day.
error-config-not-day = { $path }: { $found } is no day
    .hint = Write "sat", "weekends", "weekdays", "12-25" for each year, "2026-12-24", or "2026-12-24..2027-01-02".

## The command line

cli-heartbeat-plan = { $count ->
    [0] No check-in in this time.
    [one] One check-in in this time ({ $zone }):
   *[other] { $count } check-ins in this time ({ $zone }):
 }
command-status-heartbeat = { $on ->
    [true] { $skipped ->
        [true] 💓 Next check-in: { $at }, but: { $why }
       *[other] 💓 Next check-in: { $at }
     }
   *[other] 💓 Check-ins are off
 }
cli-heartbeat-report = { $on ->
    [true] Check-ins are on, every { $every }.
   *[other] Check-ins are off.
 }
cli-heartbeat-none = There has been none yet.
cli-heartbeat-last = Last, { $at }: { $outcome ->
    [running] at work.
    [ok] all is well, nothing was said.
    [said] { $text }
    [duplicate] the same as before, so it was not said again.
    [failed] failed. { $why }
    [skipped] left out. { $why }
    [interrupted] cut off. { $why }
   *[stopped] stopped.
 }
cli-heartbeat-next = Next: { $at }.
cli-heartbeat-next-skipped = As things are, it will be left out: { $why }
cli-heartbeat-waiting = { $count ->
    [one] One note waits to be read.
   *[other] { $count } notes wait to be read.
 }
cli-heartbeat-left-out = Left out { $from } to { $until }: { $why }
cli-heartbeat-paused = { $open ->
    [true] Check-ins are paused until you resume them.
   *[false] Check-ins are paused until { $until }.
 }
cli-heartbeat-resumed = Check-ins go on.
cli-heartbeat-not-paused = Check-ins were not paused.
cli-heartbeat-enabled = Check-ins are on.
cli-heartbeat-disabled = Check-ins are off.
cli-event-waits = It is kept for the agent and waits: { $why }
cli-event-queued = { $mode ->
    [now] The agent will be told at once.
   *[other] The agent will be told at the next check-in or talk.
 }
