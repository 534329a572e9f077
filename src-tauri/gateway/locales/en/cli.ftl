### The command line and the local socket.

## Failures of the local socket

error-contract-too-old = This program is older than the Cove that is running: it speaks version { $theirs }, Cove speaks { $ours }.
    .hint = Update this program, or use the one that came with the running Cove.
error-contract-too-new = The Cove that is running is older than this program: it speaks version { $ours }, this program { $theirs }.
    .hint = Quit Cove and start the newer one.
error-gateway-gone = Cove stopped before it could answer.
    .hint = Start it with “cove gateway” or open the app, then ask again.
error-gateway-needed = Cove is not running, and this needs it.
    .hint = Start it with “cove gateway” or open the app.
error-hello-first = Cove did not recognise the program that connected.
    .hint = Use the “cove” command that came with the app.
error-line-too-long = That is too much at once: one message between programs may have { $limit } bytes.
    .hint = Send it in smaller pieces.
error-line-unreadable = Cove could not read what the program asked.
    .hint = Use the “cove” command that came with the app.
error-too-many-requests = Too many requests are waiting on this connection.
    .hint = Wait for some of them to be answered.
error-contract-mismatch = The answer could not be read.
    .hint = Make sure that the command and the running Cove are the same version.
error-connection-refused = The Cove that is running did not accept the connection.
error-socket-failed = The connection to Cove failed: { $path }.
    .hint = Restart Cove, then try again.
error-socket-not-ours = The program that answers in Cove’s place belongs to another user.
    .hint = Run this as the user who started Cove.

## Failures of the command itself

error-cli-start = The command could not start: { $reason }.
error-cli-input = What was typed could not be read: { $reason }.
error-cli-nothing-entered = Nothing was entered, so nothing was changed.
error-cli-no-such-file = There is no file { $path }.
    .hint = “cove files list” shows the files there are.

## Sentences of the commands

cli-ready = Cove is ready (process { $pid }, socket { $socket }). Ctrl-C stops it.
cli-stopping = { $running ->
    [0] Cove is stopping.
    [one] Cove stops when the answer under way has ended, at most in { $seconds } seconds. What is not finished then goes on at the next start.
   *[other] Cove stops when the { $running } answers under way have ended, at most in { $seconds } seconds. What is not finished then goes on at the next start.
 }
cli-nothing-to-send = there is no message to send
cli-stopped = Stopped.
cli-undo = Take it back with “cove undo { $id }”.
cli-chat-hello = Write a line and press Enter. Ctrl-C stops an answer, Ctrl-D leaves.
cli-chat-skipped = { $count ->
    [one] Stopped; one waiting message was skipped.
   *[other] Stopped; { $count } waiting messages were skipped.
 }
cli-status-model = Model: { $label } ({ $id })
cli-status-work = { $working } at work, { $waiting } waiting
cli-status-need = Needs you: { $text }
cli-need-pairing = { "  " }cove pairing approve telegram { $reference }
cli-need-undelivered = { "  " }cove resend { $reference }
cli-need-health = { "  " }cove doctor
cli-need-config = { "  " }cove config validate
cli-need-secret = { "  " }cove secret unlock
cli-status-cost = Spent today: { $cost }
cli-no-sessions = No conversations yet.
cli-no-activity = Nothing has happened yet.
cli-no-files = No files.
cli-no-versions = No versions are kept of this file.
cli-no-secrets = No secrets are kept.
cli-nobody-asks = Nobody asks to be let in.
cli-no-deliveries = Every message has arrived.
cli-no-models = No models are known.
cli-no-servers = No model server was found on this computer.
cli-model-in-use = in use
cli-model-no-key = no key
cli-model-chosen = { $name } answers from now on.
cli-model-keyless = { $name } is chosen, but it can’t answer yet: its key is missing. Enter it: cove secret set { $path }
cli-config-set = Changed { $name }.
cli-config-unset = Removed { $name }; its default holds now.
cli-config-good = { $name } has no mistakes.
cli-config-mistakes = { $name } has mistakes:
cli-config-warnings = These change nothing:
cli-config-held-up = { $name } is saved, but does not hold yet: the last good settings stay in force until this is mended.
cli-ask-secret = Secret
cli-ask-passphrase = Passphrase
cli-choose-keep = This computer has no keychain. Where should the secret be kept?
cli-choose-this-run = Only in memory, until Cove ends
cli-choose-passphrase = In a file encrypted under a passphrase
cli-secret-set = Stored { $name }.
cli-secret-removed = Removed { $name }.
cli-secret-unlocked = Unlocked until Cove ends.
cli-secret-confirmed = The secret may go to { $name }.
cli-secret-adopted = { $count ->
    [0] No secrets stand in the settings file.
    [one] Moved one secret out of the settings file:
   *[other] Moved { $count } secrets out of the settings file:
 }
cli-secret-left = { $path } stays in the file, since nothing says which server it is for: cove secret set { $path } --origin URL
cli-pairing-approved = { $name } was let in.
cli-pairing-rejected = { $name } was turned down.
cli-pairing-removed = { $name } may no longer write.
cli-paused = { $kind ->
    [all] Everything is paused until you say “cove resume”. Messages wait.
    [autonomous] What runs by itself is paused until you say “cove resume autonomous”. Messages are answered.
    [heartbeat] Check-ins are paused until you say “cove resume { $name }”. What was asked for at a time still comes.
    [job] “{ $about }” is paused until you say “cove resume { $name }”.
    [channel] The channel { $about } is paused until you say “cove resume { $name }”.
   *[other] { $name } is paused until you say “cove resume { $name }”.
 }
cli-paused-until = { $kind ->
    [all] Everything is paused until { $until }. Messages wait.
    [autonomous] What runs by itself is paused until { $until }. Messages are answered.
    [heartbeat] Check-ins are paused until { $until }. What was asked for at a time still comes.
    [job] “{ $about }” is paused until { $until }.
    [channel] The channel { $about } is paused until { $until }.
   *[other] { $name } is paused until { $until }.
 }
cli-resumed = { $kind ->
    [all] Everything goes on.
    [autonomous] What runs by itself goes on.
    [heartbeat] Check-ins go on.
    [job] “{ $about }” goes on.
    [channel] The channel { $about } goes on.
   *[other] { $name } goes on.
 }
cli-resent = { $name } is being sent again.
cli-dismissed = { $name } stays as it is.
cli-file-reverted = The old version of { $name } is back.

## Words of tables

cli-column-file = File
cli-column-bytes = Bytes
cli-column-changed = Changed
cli-column-versions = Versions
cli-column-version = Version
cli-column-when = When
cli-column-by = By
cli-column-added = Added
cli-column-removed = Removed
cli-column-secret = Secret
cli-column-kept = Kept in
cli-column-server = Server
cli-column-channel = Channel
cli-column-code = Code
cli-column-who = Who
cli-column-until = Until
cli-column-account = Account
cli-column-may-write = May write
cli-column-id = Id
cli-column-state = State
cli-column-to = To
cli-column-text = Text
cli-column-model = Model
cli-column-window = Window
cli-column-price-in = In
cli-column-price-out = Out
cli-column-name = Name
cli-author-person = you
cli-author-agent = the agent
cli-author-cove = Cove
cli-author-elsewhere = another program
cli-keep-keychain = keychain
cli-keep-passphrase = passphrase file
cli-keep-this-run = memory, until Cove ends
cli-keep-environment = environment
cli-keep-config = settings file, in plain text
cli-delivery-pending = waiting
cli-delivery-attempting = on its way
cli-delivery-sent = sent
cli-delivery-unknown = may not have arrived
cli-delivery-refused = refused
cli-delivery-expired = too old to be sent
