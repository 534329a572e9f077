### money: what was spent, what may be, and what it will be

## The allowance

error-allowance-used = { $period ->
    [month] This month’s allowance is used up.
   *[day] Today’s allowance is used up.
 }
    .hint = Extend it for today, or raise it in the settings.
    .hint-cli = “cove cost extend” extends it for today.
error-allowance-nothing = The allowance is zero, so nothing runs by itself.
    .hint = Raise it in the settings, or extend it for today.
    .hint-cli = Raise it: cove config set allowance.day 1.00
error-allowance-price-unknown = Nobody knows what { $model } costs, so it does not run by itself.
    .hint = Allow it all the same, or write its price into the settings.
    .hint-cli = Allow it all the same: cove cost accept { $model }
error-allowance-amount = An extension is more than nothing and at most { $most }.

activity-allowance-near = { $period ->
    [month] Most of this month’s allowance of { $limit } is used
   *[day] Most of today’s allowance of { $limit } is used
 }
activity-allowance-used = { $period ->
    [month] This month’s allowance of { $limit } is used up
   *[day] Today’s allowance of { $limit } is used up
 }
activity-allowance-extended = You extended the allowance by { $amount } for today
activity-allowance-accepted = { $model } may run by itself although its price is unknown
activity-allowance-undone = A change of the allowance was taken back
undo-allowance-extended = Take the extension of { $amount } back
undo-allowance-accepted = Don’t let { $model } run by itself

## The command line

cli-column-day = Day
cli-column-cause = For
cli-column-job = Job
cli-column-calls = Calls
cli-column-tokens-in = Tokens in
cli-column-tokens-out = Tokens out
cli-column-cost = Cost
cli-column-every = Every
cli-column-calls-a-day = A day
cli-column-cost-a-day = Costs a day
cli-column-cost-a-month = Costs a month
cli-cause-chat = Talking
cli-cause-heartbeat = Check-ins
cli-cause-job = Jobs
cli-cause-flush = Saving notes
cli-cause-compaction = Shortening
cli-cause-subagent = Helpers
cli-no-costs-of-jobs = No job spent anything.
cli-no-costs = Nothing was spent.
cli-cost-total = { $cost } in all{ $unpriced ->
    [0] {""}
    [one] , without one answer whose price is unknown
   *[other] , without { $unpriced } answers whose price is unknown
 }.
cli-cost-allowance = What runs by itself spent { $day } of { $dayLimit ->
    [none] no limit
   *[other] { $dayLimit }
 } today and { $month } of { $monthLimit ->
    [none] no limit
   *[other] { $monthLimit }
 } this month.
cli-cost-extended = The allowance is extended by { $amount } for today{ $limit ->
    [none] .
   *[other] : it is { $limit } now.
 }
cli-cost-accepted = { $name } may run by itself.
cli-money = { $size ->
    [nothing] nothing
    [small] less than a cent
    [one] about { $high }
    [up-to] up to { $high }
   *[range] about { $low } to { $high }
 }
cli-estimate-cost = { $nothing ->
    [true] With { $model } check-ins would cost nothing.
   *[false] With { $model }: { $day } a day, { $month } a month{ $days ->
        [7] {""}
        [one] , on one day a week
       *[other] , on { $days } days a week
     }.
 }
cli-estimate-unknown = Nobody knows what { $model } costs. Its price can be written into the settings.
cli-estimate-off = Off
cli-estimate-skipped = { $why ->
    [paused] Check-ins are paused, so none would run now.
    [paused-autonomous] What runs by itself is paused, so none would run now.
    [paused-all] Everything is paused, so none would run now.
    [no-heartbeat-file] There is no HEARTBEAT.md, so a check-in would cost nothing now.
   *[other] There is nothing to do in HEARTBEAT.md, so a check-in would cost nothing now.
 }
cli-estimate-saving = { $kind ->
    [quiet-hours] No check-ins from 22:00 to 08:00 would save up to { $saved } a month.
    [light-context] Reading only HEARTBEAT.md (lightContext) would save up to { $saved } a month.
    [smaller-model] { $model } would save up to { $saved } a month.
   *[shorter-file] Half of HEARTBEAT.md would save up to { $saved } a month.
 }

## Asking before it goes on

error-allowance-ask = { $period ->
    [month] This month’s allowance is used up. Shall I go on today?
   *[day] Today’s allowance is used up. Shall I go on today?
 }
    .hint = “Go on today” gives today as much again and answers this. Otherwise I wait.
    .hint-cli = “cove cost extend” gives today as much again and answers this.
allowance-go-on-button = Go on today
allowance-accept-button = Let it run
notice-allowance = { $level ->
    [used] { $period ->
        [month] This month’s allowance of { $limit } is used up. Check-ins and jobs wait until next month, reminders still come.
       *[day] Today’s allowance of { $limit } is used up. Check-ins and jobs wait until tomorrow, reminders still come.
     }
   *[near] { $period ->
        [month] Most of this month’s allowance of { $limit } is used. Check-ins and jobs wait once all of it is.
       *[day] Most of today’s allowance of { $limit } is used. Check-ins and jobs wait once all of it is.
     }
 }
notice-price-unknown = Nobody knows what { $model } costs, so it does not run by itself. May it run all the same? It will count as nothing.
press-goes-on = Going on today.
press-accepted = { $model } may run by itself now.
need-allowance = { $period ->
    [month] This month’s allowance is used up: check-ins and jobs wait.
   *[day] Today’s allowance is used up: check-ins and jobs wait.
 }
cli-need-allowance = { "  " }cove cost extend
cli-need-price = { "  " }cove cost accept { $reference }
cli-allowance-go-on = Go on today?
cli-allowance-yes = Go on today
cli-allowance-no = Wait
activity-allowance-asked = You were asked whether { $model } may run by itself although its price is unknown
cli-estimate-actual = In the last { $days ->
    [one] day
   *[other] { $days } days
 }: { $calls ->
    [one] one call
   *[other] { $calls } calls
 }, estimated { $estimated }, actual { $actual }.
