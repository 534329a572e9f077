### 任务何时运行：用文字描述的计划、需要留意之处，以及其中的错误。

## 用文字描述的计划，各部分由网关拼接。
schedule-in-zone = { $what }（{ $zone }）
schedule-once = 仅一次，{ $time }
schedule-fixed = { $days } { $times }
schedule-with-days = { $what }，{ $days }
schedule-between = { $start } 至 { $end } { $every }
schedule-hourly = 每小时的 { $minute } 分
schedule-weeks = { $every }的{ $days }
schedule-months = { $every }的 { $days } 日
schedule-raw = 按 cron 表达式 { $expr }
schedule-rules = { $count ->
    [1] 按日历规则
   *[other] 按 { $count } 条日历规则
 }
schedule-comma = 、
schedule-semicolon = ；
schedule-and = { $first }、{ $last }
schedule-every = { $unit ->
    [second] { $n ->
        [1] 每秒
       *[other] 每 { $n } 秒
     }
    [minute] { $n ->
        [1] 每分钟
       *[other] 每 { $n } 分钟
     }
    [hour] { $n ->
        [1] 每小时
       *[other] 每 { $n } 小时
     }
    [day] { $n ->
        [1] 每天
       *[other] 每 { $n } 天
     }
    [week] { $n ->
        [1] 每周
       *[other] 每 { $n } 周
     }
   *[month] { $n ->
        [1] 每月
       *[other] 每 { $n } 个月
     }
 }
schedule-days-all = 每天
    .tail = 每天
schedule-days-weekdays = 每个工作日
    .tail = 每个工作日
schedule-days-weekends = 每个周末
    .tail = 每个周末
schedule-days-of-week = 每{ $days }
    .tail = 每{ $days }
schedule-days-month = 每月 { $days } 日
    .tail = 每月 { $days } 日
schedule-days-last = 每月最后一天
    .tail = 每月最后一天
schedule-days-year = 每年{ $month } { $day } 日
    .tail = 每年{ $month } { $day } 日
schedule-days-nth = 每月第{ $nth ->
    [1] 一
    [2] 二
    [3] 三
    [4] 四
   *[other] 五
 }个{ $weekday }
    .tail = 每月第{ $nth ->
        [1] 一
        [2] 二
        [3] 三
        [4] 四
       *[other] 五
     }个{ $weekday }
schedule-days-last-weekday = 每月最后一个{ $weekday }
    .tail = 每月最后一个{ $weekday }
schedule-days-either = { $first }，以及{ $second }
schedule-days-in = { $months }的{ $days }
schedule-weekday = { $day ->
    [0] 周日
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
   *[6] 周六
 }
schedule-month = { $month ->
    [1] 一月
    [2] 二月
    [3] 三月
    [4] 四月
    [5] 五月
    [6] 六月
    [7] 七月
    [8] 八月
    [9] 九月
    [10] 十月
    [11] 十一月
   *[12] 十二月
 }

## 需要留意之处
schedule-warn-past = { $time } 已经过去，所以不会运行。
schedule-warn-never = 日历上没有这样的日子，所以永远不会运行。
schedule-warn-often = 它每小时运行不止一次。
schedule-warn-gap = { $skipped } 不存在，因为那时时钟会拨快。当天将在 { $instead } 运行。
schedule-warn-day = 不是每个月都有 { $day } 日，没有的月份会跳过。

## 错误
error-schedule-missing = 没有说明何时运行
    .hint = 请给出时间、30m 这样的间隔、cron 表达式或重复规则。
error-schedule-unknown-kind = 这个版本的 Cove 不认识“{ $found }”这种计划
    .hint = 任务会原样保留，但无法在这里运行。
error-schedule-time = “{ $found }”不是时间
    .hint = 请写 20m、18:30、明天 9:00 或 2026-12-24 18:00。
error-schedule-span = “{ $found }”不是时间间隔
    .hint = 请写 30m、2h 或 1d。
error-schedule-too-often = “{ $found }”太频繁
    .hint = 请选择一秒或更长。
error-schedule-field-count = cron 表达式有五个字段，带秒为六个；“{ $found }”有 { $count } 个
    .hint = 字段依次为分、时、日、月、星期：0 9 * * 1-5 表示每个工作日 9:00。
error-schedule-field = { $part ->
    [second] cron 表达式的秒不能是“{ $found }”
    [minute] cron 表达式的分不能是“{ $found }”
    [hour] cron 表达式的时不能是“{ $found }”
    [day] cron 表达式的日不能是“{ $found }”
    [month] cron 表达式的月不能是“{ $found }”
    [weekday] cron 表达式的星期不能是“{ $found }”
   *[year] cron 表达式的年不能是“{ $found }”
 }
    .hint = { $part ->
        [hour] 请用 0 到 23、9,17 这样的列表、9-17 这样的范围，或 *。
        [day] 请用 1 到 31、表示最后一天的 L、列表、范围，或 *。
        [month] 请用 1 到 12 或 JAN 到 DEC、列表、范围，或 *。
        [weekday] 请用 0 到 7 或 MON 到 SUN、列表、范围，或 *。
        [year] 请用年份、列表、范围，或 *。
       *[other] 请用 0 到 59、0,30 这样的列表、*/15 这样的步长，或 *。
     }
error-schedule-expression = “{ $found }”不是 cron 表达式
    .hint = 0 9 * * 1-5 表示每个工作日 9:00。
error-schedule-zone = 没有时区“{ $found }”
    .hint = 请用 Europe/Berlin 这样的名称。
error-schedule-zone-near = 没有时区“{ $found }”
    .hint = 您是指 { $near } 吗？
error-schedule-rule = “{ $found }”不是 Cove 能遵循的重复规则
    .hint = RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR 表示每隔一周的周五。
error-schedule-no-start = 重复规则需要一行说明何时开始
    .hint = 请在前面加上 DTSTART;TZID=Europe/Berlin:20261204T090000。
error-job-bad-id = “{ $id }”不能作为任务的编号
    .hint = 请使用字母、数字和连字符。
error-job-payload-missing = 没有说明要做什么
    .hint = 请给出给智能体的消息、事件或文字。
error-job-payload-unknown = 这个版本的 Cove 不知道“{ $found }”要做什么
    .hint = 任务会原样保留，但无法在这里运行。
error-job-empty = 内容是空的
    .hint = 请写下智能体要做什么，或您想收到什么。
error-job-target-unknown = 任务不能在“{ $found }”中运行
    .hint = 请使用 main、isolated，或 session: 加对话的键。
error-job-main-event = 在主对话中，任务只能留下事件
    .hint = 让它单独运行，或改为事件。
error-job-event-main = 事件只能进入主对话
    .hint = 请使用主对话，或给智能体一条消息。
error-job-delivery-unknown = 这个版本的 Cove 不认识投递方式“{ $found }”
    .hint = 请使用 announce、webhook 或 none。
error-job-webhook-address = “{ $found }”不是 webhook 地址
    .hint = 它以 https:// 开头。
error-job-wake = “{ $found }”没有说明什么时候读
    .hint = 请使用 now 或 next-heartbeat。
error-job-thinking = “{ $found }”没有说明可以想多少
    .hint = 请使用其中一个：{ $levels }。
error-job-model-empty = 没有写出模型
    .hint = 请写成 提供商/模型，或者不写：那就用智能体自己的模型。
    .hint-cli = 用“cove models”列出模型。不加 --model 就用智能体自己的。
error-job-channel-unknown = Cove 不能通过“{ $found }”发送
    .hint = 请使用 telegram、desktop 或 last。
error-job-chat-missing = 没有说明发到 Telegram 的哪个聊天
    .hint = 请选择聊天。
    .hint-cli = 请加上：--to 5550142；如果是话题：--to -100123:topic:4。
error-job-chat = “{ $found }”不是 Telegram 的聊天
    .hint = 它是一个号码，例如 5550142 或 -100123；话题再加 :topic:4。
error-job-chat-alone = 写了聊天“{ $found }”，却没有写渠道
    .hint = 请把渠道也写上。
    .hint-cli = 请加上 --channel telegram。
error-job-notify-nowhere = 哪里都不发的提醒，谁也看不到
    .hint = 让它发到窗口或聊天。
    .hint-cli = 去掉 --no-deliver；如果只是让它做事，请用 --message。
error-job-end-past = 结束时间 { $time } 已经过去
    .hint = 请选择更晚的结束时间，或者不设。
error-job-end-before-start = 它会在开始（{ $start }）之前结束（{ $end }）
    .hint = 请选择开始之后的结束时间。
error-job-never-within = 在开始和结束之间它一次也不会运行
    .hint = 请选择别的起止时间，或别的运行时间。
error-job-missed = “{ $found }”没有说明错过的时间怎么办
    .hint = 请使用 always、skip 或 2h 这样的间隔。

## cove cron preview
cli-cron-no-runs = 之后没有运行。

## 运行与未运行

error-job-keeps-failing = 它已连续失败五次
error-job-keeps-failing-hint = 查看原因，解决后结束暂停。
activity-job-done = “{ $name }”已运行
activity-job-quiet = “{ $name }”已运行，没有需要说的
activity-job-failed = “{ $name }”失败了
activity-job-interrupted = “{ $name }”被中断
activity-job-paused = “{ $name }”已暂停
activity-job-missed = “{ $name }”错过了 { $count } 次{ $why ->
    [down] ：当时 Cove 已关闭
    [asleep] ：当时电脑处于睡眠状态
   *[other] {""}
 }
activity-job-skipped = “{ $name }”未运行：{ $why ->
    [hold] 正处于暂停
    [allowance] 额度已用完
    [overlap] 上一次仍在运行
    [backoff] 失败后正在等待
    [broken] 这个版本的 Cove 还不能运行它
    [target-untested] 没有可以送达的聊天
    [superseded] 已由更新的一次代替
    [removed] 任务已被移除
   *[other] 当时无法运行
 }
