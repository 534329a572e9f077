### The desktop shell: tray, notifications, what is told before the window is there.

## Tray

shell-open = Open Cove
shell-next-job = Next: { $name }, { $at }
shell-next-beat = Next check-in: { $at }
shell-next-none = Nothing is planned
shell-next-unknown = What comes next: not known yet
shell-tomorrow = tomorrow { $time }
shell-today = Today: { $cost }
shell-today-unknown = Today: not known yet
shell-beat-now = Check in now
shell-new-reminder = New reminder…
shell-pause-hour = Pause for 1 hour
shell-pause-day = Pause until tomorrow
shell-pause = Pause everything
shell-resume = Resume
shell-quit = Quit Cove
# The first line of the menu until the state is known.
shell-starting = Cove is starting

## Notifications

shell-reply = { $agent } answered
shell-needs = { $count ->
    [one] Something needs you
   *[other] { $count } things need you
}
shell-look = Look
shell-later = Later
shell-beat-done = { $agent } checked in
shell-beat-quiet = All is well: there is nothing to say.
shell-beat-not = { $agent } did not check in
shell-stays = Cove keeps running
    .body = Open it again from its icon in the panel. Quit in that menu ends it.
shell-stays-small = Cove keeps running
    .body = This desktop shows no icons of running apps, so the window stays in the task list.

## Before a window is there

shell-no-folder = --state-dir needs a folder after it.

## What can go wrong between the window and the agent

error-shell-stopped = Cove’s agent was stopped.
    .hint = Try again to start it.
error-shell-closing = Cove is closing.
    .hint = Open Cove again to go on.
error-shell-unreachable = Another Cove (process { $pid }) uses this home but does not answer.
    .hint = Wait a moment and try again, or end that process.
