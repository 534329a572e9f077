### window-home

home-place = Home
home-pause = Pause
home-next = Next check-in { $time }.
home-next-day = Next 24 hours
home-planned = { $count ->
    [0] no check-ins planned
    [one] 1 check-in planned
   *[other] { $count } check-ins planned
}
home-now = Now { $time }
home-lane-beats = Check-ins
home-quiet = Quiet
home-quiet-until = Quiet until { $time }
home-fresh = Starts fresh { $time }
home-mark-beat = Check-in { $time }
home-mark-quiet = Quiet from { $from } until { $until }
home-beats-planned = { $count ->
    [one] 1 check-in, at { $time }.
   *[other] { $count } check-ins, the first at { $time }.
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
