### storage: disk, tables and the home

error-storage-io = { $path } could not be read or written.
    .hint = Look whether the disk is full and whether the folder belongs to you.
error-storage-db = Cove's own tables could not be read or written.
    .hint = Look whether the disk is full and whether the folder belongs to you, then try again.
error-state-locked = Another Cove holds this home (process { $pid }).
    .hint = Use that one, or stop it first.
    .hint-cli = Use that one, or stop it first: cove gateway stop
error-storage-newer = { $path } was written by a newer Cove (version { $found }; this one knows { $known }), so it was left alone.
    .hint = Start the newer Cove.
error-database-restored = Cove's tables were damaged. The newest copy took their place; the damaged file is kept as { $path }.
error-database-rebuilt = Cove's tables were damaged and there was no copy, so they begin anew. The damaged file is kept as { $path }.
error-restore-finished = A restore was cut off and has been finished. The home that was here before is kept as { $path }.
error-restore-finished-new = A restore was cut off and has been finished.
error-restore-taken-back = A restore was cut off before it changed anything. The home is as it was; you can restore again.
error-sessions-mended = The list of conversations was damaged and was brought back. The damaged file is kept as { $path }.
error-home-moved = This home was made on another computer, or restored from a backup. What runs by itself waits until you take over here.
