### heartbeat: when the agent looks after things by itself, and why it did not

## Why a check-in did not run

error-event-no-gateway = Cove 没有运行，所以还没有谁会读到它。
    .hint = 请打开 Cove。
    .hint-cli = 用“cove gateway”启动它。
error-beat-paused-all = 一切已暂停。
    .hint = 想让它继续时，结束暂停即可。
    .hint-cli = 用“cove resume”即可继续。
error-beat-paused-autonomous = 自动运行的事情已暂停。
    .hint = 想让它继续时，结束暂停即可。
    .hint-cli = 用“cove resume autonomous”即可继续。
error-beat-paused = 例行查看已暂停。
    .hint = 想让它继续时，结束暂停即可。
error-beat-disabled = 例行查看没有开启。
    .hint = 说明多久查看一次，例如每 30m。
error-beat-quiet-hours = 现在是安静时段。
error-beat-quiet-day = 这一天不做例行查看。
error-beat-allowance = 额度已经用完。
error-beat-price-unknown = 没有人知道这个模型的价格，而您还没有允许它自行运行。
    .hint = 可以为今天追加额度，或等到明天。
error-beat-requests-in-flight = 上一次例行查看还没有结束。
error-beat-lanes-busy = 当时正忙于别的事，按设置跳过了这一次。
error-beat-empty-heartbeat-file = HEARTBEAT.md 里没有要做的事，所以没有调用模型。
    .hint = 在里面每行写一件事。
error-beat-no-heartbeat-file = 没有 HEARTBEAT.md，所以没有调用模型。
    .hint = 新建一个，每行写一件事。
error-beat-nothing-waits = 已经没有等着阅读的内容了。
error-beat-no-model = 还没有连接模型，没有谁可以问。
    .hint = 请在设置里连接一个模型。
error-beat-interrupted = 进行到一半时 Cove 停止了，什么也没有说出去。
error-beat-keeps-failing = 例行查看连续失败三次，现已暂停：{ $why }
    .hint = 解决之后让它继续。
    .hint-cli = 用“cove resume heartbeat:main”让它继续。
error-event-empty = 里面没有要告诉智能体的内容。
error-event-long = 太长了：最多 { $most } 个字符。

## 发生了什么

activity-heartbeat-said = 一次例行查看有话要说
activity-heartbeat-failed = 一次例行查看失败了
activity-heartbeat-stopped = 一次例行查看被停止了
activity-heartbeat-interrupted = Cove 停止时，一次例行查看被打断了
activity-heartbeat-paused = 例行查看连续失败三次，已暂停
activity-heartbeat-enabled = 你打开了例行查看，每 { $every } 一次
activity-heartbeat-disabled = 你关闭了例行查看
activity-heartbeat-changed = 你更改了例行查看的时间
activity-event-queued = 给智能体留了一条消息
activity-event-undone = 给智能体的一条消息在读到之前被收回了
undo-heartbeat-enabled = 再次关闭例行查看
undo-heartbeat-disabled = 再次打开例行查看
undo-heartbeat-changed = 把例行查看改回原样
undo-event-queued = 收回这条消息

## Check-ins that can't be planned

error-heartbeat-every-long = 每 { $found } 一次太少：两次例行查看之间最多隔一天。
    .hint = 改用任务：任务可以每周、每月或在某一天运行。
error-heartbeat-every-short = 每 { $found } 一次太频繁：两次例行查看之间至少隔一分钟。
error-heartbeat-not-duration = “{ $found }”不是时长。
    .hint = 写一个数字和单位，例如 30m 或 2h；0m 表示关闭。
error-heartbeat-not-time = “{ $found }”不能作为时段的开始或结束。
    .hint = 写成 08:30 这样；24:00 只能作为结束。
error-heartbeat-same-hours = 时段在 { $found } 开始也在此刻结束，永远不会有例行查看。
    .hint = 换一个结束时间，或者两个都不写，表示全天。
error-heartbeat-not-zone = “{ $found }”不是时区。
    .hint = 写成 Asia/Shanghai 这样。
error-heartbeat-not-instant = “{ $found }”不是日期和时间。
    .hint = 写成 2026-03-08T08:00 或 2026-03-08T08:00:00Z 这样。
error-heartbeat-not-until = “{ $found }”不能作为暂停到的时间。
    .hint = 写多久，例如 2h，或写“tomorrow”表示到明天，或写日期和时间，例如 2026-12-24T08:00。
error-heartbeat-until-past = “{ $found }”已经过去了。
    .hint = 请选择晚一点的时间。
error-heartbeat-too-far = { $hours } 小时太长，一次最多规划 { $most } 小时。
error-heartbeat-no-day = 这样一周里没有一天会例行查看。
    .hint = 可以直接关闭例行查看。

error-config-heartbeat-rare = { $path }：两次例行查看之间最多隔一天
    .hint = 改用任务：任务可以每周、每月或在某一天运行。
error-config-heartbeat-often = { $path }：两次例行查看之间至少隔一分钟
    .hint = 写 1m 或更长，或用 0m 关闭。
error-config-hours-empty = { $path }：活跃时段的开始就是结束，永远不会有例行查看
    .hint = 换一个结束时间，或去掉 activeHours，表示全天。
error-config-not-day = { $path }：{ $found } 不是日子
    .hint = 写 "sat"、"weekends"、"weekdays"、每年的 "12-25"、"2026-12-24" 或 "2026-12-24..2027-01-02"。

## The command line

cli-heartbeat-plan = { $count ->
    [0] 这段时间里没有例行查看。
   *[other] 这段时间里有 { $count } 次例行查看（{ $zone }）：
 }
command-status-heartbeat = { $on ->
    [true] { $skipped ->
        [true] 💓 下次例行查看：{ $at }，不过：{ $why }
       *[other] 💓 下次例行查看：{ $at }
     }
   *[other] 💓 例行查看已关闭
 }
cli-heartbeat-report = { $on ->
    [true] 例行查看已打开，每 { $every } 一次。
   *[other] 例行查看已关闭。
 }
cli-heartbeat-none = 还没有例行查看过。
cli-heartbeat-last = 上次（{ $at }）：{ $outcome ->
    [running] 正在进行。
    [ok] 一切都好，没有说什么。
    [said] { $text }
    [duplicate] 和之前说过的一样，没有再说一遍。
    [failed] 失败了。{ $why }
    [skipped] 没有进行。{ $why }
    [interrupted] 被打断了。{ $why }
   *[stopped] 被停止了。
 }
cli-heartbeat-next = 下次：{ $at }。
cli-heartbeat-next-skipped = 照现在的情况，它不会进行：{ $why }
cli-heartbeat-waiting = { $count ->
   *[other] 有 { $count } 条消息等着读。
 }
cli-heartbeat-left-out = { $from } 至 { $until } 跳过：{ $why }
cli-heartbeat-paused = { $open ->
    [true] 例行查看已暂停，直到你让它继续。
   *[false] 例行查看已暂停，到 { $until } 为止。
 }
cli-heartbeat-resumed = 例行查看继续进行。
cli-heartbeat-not-paused = 例行查看并没有暂停。
cli-heartbeat-enabled = 例行查看已打开。
cli-heartbeat-disabled = 例行查看已关闭。
cli-event-waits = 已替智能体留着，正在等待：{ $why }
cli-event-queued = { $mode ->
    [now] 会马上告诉智能体。
   *[other] 会在下次例行查看或对话时告诉智能体。
 }
