### 任务：新建、修改、运行，以及为什么没有运行。

job-schedule-unknown = 无法读懂它的运行时间
job-why = { $why ->
    [down] 当时 Cove 没有打开。
    [asleep] 当时电脑处于睡眠状态。
    [clock-step] 电脑的时钟被调整了。
    [late] 已经太晚了。
    [hold] 当时它被暂停了。
    [target-untested] 还没有任何消息送达过它的目标：需要先发一条测试消息。
    [allowance] 额度已用完。
    [backoff] 失败之后正在等待。
    [overlap] 上一次还没有结束。
    [superseded] 被更新的一次取代了。
    [removed] 任务已被删除。
    [broken] 它无法在这里运行。
    [retry] 稍后会再试一次。
    [stopped] 它被停止了。
    [tables-lost] 那时发生了什么，已随 Cove 的记录一起丢失。
   *[skip] 它没能运行。
 }
job-why-forgotten = 具体出了什么问题已不再保留（{ $code }）。
job-warn-file-missing = 它提到了 { $path }，但没有这个文件。
job-warn-file-withheld = 它提到了 { $path }，但独立运行时读不到这个文件。

## 错误
error-job-unknown = 没有任务“{ $id }”
    .hint = 请看看任务列表。
    .hint-cli = 用“cove cron list”查看任务。
error-job-name-empty = 它没有名字
    .hint = 起一个能说明用途的名字。
error-job-long = 太长了：最多 { $most } 个字符
    .hint = 请缩短，或者把内容写进文件，再在消息里提到它。
error-schedule-past = { $time } 已经过去了
    .hint = 请选择将来的时间。
error-schedule-never = 日历上没有这样的日子，它永远不会运行
    .hint = 请选择别的日子。
error-job-edit-nothing = 没有说明要改什么
    .hint = 请写出一项，例如时间。
    .hint-cli = 请写出一项，例如 --every 2h 或 --name 喝茶。
error-job-running = 它已经在运行
    .hint = 等它结束，或者停止它。
error-job-not-running = “{ $name }”没有在运行
error-job-not-stopped = 它没有及时停下来
    .hint = 可能马上就会停，请再看一次。
error-job-cant-run = 它无法在这里运行
    .hint = 看看哪里不对，或者更新 Cove。
    .hint = 请先解锁。
error-job-everything-paused = 自动运行的事情已暂停
    .hint = 请先结束暂停。
error-job-allowance = 额度已用完
    .hint = 为今天追加额度，或者等到明天。
error-job-off = 它已关闭
    .hint = 把它打开，或者照样运行一次。
    .hint-cli = 加上 --force 可照样运行。
error-job-held = 它已暂停
    .hint = 结束它的暂停，或者照样运行一次。
    .hint-cli = 加上 --force 可照样运行。
error-job-untested = 还没有任何消息送达过它的目标
    .hint = 请先发一条测试消息。
    .hint-cli = 加上 --force 可照样运行。

## 发生了什么
activity-job-unknown = { $count ->
    [one] 不知道“{ $name }”有没有运行：Cove 的记录丢失了。没有再运行一次
   *[other] 不知道“{ $name }”那 { $count } 次有没有运行：Cove 的记录丢失了。没有再运行
 }
activity-job-added = 新建了“{ $name }”
activity-job-changed = 修改了“{ $name }”
activity-job-enabled = 打开了“{ $name }”
activity-job-disabled = 关闭了“{ $name }”
activity-job-removed = 删除了“{ $name }”
activity-job-undone = 撤销了对“{ $name }”的修改
undo-job-added = 删除“{ $name }”
undo-job-changed = 撤销对“{ $name }”的修改
undo-job-enabled = 重新关闭“{ $name }”
undo-job-disabled = 重新打开“{ $name }”
undo-job-removed = 恢复“{ $name }”

## 命令行
cli-column-next = 下次
cli-column-last = 上次
cli-column-sent = 发送
cli-column-why = 原因
cli-cron-none = 还没有任务。
cli-cron-no-history = 它还没有运行过。
cli-cron-state = { $state ->
    [broken] 无法在这里运行
    [running] 运行中
    [off] 已关闭
    [held] 已暂停
    [untested] 需要测试消息
    [waits] 失败后等到 { $until }
    [done] 已完成
    [failed] 失败
    [missed] 错过了
    [skipped] 被跳过
    [interrupted] 被中断
    [over] 已过去
   *[on] 已打开
 }
cli-cron-outcome = { $state ->
    [queued] 等待中
    [running] 运行中
    [done] 已运行
    [quiet] 没有要说的
    [failed] 失败
    [missed] 错过 { $count } 次
    [skipped] 被跳过
    [interrupted] 被中断
   *[other] 不清楚
 }
cli-cron-not-arrived = { $state ->
    [unknown] 可能没有送达
   *[failed] 没有送达
 }
cli-cron-delivery = { $state ->
    [pending] 正在发送
    [sent] 已送达
    [failed] 没有送达
    [unknown] 可能没有送达
   *[other] –
 }
cli-cron-cant-run = “{ $name }”无法在这里运行：{ $why }
cli-cron-status = { $state ->
    [stopped] Cove 没有运行，所以任务都不会运行。
    [off] 任务已在设置中关闭。
    [held] 任务已暂停：{ $why }
    [settling] 任务要等一会儿。
    [spent] 额度已用完，所以只运行不问模型的任务。
   *[on] 任务会按时运行。
 }{ $jobs ->
    [0] 还没有任务。
   *[other] 共有 { $jobs } 个，其中 { $enabled } 个已打开。
 }
cli-cron-settling = Cove 刚才启动得太频繁，任务会等到 { $until }。
cli-cron-under-way = “{ $name }”正在运行。
cli-cron-next = 下一个：“{ $name }”，{ $at }。
cli-cron-added = 已新建“{ $name }”（{ $id }）：{ $when }。{ $next ->
    [none] {""}
   *[other] 下次：{ $next }。
 }
cli-cron-changed = 已修改“{ $name }”：{ $when }。{ $next ->
    [none] {""}
   *[other] 下次：{ $next }。
 }
cli-cron-enabled = “{ $name }”已打开。{ $next ->
    [none] {""}
   *[other] 下次：{ $next }。
 }
cli-cron-disabled = “{ $name }”已关闭。
cli-cron-resumed = “{ $name }”的暂停已结束。
cli-cron-not-paused = “{ $name }”没有暂停。
cli-cron-removed = 已删除“{ $name }”。
cli-cron-begun = 它已经开始。
cli-cron-stopped = 它已经停止。
cli-cron-needs-test = 还没有任何消息送达过它的目标，所以它在等一条测试消息：cove cron test { $id }
cli-cron-explain = { $session ->
    [none] 它每次都在新的对话中运行
   *[other] 它在对话 { $session } 中运行
 }，{ $model ->
    [none] 自己不询问模型。
   *[other] 使用 { $model }。
 }
cli-cron-part = { $kind ->
    [instructions] 说明
    [tools] 工具
    [conversation] 到目前为止的对话
    [message] 它的消息
   *[file] { $name }
 }
cli-cron-tokens = 合计约 { $tokens } 个词元。
cli-cron-month = 每月花费 { $low } 到 { $high }。
cli-cron-not-understood = 没有找到时间。试试“工作日9点”“20分钟后”或“明天9:00”。
cli-cron-time-assumed = 没有说时间，所以按 9:00 计算。
cli-cron-rest = 此外：{ $rest }
cli-need-job = 用“cove cron list”查看任务，用“cove cron runs { $reference }”查看发生了什么。
cli-need-job-untested = 用“cove cron test { $reference }”发一条。
cli-need-job-held = 用“cove cron resume { $reference }”让它继续，用“cove cron runs { $reference }”查看发生了什么。
cli-need-job-unsendable = 用“cove cron edit { $reference }”修改它的目标。
cli-status-job = 下一个任务：“{ $name }”，{ $at }

## 其他地方
command-status-job = ⏰ 下一个任务：{ $name }，{ $at }
need-job-held = “{ $name }”已暂停：{ $why }
error-job-cut-off = { $state ->
    [done] 它中途被打断了。它已经改动了：{ $done }。
    [unsure] 它中途被打断了。不确定有没有发生：{ $unsure }。
    [both] 它中途被打断了。它已经改动了：{ $done }。不确定有没有发生：{ $unsure }。
    [nothing] 它在改动任何东西之前就被打断了。
   *[lost] 它中途被打断了。不知道它已经做了什么。
 }
    .hint = 再运行一次，或者就这样不管它。
need-job-cut-off = { $count ->
    [one] “{ $name }”，{ $at }：{ $why }
   *[other] “{ $name }”，{ $at }：{ $why }它一共有 { $count } 次运行被打断。
 }
cli-need-interrupted = “cove cron run { $reference } --force”再运行一次，“cove cron dismiss { $reference }”就这样不管它。
cli-cron-dismissed = “{ $name }”就这样不管了。
activity-job-dismissed = “{ $name }”被打断的运行就这样不管了
undo-job-dismissed = 重新询问“{ $name }”
need-job-broken = “{ $name }”无法在这里运行
need-job-refused = { $count ->
    [1] “{ $name }”发送的内容没有被接收：{ $why }
   *[other] “{ $name }”发送的内容有 { $count } 次没有被接收：{ $why }
 }
need-job-unsendable = “{ $name }”没法发送结果：{ $why }
need-job-untested = “{ $name }”需要一条测试消息：还没有任何消息送达过它的目标
tool-cron-add = 新建了一个任务
tool-cron-update = 修改了一个任务
tool-cron-remove = 删除了一个任务
tool-cron-run = 启动了一个任务
tool-cron-look = 看了看任务
tool-cron-failed = 没能处理任务

## 代理不能自己做的事
error-job-changed-itself = { $what ->
    [added] 我新建了任务“{ $name }”。
    [removed] 我删除了任务“{ $name }”。
   *[changed] 我修改了任务“{ $name }”。
 }
    .hint = 可以撤销。
error-job-agent-many = 代理已经建了 { $most } 个任务
    .hint = 请先删除一个不再需要的。
error-job-agent-often = 每天超过 { $most } 次
    .hint = 只有人才能新建这么频繁的任务。
error-job-of-a-person = 这个任务是人建的
    .hint = 只有人才能修改它。请说明想改什么。
error-job-which = 没有说是哪个任务
    .hint = 先列出任务，看看它们的编号。
error-job-no-time = 没有说时间
    .hint = 可以写“20分钟后”“明天9:00”或“工作日9点”。
error-jobs-mended = jobs.json 已损坏，现已恢复，共 { $count } 个任务。损坏的文件保存为 { $path }。
error-jobs-unreadable = 现在读不懂 jobs.json，任务仍按之前的内容继续。
error-jobs-unreadable-hint = 请修好这个文件，或在 Cove 里改动任意一个任务：损坏的文件会另存在旁边。
