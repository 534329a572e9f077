### window-schedule

plan-place = Schedule
plan-aside = { $count ->
    [one] 1 job
   *[other] { $count } jobs
}, { $cost } in the last 30 days
plan-new = New job
plan-say = Say it in your own words
plan-say-example = Such as “every other Friday 18:00 in Stockholm, water the plants”
plan-say-no-time = I did not find a time in “{ $rest }”.
plan-list-failed = The list of jobs could not be read.
plan-list-offline = This list is the last known.
plan-held = No job runs by itself at the moment.
plan-off = Jobs are switched off in the settings.
plan-empty = Nothing is planned yet
plan-empty-says = A job runs by itself: a reminder that costs nothing, or a question to { $name }.
plan-empty-first = Or start with one of these
plan-example-leave = weekdays at 17:30 remind me to close the day
plan-example-water = every other friday 18:00 water the plants
plan-example-month = on the last day of the month at 9:00 send the invoices

# The list
plan-job = Job
plan-when = When
plan-next = Next
plan-last = Last result
plan-cost = 30 days
plan-switch = On
plan-switch-of = { $name } is on
plan-remove = Remove
plan-none-next = None
plan-asks = Asks the agent
plan-reminds = Reminder, free
plan-free = Free
plan-range = { $low }–{ $high }
plan-tomorrow = Tomorrow

# What became of it
plan-cannot-run = Can’t run here
plan-paused = Paused
plan-running = Running
plan-needs-test = Waits for a test
plan-needs-test-why = Nothing ever arrived where it sends to. It runs once a test message has arrived.
plan-not-yet = Not yet
plan-queued = Waiting for its turn
plan-quiet = Quiet, nothing to say
plan-failed = Failed
plan-missed = Did not happen
plan-skipped = Skipped
plan-interrupted = Cut off
plan-unknown = Unknown
plan-delivered = Delivered
plan-delivered-late = Delivered, { $minutes } min late
plan-on-its-way = Done, on its way
plan-not-delivered = Done, not delivered
plan-delivery-unknown = Done, unclear whether it arrived
plan-done = Done

# The week
plan-week = This week
plan-week-other = Week
plan-week-before = The week before
plan-week-after = The week after
plan-today = Today
plan-legend-asks = asks { $name }
plan-legend-reminds = reminder, free
plan-week-hidden = { $names } hidden
plan-week-nothing = nothing

# The editor
plan-back = Schedule
plan-name = Name
plan-new-title = New job
plan-unsaved = Not saved yet
plan-saved = Saved
plan-save = Save
plan-done-button = Done
plan-on = On
plan-is-off = Off
plan-try = Try it now
plan-stop = Stop
plan-resume = End the pause
plan-schedule-kept = This rhythm can’t be shown as parts. It is kept as it is.
plan-schedule-new = Choose another rhythm

# When
plan-runs = Runs
plan-at = at
plan-in = in
plan-from = from
plan-to = to
plan-end = {""}
plan-rhythm = Rhythm
plan-rhythm-once = once
plan-rhythm-every = every few minutes or hours
plan-rhythm-daily = every day
plan-rhythm-weekdays = on weekdays
plan-rhythm-days = on chosen days
plan-rhythm-monthday = monthly, by date
plan-rhythm-lastday = on the last day of the month
plan-rhythm-nth = monthly, by weekday
plan-rhythm-period = every few days or weeks
plan-rhythm-custom = by an expression
plan-time = Time
plan-time-more = Add another time
plan-time-less = Leave out { $time }
plan-time-wrong = Write a time such as 18:30.
plan-date = Date
plan-count = How many
plan-unit = Unit
plan-minutes = minutes
plan-hours-unit = hours
plan-days-unit = days
plan-weeks-unit = weeks
plan-between = Only between
plan-all-day = all day
plan-hour-from = From hour
plan-hour-to = To hour
plan-weekdays = Days of the week
plan-monthday = Day of the month
plan-on-the = on the
plan-nth = Which
plan-nth-1 = first
plan-nth-2 = second
plan-nth-3 = third
plan-nth-4 = fourth
plan-nth-5 = fifth
plan-nth-last = last
plan-weekday = Weekday
plan-expression = Expression
plan-no-expression = This rhythm has no expression.

# The zone
plan-zone = Time zone
plan-zone-now = now there { $time }
plan-zone-search = City, country or code
plan-zone-here = this computer
plan-zone-none = No place is called “{ $search }”.
plan-zone-same = same time as here
plan-zone-behind = { $span } behind
plan-zone-ahead = { $span } ahead
plan-hours = { $hours } h
plan-hours-minutes = { $hours } h { $minutes } min

# What
plan-what = What
plan-ask = Ask { $name }
plan-remind = Just remind, free
plan-event = It leaves a note for the next check-in.
plan-what-other = This version of Cove does not know what this job does. It is kept as it is.
plan-text-ask = What { $name } should do
plan-text-remind = What you want to be told
plan-sees = What will this run see?
plan-sees-title = What this run will see
plan-sees-close = Close
plan-sees-weight = { $tokens } tokens
plan-sees-cost = { $tokens } tokens, about { $cost }
plan-sees-in = In
plan-sees-fresh = It thinks on its own: the main conversation is not in.
plan-sees-model = Model
plan-sees-no-model = No model is asked: your words are sent as they are.
plan-sees-instructions = Instructions and the time
plan-sees-file = File
plan-sees-tools = { $count ->
    [one] What it can do, 1 tool
   *[other] What it can do, { $count } tools
}
plan-sees-conversation = The conversation
plan-sees-message = Your text from this job
plan-sees-words = Word for word
plan-where = Where it thinks
plan-where-fresh = On its own, starting fresh
plan-where-main = In the main conversation
plan-where-kept = In a conversation of its own
plan-model = Model
plan-model-usual = The usual one
plan-memory = It may read my memory

# Where to
plan-target = Where to
plan-target-telegram = Telegram, { $id }
plan-target-last = Where you last wrote
plan-target-desktop = This computer
plan-target-webhook = A web address
plan-target-none = Nowhere
plan-target-kept = As it is written
plan-address = Web address

# If asleep, limits
plan-asleep = If asleep
plan-missed-auto = As fits the rhythm
plan-missed-always = Always run once
plan-missed-skip = Leave it out
plan-missed-span = Run once if less than { $span } late
plan-overlap = If it still runs
plan-overlap-skip = Leave the new one out
plan-overlap-queue = Run it after that

# Beside it
plan-next-line = Next: { $when }. { $cost }
plan-next-runs = Next { $count } runs
plan-day = Day
plan-here = Here
plan-no-runs = It never runs.
plan-cost-title = Cost
plan-cost-month = a month
plan-cost-spent = Last 30 days: { $cost }.
plan-cost-unknown = The price of the model is not known.
plan-last-runs = Last runs
plan-history-none = It has not run yet.
plan-history-more = Older runs
plan-history-failed = The history could not be read.
plan-run-said = What it said

# Bounds, tests, what a run sent, filter
plan-bounds-add = Add a start or end
plan-bounds-from = from
plan-bounds-to = to
plan-bounds-first = First day
plan-bounds-last = Last day
plan-bounds-clear = Without start and end
plan-test-send = Send a test
plan-test-needed = Never reached yet
plan-test-sent = Test on its way
plan-test-sent-says = Once it has arrived, this turns green and the job runs. If it can’t arrive, it stands under “Needs you”.
plan-test-reached = Reached
plan-run-took = Took { $took }.
plan-run-cost = Cost { $cost }.
plan-run-attempt = Attempt { $count }.
plan-run-by-hand = Started by hand.
plan-part-sent = Delivered: { $where }.
plan-part-waiting = On its way: { $where }.
plan-part-unknown = Unclear whether it arrived: { $where }.
plan-part-refused = Not delivered: { $where }.
plan-part-expired = Not sent any more: { $where }.
plan-receipt = Receipt { $receipt }
plan-send-again = Send again
plan-filter = Filter
plan-filter-on = Filtered
plan-filter-name = Name contains
plan-filter-all = All jobs
plan-filter-asks = Asks { $name }
plan-filter-reminds = Reminders
plan-filter-off = Switched off or paused
plan-filter-trouble = Something went wrong
plan-filter-clear = Show all
plan-filter-count = { $shown } of { $all } jobs
plan-filter-none = No job fits the filter.
