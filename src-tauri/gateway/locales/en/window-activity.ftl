### window-activity

act-place = Activity
act-says = Everything that happened, and what did not and why
act-lost = What you see is the last known.
act-export = Export log
act-export-says = Saves the log as a file, without keys and other secrets
act-saved = Saved: { $file }
act-saved-read = Close

# Costs
act-costs = Costs by day
act-span = How far back
act-fortnight = 14 days
act-month = Month
act-year = Year
act-from-until = { $from } – { $until }
act-a-day-little = less than a cent a day
act-a-day = { $cost } a day
act-cost-chats = Your chats
act-cost-beats = Check-ins
act-cost-jobs = Jobs
act-cost-saving = Saving and compacting
act-cost-others = Side tasks
act-within = Within the allowance every day
act-over = { $count ->
    [one] Over the allowance on 1 day
   *[other] Over the allowance on { $count } days
}
act-today = today
act-when = When
act-sum = Sum

# The list
act-show = What is shown
act-everything = Everything
act-needs = Needs you
act-happened = Happened
act-missed = Did not happen
act-messages = Messages
act-search = Search
act-found = { $count ->
    [0] Nothing found
    [one] 1 line
   *[other] { $count } lines
}
act-none = Nothing yet. What { $name } does, and what does not happen, will stand here with its reason.
act-none-found = Nothing like that happened.
act-more = Show older
act-again = Try again
act-each = Show each
act-fold = Show as one
act-stop = { $text }.
act-wrote = Wrote: “{ $text }”
act-beats = { $count } check-ins
act-beats-ok = { $from }–{ $until }, nothing to report
act-beats-skipped = { $from }–{ $until }, did not happen
act-who-talk = Conversation
act-who-message = Message
act-who-delivery = Delivery
act-who-people = People
act-who-settings = Settings
act-who-notes = Notes
act-who-channel = Channel
act-who-pause = Pause
act-who-keys = Keys
act-who-health = Health
act-who-backup = Files
act-who-saving = Memory
act-who-allowance = Allowance
act-who-job = Job
act-who-beat = Check-in
act-who-event = Note for the agent
