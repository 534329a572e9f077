### 压缩：缩短过长的对话，以及在此之前保存的笔记。

activity-flush-done = { $notes ->
    [0] 缩短或更换对话之前，没有需要记下的新内容
   *[other] 缩短或更换对话之前，有 { $notes } 条笔记存入了 { $path }
 }
activity-flush-skipped = 缩短或更换对话之前没有保存笔记
activity-flush-failed = 缩短或更换对话之前未能保存笔记

error-flush-off = 设置中关闭了保存笔记。
error-flush-nothing-new = 自上次保存笔记以来没有新内容。
error-flush-not-private = 有其他人参与这段对话，所以其中的内容不会写入私人笔记。
error-flush-read-only = 无法写入助手的文件夹。
    .hint = 请允许写入该文件夹，或在设置中另选一个。
error-flush-practice = 练习助手不保存笔记。
error-flush-dropped = 当时有人在等，来不及保存。
error-flush-timeout = 模型超过 { $seconds } 秒没有完成。

activity-compaction-done = 一段对话已缩短：{ $before } → { $after } 个词元
activity-compaction-failed = 一段对话未能缩短
activity-compaction-undone = 已撤销一段对话的缩短
undo-compaction-done = 恢复缩短之前的对话

error-compaction-empty = 摘要是空的。
error-compaction-truncated = 摘要中途断了。
error-compaction-refused = 模型拒绝写摘要。
error-compaction-lost = 摘要漏掉了 { $count } 项必须保留的内容，例如 { $example }。
error-compaction-too-little = 这样省下的太少：{ $before } → { $after } 个词元。
error-compaction-timeout = 模型写摘要超过了 { $seconds } 秒。
error-compaction-practice = 练习助手不会写摘要。
    .hint = 请连接一个模型，或用 /compact keep 20 只保留最近的消息。
error-compaction-undo-full = 撤销之后，对话会立刻又满。
    .hint = 请先选择窗口更大的模型，或用 /new 重新开始，最近的消息会一起带过去。
error-compaction-undo-late = 你之后又写了消息，所以无法撤销。
    .hint = 完整的对话仍在历史记录里。

# 摘要没有做成的原因，作为句子的一部分。
compaction-why = { $why ->
    [compaction-empty] 摘要是空的
    [compaction-truncated] 摘要中途断了
    [compaction-refused] 模型拒绝写摘要
    [compaction-lost] 摘要漏掉了必须保留的内容
    [compaction-too-little] 这样省下的太少
    [compaction-timeout] 模型用时太长
    [compaction-practice] 练习助手不会写摘要
    [compaction-nothing-older] 最近的消息之前没有更早的内容
    [compaction-tried] 试了两次都没有用
    [stopped] 已被停止
    [model-overflow] 对话超出了模型的长度
    [model-no-key] 缺少模型的密钥
    [model-auth] 模型的密钥被拒绝
    [model-billing] 模型的账户没有余额
   *[other] 模型没有回答
 }
error-compaction-notice = 我缩短了我们的对话：{ $before } → { $after } 个词元。全部内容仍在历史记录里。
error-compaction-choice = 我们的对话快满了，而我没能缩短它：{ compaction-why }。目前还放得下。你可以只保留最近的消息（/compact keep { $keep }），带上最近的消息重新开始（/new），或选择窗口更大的模型。
error-compaction-no-room = 我们的对话已经放不下，而我没能缩短它：{ compaction-why }。没有丢失任何内容。
    .hint = 可以只保留最近的消息（/compact keep { $keep }），带上最近的消息重新开始（/new），或选择窗口更大的模型。然后再发一次。

command-compact = 缩短这段对话
compact-done = 已缩短：{ $before } → { $after } 个词元。最近 { $kept } 条消息原样保留。/undo 可以撤销。
compaction-mark = 较早的消息已在此压缩为摘要：{ $before } → { $after } 个词元。最后 { $kept } 条消息原样保留。
compact-nothing = { $messages ->
    [0] 没有可以缩短的内容。
   *[other] 最近 { $messages } 条消息之前没有更早的内容。
 }
compact-failed = 没有缩短：{ compaction-why }。
compact-forecast = { $summarised ->
    [0] { compact-forecast-nothing }
   *[other] { $summarised } 条消息会写进摘要，{ $kept } 条保留：{ $before } → 约 { $after } 个词元。{ compact-forecast-notes }
 }
compact-forecast-nothing = 保留的 { $kept } 条消息之前没有更早的内容。
compact-forecast-notes = { $notes ->
    [true] 会先保存笔记。
   *[false] {""}
 }
