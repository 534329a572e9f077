### window-sessions

talk-place = Sessions
talk-says = Every conversation, also the old ones
talk-search = Search all conversations
talk-check = Check health
talk-choose = Choose a conversation to read it.
talk-show = What is listed
talk-all = All
talk-talks = Conversations
talk-runs = Runs
talk-archive = Archive
talk-earlier = Earlier
talk-past = { $name }, { $date }
talk-kind-main = main conversation
talk-kind-direct = one to one
talk-kind-group = group
talk-kind-run = run of a job
talk-from-cli = Command line
talk-ended-new = Ended by you
talk-ended-daily = Ended by the new day
talk-ended-idle = Ended after a long silence
talk-full = How full:
talk-percent = { $percent }%
talk-none = No conversations yet. Say something in Chat, and it stands here.
talk-none-archived = The archive is empty. What you put away stands here until you write again.
talk-none-such = None of this kind yet.

# One conversation
talk-back = Back to the list
talk-cost = { $cost } so far
talk-in-chat = Open in Chat
talk-export = Export
talk-markdown = To read (Markdown)
talk-jsonl = As it is stored (JSONL)
talk-more = More
talk-put-away = Put into the archive
talk-unarchive = Take out of the archive
talk-delete = Delete
talk-delete-says = You can undo it for 24 hours, here or in Activity.
talk-nothing-said = Nothing was said in it.
talk-summary = Read summary
talk-summary-fold = Hide summary

# Health
talk-health = Health
talk-findings = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}
talk-findings-say = A check found something to mend.
talk-findings-show = Show
talk-checking = Checking…
talk-checked = checked { $time }
talk-sound = Everything is sound.
talk-repair = Repair
talk-repair-all = Repair all { $count }
talk-repair-says = A copy is made first. You can undo it.
talk-move = Move to where its messages go
talk-fixes = Repairs made
talk-take-back = Take back
talk-taken-back = taken back

# A finding that leads to a note
talk-open-note = Open the note
