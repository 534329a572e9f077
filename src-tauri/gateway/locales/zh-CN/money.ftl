### money: what was spent, what may be, and what it will be

## The allowance

error-allowance-used = { $period ->
    [month] 本月的额度已经用完。
   *[day] 今天的额度已经用完。
 }
    .hint = 可以为今天追加额度，或在设置中调高。
    .hint-cli = 用“cove cost extend”为今天追加额度。
error-allowance-nothing = 额度为零，所以不会自动运行任何事。
    .hint = 在设置中调高，或为今天追加额度。
    .hint-cli = 调高额度：cove config set allowance.day 1.00
error-allowance-price-unknown = 不知道 { $model } 的价格，所以它不会自动运行。
    .hint = 仍然允许它，或在设置中写明价格。
    .hint-cli = 仍然允许它：cove cost accept { $model }
error-allowance-amount = 追加的额度要大于零，最多 { $most }。

activity-allowance-near = { $period ->
    [month] 本月 { $limit } 的额度已用去大半
   *[day] 今天 { $limit } 的额度已用去大半
 }
activity-allowance-used = { $period ->
    [month] 本月 { $limit } 的额度已经用完
   *[day] 今天 { $limit } 的额度已经用完
 }
activity-allowance-extended = 你为今天追加了 { $amount } 的额度
activity-allowance-accepted = 虽然价格未知，{ $model } 仍可自动运行
activity-allowance-undone = 撤回了对额度的更改
undo-allowance-extended = 撤回追加的 { $amount }
undo-allowance-accepted = 不让 { $model } 自动运行

## The command line

cli-column-day = 日期
cli-column-cause = 用途
cli-column-job = 任务
cli-column-calls = 次数
cli-column-tokens-in = 输入词元
cli-column-tokens-out = 输出词元
cli-column-cost = 费用
cli-column-every = 间隔
cli-column-calls-a-day = 每天次数
cli-column-cost-a-day = 每天费用
cli-column-cost-a-month = 每月费用
cli-cause-chat = 聊天
cli-cause-heartbeat = 例行查看
cli-cause-job = 任务
cli-cause-flush = 保存笔记
cli-cause-compaction = 压缩对话
cli-cause-subagent = 帮手
cli-no-costs-of-jobs = 任务没有花钱。
cli-no-costs = 没有花费。
cli-cost-total = 一共 { $cost }{ $unpriced ->
    [0] {""}
   *[other] ，不含 { $unpriced } 次价格未知的回答
 }。
cli-cost-allowance = 自动运行的事情今天花了 { $day }（{ $dayLimit ->
    [none] 不设上限
   *[other] 上限 { $dayLimit }
 }），本月花了 { $month }（{ $monthLimit ->
    [none] 不设上限
   *[other] 上限 { $monthLimit }
 }）。
cli-cost-extended = 今天的额度增加了 { $amount }{ $limit ->
    [none] 。
   *[other] ，现在是 { $limit }。
 }
cli-cost-accepted = { $name } 可以自动运行了。
cli-money = { $size ->
    [nothing] 不花钱
    [small] 不到一美分
    [one] 约 { $high }
    [up-to] 最多 { $high }
   *[range] 约 { $low } 到 { $high }
 }
cli-estimate-cost = { $nothing ->
    [true] 使用 { $model }，例行查看不花钱。
   *[false] 使用 { $model }：每天{ $day }，每月{ $month }{ $days ->
        [7] {""}
       *[other] ，每周 { $days } 天
     }。
 }
cli-estimate-unknown = 不知道 { $model } 的价格，可以在设置中写明。
cli-estimate-off = 关闭
cli-estimate-skipped = { $why ->
    [paused] 例行查看已暂停，现在不会进行。
    [paused-autonomous] 自动运行的事情已暂停，现在不会进行。
    [paused-all] 一切已暂停，现在不会进行。
    [no-heartbeat-file] 没有 HEARTBEAT.md，所以现在例行查看不花钱。
   *[other] HEARTBEAT.md 里没有要做的事，所以现在例行查看不花钱。
 }
cli-estimate-saving = { $kind ->
    [quiet-hours] 22:00 到 08:00 不查看，每月最多可省 { $saved }。
    [light-context] 只读 HEARTBEAT.md（lightContext），每月最多可省 { $saved }。
    [smaller-model] 换成 { $model }，每月最多可省 { $saved }。
   *[shorter-file] HEARTBEAT.md 缩短一半，每月最多可省 { $saved }。
 }

## 先问再继续

error-allowance-ask = { $period ->
    [month] 本月的额度用完了。今天还要继续吗？
   *[day] 今天的额度用完了。今天还要继续吗？
 }
    .hint = 点“今天继续”会再给今天同样的额度，并回答这条消息；不点我就等着。
    .hint-cli = 运行 “cove cost extend” 会再给今天同样的额度，并回答这条消息。
allowance-go-on-button = 今天继续
allowance-accept-button = 允许运行
notice-allowance = { $level ->
    [used] { $period ->
        [month] 本月 { $limit } 的额度用完了。例行查看和任务等到下个月，提醒照常送达。
       *[day] 今天 { $limit } 的额度用完了。例行查看和任务等到明天，提醒照常送达。
     }
   *[near] { $period ->
        [month] 本月 { $limit } 的额度快用完了。全部用完后，例行查看和任务会暂停。
       *[day] 今天 { $limit } 的额度快用完了。全部用完后，例行查看和任务会暂停。
     }
 }
notice-price-unknown = 没人知道 { $model } 的价格，所以它不会自行运行。要照样允许吗？它会按零计算。
press-goes-on = 今天继续。
press-accepted = { $model } 现在可以自行运行了。
need-allowance = { $period ->
    [month] 本月的额度用完了：例行查看和任务在等待。
   *[day] 今天的额度用完了：例行查看和任务在等待。
 }
cli-need-allowance = { "  " }cove cost extend
cli-need-price = { "  " }cove cost accept { $reference }
cli-allowance-go-on = 今天还要继续吗？
cli-allowance-yes = 今天继续
cli-allowance-no = 等一等
activity-allowance-asked = 问过你：{ $model } 价格未知，是否允许它自行运行
cli-estimate-actual = 最近 { $days } 天：{ $calls } 次调用，估计 { $estimated }，实际 { $actual }。
