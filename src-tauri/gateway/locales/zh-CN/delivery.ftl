### 任务结果的去向：聊天、窗口、网络钩子，以及告诉用户的话。

## 任务告诉用户
job-late = { $unit ->
    [minutes] （晚了 { $minutes } 分钟）
    [hours] （晚了 { $hours } 小时）
   *[days] （晚了 { $days } 天）
 }
job-paused = “{ $name }”连续失败了五次，现已暂停。最近一次的原因：{ $why }
job-button-why = 为什么
job-button-resume = 继续
job-button-again = 再运行一次
job-press-resumed = “{ $name }”继续运行。
job-press-not-paused = 这个任务已经不在暂停中了。
job-press-runs = “{ $name }”正在运行。
job-press-ran = 这个按钮已经让它运行过了。
job-press-why = { $why }
job-press-unknown = 没有更多可说的了。
job-test = 这是一次测试：“{ $name }”以后会写到这里。
activity-job-tested = “{ $name }”的测试消息正在发送
activity-job-resumed = “{ $name }”继续运行

error-job-event-unread = 助理没能读到它的事件
    .hint = 下一条消息或下一次巡检时会读到。
error-job-no-target = “{ $name }”没有说明结果发到哪里
    .hint = 请选择一个聊天、窗口或一个地址。

## 没人在的时候错过的事
away-opening = { $why ->
    [asleep] 电脑睡眠期间，有这些任务到了时间：
    [clock-step] 时钟调快时，有这些任务到了时间：
   *[down] Cove 关闭期间，有这些任务到了时间：
 }
away-caught-up = “{ $name }”：已补上{ $late }{ $state ->
    [quiet] ，没有要说的
    [failed] ，但失败了
    [interrupted] ，但中途被打断
    [unknown] ，但不知道结果
    [queued] ，轮到它就补
    [running] ，还在进行
   *[done] {""}
 }
away-left-out = “{ $name }”：略过 { $count } 次
digest-kept = 安静时段里：
away-more = 还有 { $count } 项，全部见“动态”。

## 网络钩子
error-webhook-address = “{ $address }”不是可以接收结果的地址
    .hint = 地址应以 https:// 开头，并写明服务器。
error-webhook-password = 地址“{ $address }”里含有用户名或密码
    .hint = 请把它从地址中去掉。令牌应放在设置 cron.webhookToken 里。
error-webhook-forbidden = “{ $address }”指向一个绝不会发送内容的地方
    .hint = 请使用互联网地址，或用数字或 .local 名称写的自家网络地址。
error-webhook-http = “{ $address }”没有加密
    .hint = 请使用 https://。不加密时只能用自家网络的地址。
error-webhook-unreachable = 无法连接“{ $address }”
    .hint = 一天之内会继续尝试。
error-webhook-busy = “{ $address }”要求稍后再试（状态 { $status }）
    .hint = 一天之内会继续尝试。
error-webhook-redirect = “{ $address }”指向了另一个地址，Cove 不会跟过去
    .hint = 如果你信任那个地址，请直接使用它。
error-webhook-refused = “{ $address }”没有接收（状态 { $status }）
    .hint = 请看看对方的说明，改好后再发送一次。
error-webhook-no-answer = “{ $address }”收下了，但 10 秒内没有回应
    .hint = 可能已经送到。如果没有，请再发送一次。
error-webhook-no-secret = 没有可用于发送的令牌
    .hint = 请设置 cron.webhookToken，或让任务不带证明发送。
error-webhook-broken = 照现在的样子无法发送
    .hint = 请检查地址和令牌。

cli-cron-test-sent = 测试消息正在发送。送到之后，任务就会运行。
