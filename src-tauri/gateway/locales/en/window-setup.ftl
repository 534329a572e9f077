### window-setup: what is connected and set, in the welcome and in Settings

# A model
setup-key-works = Works, answered in { $time }
setup-key-checking = Asking the model once, to see that the key works…
setup-key-kept = A key is kept for { $host }. Paste another one to replace it.
setup-model-suggested = Suggested model
setup-connect-anyway = Connect anyway
setup-provider-month = { $what }, about { $price } a month
setup-month-assumes = Prices are for a quiet month: a check-in every half hour from 07:00 to 23:00. Your own chats come on top.
setup-fallback = If it cannot answer
setup-fallback-says = When its maker is down, refuses the key or wants credit, these are asked, in this order.
setup-fallback-add = Another model to ask
setup-fallback-choose = Choose a model
setup-fallback-up = Ask { $name } earlier
setup-fallback-none = Connect a second provider, and its models can stand in here.

# Telegram
setup-step-done = Done
setup-tg-father = Ask BotFather for a new bot
setup-tg-father-says = BotFather is Telegram’s own helper. Send it /newbot, then choose a name.
setup-tg-father-open = Open BotFather
setup-tg-father-name = BotFather
setup-tg-picture = Show picture
setup-tg-newbot = /newbot
setup-tg-newbot-back = Done! Use this token: 7412…:AAE…
setup-tg-token = Paste the token it gives you
setup-tg-this-is = This is { $bot }
setup-tg-message = Send your bot a message
setup-tg-message-says = Any word will do. It shows { $name } which person is you.
setup-tg-hello = Hello!
setup-tg-answer = { $name } answers here
setup-tg-waiting = Waiting for your message
setup-tg-connecting = Connecting to Telegram…
setup-tg-listening = Listening since { $time }.
setup-tg-open = Open { $bot }
setup-tg-wrote = wrote to your bot and was given the code { $code }.
setup-tg-me = This is me
setup-tg-not-me = Not me
setup-tg-nothing = Nothing after a minute?
setup-tg-see = See what to check
setup-tg-check-bot = Is it the chat with { $bot }, and not with BotFather?
setup-tg-check-start = Telegram shows Start in a new chat: press it, then write any word.
setup-tg-check-other = Does another program use this bot? Then ask BotFather for a new token.
setup-tg-done = You can talk to { $name } on Telegram.
setup-tg-safe = Only people you confirm can talk to { $name }. Anyone else gets a code and nothing more.

# Welcome
setup-about = A home for your own AI agent. It remembers, it reminds, and it tells you what it costs.
setup-steps = First steps
setup-lives-here = Your agent lives on this computer. Keys go into its keychain.
setup-back = Back
setup-skip = Skip for now
setup-continue = Continue
setup-finish = Start talking
setup-model-title = Connect a model
setup-model-short = or try it without one
setup-model-says = The model is the part that thinks. You bring your own, and pay its maker directly.
setup-model-answers = { $model } answers now
setup-model-answers-says = You can change it at any time under Settings, Model and keys.
setup-practice-says = It answers with set phrases. Everything else is real, and a model can be added later.
setup-practice-try = Try it now
setup-you-title = You and your agent
setup-you-short = names, quiet hours, allowance
setup-you-says = A name, a rhythm and a limit. All of it can be changed later.
setup-agent-name = Your agent is called
setup-person-name = It calls you
setup-beats = Check-ins
setup-beats-says = It looks at your list by itself
setup-beats-count = { $count ->
    [one] 1 check-in a day
   *[other] { $count } check-ins a day
}
setup-quiet-says = It never checks in by itself then
setup-to = to
setup-allowance = Allowance
setup-allowance-says = What it may spend by itself
setup-allowance-day = a day.
setup-allowance-expected = Expected: { $cost }.
setup-allowance-off = Without check-ins and jobs it spends nothing by itself.
setup-allowance-wrong = An amount such as 1.00
setup-manner = Its manner
setup-manner-short = Short and friendly
setup-manner-thorough = Thorough
setup-manner-formal = Formal
setup-manner-short-line = short and friendly
setup-manner-thorough-line = thoroughly, with reasons and details
setup-manner-formal-line = formally and politely, without small talk
setup-greeting = “{ $person ->
    [none] Hello, I am { $agent }.
   *[other] Hello { $person }, I am { $agent }.
} { $beats ->
    [on] I check in between { $from } and { $until }
   *[off] I speak when you ask me
} { $manner ->
    [thorough] and explain things well.”
    [formal] and keep to the form.”
   *[short] and keep it short.”
}
setup-tg-title = Talk on Telegram
setup-tg-short = so it reaches you anywhere
setup-tg-says = { $name } gets a Telegram contact of its own. Making it takes about a minute.

# The other settings
setup-set-allowance = Allowance
setup-set-fresh = Starting fresh
setup-set-backup = Backup
setup-set-advanced = Advanced
setup-spend-title = What { $name } may spend by itself
setup-spend-says = Check-ins and jobs count. Your own chats and reminders without AI do not.
setup-spend-day = A day
setup-spend-month = A month
setup-spend-today = Today: { $spent } used
setup-spend-this-month = This month: { $spent } used
setup-spend-wrong = An amount such as 1.00, or nothing for no limit
setup-spend-empty = An empty field means no limit; 0 means that nothing runs by itself.
setup-fresh-title = Starting fresh
setup-fresh-says = A fresh start keeps each message cheap. Notes stay, and the last messages are carried over.
setup-fresh-when = Starts fresh
setup-fresh-daily = Every day
setup-fresh-idle = After silence
setup-fresh-manual = Only when I say
setup-fresh-hour = At
setup-fresh-hour-says = By your clock. A conversation under way is waited for.
setup-fresh-minutes = Minutes of silence
setup-fresh-minutes-says = Counted from your last message
setup-fresh-keep = Messages it keeps
setup-fresh-keep-says = The last ones of the conversation before. 0 keeps none.
setup-whole-wrong = A whole number from { $least } to { $most }
setup-backup = Backup
setup-backup-says = One file with notes, conversations, jobs and settings. Keys are never in it.
setup-backup-make = Make a backup
setup-backup-make-says = Also while { window-name } works
setup-backup-now = Back up now
setup-backup-made = { $size }, { $count ->
    [one] 1 file
   *[other] { $count } files
}
setup-backup-key = Something that looks like a key stands in { $note }; it is in the backup as written.
setup-file = The settings file
setup-file-says = Every setting of this window stands in it. Write here or with any editor; Cove reads it by itself.
setup-file-holds = What stands in it holds.
setup-file-last-good = It has a mistake, so the last good settings hold.
setup-file-nothing = It can’t be read, so nothing runs by itself until it is mended.
setup-file-written = What stands in the settings file
setup-one = Change one setting
setup-one-says = By its path, such as agents.defaults.maxConcurrent. A value that can’t be is refused.
setup-one-path = Path
setup-one-value = Value
setup-one-set = Save
setup-one-unset = Back to the default
setup-again = Model, names and Telegram, step by step
setup-again-says = Nothing that is set is lost.
setup-again-show = Show again
