### How long a conversation lives: fresh starts, and opening an earlier one again.

## The line in the chat

reset-line-new = { $saved ->
    [kept] { $kept ->
        [one] Kept one note. Fresh start.
       *[other] Kept { $kept } notes. Fresh start.
     }
    [nothing-new] Nothing new to keep. Fresh start.
    [unsaved] Fresh start, but nothing was saved: { $why }
   *[plain] Fresh start.
 } { $carried ->
    [0] {""}
    [one] The last message came along.
   *[other] The last { $carried } messages came along.
 } { $summary ->
    [done] A summary of what was said before stands at the beginning.
    [failed] What was said before could not be summed up: { $unsummed }
   *[none] {""}
 } /undo opens the conversation before it again.
reset-line-daily = A new day, a fresh start. { $saved ->
    [kept] { $kept ->
        [one] I kept one note.
       *[other] I kept { $kept } notes.
     }
    [unpaid] Nothing was saved first: { $why }
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
    [unpaid] Nothing was saved first: { $why }
   *[other] {""}
 } { $carried ->
    [0] {""}
    [one] The last message came along.
   *[other] The last { $carried } messages came along.
 } /undo opens the conversation before it again.

reset-next = { $when ->
    [next-message] resets before your next message
    [tonight] resets tonight at { $time }
    [today] resets today at { $time }
    [tomorrow] resets tomorrow at { $time }
   *[later] resets on { $date } at { $time }
 }

## What happened

activity-reset-done = { $reason ->
    [daily] A conversation began anew for the day
    [idle] A conversation began anew after a silence
   *[new] You began a conversation anew
 }
activity-reset-undone = The conversation before a fresh start was opened again
undo-reset = Open the conversation before the fresh start again

activity-session-reopened = An earlier conversation was opened again
activity-session-removed = A conversation was deleted
activity-session-removed-one = An earlier part of a conversation was deleted
activity-session-archived = A conversation was put into the archive
activity-session-unarchived = A conversation was taken out of the archive
activity-session-undone = What was done with a conversation was taken back
activity-session-pruned = { $count ->
    [one] One old conversation went to the trash
   *[other] { $count } old conversations went to the trash
 }
undo-session-reopened = Go back to the conversation that was open
undo-session-removed = Bring the deleted conversation back
undo-session-archived = Put the conversation back where it was

## Words that begin anew

command-new = begin anew, keeping what matters first (/new! just begins anew)
command-reset = the same as /new

## What can go wrong

error-reset-paused = Everything is paused.
error-operation-broken = That could not be done because of a mistake in Cove.
    .hint = Try it once more. The log says more about it.
error-session-current = This is the conversation in use.
    .hint = Begin anew first, or delete the whole conversation.
error-session-taken = There is a new conversation in its place by now.
    .hint = Delete or archive the new one first.
error-reset-model-unknown = No model is called “{ $name }”.
    .hint = Look at the list of models and use a name from it.
error-reset-model-several = “{ $name }” fits several models: { $names }
    .hint = Use one of these names.

## The command line

cli-session-reopened = Opened again: { $name }.
cli-session-deleted = Moved to the trash for 30 days: { $name }.
cli-session-archived = Put away until its next message: { $name }.
cli-session-unarchived = Taken out of the archive: { $name }.
cli-column-session = Session
cli-column-began = Began
cli-column-ended = Last words
cli-column-first-words = First words
