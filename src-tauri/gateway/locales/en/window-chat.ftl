### window, talking

# How full the conversation is
window-chat-part-conversation = Conversation
window-chat-details = Details
window-chat-details-less = Fewer details
window-chat-mark = compacts at 100%
window-chat-marks = saves notes at { $percent }%, compacts at 100%
window-chat-file-cut = { $name }, shortened
window-chat-frees = Compacting now would free { $freed }: { $before } → about { $after }. { $kept ->
    [one] The last message stays
   *[other] The last { $kept } messages stay
 } word for word, the rest becomes a summary. You can undo it until your next message.
window-chat-saves = Notes are saved first.
window-chat-nothing = { $kept ->
    [0] There is nothing to compact.
    [one] Nothing is older than the last message, so there is nothing to compact.
   *[other] Nothing is older than the last { $kept } messages, so there is nothing to compact.
 }
window-chat-compact = Compact
window-chat-compacting = Compacting. You can go on writing; it is answered afterwards.
window-chat-from-to = { $before } → { $after }
window-chat-compacted = { $kept ->
    [one] The last message stayed word for word.
   *[other] The last { $kept } messages stayed word for word.
 }
window-chat-wish-open = Say what matters
window-chat-wish = What should the summary keep?
window-chat-wish-hint = For example: the invoices, with their amounts
window-chat-choose = Ways to start new
window-chat-save = Save first, then new
window-chat-save-says = { $name } writes what matters to today’s note, then starts new.
window-chat-save-costs = { $name } writes what matters to today’s note, then starts new. About { $cost }.
window-chat-saving = { $name } is saving notes.
window-chat-plain = Just new
window-chat-plain-says = Nothing is saved to notes. The old conversation can still be found and opened.
window-chat-remember = Remember my choice
window-chat-next = { $line }.
window-chat-next-keeps = { $line }, keeping { $count ->
    [one] the last message
   *[other] the last { $count } messages
 }.

# Saying it anew
window-chat-again = Ask again
window-chat-again-says = This answer leaves the conversation and stays in the transcript. What tools changed stays changed.
window-chat-edit = Change what you said
window-chat-edit-says = What follows leaves the conversation and stays in the transcript. What tools changed stays changed.
window-chat-said-again = said anew

# Commands
window-chat-composer-hint = Write to { $name }, or type / for commands
window-chat-commands = Commands

# Search
window-chat-search = Search all conversations
window-chat-search-hint = Search all conversations
window-chat-search-says = All the words must be there, in any order.
window-chat-search-none = Nothing was found for “{ $words }”.
window-chat-search-lost = This message is no longer in the conversation.
window-chat-found = What was found
window-chat-earlier = { $talk }, earlier

# Reading an earlier one
window-chat-past = You are reading an earlier conversation.
window-chat-past-until = You are reading an earlier conversation. It ended { $time }.
window-chat-reopen = Go on with this one
window-chat-back = Back to now

# Files with a message
window-attach = Add files
window-attach-says = Add files, or drop and paste them here
window-attached = Files
window-attach-remove = Leave out { $name }
window-attach-large = “{ $name }” is too large: { $most } MB fit in one message. Put it into the workspace folder and say where it is.
window-attach-unread = “{ $name }” could not be read.
