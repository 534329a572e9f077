### window

# The frame
window-name = Cove
window-practice = Practice, no AI, free
window-skip = Skip to the conversation
window-places = Places
window-chat = Chat
window-settings = Settings
window-needs-count = { $count ->
    [one] 1 thing needs you
   *[other] { $count } things need you
}
window-mood-well = Well
window-mood-working = Working
window-mood-paused = Paused
window-mood-needs-you = Needs you
window-starting = Starting…
window-reconnecting = Reconnecting…
window-refused = Cannot connect
window-lost-title = The connection to your agent is lost since { $time }.
window-lost-text = What you see is the last known. What you write is kept and sent when it is back.
window-try-now = Try now
window-attached-title = This window is attached to a Cove that runs on its own (process { $pid }).
window-attached-text = Quitting the app does not stop it; “cove gateway stop” does.
window-attached-read = All right
window-undo = Undo
window-cancel = Cancel
window-today = Today
window-yesterday = Yesterday
window-day-and-time = { $day } { $time }
window-seconds = { $count } s
window-minutes-seconds = { $minutes } min { $seconds } s
window-thousand = { $count }k
window-million = { $count }M
window-about = ≈ { $value }
window-error-carrier = Your agent cannot be reached at the moment.
window-problem-hint = { $message } { $hint }

# Chat
window-conversation-main = Main conversation
window-conversation-other = Conversation
window-conversation-choose = Choose a conversation
window-here = This computer
window-here-and = This computer and { $others }
window-messages = Messages
window-you-said = You
window-agent-said = { $name }
window-from-telegram = from Telegram
window-from-cli = from the command line
window-older = Loading older messages
window-newest = Newest
window-free = free
window-stopped = stopped here
window-working = Working
window-writing = Writing
window-tool-running = running
window-tool-failed = failed
window-tool-input = Input
window-tool-output = Output
window-tool-waiting = No output yet
window-sending = Sending
window-waiting = Waiting for its turn
window-unsent = Not sent
window-skipped = Not answered
window-try-again = Try again
window-discard = Discard
window-kept = Your message is kept.
window-key-refused = { $provider } refused the key
window-key-kept = Your message is kept. It is sent again once the key works.
window-key-new = New key
window-key-check = Save and send again
window-key-where = Where do I get a key?
window-key-other-model = Use another model
window-composer = Message
window-composer-hint = Write to { $name }
window-send = Send
window-stop = Stop
window-model-name = Model: { $model }
window-empty-title = Say something to { $name }
window-empty-text = { $name } keeps notes in plain files on this computer and can read and change them.
window-empty-practice = { $name } has no model yet. It answers with set phrases; everything else is real.
window-empty-start = Or start with one of these
window-ask-list = What is on my list?
window-ask-list-why = Reads TODO.md
window-ask-remember = Remember that I like short answers
window-ask-remember-why = Adds a line to MEMORY.md
window-ask-todo = Todo: water the plants
window-ask-todo-why = Adds a line to TODO.md
window-ask = Ask

# How full the conversation is
window-ring-label = The conversation is { $percent }% full
window-ring-title = How full the conversation is
window-ring-of = { $used } of { $start } tokens
window-ring-fine = Room left
window-ring-getting = Getting full
window-ring-nearly = Nearly full
window-ring-next = Your next message
window-ring-left = Free
window-ring-window = Of the model’s window
window-ring-window-figure = { $used } of { $window } ({ $percent }%)
window-ring-says = 100% is as much as the model can read with room for its answer.
window-ring-estimate = ≈ means estimated: the model has not counted it yet.
window-ring-flush = Notes are saved at { $flush } tokens.
window-ring-compact =
    { $messages ->
        [one] Summing up now would replace one message, up to { $tokens } tokens; the newest { $kept } stay.
       *[other] Summing up now would replace { $messages } messages, up to { $tokens } tokens; the newest { $kept } stay.
    }
window-ring-long = Long conversation: each message costs about { $cost }.
window-part-instructions = Instructions
window-part-files = Files
window-part-tools = Tools
window-part-summary = Summary of what was before
window-part-carryover = From before the fresh start
window-part-people = What you said
window-part-agent = What the agent said
window-part-tool-calls = What it asked tools
window-part-tool-results = What tools answered
window-part-pictures = Pictures
window-part-notes = Notes from Cove
window-part-others = Everything else

# Needs you
window-needs-more = { $count } more
window-needs-less = Show fewer
window-pairing-allow = Allow
window-pairing-deny = Decline
window-delivery-again = Send again
window-delivery-leave = Leave it
window-allowance-go-on = Go on today
window-allowance-accept = Let it run
window-need-settings = Open Settings
window-need-unlock = Unlock

# Links that leave
window-link-title = Open this address?
window-link-text = It opens in your browser, outside Cove.
window-link-open = Open in browser
window-link-failed = The address could not be opened.

# Settings
window-settings-parts = Parts of the settings
window-saved = Changes are saved as you make them.
window-set-model = Model and keys
window-set-telegram = Telegram
window-set-appearance = Appearance
window-set-language = Language
window-set-pause = Pause

window-model-now = The model that answers
window-model-window = { $tokens } tokens of window
window-model-change = Model
window-model-price = ${ $input } in, ${ $output } out for a million tokens
window-model-price-unknown = Its price is not known
window-model-use = Use it
window-model-in-use = In use
window-model-practice-title = Practice, no AI, free
window-model-practice-text = It answers with set phrases. Everything else is real, and a model can be added at any time.
window-model-practice-use = Practise
window-model-here = On this computer
window-model-local = { $models }. Free, stays here.
window-model-looking = Looking for model servers on this computer
window-model-none = None is running. Ollama, LM Studio and llamafile are found by themselves.
window-model-look = Look again
window-model-with-key = With a key
window-model-connected = Key is there
window-model-key = { $provider } key
window-model-key-says = It goes into this computer’s keychain and only to { $host }.
window-model-id = Model
window-model-address = Address
window-model-address-says = An address that speaks like OpenAI, for example http://192.168.1.20:8000/v1
window-model-provider-id = Short name
window-model-provider-id-says = Small letters, for example office
window-model-key-optional = Key, if it needs one
window-model-connect = Connect
window-model-remove-key = Remove the key
window-provider-anthropic = Claude
window-provider-openai = GPT
window-provider-openrouter = Models of many makers
window-provider-gemini = Gemini
window-provider-deepseek = Low prices
window-provider-mistral = Models from Europe
window-provider-groq = Open models, quick
window-provider-moonshot = Kimi
window-provider-other = Other
window-provider-other-says = Your own address and model
window-field-required = This is needed.
window-field-address-wrong = It should begin with http:// or https://
window-field-id-wrong = Small letters, digits and hyphens only.

window-keep-title = This computer has no keychain that works
window-keep-text = Where should the key be kept?
window-keep-run = Until Cove ends
window-keep-run-says = In memory only. You enter it again next time.
window-keep-file = In a file under a passphrase
window-keep-file-says = Encrypted. You unlock it at each start.
window-keep-passphrase = Passphrase
window-unlock-title = The keys are locked
window-unlock-text = They are in a file under your passphrase.
window-unlock = Unlock
window-adopt-title = A key stands in the settings file in plain text
window-adopt = Move it to the keychain

window-telegram-title = Talk on Telegram
window-telegram-says = So that { $name } reaches you anywhere. Only people you allow can write.
window-telegram-steps = In Telegram, write to @BotFather, send /newbot and copy the token here.
window-telegram-token = Bot token
window-telegram-token-says = It goes into this computer’s keychain and only to Telegram.
window-telegram-connect = Connect
window-telegram-on = Telegram
window-telegram-bot = Bot
window-telegram-replace = Replace the token
window-telegram-heard = Last heard { $time }
window-switch-on = On
window-switch-off = Off
window-people = Who may write
window-people-none = Nobody yet. Write to your bot and you get a code to allow here.
window-people-config = Allowed by the settings file
window-people-remove = Remove
window-requests = Asking to be let in
window-request-says = { $channel }, { $time }. Code { $code }

window-appearance-theme = Theme
window-appearance-says = On this computer only
window-theme-system = As the system
window-theme-light = Light
window-theme-dark = Dark

window-language-title = Language
window-language-says = For the window, the command line and what Cove says by itself
window-language-system = As the system
window-language-en = English
window-language-zh = 简体中文

window-pause-title = Pause everything
window-pause-says = Nothing runs and nothing is sent until you go on. Messages wait and are answered after it.
window-pause-now = Pause everything
window-pause-end = Go on
window-pause-since = Paused since { $time }
window-pause-holds = What waits and why
