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
