### window-goto

goto-title = Go to anything
goto-open = Go to…
goto-hint = A place, a conversation, a job, a note, a command
goto-found = What it can be
goto-none = Nothing is called “{ $words }”.
goto-places = Place
goto-talks = Conversation
goto-jobs = Job
goto-notes = Note
goto-commands = Command
