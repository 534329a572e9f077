### How long a conversation lives: fresh starts, and opening an earlier one again.

## The line in the chat

reset-line-new = { $saved ->
    [kept] { $kept ->
        [one] Kept one note. Fresh start.
       *[other] Kept { $kept } notes. Fresh start.
     }
    [nothing-new] Nothing new to keep. Fresh start.
    [unsaved] Fresh start, but nothing was saved: { $why } { $carried ->
        [0] {""}
        [one] The last message came along.
       *[other] The last { $carried } messages came along.
     }
   *[plain] Fresh start.
 } /undo opens the conversation before it again.
reset-line-daily = A new day, a fresh start. { $saved ->
    [kept] { $kept ->
        [one] I kept one note.
       *[other] I kept { $kept } notes.
     }
   *[other] {""}
 } { $carried ->
    [0] {""}
    [one] The last message came along.
   *[other] The last { $carried } messages came along.
 } /undo opens yesterday’s conversation again.
reset-line-idle = It was quiet for a while, so this is a fresh start. { $saved ->
    [kept] { $kept ->
        [one] I kept one note.
       *[other] I kept { $kept } notes.
     }
   *[other] {""}
 } { $carried ->
    [0] {""}
    [one] The last message came along.
   *[other] The last { $carried } messages came along.
 } /undo opens the conversation before it again.

## What happened

activity-reset-done = { $reason ->
    [daily] A conversation began anew for the day
    [idle] A conversation began anew after a silence
   *[new] You began a conversation anew
 }
activity-reset-undone = The conversation before a fresh start was opened again
undo-reset = Open the conversation before the fresh start again

## What can go wrong

reset-paused = Everything is paused.
operation-broken = That could not be done because of a mistake in Cove.
operation-broken-hint = Try it once more. The log says more about it.
