### When jobs run: schedules in words, what may surprise, and mistakes in them.

## Schedules in words. The parts are joined by the gateway.
schedule-in-zone = { $what } ({ $zone })
schedule-once = Once, on { $time }
schedule-fixed = { $days } at { $times }
schedule-with-days = { $what }, { $days }
schedule-between = { $every } from { $start } to { $end }
schedule-hourly = Every hour at :{ $minute }
schedule-weeks = { $every } on { $days }
schedule-months = { $every } on day { $days }
schedule-raw = By the cron expression { $expr }
schedule-rules = { $count ->
    [one] By a calendar rule
   *[other] By { $count } calendar rules
 }
schedule-comma = { ", " }
schedule-semicolon = { "; " }
schedule-and = { $first } and { $last }
schedule-every = { $unit ->
    [second] { $n ->
        [1] Every second
       *[other] Every { $n } seconds
     }
    [minute] { $n ->
        [1] Every minute
       *[other] Every { $n } minutes
     }
    [hour] { $n ->
        [1] Every hour
       *[other] Every { $n } hours
     }
    [day] { $n ->
        [1] Every day
       *[other] Every { $n } days
     }
    [week] { $n ->
        [1] Every week
       *[other] Every { $n } weeks
     }
   *[month] { $n ->
        [1] Every month
       *[other] Every { $n } months
     }
 }
schedule-days-all = Every day
    .tail = every day
schedule-days-weekdays = Every weekday
    .tail = on weekdays
schedule-days-weekends = Every weekend day
    .tail = on weekends
schedule-days-of-week = Every { $days }
    .tail = every { $days }
schedule-days-month = On day { $days } of every month
    .tail = on day { $days } of every month
schedule-days-last = On the last day of every month
    .tail = on the last day of every month
schedule-days-year = Every year on { $day } { $month }
    .tail = every year on { $day } { $month }
schedule-days-nth = On the { $nth ->
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[other] fifth
 } { $weekday } of every month
    .tail = on the { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
       *[other] fifth
     } { $weekday } of every month
schedule-days-last-weekday = On the last { $weekday } of every month
    .tail = on the last { $weekday } of every month
schedule-days-either = { $first }, and { $second }
schedule-days-in = { $days } in { $months }
schedule-weekday = { $day ->
    [0] Sunday
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
   *[6] Saturday
 }
schedule-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 }

## What may surprise
schedule-warn-past = { $time } is over, so this never runs.
schedule-warn-never = No calendar has such a day, so this never runs.
schedule-warn-often = It runs more than once an hour.
schedule-warn-gap = { $skipped } does not exist, because the clocks go forward. It runs at { $instead } that day.
schedule-warn-day = Not every month has a day { $day }. In those that don’t, this is left out.

## Mistakes
error-schedule-missing = It does not say when to run
    .hint = Give a time, a span such as 30m, a cron expression or a recurrence rule.
error-schedule-unknown-kind = This version of Cove does not know schedules of the kind “{ $found }”
    .hint = The job is kept as it is. It can’t run here.
error-schedule-time = “{ $found }” is not a time
    .hint = Write 20m, 18:30, tomorrow 9:00 or 2026-12-24 18:00.
error-schedule-span = “{ $found }” is not a span of time
    .hint = Write 30m, 2h or 1d.
error-schedule-too-often = “{ $found }” is too often
    .hint = Choose a second or more.
error-schedule-field-count = A cron expression has five fields, or six with seconds; “{ $found }” has { $count }
    .hint = The fields are minute, hour, day, month and weekday: 0 9 * * 1-5 is every weekday at 9:00.
error-schedule-field = { $part ->
    [second] The seconds of a cron expression can’t be “{ $found }”
    [minute] The minute of a cron expression can’t be “{ $found }”
    [hour] The hour of a cron expression can’t be “{ $found }”
    [day] The day of a cron expression can’t be “{ $found }”
    [month] The month of a cron expression can’t be “{ $found }”
    [weekday] The weekday of a cron expression can’t be “{ $found }”
   *[year] The year of a cron expression can’t be “{ $found }”
 }
    .hint = { $part ->
        [hour] Use 0 to 23, a list such as 9,17, a range such as 9-17, or *.
        [day] Use 1 to 31, L for the last day, a list, a range, or *.
        [month] Use 1 to 12 or JAN to DEC, a list, a range, or *.
        [weekday] Use 0 to 7 or MON to SUN, a list, a range, or *.
        [year] Use a year, a list, a range, or *.
       *[other] Use 0 to 59, a list such as 0,30, a step such as */15, or *.
     }
error-schedule-expression = “{ $found }” is not a cron expression
    .hint = 0 9 * * 1-5 is every weekday at 9:00.
error-schedule-zone = There is no time zone “{ $found }”
    .hint = Use a name such as Europe/Berlin.
error-schedule-zone-near = There is no time zone “{ $found }”
    .hint = Did you mean { $near }?
error-schedule-rule = “{ $found }” is not a line of a recurrence rule that Cove can follow
    .hint = RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR is every other Friday.
error-schedule-no-start = A recurrence rule needs a line that says when it begins
    .hint = Put DTSTART;TZID=Europe/Berlin:20261204T090000 before it.
error-job-bad-id = “{ $id }” can’t be the id of a job
    .hint = Use letters, digits and hyphens.
error-job-payload-missing = It does not say what to do
    .hint = Give it a message for the agent, an event or a text.
error-job-payload-unknown = This version of Cove does not know what to do for “{ $found }”
    .hint = The job is kept as it is. It can’t run here.
error-job-empty = Its text is empty
    .hint = Write what the agent should do, or what you want to be told.
error-job-target-unknown = “{ $found }” is no place a job can run
    .hint = Use main, isolated or session: and the key of a conversation.
error-job-main-event = In the main conversation a job can only leave an event
    .hint = Run it on its own, or make it an event.
error-job-event-main = An event can only go to the main conversation
    .hint = Use the main conversation, or give the agent a message.
error-job-delivery-unknown = This version of Cove does not know the delivery “{ $found }”
    .hint = Use announce, webhook or none.
error-job-webhook-address = “{ $found }” is not the address of a webhook
    .hint = It begins with https://.
error-job-wake = “{ $found }” does not say when it is read
    .hint = Use now or next-heartbeat.
error-job-thinking = “{ $found }” does not say how much it may think
    .hint = Use one of { $levels }.
error-job-model-empty = It names no model
    .hint = Name one as provider/model, or leave it out: then it is the agent’s.
    .hint-cli = “cove models” lists them. Without --model it is the agent’s.
error-job-channel-unknown = “{ $found }” is no channel Cove can send through
    .hint = Use telegram, desktop or last.
error-job-chat-missing = It does not say which chat of Telegram
    .hint = Choose the chat.
    .hint-cli = Add it: --to 5550142, or --to -100123:topic:4 for a topic.
error-job-chat = “{ $found }” is no chat of Telegram
    .hint = It is a number such as 5550142 or -100123, with :topic:4 for a topic.
error-job-chat-alone = It names the chat “{ $found }” but no channel
    .hint = Say the channel too.
    .hint-cli = Add --channel telegram.
error-job-notify-nowhere = A reminder that goes nowhere would never be seen
    .hint = Let it go to the window or to a chat.
    .hint-cli = Leave out --no-deliver, or use --message for a run that only works.
error-job-end-past = Its end, { $time }, is over
    .hint = Choose a later end, or none.
error-job-end-before-start = It would end ({ $end }) before it begins ({ $start })
    .hint = Choose an end behind the start.
error-job-never-within = It would never run between its start and its end
    .hint = Choose other bounds, or another time.
error-job-missed = “{ $found }” does not say what becomes of missed times
    .hint = Use always, skip or a span such as 2h.

## cove cron preview
cli-cron-no-runs = No run lies ahead.

## What ran and what did not

error-job-keeps-failing = It failed five times in a row
error-job-keeps-failing-hint = Look at the reason, put it right and end the pause.
activity-job-done = “{ $name }” ran
activity-job-quiet = “{ $name }” ran and had nothing to say
activity-job-failed = “{ $name }” failed
activity-job-interrupted = “{ $name }” was cut off
activity-job-paused = “{ $name }” was paused
activity-job-missed = { $count ->
    [one] “{ $name }” was missed once
   *[other] “{ $name }” was missed { $count } times
 }{ $why ->
    [down] : Cove was closed
    [asleep] : the computer was asleep
   *[other] {""}
 }
activity-job-skipped = “{ $name }” was left out: { $why ->
    [hold] it is on hold
    [allowance] the allowance is used up
    [overlap] it was still running
    [backoff] it waits after a failure
    [broken] this version of Cove can’t run it
    [target-untested] there is no chat it could go to
    [superseded] a newer run took its place
    [removed] the job was removed
   *[other] it could not run
 }
