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
error-backup-restore-running = A home can’t be replaced while Cove works in it.
    .hint = Stop Cove first: cove gateway stop.
