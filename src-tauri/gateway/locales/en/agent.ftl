### agent: turns, commands and what the status says

error-stopped = You stopped this.
error-own-turn-held = What runs by itself is on pause.
error-own-turn-held-hint = End the pause and run it again.
error-turn-timeout = { $minutes ->
    [0] This took longer than { $seconds } seconds, so I stopped.
    [one] This took longer than a minute, so I stopped.
   *[other] This took longer than { $minutes } minutes, so I stopped.
 }
    .hint = Ask again in smaller steps.
error-turn-too-many-steps = I stopped after { $steps } steps without getting to an end.
    .hint = Tell me which part matters most.
error-turn-broken = I could not read or write my own files, so this was not answered.
    .hint = Look whether the disk is full, then send it again.
error-turn-unrecorded = I can not write any of my files at the moment, so this was not answered.
    .hint = Your message is kept. Make room on the disk and start Cove again: it is taken up then.
error-agent-unknown = The settings no longer know the agent this belongs to.
    .hint = Look at agents.list in the settings.
error-message-set-aside = Cove was stopped three times while answering this, so it was set aside.
    .hint = Send it again if it still matters.
error-message-empty = There is nothing in this message.
error-message-waits = Everything is paused, so your message waits.
    .hint = It is answered when you go on, in the tray’s menu or under Settings, Pause.
    .hint-cli = “cove resume” lets it be answered. Ctrl-C leaves it waiting.
error-message-kept = Cove stopped before it answered. Your message is kept ({ $id }).
    .hint = It is answered when Cove runs again; there is no need to send it twice.
    .hint-cli = It is answered when Cove runs again (cove gateway); there is no need to send it twice.
error-message-too-long = This message is longer than { $most } characters.
    .hint = Put the text into a file of the workspace and tell me its name.
error-message-unknown = There is no message { $id }.
error-message-out-of-reach = This message is no longer part of what the agent sees, so it can not be said again from here.
    .hint = The conversation was made shorter or began anew since. Send the words as a new message.
error-session-unknown = There is no conversation { $key }.
    .hint = Look at the list of conversations.
    .hint-cli = “cove sessions” lists them.
error-method-unknown = Cove does not know “{ $method }”.
    .hint = The program that asks may be newer than the Cove that is running.
error-not-for-you = “{ $method }” can only be asked by a person at this computer.
error-request-invalid = “{ $method }” was asked in a form that could not be read: { $detail }

error-delivery-interrupted = Cove was stopped while this was being sent, so it may or may not have arrived.
    .hint = Send it again if it did not.
error-delivery-expired = This could not be sent for a day, so it was given up.

notice-paused = I am paused, so your message waits. I answer when the pause is lifted.
notice-set-aside = I was stopped three times while answering this, so I set it aside: “{ $text }”. Send it again and I try anew.
delivery-doubt = My last answer may not have arrived: /again sends it once more.
delivery-again-button = Send again
press-over = This is settled already.

status-well = { $agent } is here and waits for you.
status-working = { $agent } is writing.
status-paused = Everything is paused.
status-held = { $kind ->
    [all] You paused everything
    [autonomous] You paused what runs by itself
    [channel] You paused the channel { $name }
    [heartbeat] You paused check-ins
    [job] You paused a job
   *[other] You paused { $scope }
 }{ $until ->
    [none] .
   *[other] {" "}until { $until }.
 }
status-not-running = Cove is not running, so nobody answers at the moment.
status-needs-you =
    { $count ->
        [one] { $agent } needs you for one thing.
       *[other] { $agent } needs you for { $count } things.
    }
channel-off = Telegram is off.
channel-connecting = Telegram: connecting.
channel-well = Telegram works.
channel-trying = Telegram does not answer at the moment; Cove keeps trying.
channel-needs-you = Telegram needs you.

need-config = The settings file has a mistake, so the last good settings hold. { $problem }
need-config-nothing = The settings can't be read, so nothing runs by itself until they are mended. { $problem }
need-unknown = This may not have arrived: “{ $text }”
need-refused = This was not taken: “{ $text }”{ $why ->
    [none] {""}
   *[other] {" "}({ $why })
 }
need-unlock = The file with your keys is locked. Unlock it with its passphrase.
need-pairing = { $name } asks to write to your agent (code { $code }).
