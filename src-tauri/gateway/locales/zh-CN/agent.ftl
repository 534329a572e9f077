### agent: 回合、命令与状态

error-stopped = 你停止了它。
error-own-turn-held = 自动运行的事情已暂停。
error-own-turn-held-hint = 结束暂停后再运行一次。
error-turn-timeout = { $minutes ->
    [0] 这花了超过 { $seconds } 秒，所以我停下了。
   *[other] 这花了超过 { $minutes } 分钟，所以我停下了。
 }
    .hint = 请分成更小的步骤再问一次。
error-turn-too-many-steps = 我做了 { $steps } 步还没有结果，所以停下了。
    .hint = 请告诉我哪一部分最重要。
error-turn-broken = 我无法读写自己的文件，所以没有回答。
    .hint = 请看看磁盘是否已满，然后再发一次。
error-turn-unrecorded = 我现在无法写入自己的任何文件，所以没有回答。
    .hint = 你的消息已保留。请腾出磁盘空间并重新启动 Cove，届时会继续处理。
error-agent-unknown = 设置里已经没有这条消息所属的智能体。
    .hint = 请检查设置中的 agents.list。
error-message-set-aside = Cove 在回答这条消息时被停止了三次，所以先放在一边。
    .hint = 如果还需要，请再发一次。
error-message-empty = 这条消息是空的。
error-message-waits = 一切已暂停，所以你的消息先等着。
    .hint = 在托盘菜单或“设置”的“暂停”中继续后，就会得到回答。
    .hint-cli = 用 “cove resume” 继续后会得到回答。按 Ctrl-C 则让它继续等着。
error-message-kept = Cove 还没回答就停止了。你的消息已保留（{ $id }）。
    .hint = Cove 再次运行时会回答，不必再发一次。
    .hint-cli = Cove 再次运行时会回答（cove gateway），不必再发一次。
error-message-too-long = 这条消息超过 { $most } 个字符。
    .hint = 把文字放进工作区的文件里，再告诉我文件名。
error-message-unknown = 没有消息 { $id }。
error-message-out-of-reach = 这条消息已不在助手能看到的内容里，不能从这里重来。
    .hint = 对话后来压缩过，或已重新开始。请把这些话作为新消息发送。
error-session-unknown = 没有会话 { $key }。
    .hint = 请看对话列表。
    .hint-cli = 用“cove sessions”列出它们。
error-method-unknown = Cove 不认识“{ $method }”。
    .hint = 提问的程序可能比正在运行的 Cove 更新。
error-not-for-you = “{ $method }”只能由这台电脑前的人提出。
error-request-invalid = “{ $method }”的请求格式无法读取：{ $detail }

error-delivery-interrupted = 发送时 Cove 被停止，所以它可能到了，也可能没到。
    .hint = 如果没到，请再发一次。
error-delivery-expired = 一天之内都没能发出，所以放弃了。

notice-paused = 我已暂停，你的消息会等着。暂停结束后我会回答。
notice-set-aside = 我在回答这条消息时被停止了三次，所以先放在一边：“{ $text }”。再发一次，我就重新试。
delivery-doubt = 我上一条回答可能没有送到：/again 可以再发一次。
delivery-again-button = 再发一次
press-over = 这件事已经处理好了。

status-well = { $agent } 在这里等你。
status-working = { $agent } 正在写。
status-paused = 一切已暂停。
status-held = 你暂停了{ $kind ->
    [all] 一切
    [autonomous] 自动运行的内容
    [channel] 渠道 { $name }
    [heartbeat] 例行查看
    [job] 一个任务
   *[other] { $scope }
 }{ $until ->
    [none] 。
   *[other] ，到 { $until } 为止。
 }
status-not-running = Cove 没有运行，现在没有人会回答。
status-needs-you =
    { $count ->
       *[other] { $agent } 有 { $count } 件事需要你。
    }
channel-off = Telegram 已关闭。
channel-connecting = Telegram：正在连接。
channel-well = Telegram 正常。
channel-trying = Telegram 暂时没有回应；Cove 会继续尝试。
channel-needs-you = Telegram 需要你处理。

need-config = 设置文件有错误，所以仍按上一份正确的设置运行。{ $problem }
need-config-nothing = 设置无法读取，修好之前不会自动运行任何事。{ $problem }
need-unknown = 这条可能没有送到：“{ $text }”
need-refused = 这条没有被接收：“{ $text }”{ $why ->
    [none] {""}
   *[other] （{ $why }）
 }
need-unlock = 存放密钥的文件已锁定。请用口令解锁。
need-pairing = { $name } 请求给你的智能体写信（配对码 { $code }）。
