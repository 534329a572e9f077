### telegram-groups：群组里的话为什么没有交给助手，以及群组的变化

error-telegram-person-blocked = 有人屏蔽了机器人：发给这个人的消息不会送达。
    .hint = 对方可以在 Telegram 里解除屏蔽：打开与机器人的聊天并点“开始”。
error-telegram-person-back = 又可以给这个人写消息了。

activity-channel-group-joined = 机器人被加入群组“{ $group }”
activity-channel-group-muted = 机器人不能再在群组“{ $group }”里发言
activity-channel-group-removed = 机器人被移出群组“{ $group }”
activity-channel-group-moved = 群组在 Telegram 里换了编号：{ $from } 现在是 { $to }；设置、会话和任务都跟着改了

need-group-added = 你的机器人被加入“{ $group }”。让它在那里回答吗？
need-group-muted = 你的机器人不能在“{ $group }”里发言。群组的管理员可以允许它。
need-group-removed = 你的机器人被移出“{ $group }”。请在 Telegram 里重新加入它，或者关闭这个群组。
error-telegram-no-group = 没有已知的群组 { $group }。
error-telegram-no-account = 没有名为“{ $account }”的机器人。
activity-channel-group-ignored = 不再询问群组“{ $group }”
activity-config-group = 群组“{ $group }”的设置已更改
undo-group = 恢复“{ $group }”的设置
undo-group-done = “{ $group }”的设置已恢复

telegram-bot-direct =
    { $policy ->
        [disabled] 没有人能直接给它写消息。
        [guests] 任何人都能给它写消息。你允许的人在你自己的会话里，带着你的记忆；其他人各有自己的会话，只能看到 shared/ 文件夹。
        [pairing] 第一次写消息的人会得到一个由你批准的配对码。你批准的人在你自己的会话里，带着你的记忆。
       *[allowlist] 只有名单上的人能给它写消息。他们在你自己的会话里，带着你的记忆。
    }
telegram-bot-groups =
    { $policy ->
        [disabled] 它不听任何群组。
        [all] 它听每一个加入的群组。
        [listed] 它只听你允许的群组。
       *[none] 在你允许之前，它不听任何群组。
    }
telegram-group-everybody = 群组里的每个人都可以和它说话。
telegram-group-listed =
    { $count ->
        [0] 没有人可以在那里和它说话：名单是空的。
       *[other] 有 { $count } 个人可以在那里和它说话。
    }
telegram-group-answers =
    { $call ->
        [true] 有人叫它的名字或回复它的消息时，它才回答。
       *[false] 那里说的每句话它都会回答。
    }
telegram-group-reads = 群组里的每个人都能看到它的回答。它在那里知道自己的性格、规则和 shared/ 文件夹，绝不知道你的记忆、你的笔记，以及你们单独谈过的话。

error-telegram-token-twice = 这个机器人已经作为账号“{ $account }”连接。
    .hint = 请向 @BotFather 申请另一个机器人并在这里设置它的令牌，或者删除其中一个账号。

channel-account = { $account }：{ $text }

cli-need-group = { "  " }cove config set channels.telegram.groups.{ $reference } { "\"{groupPolicy: 'open'}\"" }
command-activation = 我在这个群组里什么时候回答
command-group-only = 这是关于群组的。请在要设置的群组里说。
command-activation-now =
    { $now ->
        [always] 这里说的每句话我都会回答。
       *[mention] 有人叫我或回复我时，我才在这里回答。
    }{ $chosen ->
        [true] 这是在这里选择的；/activation default 恢复为设置里的。
       *[false] 可以用 /activation always 或 /activation mention 更改。
    }
command-activation-set =
    { $now ->
        [always] 从现在起，这里说的每句话我都会回答。/undo 可以撤销。
        [mention] 从现在起，有人叫我或回复我时，我才在这里回答。/undo 可以撤销。
       *[default] 从现在起，我按设置在这里回答。/undo 可以撤销。
    }
activity-session-activation =
    { $now ->
        [always] 群组里的话全部回答（{ $key }）
        [mention] 群组里被叫到时才回答（{ $key }）
       *[default] 群组里按设置回答（{ $key }）
    }
undo-session-activation = { $key } 恢复之前的回答方式
undo-session-activation-done = { $key } 已恢复之前的回答方式

error-telegram-groups-off = 群组已关闭。
    .hint = 请在“设置 → Telegram”里打开。
    .hint-cli = 打开：cove config set channels.telegram.groupPolicy allowlist
error-telegram-group-not-listed = 机器人在一个还没有允许的群组里，那里说的话不会读取。
    .hint = 允许这个群组，或者把机器人移出去。
    .hint-cli = 允许这个群组：cove config set channels.telegram.groups.{ $chat } { "\"{groupPolicy: 'open'}\"" }
error-telegram-group-off = 这个群组或话题已关闭。
    .hint = 请在“设置 → Telegram”里打开。
    .hint-cli = 查看并打开：cove config get channels.telegram.groups
error-telegram-group-sender = 群组里有人发言，但这个人不能在那里和助手说话。
    .hint = 让群组里的每个人都可以和它说话，或者加上这个人的编号（{ $sender }）。
    .hint-cli = 让群组里的每个人都可以和它说话：cove config set channels.telegram.groups.{ $chat }.groupPolicy open
error-telegram-other-bot = 另一个机器人发了言。Cove 不回答机器人。
