### channel: what Cove says in a chat about itself, and how a channel is doing

## In the chat

telegram-pairing =
    This is somebody's personal assistant, and it does not know you yet. Its owner can let you in with this code:

    `{ $code }`

    It holds for one hour. In Cove's window: Settings, Telegram, Approve. On the command line: `cove pairing approve telegram { $code }`

    Your Telegram id: `{ $sender }`
telegram-pairing-approved = You can write to me now.
telegram-cannot-read = I can't read this kind of message. Please write it.
telegram-not-taken = I could not take your last message. Please send it again; if it fails again, Cove's window says why.
telegram-topic-gone = The topic I was to answer in is gone, so I answer here.

## How a channel is doing

channel-health-off = Off
channel-health-connecting = Connecting
channel-health-well = Connected
channel-health-trying = Not connected, trying again
channel-health-needs-you = Needs you

## What went wrong, and what to do

error-telegram-token = Telegram does not know this bot token.
    .hint = Ask @BotFather for the token (/mybots, your bot, API Token) and set it again.
    .hint-cli = Ask @BotFather for the token (/mybots, your bot, API Token), then: cove secret set channels.telegram.botToken
error-telegram-no-token = There is no token for the Telegram bot.
    .hint = Set the token that @BotFather gave you.
    .hint-cli = Set the token that @BotFather gave you: cove secret set channels.telegram.botToken
error-telegram-api-root = The address of the Telegram server (apiRoot) is not a web address.
    .hint = Write it like https://api.telegram.org, or remove it.
error-telegram-conflict = Another program is reading this bot's messages, so some may not reach Cove.
    .hint = Stop the other program, or disconnect it: ask @BotFather for a new token and set it here.
error-telegram-unreachable = Telegram can't be reached from this computer.
    .hint = Check the internet connection. Cove keeps trying.
error-telegram-lost = The connection to Telegram broke off, or it did not answer in time.
    .hint = A message on its way then may have arrived. Cove does not send it twice by itself.
error-telegram-server = Telegram has trouble of its own.
    .hint = Cove keeps trying.
error-telegram-too-many = Telegram asks to wait { $seconds } s before the next message.
    .hint = Cove waits and then goes on.
error-telegram-store = A message from Telegram could not be stored on this computer.
    .hint = Check that the disk has room. Telegram keeps the message, and Cove tries again.
error-telegram-blocked = This person or group does not take messages from the bot.
    .hint = They have to open the bot's chat and press Start, or add the bot to the group again.
error-telegram-no-chat = Telegram knows no such chat.
    .hint = Check the chat's number. A person has to write to the bot first.
error-telegram-no-topic = The topic is gone or closed.
    .hint = Choose another topic, or none.
error-telegram-group-moved = The group has a new number: { $chat }.
    .hint = Use the new number.
error-telegram-too-long = The message is longer than Telegram takes.
error-telegram-refused = Telegram refused the message: { $description }

## Why a message from Telegram is not with the agent

error-telegram-dms-off = Direct messages are switched off.
    .hint = Switch them on in Settings, Telegram.
    .hint-cli = Switch them on: cove config set channels.telegram.dmPolicy pairing
error-telegram-not-allowed = This person is not on the list of people who may write.
    .hint = Add their number to the list in Settings, Telegram.
    .hint-cli = Add their number to the list: cove config get channels.telegram.allowFrom
error-telegram-pairing-asked = Somebody new wrote and was given a code.
    .hint = Approve the code to let them in.
error-telegram-pairing-waiting = This person has a code already and waits to be let in.
    .hint = Approve the code to let them in.
error-telegram-pairing-full = Three people wait to be let in, so a fourth was not given a code.
    .hint = Approve or turn down those who wait.
error-telegram-press-refused = Somebody who may not write pressed a button.
error-telegram-edit-ignored = A message was changed into something Cove can't read; the first words count.
error-telegram-membership = The bot's place in a chat changed: { $status }.
error-telegram-channel-post = Posts in channels are not read.
error-telegram-no-sender = A message without a sender.
error-telegram-unsupported = A kind of message that Cove can't read.
error-telegram-unreadable = Telegram handed over something in a form Cove does not know ({ $at }).
    .hint = A newer Cove may read it.
error-telegram-update-failed = A message could not be taken although it was tried eight times, so it was set aside.
    .hint = Ask for it to be sent again. If that fails too, look at Health.
error-telegram-other-update = Telegram handed over something that is no message.

## Pairing

error-pairing-file = The list of people ({ $file }) can't be read or written.
    .hint = Check that the disk has room and that the file belongs to you.
error-pairing-no-such-code = No request waits with this code. A code holds for one hour.
    .hint = Ask the person to write to the bot again for a new code.
error-pairing-no-such-person = This person is not in the list.
    .hint = Somebody allowed by the settings file is removed there.

## A webhook

error-telegram-webhook-port = Another program has the port { $port }, so Telegram's messages can't arrive.
    .hint = End that program, or choose another port (channels.telegram.webhookPort) here and in what passes the messages on.
error-telegram-webhook-secret = The webhook has no secret, or one that Telegram does not take.
    .hint = Set channels.telegram.webhookSecret: 1 to 256 letters, digits, _ and -.
error-telegram-webhook-refused = Telegram does not take the webhook's address: { $said }
    .hint = It must be an https address that is reachable from everywhere. Without channels.telegram.webhookUrl Cove asks for messages by itself.
error-telegram-webhook-fails = Telegram can't reach the webhook's address: { $said }
    .hint = Look whether what passes the messages on to Cove is running. Nothing is lost: Telegram keeps them for a day.
