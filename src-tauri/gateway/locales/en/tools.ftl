### Tools: what the agent can do, and what is turned off.

activity-turn-tool-off = Your agent wanted to use { $tool }, which is turned off

error-tool-unknown = There is no tool called { $name }.
error-tool-off-by-pattern = { $pattern } in the settings turns it off, and perhaps others with it.
    .hint = Change tools.deny under Advanced.

tools-name-read = Read files
tools-about-read = Looks into your agent’s notes and files.
tools-name-list = See what files there are
tools-about-list = Looks through the folders of the workspace.
tools-name-search = Search the files
tools-about-search = Finds words in notes and files.
tools-name-session-status = Look at the conversation’s state
tools-about-session-status = Sees how full the conversation is and what it costs.
tools-name-write = Write files
tools-about-write = Makes new files in the workspace and writes over old ones. Every version is kept.
tools-name-edit = Change files
tools-about-edit = Changes parts of a file. Every version is kept.
tools-name-memory-append = Remember
tools-about-memory-append = Adds to today’s note, so that it is known tomorrow.
tools-name-heartbeat-state = Keep track of check-ins
tools-about-heartbeat-state = Notes what it looked at last, so that it does not look twice.
tools-name-shared-state = Keep shared lists
tools-about-shared-state = Keeps small facts that several jobs use.
tools-name-message = Send messages
tools-about-message = Writes to you, and only to conversations it may write to.
tools-name-cron = Make reminders and jobs
tools-about-cron = Makes, changes and runs jobs. Without it, only you can.
