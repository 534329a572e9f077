### Activity: what happened or did not, what is held, and taking things back.

## Turns and messages

activity-turn-done = { $channel ->
    [telegram] A message from Telegram was answered
    [cli] A message from the command line was answered
   *[desktop] A message from the window was answered
 }
activity-turn-quiet = A message was read and needed no answer
activity-turn-stopped = An answer was stopped
activity-turn-failed = A message could not be answered
activity-message-done = A button in a chat was pressed
activity-message-skipped = A message was not answered
activity-message-set-aside = A message was set aside

## Parts on their way out

activity-delivery-unknown = { $channel ->
    [telegram] A message to { $peer } in Telegram may not have arrived
   *[other] A message to { $peer } may not have arrived
 }
activity-delivery-refused = { $channel ->
    [telegram] Telegram did not take a message to { $peer }
   *[other] A message to { $peer } was not taken
 }
activity-delivery-expired = A message to { $peer } became too old and was not sent
activity-delivery-resent = A message to { $peer } is sent again
activity-delivery-dismissed = A message to { $peer } was left as it is
activity-delivery-undone = A message to { $peer } needs you again

## People

activity-pairing-approved = { $name } may write to your agent
activity-pairing-rejected = { $name } was turned down
activity-pairing-removed = { $name } may no longer write to your agent
activity-pairing-undone = What you decided about { $name } was taken back

## Settings and models

activity-config-set = { $path } was set to { $value }
activity-config-unset = { $path } was removed, so its default holds
activity-config-model = { $practice ->
    [yes] The practice agent answers from now on
   *[no] { $label } answers from now on
 }
activity-config-undone = The change of { $path } was taken back
activity-config-file = The settings file was edited here; the one before is kept as { $copy }

## Files

activity-file-written = You changed { $path }
activity-file-changed = The agent changed { $path }
activity-file-reverted = Version { $version } of { $path } was brought back
activity-file-undone = The change of { $path } was taken back

## Pauses

activity-hold-set = { $scope ->
    [all] Everything was paused
    [autonomous] What runs by itself was paused
    [channel] The channel { $name } was paused
    [job] “{ $name }” was paused
    [heartbeat] Check-ins were paused
   *[other] { $name } was paused
 }
activity-hold-lifted = { $scope ->
    [all] The pause of everything was lifted
    [autonomous] The pause of what runs by itself was lifted
    [channel] The pause of the channel { $name } was lifted
    [job] The pause of “{ $name }” was lifted
    [heartbeat] The pause of check-ins was lifted
   *[other] The pause of { $name } was lifted
 }
undo-took-back = Taken back: { $what }
activity-hold-over = The pause of everything was over
activity-hold-undone = { $scope ->
    [all] The last change of “Pause everything” was taken back
    [autonomous] The last change of the pause of what runs by itself was taken back
    [job] The last change of the pause of “{ $name }” was taken back
    [heartbeat] The last change of the pause of check-ins was taken back
   *[other] The last change of the pause of { $name } was taken back
 }

## Keys

activity-secret-set = { $left ->
    [keychain] A key for { $path } was stored. The keychain still holds the older one, since it is locked
    [passphrase] A key for { $path } was stored. The locked file with your keys still holds the older one
   *[other] A key for { $path } was stored
 }
activity-secret-removed = The key for { $path } was forgotten
activity-secret-unlocked = The file with your keys was unlocked
activity-secret-confirmed = The key for { $path } may go to { $origin }
activity-secret-adopted = { $count ->
    [one] A key was moved from the settings file to the keychain: { $paths }
   *[other] { $count } keys were moved from the settings file to the keychain: { $paths }
 }

activity-recovery-done = Something was mended at the start
activity-recovery-clock = The computer’s clock was set { $direction ->
    [back] back
   *[forward] forward
 }: { $minutes } min
activity-recovery-zone = The computer is in another zone: { $to } (before: { $from }). Jobs without a zone of their own follow it

## What taking back does

undo-config = Set { $path } back
undo-config-file = Put the settings file back
undo-model = Use the model from before
undo-file-written = Take your change of { $path } back
undo-file-changed = Bring { $path } back as it was before the agent changed it
undo-file-reverted = Bring { $path } back as it was before
undo-hold-set = { $scope ->
    [all] Resume
   *[other] Lift the pause again
 }
undo-hold-lifted = Pause again
undo-pairing-approved = Take { $name } off the list again
undo-pairing-rejected = Let { $name } wait for your answer again
undo-pairing-removed = Let { $name } write again
undo-delivery-dismissed = Show the message as not delivered again

error-undo-nothing = There is nothing to take back.
    .hint = A change can be taken back for 24 hours.
error-undo-newest = This can’t be done: { $what }. { $why }
    .hint = { $id ->
    [none] There is no earlier change to take back.
   *[other] Activity offers the one before it: { $next }.
    }
    .hint-cli = { $id ->
    [none] There is no earlier change to take back.
   *[other] The one before it can be tried: cove undo { $id } ({ $next })
    }
error-undo-unknown = This change can’t be taken back.
    .hint = Activity shows which changes can.
    .hint-cli = “cove activity” shows which changes can.
error-undo-used = This change was taken back already.
error-undo-expired = This change is too old to be taken back.
    .hint = A change can be taken back for 24 hours.
error-undo-changed-since = It was changed again since, so this change can’t be taken back.
    .hint = Take the later change back first, or change it by hand.

## Why something is held or did not go

error-hold-paused = You paused it.
    .hint = Resume when you want it to go on.
    .hint-cli = “cove resume” lets it go on.
error-hold-unknown-scope = There is nothing named “{ $scope }” to pause.
    .hint = Use all, autonomous, or a channel such as channel:telegram:default.
error-hold-until-past = The end of the pause lies in the past.
    .hint = Give a time that is yet to come, or none.
error-delivery-not-waiting = This message does not wait for your decision.
    .hint = It was sent again, left as it is, or has arrived meanwhile.

## What a request can be refused for

error-model-unknown = There is no model “{ $id }” that Cove knows how to reach.
    .hint = Write it as provider/model. For a server of your own, give its address too.
    .hint-cli = Write it as provider/model. For a server of your own: cove model use { $id } --base-url http://host:port/v1
error-secret-bad-origin = “{ $origin }” is not the address of a server.
    .hint = Write it like https://api.example.com.
error-pairing-in-settings = { $id } is named in the settings, so removing it here would change nothing.
    .hint = Take the id out of allowFrom in the settings.
    .hint-cli = Take the id out of the list: cove config get channels.telegram.allowFrom
