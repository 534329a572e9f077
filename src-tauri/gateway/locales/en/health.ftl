### health: what a check of the home finds, backups

## Backups

activity-backup-made = A backup was made: { $path }
backup-left-out = { $why ->
    [keys] { $path } stays out: it holds keys in plain text.
    [link] { $path } stays out: it is a link.
    [unreadable] { $path } stays out: it could not be read.
    [name] { $path } stays out: its name can’t be written on every system.
    [outside] { $path } stays out: it lies outside the home. Keep a copy of it yourself.
   *[other] { $path } stays out: Cove does not know what it is.
 }
error-backup-exists = There is already a file named { $path }.
    .hint = Give another name. Nothing was written over.
error-backup-missing = There is no file { $path }.
    .hint = Look at its name. Backups that were not named lie in the folder “backups” of the home.
error-backup-relative = “{ $path }” does not say where the file lies.
    .hint = Give the whole path.
error-backup-not-ours = This file is not a backup of Cove, or not all of it.
    .hint = Look whether it was copied to its end.
error-backup-newer = This backup was made by a newer Cove ({ $version }), so it was not restored.
    .hint = Restore it with that version or a newer one.
error-backup-name = The backup holds “{ $name }”, which is no file of a home. Nothing was restored.
    .hint = Take a backup that you made yourself.
error-backup-damaged = “{ $name }” in this backup is damaged. Nothing was restored.
    .hint = Copy the backup again from where it was kept, or take an older one.
error-backup-swap = The backup was unpacked but could not be put in place of the home. It lies in { $path }.
    .hint = Look whether another program uses the home, then try again.
error-backup-restore-busy = Your agent is at work, so nothing was restored.
    .hint = Wait until it has answered, or stop it, and try again.
error-backup-restore-running = A home can’t be replaced while Cove works in it.
    .hint = Stop Cove first: cove gateway stop.

## What a check finds: what is wrong, why it matters, what mends it

activity-health-found = A check of the home found something
activity-health-fixed = Mended: { $subject }
activity-health-undone = A repair was taken back: { $subject }
undo-health-fixed = Put back what was mended: { $subject }
health-summary = { $errors ->
    [0] { $warnings ->
        [0] The home is sound.
        [one] The home is sound, with one thing to look at.
       *[other] The home is sound, with { $warnings } things to look at.
     }
    [one] One thing in the home needs mending.
   *[other] { $errors } things in the home need mending.
 }

error-session-list-invalid = The list of conversations ({ $subject }) can’t be read.
    .why = Without it Cove does not know which conversation belongs to whom.
    .hint = The fix keeps the file and writes the list anew from its last good copy and the transcripts.
error-session-entry-broken = The record of the conversation { $subject } is damaged.
    .why = Messages for it find no transcript.
    .hint = The fix keeps the list and takes the record out. The next message begins the conversation afresh.
error-session-transcript-missing = The transcript of { $subject } is gone.
    .why = The conversation is listed, but nothing of it can be shown or remembered.
    .hint = The fix keeps the list and takes the record out. The next message begins the conversation afresh.
error-session-long = The conversation { $subject } is long: about { $tokens } tokens.
    .why = Every further message costs more, and answers come more slowly.
    .hint = When you ask for this one, what matters is saved to the notes and the conversation begins anew, with a summary and its last messages. The old one can be opened again.
error-session-very-long = The conversation { $subject } is very long: about { $tokens } tokens.
    .why = Every message is dear, and older parts will be summarised soon.
    .hint = When you ask for this one, what matters is saved to the notes and the conversation begins anew, with a summary and its last messages. The old one can be opened again.
error-session-large = The transcript of { $subject } is large ({ $kilobytes } KB).
    .why = It still works. Looking through it and keeping copies of it takes longer.
    .hint = When you ask for this one, what matters is saved to the notes and the conversation begins anew, with a summary and its last messages. The old one can be opened again.
error-session-stray = No message reaches the conversation { $subject } any more.
    .why = The settings send its messages to { $belongs } now, which knows nothing of it.
    .hint = When you ask for this one, it goes into the archive, where it can be read, or goes on under { $belongs }. Set the bindings back if that was not meant.
error-session-duplicate = The chat of { $subject } has a second conversation, { $belongs }.
    .why = Its messages go to the second one. What was said in the first is not remembered there.
    .hint = When you ask for this one, it goes into the archive, where it can be read, or moves to { $belongs }: the one used last goes on, the other stays among its earlier conversations. If the other agent was not meant, mend the bindings first.
error-session-unreached = No message reaches the conversation { $subject } any more.
    .why = Its channel, or its agent, is no longer in the settings.
    .hint = When you ask for this one, it goes into the archive, where it can be read.
error-session-former = { $subject } is an older conversation of the same chat.
    .why = Two spellings of one chat were found. The newer conversation goes on.
    .hint = When you ask for this one, it goes into the archive, where it can be read, or moves to the earlier conversations of { $belongs }.
error-sessions-old = { $count ->
    [one] One conversation is older than conversations are to be kept.
   *[other] { $count } conversations are older than conversations are to be kept, or more than that.
 }
    .why = The list grows, and copies of the home take longer. Nothing is wrong with them.
    .hint = Set session.maintenance.mode to enforce, and old ones go to the trash by themselves, where they stay for 30 days.
error-transcript-headless = { $subject } lacks its first line.
    .why = Other programs do not take it for a conversation without that line.
    .hint = The fix keeps the file and writes the line.
error-transcript-torn = The last line of { $subject } is only half there.
    .why = Cove was stopped while it wrote. Nothing else is lost.
    .hint = The fix keeps the file and takes the half line off.
error-transcript-damaged = Some lines of { $subject } can’t be read.
    .why = What stood before such a line may be out of the agent’s reach.
    .hint = The fix keeps the file, takes these lines out and joins what is left.
error-transcript-open-calls = In { $subject } the agent waits for a tool that never answered.
    .why = Cove was stopped while the tool ran, and the turn was not taken up again.
    .hint = The fix keeps the file and notes that the tool may or may not have run.
error-transcript-orphan = { $subject } belongs to no conversation.
    .why = It takes up room and nobody can find it.
    .hint = The fix keeps a copy and marks the file as put away. Nothing is deleted.
error-transcript-unopened = { $subject } can’t be opened.
    .why = The conversation can neither be shown nor continued.
    .hint = Look whether the file belongs to you.
error-lock-stale = { $subject } was left by a program that no longer runs.
    .why = Another program that uses this home may wait for it.
    .hint = The fix keeps a copy and removes the lock.
error-lock-held = Another program works on { $subject }.
    .why = Two programs that write the same conversations can spoil them.
    .hint = Stop the other program, or use another home for it.
error-file-cut = { $subject } is too long for the agent: it sees { $injected } of { $raw } characters.
    .why = What stands in the middle of the file is unknown to the agent.
    .hint = Shorten the file, or move parts of it to other notes.
error-file-unreadable = { $subject } can’t be read as text.
    .why = The agent does not see the file at all.
    .hint = If it is text in another form, the fix keeps the file and writes it as plain text. Otherwise look whether it belongs to you and is not too large.
error-files-unopened = The files of the agent { $subject } can’t be opened. { $told }
    .why = The agent can neither read nor keep anything.
    .hint = Look at the folder that the settings name for this agent.
error-secret-in-settings = A key stands in the settings file in plain text: { $subject }.
    .why = Whoever can read the file, or a copy of it, can use the key.
    .hint = The fix moves the key to the keychain. It is the one fix that keeps no copy.
error-secret-in-note = Something that looks like a key stands in { $subject }.
    .why = The agent reads the file, and so does whoever gets a copy of it.
    .hint = Open the note: there it can be taken out with one press, and put back again. Your own words are never changed for you.
    .hint-cli = Store the key with “cove secret set” and take it out of the note. Your own words are never changed for you.
error-secret-in-file = { $subject } holds a key in plain text.
    .why = Another program left it there. Whoever can read the file can use the key.
    .hint = If you no longer use that program, delete the file.
error-settings-wrong = The settings have a mistake. { $told }
    .why = Until it is mended the last good settings hold.
    .hint = Mend the setting, or remove it so that its default holds.
error-settings-unknown = The settings have a key Cove does not know. { $told }
    .why = It has no effect. It may be misspelled, or be meant for another program.
    .hint = Look at its spelling. It is kept as it is.
error-database-damaged = Cove’s own tables are damaged.
    .why = What waits, what was sent and what it cost stands there.
    .hint = The fix keeps the file and puts the newest copy in its place. The next start does the same.
error-database-unopened = Cove’s own tables can’t be read or written.
    .why = Nothing new can be kept: no message, what it cost, what was sent.
    .hint = Look whether the disk is full and whether the folder belongs to you. What stands there is not touched.
error-database-newer = Cove’s own tables were written by a newer Cove.
    .why = This one must not touch them.
    .hint = Start the newer Cove.
error-clock-wrong = The computer’s clock can’t be right.
    .why = Nothing would run at its time.
    .hint = Set the computer’s clock.
error-clock-behind = The computer’s clock is { $minutes } minutes behind Cove’s newest record.
    .why = The clock was set back, or was wrong before. Until it catches up, times look strange.
    .hint = Look whether the computer’s clock is right.
error-zone-unknown = The time zone “{ $subject }” is not known.
    .why = Times of day can’t be told, so UTC is used.
    .hint = Set the computer’s time zone, or agents.defaults.userTimezone in the settings.

error-health-busy = The conversation is at work.
    .hint = Try again when its answer is there.
error-health-needs-gateway = This fix asks the agent, so Cove has to run.
    .hint = Start Cove, then try again.
error-finding-unknown = A check finds nothing called “{ $name }”.
    .hint = cove doctor shows what it finds. After --fix stands a code, an id, or nothing.
error-fix-unknown = There is no repair of this id.
    .hint = cove restore --list shows them.
error-fix-undone = This repair was taken back already.

## On the command line

cli-doctor-sound = The home is sound.
cli-doctor-error = Broken: { $what }
cli-doctor-warning = Look at this: { $what }
cli-doctor-info = Good to know: { $what }
cli-doctor-fixed = Mended: { $what }
cli-doctor-undo = Take it back with: cove restore --fix { $id }
cli-doctor-failed = Not mended ({ $id }): { $message }
cli-doctor-by-id = {"    "}Ask for it with: cove doctor --fix “{ $id }”
cli-doctor-move = {"    "}Or move it with: cove doctor --fix “{ $id }” --move
cli-doctor-try = “cove doctor --fix” mends what only needs repair. It keeps a copy of everything it changes.
cli-backup-made = { $files ->
    [one] Backup made: { $path } (1 file, { $megabytes } MB)
   *[other] Backup made: { $path } ({ $files } files, { $megabytes } MB)
 }
cli-backup-secret = The key for { $path } is not in the backup. Enter it again after a restore.
cli-backup-key = Something that looks like a key stands in { $path }, and so in the backup.
cli-restored = { $files ->
    [one] Restored the backup of { $at } (1 file).
   *[other] Restored the backup of { $at } ({ $files } files).
 }
cli-restore-kept = The home that was there is kept: { $path }
cli-restore-waits = What runs by itself waits. Take over here with: cove resume autonomous
cli-restore-fix = Took the repair { $name } back.
cli-no-fixes = Nothing was repaired yet.
cli-fix-undone = taken back
error-session-belongs-nowhere = This conversation can't be moved: its messages go nowhere now.
    .hint = It can go into the archive.
error-transcript-name-taken = { $path } is another conversation of the same name, so nothing was moved.
    .hint = Put one of the two files somewhere else, then try again.
