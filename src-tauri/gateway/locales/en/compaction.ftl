### Compaction: shortening a long conversation, and the notes saved before.

activity-flush-done = { $notes ->
    [0] Before a conversation was shortened or replaced, nothing new had to be noted
    [one] A note was saved to { $path } before a conversation was shortened or replaced
   *[other] { $notes } notes were saved to { $path } before a conversation was shortened or replaced
 }
activity-flush-skipped = No notes were saved before a conversation was shortened or replaced
activity-flush-failed = Notes could not be saved before a conversation was shortened or replaced

error-flush-off = Saving notes is switched off in the settings.
error-flush-nothing-new = Nothing new was said since the last time notes were saved.
error-flush-not-private = Others take part in this conversation, so nothing from it goes into the private notes.
error-flush-read-only = The agent’s folder can’t be written.
    .hint = Allow writing in the folder, or choose another one in the settings.
error-flush-practice = The practice agent saves no notes.
error-flush-dropped = There was no time for it: somebody was waiting.
error-flush-timeout = The model took longer than { $seconds } seconds.

activity-compaction-done = A conversation was shortened: { $before } → { $after } tokens
activity-compaction-failed = A conversation could not be shortened
activity-compaction-undone = The shortening of a conversation was taken back
undo-compaction-done = Bring back the conversation as it was before it was shortened

error-compaction-empty = The summary was empty.
error-compaction-truncated = The summary was cut off in the middle.
error-compaction-refused = The model refused to write a summary.
error-compaction-lost = The summary left out { $count } things it had to keep, such as { $example }.
error-compaction-too-little = That would have freed too little: { $before } → { $after } tokens.
error-compaction-timeout = The model took longer than { $seconds } seconds for the summary.
error-compaction-practice = The practice agent can’t summarise.
    .hint = Connect a model, or keep only the last messages with /compact keep 20.
error-compaction-undo-full = Taken back, the conversation would be full again at once.
    .hint = Choose a model with a larger window first, or start new with /new, which takes the last messages along.
error-compaction-undo-late = You have written since, so this can’t be taken back.
    .hint = The whole conversation is still in its history.

# Why a summary did not come about, as part of a sentence.
compaction-why = { $why ->
    [compaction-empty] the summary was empty
    [compaction-truncated] the summary was cut off in the middle
    [compaction-refused] the model refused to write a summary
    [compaction-lost] the summary left out what it had to keep
    [compaction-too-little] that would have freed too little
    [compaction-timeout] the model took too long
    [compaction-practice] the practice agent can’t summarise
    [compaction-nothing-older] nothing is older than the last messages
    [compaction-tried] two tries did not help
    [stopped] it was stopped
    [model-overflow] it is too long for the model
    [model-no-key] the model’s key is missing
    [model-auth] the model’s key was refused
    [model-billing] the model’s account has no credit left
   *[other] the model did not answer
 }
error-compaction-notice = I shortened our conversation: { $before } → { $after } tokens. Everything is still in its history.
error-compaction-choice = Our conversation is nearly full and I could not shorten it: { compaction-why }. It still fits for now. You can keep only the last messages (/compact keep { $keep }), start new with the last ones (/new), or choose a model with a larger window.
error-compaction-no-room = Our conversation no longer fits and I could not shorten it: { compaction-why }. Nothing is lost.
    .hint = Keep only the last messages (/compact keep { $keep }), start new with the last ones (/new), or choose a model with a larger window. Then send it again.

command-compact = shorten this conversation
compact-done = Shortened: { $before } → { $after } tokens. { $kept ->
    [one] The last message stays word for word.
   *[other] The last { $kept } messages stay word for word.
 } /undo takes it back.
compaction-mark = Older messages were summed up here: { $before } → { $after } tokens. { $kept ->
    [one] The last message stayed word for word.
   *[other] The last { $kept } messages stayed word for word.
 }
compact-nothing = { $messages ->
    [0] There is nothing to shorten.
    [one] Nothing is older than the last message.
   *[other] Nothing is older than the last { $messages } messages.
 }
compact-failed = Nothing was shortened: { compaction-why }.
compact-forecast = { $summarised ->
    [0] { compact-forecast-nothing }
    [one] One message would go into a summary, { $kept } stay: { $before } → about { $after } tokens.{ compact-forecast-notes }
   *[other] { $summarised } messages would go into a summary, { $kept } stay: { $before } → about { $after } tokens.{ compact-forecast-notes }
 }
compact-forecast-nothing = Nothing is older than the { $kept } messages that stay.
compact-forecast-notes = { $notes ->
    [true] {" "}Notes would be saved first.
   *[false] {""}
 }
