### Backups in the window, pictures and earlier answers in Chat

backup-list = Bring one back
backup-list-says = Notes, conversations, jobs and settings, all at once, as they were then.
backup-none = There is no backup yet.
backup-folder = They lie in
backup-look = Look inside
backup-fold = Close
backup-conversations = { $count ->
    [one] One conversation
   *[other] { $count } conversations
 }
backup-notes = { $count ->
    [one] one note
   *[other] { $count } notes
 }
backup-jobs = { $count ->
    [0] no jobs
    [one] one job
   *[other] { $count } jobs
 }
backup-settings = settings
backup-no-settings = without settings
backup-secret = { $path } has to be entered again.
backup-build = Made by version { $version }.
backup-what = Everything of { $name } becomes as it was { $when }. What is there now is kept twice: as a new backup in this list, and as a folder beside the home. { window-name } then begins anew, and nothing runs by itself until you say so.
backup-restore = Restore this one
backup-restored = Restored. { window-name } has begun anew with it.
backup-restored-kept = What was there before lies in { $path }.
backup-restored-secret = Enter { $path } again.

picture-open = Show { $name } large
picture-close = Close
picture-missing = The picture is not there any more.

earlier-show = Show earlier answer
earlier-hide = Hide earlier answer
earlier-title = What was said here before
earlier-nth = { $nth } of { $count }
earlier-older = The one before
earlier-newer = The one after
earlier-none = Nothing earlier is kept.
earlier-tools = { $count ->
    [one] One tool was used.
   *[other] { $count } tools were used.
 }
