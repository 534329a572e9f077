### The desktop shell: tray, notifications, what is told before the window is there.

## Tray

shell-open = Open Cove
shell-pause = Pause everything
shell-resume = Resume
shell-quit = Quit Cove
# The first line of the menu until the state is known.
shell-starting = Cove is starting

## Notifications

shell-reply = { $agent } answered
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
