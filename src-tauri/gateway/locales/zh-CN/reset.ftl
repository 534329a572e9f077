### 对话的存续：重新开始，以及重新打开之前的对话。

## 聊天里的一行

reset-line-new = { $saved ->
    [kept] 记下了 { $kept } 条笔记，重新开始。
    [nothing-new] 没有新的内容需要记下，重新开始。
    [unsaved] 重新开始，但什么都没有保存：{ $why }{ $carried ->
        [0] {""}
       *[other] 最后 { $carried } 条消息一起带了过来。
     }
   *[plain] 重新开始。
 }发送 /undo 可以重新打开之前的对话。
reset-line-daily = 新的一天，重新开始。{ $saved ->
    [kept] 我记下了 { $kept } 条笔记。
   *[other] {""}
 }{ $carried ->
    [0] {""}
   *[other] 最后 { $carried } 条消息一起带了过来。
 }发送 /undo 可以重新打开昨天的对话。
reset-line-idle = 安静了一段时间，所以重新开始。{ $saved ->
    [kept] 我记下了 { $kept } 条笔记。
   *[other] {""}
 }{ $carried ->
    [0] {""}
   *[other] 最后 { $carried } 条消息一起带了过来。
 }发送 /undo 可以重新打开之前的对话。

## 发生了什么

activity-reset-done = { $reason ->
    [daily] 新的一天，对话重新开始
    [idle] 安静了一段时间，对话重新开始
   *[new] 你重新开始了对话
 }
activity-reset-undone = 重新打开了重新开始之前的对话
undo-reset = 重新打开之前的对话

## 可能出错的地方

reset-paused = 一切都已暂停。
operation-broken = 由于 Cove 的一个错误，没能完成这件事。
operation-broken-hint = 请再试一次。日志里有更多信息。
