### Jobs: made, changed, run, and why one did not run.

job-schedule-unknown = When it runs can’t be read
job-why = { $why ->
    [down] Cove was closed.
    [asleep] The computer was asleep.
    [clock-step] The computer’s clock was changed.
    [late] It was too late for it.
    [hold] It was on hold.
    [target-untested] Nothing ever arrived where it sends to: it needs a test message.
    [allowance] The allowance is used up.
    [backoff] It waits after a failure.
    [overlap] It was still running.
    [superseded] A newer run took its place.
    [removed] The job was removed.
    [broken] It can’t run here.
    [retry] It will be tried again.
    [stopped] It was stopped.
    [tables-lost] What happened then was lost with Cove’s records.
   *[skip] It could not run.
 }
job-why-forgotten = What exactly went wrong is not kept any more ({ $code }).
job-warn-file-missing = It names { $path }, but there is no such file.
job-warn-file-withheld = It names { $path }, but a run of its own does not get that file.

## Mistakes
error-job-unknown = There is no job “{ $id }”
    .hint = Look at the list of jobs.
    .hint-cli = “cove cron list” shows them.
error-job-name-empty = It has no name
    .hint = Give it a name that says what it is for.
error-job-long = It is too long: { $most } characters are the most
    .hint = Make it shorter, or put it into a file that the message names.
error-schedule-past = { $time } is over
    .hint = Choose a time that lies ahead.
error-schedule-never = No calendar has such a day, so it would never run
    .hint = Choose another day.
error-job-edit-nothing = It does not say what to change
    .hint = Name a field, for example its time.
    .hint-cli = Name a flag, for example --every 2h or --name Tea.
error-job-running = It is running already
    .hint = Wait until it has ended, or stop it.
error-job-not-running = “{ $name }” is not running
error-job-not-stopped = It did not stop in time
    .hint = It may stop in a moment. Look again.
error-job-cant-run = It can’t run here
    .hint = Look at what is wrong with it, or update Cove.
    .hint = Unlock them first.
error-job-everything-paused = Nothing runs by itself at the moment: it is paused
    .hint = End the pause first.
error-job-allowance = The allowance is used up
    .hint = Extend it for today, or wait until the day is over.
error-job-off = It is switched off
    .hint = Switch it on, or run it once all the same.
    .hint-cli = --force runs it all the same.
error-job-held = It is paused
    .hint = End its pause, or run it once all the same.
    .hint-cli = --force runs it all the same.
error-job-untested = Nothing ever arrived where it sends to
    .hint = Send a test message first.
    .hint-cli = --force runs it all the same.

## What happened
activity-job-unknown = { $count ->
    [one] Whether “{ $name }” ran is not known: Cove’s records were lost. It was not run again
   *[other] Whether “{ $name }” ran { $count } times is not known: Cove’s records were lost. It was not run again
 }
activity-job-added = “{ $name }” was made
activity-job-changed = “{ $name }” was changed
activity-job-enabled = “{ $name }” was switched on
activity-job-disabled = “{ $name }” was switched off
activity-job-removed = “{ $name }” was removed
activity-job-undone = A change of “{ $name }” was taken back
undo-job-added = Remove “{ $name }” again
undo-job-changed = Take the change of “{ $name }” back
undo-job-enabled = Switch “{ $name }” off again
undo-job-disabled = Switch “{ $name }” on again
undo-job-removed = Bring “{ $name }” back

## The command line
cli-column-next = Next
cli-column-last = Last
cli-column-sent = Sent
cli-column-why = Why
cli-cron-none = There are no jobs yet.
cli-cron-no-history = It has not run yet.
cli-cron-state = { $state ->
    [broken] can’t run here
    [running] running
    [off] off
    [held] paused
    [untested] needs a test message
    [waits] waits until { $until } after a failure
    [done] done
    [failed] failed
    [missed] missed
    [skipped] left out
    [interrupted] cut off
    [over] over
   *[on] on
 }
cli-cron-outcome = { $state ->
    [queued] waits
    [running] running
    [done] ran
    [quiet] nothing to say
    [failed] failed
    [missed] { $count ->
        [one] missed
       *[other] missed { $count } times
     }
    [skipped] left out
    [interrupted] cut off
   *[other] unknown
 }
cli-cron-not-arrived = { $state ->
    [unknown] may not have arrived
   *[failed] did not arrive
 }
cli-cron-delivery = { $state ->
    [pending] on its way
    [sent] arrived
    [failed] did not arrive
    [unknown] may not have arrived
   *[other] –
 }
cli-cron-cant-run = “{ $name }” can’t run here: { $why }
cli-cron-status = { $state ->
    [stopped] Cove is not running, so no job runs.
    [off] Jobs are switched off in the settings.
    [held] Jobs are paused: { $why }
    [settling] Jobs wait for a moment.
    [spent] The allowance is used up, so only jobs that ask no model run.
   *[on] Jobs run when their time comes.
 } { $jobs ->
    [0] There are none yet.
    [one] There is one.
   *[other] There are { $jobs }; switched on: { $enabled }.
 }
cli-cron-settling = Cove was started often just now; jobs wait until { $until }.
cli-cron-under-way = “{ $name }” is running.
cli-cron-next = Next: “{ $name }”, { $at }.
cli-cron-added = Made “{ $name }” ({ $id }): { $when }.{ $next ->
    [none] {""}
   *[other] {" "}Next: { $next }.
 }
cli-cron-changed = Changed “{ $name }”: { $when }.{ $next ->
    [none] {""}
   *[other] {" "}Next: { $next }.
 }
cli-cron-enabled = “{ $name }” is on.{ $next ->
    [none] {""}
   *[other] {" "}Next: { $next }.
 }
cli-cron-disabled = “{ $name }” is off.
cli-cron-resumed = The pause of “{ $name }” has ended.
cli-cron-not-paused = “{ $name }” was not paused.
cli-cron-removed = Removed “{ $name }”.
cli-cron-begun = It has begun.
cli-cron-stopped = It has stopped.
cli-cron-needs-test = Nothing ever arrived where it sends to, so it waits for a test message: cove cron test { $id }
cli-cron-explain = { $session ->
    [none] It runs in a fresh conversation each time
   *[other] It runs in the conversation { $session }
 }, { $model ->
    [none] and asks no model by itself.
   *[other] with { $model }.
 }
cli-cron-part = { $kind ->
    [instructions] Instructions
    [tools] Tools
    [conversation] The conversation so far
    [message] Its message
   *[file] { $name }
 }
cli-cron-tokens = Together ≈ { $tokens } tokens.
cli-cron-month = Costs { $low } to { $high } a month.
cli-cron-not-understood = I found no time in that. Try “every weekday at 9”, “in 20m” or “tomorrow 9:00”.
cli-cron-time-assumed = No time was given, so 9:00 is assumed.
cli-cron-rest = Beside that: { $rest }
cli-need-job = “cove cron list” shows it, “cove cron runs { $reference }” what happened.
cli-need-job-untested = “cove cron test { $reference }” sends one.
cli-need-job-held = “cove cron resume { $reference }” lets it go on, “cove cron runs { $reference }” shows what happened.
cli-need-job-unsendable = “cove cron edit { $reference }” changes where it goes.
cli-status-job = Next job: “{ $name }”, { $at }

## Elsewhere
command-status-job = ⏰ Next job: { $name }, { $at }
need-job-held = “{ $name }” is paused: { $why }
error-job-cut-off = { $state ->
    [done] It was cut off in the middle. It had changed this: { $done }.
    [unsure] It was cut off in the middle. Whether this happened is not known: { $unsure }.
    [both] It was cut off in the middle. It had changed this: { $done }. Whether this happened is not known: { $unsure }.
    [nothing] It was cut off before it changed anything.
   *[lost] It was cut off in the middle. What it had done is not known.
 }
    .hint = Run it again, or leave it as it is.
need-job-cut-off = { $count ->
    [one] “{ $name }”, { $at }: { $why }
   *[other] “{ $name }”, { $at }: { $why } { $count } of its runs were cut off.
 }
cli-need-interrupted = “cove cron run { $reference } --force” runs it again, “cove cron dismiss { $reference }” leaves it as it is.
cli-cron-dismissed = “{ $name }” is left as it is.
activity-job-dismissed = What was cut off of “{ $name }” is left as it is
undo-job-dismissed = Ask about “{ $name }” again
need-job-broken = “{ $name }” can’t run here
need-job-refused = { $count ->
    [one] What “{ $name }” sent was not taken: { $why }
   *[other] What “{ $name }” sent was not taken, { $count } times: { $why }
 }
need-job-unsendable = “{ $name }” can’t send its result: { $why }
need-job-untested = “{ $name }” needs a test message: nothing ever arrived where it sends to
tool-cron-add = Made a job
tool-cron-update = Changed a job
tool-cron-remove = Removed a job
tool-cron-run = Started a job
tool-cron-look = Looked at the jobs
tool-cron-failed = Could not do that with the jobs

## What an agent may not do by itself
error-job-changed-itself = { $what ->
    [added] I made the job “{ $name }”.
    [removed] I removed the job “{ $name }”.
   *[changed] I changed the job “{ $name }”.
 }
    .hint = It can be taken back.
error-job-agent-many = The agent has made { $most } jobs already
    .hint = Remove one that is no longer needed.
error-job-agent-often = That is more than { $most } times a day
    .hint = Only a person can make a job that runs so often.
error-job-of-a-person = A person made that job
    .hint = Only a person can change it. Say what should be different.
error-job-which = It does not say which job
    .hint = List the jobs to see their ids.
error-job-no-time = It says no time
    .hint = Write “in 20m”, “tomorrow 9:00” or “every weekday at 9”.
error-jobs-mended = jobs.json was damaged and was brought back with { $count ->
    [one] one job
   *[other] { $count } jobs
}. The damaged file is kept as { $path }.
error-jobs-unreadable = jobs.json can’t be read as it is now, so the jobs go on as they were before.
error-jobs-unreadable-hint = Mend the file, or change any job in Cove: the damaged file is then kept beside it.
