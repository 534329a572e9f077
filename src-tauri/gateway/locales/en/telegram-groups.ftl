### telegram-groups: why something said in a group is not with the agent, and what becomes of groups

error-telegram-person-blocked = Somebody has blocked the bot: what is sent to them does not arrive.
    .hint = They can unblock it in Telegram: open the chat with the bot and press Start.
error-telegram-person-back = Somebody can be written to again.

activity-channel-group-joined = The bot was added to the group “{ $group }”
activity-channel-group-muted = The bot may no longer write in the group “{ $group }”
activity-channel-group-removed = The bot was taken out of the group “{ $group }”
activity-channel-group-moved = A group has another number in Telegram: { $from } is { $to } now; settings, conversations and jobs follow

need-group-added = Your bot was added to “{ $group }”. Let it answer there?
need-group-muted = Your bot may not write in “{ $group }”. An admin of the group can allow it.
need-group-removed = Your bot was taken out of “{ $group }”. Add it again in Telegram, or switch the group off.
error-telegram-no-group = No group { $group } is known.
error-telegram-no-account = There is no bot “{ $account }”.
activity-channel-group-ignored = The group “{ $group }” is left alone
activity-config-group = What the group “{ $group }” may do was changed
undo-group = Put the settings of “{ $group }” back
undo-group-done = The settings of “{ $group }” are as before

telegram-bot-direct =
    { $policy ->
        [disabled] Nobody can write to it directly.
        [guests] Anybody can write to it. Who you allowed talks in your own conversation, with your memory; everybody else has one of their own and sees only the folder shared/.
        [pairing] Who writes for the first time gets a code that you approve. Who you approved talks in your own conversation, with your memory.
       *[allowlist] Only people on your list can write to it. They talk in your own conversation, with your memory.
    }
telegram-bot-groups =
    { $policy ->
        [disabled] It listens in no group.
        [all] It listens in every group it is added to.
        [listed] It listens only in groups you allowed.
       *[none] It listens in no group until you allow one.
    }
telegram-group-everybody = Everybody in the group may talk to it.
telegram-group-listed =
    { $count ->
        [0] Nobody may talk to it there: no list names anybody.
        [one] One person may talk to it there.
       *[other] { $count } people may talk to it there.
    }
telegram-group-answers =
    { $call ->
        [true] It answers when somebody calls it by name or answers one of its messages.
       *[false] It answers everything that is said there.
    }
telegram-group-reads = Everybody there can read what it answers. It knows its own character and rules and the folder shared/, never your memory, your notes or what you two talk about alone.

error-telegram-token-twice = This bot is connected already, as the account “{ $account }”.
    .hint = Ask @BotFather for another bot and set its token here, or remove one of the two accounts.

channel-account = { $account }: { $text }

cli-need-group = { "  " }cove config set channels.telegram.groups.{ $reference } { "\"{groupPolicy: 'open'}\"" }
command-activation = when I answer in this group
command-group-only = This is about groups. Say it in the group you mean.
command-activation-now =
    { $now ->
        [always] I answer everything that is said here.
       *[mention] I answer here when somebody calls me or answers me.
    } { $chosen ->
        [true] That was chosen here; /activation default goes back to the settings.
       *[false] /activation always or /activation mention changes that.
    }
command-activation-set =
    { $now ->
        [always] From now on I answer everything that is said here. /undo takes that back.
        [mention] From now on I answer here when somebody calls me or answers me. /undo takes that back.
       *[default] From now on I answer here as the settings say. /undo takes that back.
    }
activity-session-activation =
    { $now ->
        [always] A group is answered always ({ $key })
        [mention] A group is answered when the agent is called ({ $key })
       *[default] A group is answered as the settings say ({ $key })
    }
undo-session-activation = Answer { $key } as before
undo-session-activation-done = { $key } is answered as before

error-telegram-groups-off = Groups are switched off.
    .hint = Switch them on in Settings, Telegram.
    .hint-cli = Switch them on: cove config set channels.telegram.groupPolicy allowlist
error-telegram-group-not-listed = The bot is in a group that was not allowed yet, so nothing said there is read.
    .hint = Allow the group, or remove the bot from it.
    .hint-cli = Allow the group: cove config set channels.telegram.groups.{ $chat } { "\"{groupPolicy: 'open'}\"" }
error-telegram-group-off = This group or topic is switched off.
    .hint = Switch it on in Settings, Telegram.
    .hint-cli = Switch it on: cove config get channels.telegram.groups
error-telegram-group-sender = Somebody wrote in a group who may not talk to the agent there.
    .hint = Let everybody in the group talk to it, or add their number ({ $sender }).
    .hint-cli = Let everybody in the group talk to it: cove config set channels.telegram.groups.{ $chat }.groupPolicy open
error-telegram-other-bot = Another bot wrote. Cove does not answer bots.
