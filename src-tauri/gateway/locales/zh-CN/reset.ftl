### 对话的存续：重新开始，以及重新打开之前的对话。

## 聊天里的一行

reset-line-new = { $saved ->
    [kept] 记下了 { $kept } 条笔记，重新开始。
    [nothing-new] 没有新的内容需要记下，重新开始。
    [unsaved] 重新开始，但什么都没有保存：{ $why }
   *[plain] 重新开始。
 }{ $carried ->
    [0] {""}
   *[other] 最后 { $carried } 条消息一起带了过来。
 }{ $summary ->
    [done] 开头有一份之前内容的摘要。
    [failed] 之前的内容没能总结：{ $unsummed }
   *[none] {""}
 }发送 /undo 可以重新打开之前的对话。
reset-line-daily = 新的一天，重新开始。{ $saved ->
    [kept] 我记下了 { $kept } 条笔记。
    [unpaid] 事先没有保存：{ $why }
   *[other] {""}
 }{ $carried ->
    [0] {""}
   *[other] 最后 { $carried } 条消息一起带了过来。
 }发送 /undo 可以重新打开昨天的对话。
reset-line-idle = 安静了一段时间，所以重新开始。{ $saved ->
    [kept] 我记下了 { $kept } 条笔记。
    [unpaid] 事先没有保存：{ $why }
   *[other] {""}
 }{ $carried ->
    [0] {""}
   *[other] 最后 { $carried } 条消息一起带了过来。
 }发送 /undo 可以重新打开之前的对话。

reset-next = { $when ->
    [next-message] 下一条消息之前重新开始
    [tonight] 今夜 { $time } 重新开始
    [today] 今天 { $time } 重新开始
    [tomorrow] 明天 { $time } 重新开始
   *[later] { $date } { $time } 重新开始
 }

## 发生了什么

activity-reset-done = { $reason ->
    [daily] 新的一天，对话重新开始
    [idle] 安静了一段时间，对话重新开始
   *[new] 你重新开始了对话
 }
activity-reset-undone = 已回到重新开始之前的对话
undo-reset = 重新打开之前的对话

activity-session-reopened = 重新打开了之前的对话
activity-session-removed = 删除了一个对话
activity-session-removed-one = 删除了对话较早的一段
activity-session-archived = 把一个对话放进了归档
activity-session-unarchived = 把一个对话从归档中取了出来
activity-session-undone = 撤销了对一个对话所做的操作
activity-session-pruned = { $count } 个旧对话移到了回收站
undo-session-reopened = 回到刚才打开的对话
undo-session-removed = 恢复删除的对话
undo-session-archived = 把对话放回原处

## 重新开始的命令

command-new = 先记下重要内容，再重新开始（/new! 直接重新开始）
command-reset = 和 /new 一样

## 可能出错的地方

error-reset-paused = 一切已暂停。
error-operation-broken = 由于 Cove 的一个错误，没能完成这件事。
    .hint = 请再试一次。日志里有更多信息。
error-session-current = 这是正在使用的对话。
    .hint = 请先重新开始，或者删除整个对话。
error-session-taken = 它的位置上已经有了新的对话。
    .hint = 请先删除或归档新的对话。
error-reset-model-unknown = 没有名为“{ $name }”的模型。
    .hint = 请查看模型列表，并使用其中的名称。
error-reset-model-several = “{ $name }”可能指多个模型：{ $names }
    .hint = 请使用其中一个名称。

## 命令行

cli-session-reopened = 已重新打开：{ $name }。
cli-session-deleted = 已移到回收站，保留 30 天：{ $name }。
cli-session-archived = 已归档，直到下一条消息：{ $name }。
cli-session-unarchived = 已从归档中取出：{ $name }。
cli-column-session = 会话
cli-column-began = 开始
cli-column-ended = 最后一次发言
cli-column-first-words = 开头
