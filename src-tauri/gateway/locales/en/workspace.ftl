### workspace

error-workspace-holds-home = The folder { $path } is or contains your home folder, so it can't be the agent's workspace.
    .hint = Choose a folder of its own, for example one inside Documents.
error-workspace-holds-state = The folder { $path } holds Cove's own files, so it can't be the agent's workspace.
    .hint = Choose another folder. The usual one is "workspace" inside Cove's folder.
error-workspace-open = The workspace { $path } could not be opened: { $detail }
    .hint = Check that the folder exists and that you may write in it.
error-file-path = { $fault ->
    [empty] No file was named.
    [absolute] "{ $path }" starts outside the workspace.
    [climbs] "{ $path }" leads out of the workspace.
    [windows-name] "{ $path }" is a name that Windows computers can't hold.
    [long] That file name is too long.
   *[character] "{ $path }" has a character that file names can't have here.
    }
    .hint = Use a name inside the workspace, such as notes/trip.md.
error-file-outside = "{ $path }" is a link that leads out of the workspace.
    .hint = Copy the file into the workspace instead of linking to it.
error-file-missing = There is no file "{ $path }".
    .hint = It may have been moved or removed. Its history still has its older versions.
error-file-is-folder = "{ $path }" is a folder.
    .hint = Choose a file in it.
error-file-not-text = "{ $path }" is not a text file.
    .hint = Open it with the program that made it.
error-file-too-large = "{ $path }" is too large: Cove opens files up to 20 MB.
    .hint = Split it into smaller files.
error-file-too-large-to-send = "{ $path }" is too large for a chat: it takes files up to { $most } MB.
    .hint = Ask for a smaller version, or look for it in the workspace.
error-file-io = "{ $path }" could not be read or written: { $detail }
    .hint = Check that the disk is not full and that you may write there.
error-file-no-version = "{ $path }" has no version { $version }.
    .hint = Versions are kept for 90 days.
error-file-version-not-kept = Version { $version } of "{ $path }" was larger than 1 MB, so its text was not kept.
    .hint = Choose another version.
error-file-changed-since = "{ $path }" was changed again, so this change can't be taken back alone.
    .hint = Open its history and choose the version you want.
error-file-busy = Another program keeps writing "{ $path }".
    .hint = Close it there and try again.
error-file-versions = The versions of the file could not be read or kept, so nothing was changed.
    .hint = Check that the disk is not full.
error-file-stopped = Cove was stopping, so this was not finished.
    .hint = Try again once Cove is open.
error-file-memory-private = MEMORY.md stays in your main conversation.
    .hint = To let a job read it, turn on "may read my memory" for the job.
error-file-character = The agent's own files can only be changed from your main conversation.
    .hint = Ask for it there, or change the file in Notes.
error-file-guest = In this conversation only the folder "shared" is open.
    .hint = Put what it may use into "shared".
error-file-changed-itself = The agent changed { $path }.
    .hint = Undo brings the version before back.

tool-read = Read { $path }
tool-read-failed = Could not read { $path }
tool-write = Wrote { $path }
tool-append = Added to { $path }
tool-write-failed = Could not write { $path }
tool-edit = Changed { $path }
tool-edit-failed = Could not change { $path }
tool-list = Looked through the folder { $path }
tool-list-all = Looked through the files
tool-list-failed = Could not list the files
tool-search = Searched for “{ $query }”
tool-search-count = { $count ->
    [0] Searched for “{ $query }”, found nothing
    [one] Searched for “{ $query }”, found it in { $count } place
   *[other] Searched for “{ $query }”, found it in { $count } places
    }
tool-search-failed = Could not search for “{ $query }”
tool-session-status = Looked at this conversation's status
tool-session-status-failed = Could not see this conversation's status
tool-other = Used { $name }
tool-other-failed = Could not use { $name }
