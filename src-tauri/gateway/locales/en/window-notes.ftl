### window-notes

notes-place = Notes
notes-files = Files
notes-heartbeat = To look at
notes-heartbeat-title = What { $name } looks at
notes-todo = To do
notes-todo-title = What is to do
notes-memory = Memory
notes-memory-title = What { $name } remembers
notes-who = Who is who
notes-soul = { $name }’s manner
notes-soul-title = { $name }’s manner
notes-user = About you
notes-user-title = About you
notes-agents = House rules
notes-agents-title = House rules
notes-identity = Name and character
notes-identity-title = Name and character
notes-tools = Your things
notes-tools-title = What { $name } knows of your things
notes-days = Daily notes
notes-days-bold = Days in bold have notes.
notes-day-written = { $day }, has a note
notes-month-before = The month before
notes-month-after = The month after
notes-other = Other
notes-tokens = { $count ->
    [one] 1 token
   *[other] { $count } tokens
}
notes-choose = Choose a note

# What it weighs
notes-weight = { $tokens }, { $cost } each time { $name } reads it
notes-weight-check-in = { $tokens }, { $cost } each check-in
notes-weight-opened = { $tokens }, read only when { $name } opens it
notes-weight-unknown = { $tokens }, read with each message
notes-weight-check-in-unknown = { $tokens }, read with each check-in
notes-weight-day = { $count ->
    [one] 1 check-in
   *[other] { $count } check-ins
} a day read it: about { $cost } a day.
notes-weight-messages = Read with each message. Check-ins leave it out.
notes-weight-part = The agent reads { $tokens } of it.

# Whether it is kept
notes-saved = Saved
notes-writing = Not saved yet
notes-saving = Saving…
notes-kept = Kept on this computer
notes-kept-says = It is saved as soon as your agent can be reached again.
notes-failed = Not saved
notes-failed-again = Try again
notes-open-failed = This note could not be opened.
notes-list-failed = The list of notes could not be read.
notes-merged = { $name } changed this note just now. Both edits are in it.
notes-new = This note does not exist yet. It is made when you write.

# An empty note
notes-empty-heartbeat = { $name } looks at this list at each check-in. While it is empty, check-ins cost nothing.
notes-empty-todo = Open tasks, one a line. { $name } ticks them when they are done.
notes-empty-memory = What stays true. { $name } reads it in every conversation with you.
notes-empty-day = What happened on this day, yours and { $name }’s.
notes-empty-other = This note says nothing yet.
notes-example = For example
notes-example-insert = Insert this example

# Where both wrote
notes-you = You
notes-cove = Cove
notes-elsewhere = Another program
notes-conflict = You and { $name } changed the same lines.
notes-conflict-others = { $one } and { $other } changed the same lines.
notes-conflict-says = Nothing is lost until you choose.
notes-conflict-nothing = (nothing)
notes-conflicts = { $count ->
    [one] 1 place to choose
   *[other] { $count } places to choose
}
notes-both = Both
notes-keep-both = Keep both
notes-keep-mine = Keep mine
notes-keep-theirs = Keep { $name }’s
notes-secret = This looks like a key or a password. It goes to the model’s maker each time { $name } reads this note.
notes-secret-out = Take it out
notes-secret-keep = Keep it here
notes-cut = { $name } reads up to here and the end; the middle is left out
notes-cut-banner = This note is longer than { $name } reads at once. The middle is left out; a line shows where.
notes-task = Task

# History
notes-history = History
notes-history-close = Close the history
notes-history-none = No changes yet.
notes-history-more = Older changes
notes-change-added = { $count ->
    [one] 1 line added
   *[other] { $count } lines added
}
notes-change-removed = { $count ->
    [one] 1 line removed
   *[other] { $count } lines removed
}
notes-change-changed = { $count ->
    [one] 1 line changed
   *[other] { $count } lines changed
}
notes-change-both = { $added ->
    [one] 1 line added
   *[other] { $added } lines added
}, { $removed } removed
notes-change-made = The note was made
notes-change-gone = The note was removed
notes-change-some = Changed
notes-change-back = Brought back what stood before
notes-change-show = Show what changed
notes-revert = Take this change back
notes-bring-back = Bring this version back
notes-line-added = Added:
notes-line-removed = Removed:

# Finding
notes-find = Find
notes-find-in = Find in this note
notes-find-next = Next
notes-find-previous = Previous
notes-find-case = Same case
notes-find-close = Close
notes-find-current = Here
notes-find-line = on line
notes-replace = Replace
notes-replace-all = Replace all
notes-replaced = $ places replaced
notes-replaced-line = Replaced on line $
