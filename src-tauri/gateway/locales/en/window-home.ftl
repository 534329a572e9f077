### window-home

home-place = Home
home-pause = Pause
home-next = Next check-in { $time }.
home-next-day = Next 24 hours
home-next-both = Next check-in { $time }, { $name } at { $at }.
home-next-job = Next: { $name } at { $time }.
home-planned = { $count ->
    [0] nothing planned
    [one] 1 thing planned
   *[other] { $count } things planned
}
home-left-out = { $count ->
    [one] nothing runs, 1 check-in is left out
   *[other] nothing runs, { $count } check-ins are left out
}
home-expected = expected { $cost }
home-cost-nothing = costs nothing
home-cost-unknown = price unknown
home-and-unpriced = { $count ->
    [one] { $cost }, and one whose price is unknown
   *[other] { $cost }, and { $count } whose price is unknown
}
home-held = Check-ins wait: { $why }
home-rehearse = Rehearse tonight
home-now = Now { $time }
home-lane-beats = Check-ins
home-quiet = Quiet
home-quiet-until = Quiet until { $time }
home-fresh = Starts fresh { $time }
home-mark-beat = Check-in { $time }
home-mark-left = Check-in { $time }, will be left out
home-mark-job = { $name } { $time }
home-mark-job-cost = { $name } { $time }, about { $cost }
home-mark-job-left = { $time }: { $text }
home-more-names = +{ $count }
home-mark-quiet = Quiet from { $from } until { $until }
home-beats-planned = { $count ->
    [one] 1 check-in, at { $time }.
   *[other] { $count } check-ins, the first at { $time }.
}
home-beats-left = { $count ->
    [one] 1 check-in will be left out.
   *[other] { $count } check-ins will be left out.
}
home-no-beats = No check-ins.
home-nothing-planned = Nothing is planned.
home-needs = Needs you
home-full = The main conversation is { $percent }% full
home-full-says = At 100% the older part is summed up by itself.
home-compact = Compact
home-calm = Nothing needs you.
home-allowance = Allowance today
home-by-itself = Ran by itself today
home-of = of { $limit }
home-used-up = Used up: check-ins wait until tomorrow.
home-extend = Go on today
home-cost-beats = Check-ins
home-cost-jobs = Jobs
home-cost-notes = Notes and summaries
home-cost-others = Other
home-cost-chats = Your chats today
home-chats-say = They do not count towards the allowance.
home-away = While you were away
home-away-since = since { $time }
home-away-read = Mark as read
home-away-ok = { $count ->
    [one] 1 check-in, nothing to report.
   *[other] { $count } check-ins, nothing to report.
}
home-away-failed = { $count ->
    [one] 1 check-in failed. { $why }
   *[other] { $count } check-ins failed. { $why }
}
home-away-skipped = { $count ->
    [one] 1 check-in did not happen. { $why }
   *[other] { $count } check-ins did not happen. { $why }
}
home-times = { $count } times

rehearse-title = Rehearsal
rehearse-aside = The next 12 hours on a fast clock
rehearse-close = Close
rehearse-stop = Pause everything
rehearse-nothing = Nothing is sent and nothing is spent.
rehearse-again = From the beginning
rehearse-play = Play
rehearse-pause = Pause
rehearse-end = To the end
rehearse-speed = Speed
rehearse-speed-minute = 1 min/s
rehearse-speed-minutes = 10 min/s
rehearse-speed-hour = 1 h/s
rehearse-line = The next 12 hours
rehearse-span = { $from } to { $until }
rehearse-so-far = so far { $spent } of about { $all }
rehearse-list = What would happen
rehearse-newest = newest first
rehearse-next = comes next
rehearse-beats = { $count ->
    [one] Check-in
   *[other] { $count } check-ins
}
rehearse-asks = would ask the model, about { $cost }
rehearse-asks-free = would ask the model, free
rehearse-asks-unknown = would ask the model; its price is unknown
rehearse-each = { $from }–{ $until }, each would ask the model, about { $cost }
rehearse-each-free = { $from }–{ $until }, each would ask the model, free
rehearse-each-unknown = { $from }–{ $until }, each would ask the model; its price is unknown
rehearse-reminds = would be sent as it is, free
rehearse-notes = would leave a note for the next check-in, free
rehearse-sum = As things are: { $list }.
rehearse-sum-nothing = As things are, nothing would run by itself.
rehearse-sum-beats = { $count ->
    [one] 1 check-in
   *[other] { $count } check-ins
}
rehearse-sum-jobs = { $count ->
    [one] 1 run of a job
   *[other] { $count } runs of jobs
}
rehearse-sum-notes = { $count ->
    [one] 1 note that is read
   *[other] { $count } notes that are read
}
rehearse-sum-left = { $count ->
    [one] 1 thing would be left out.
   *[other] { $count } things would be left out.
}
rehearse-sum-cut = There is more than fits here.
rehearse-sum-quiet = Quiet from { $time }.
rehearse-how = “Pause everything” stops all of it. One by one:
rehearse-how-jobs = Switch off a job
rehearse-how-beats = Switch off check-ins
