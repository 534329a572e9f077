### window-schedule

plan-place = 日程
plan-aside = { $count } 个任务，最近 30 天 { $cost }
plan-new = 新任务
plan-say = 用你自己的话说
plan-say-example = 例如“每隔一周的星期五 18:00 浇花”
plan-say-no-time = 在“{ $rest }”里没有找到时间。
plan-list-failed = 无法读取任务列表。
plan-list-offline = 这是最后一次得知的列表。
plan-held = 目前没有任务会自动运行。
plan-off = 设置里关闭了任务。
plan-empty = 还没有任何安排
plan-empty-says = 任务会自动运行：不花钱的提醒，或者问 { $name } 一件事。
plan-empty-first = 也可以从这些开始
plan-example-leave = 工作日 17:30 提醒我收尾
plan-example-water = 每天 18:00 浇花
plan-example-month = 每月最后一天 9:00 寄发票

# The list
plan-job = 任务
plan-when = 时间
plan-next = 下一次
plan-last = 上次结果
plan-cost = 30 天
plan-switch = 开启
plan-switch-of = { $name } 已开启
plan-remove = 移除
plan-none-next = 无
plan-asks = 询问助手
plan-reminds = 提醒，免费
plan-free = 免费
plan-range = { $low }–{ $high }
plan-tomorrow = 明天

# What became of it
plan-cannot-run = 无法在这里运行
plan-paused = 已暂停
plan-running = 正在运行
plan-needs-test = 等待测试
plan-needs-test-why = 它的去处还从未收到过任何消息。测试消息送达后，它就会运行。
plan-not-yet = 还没有
plan-queued = 等待轮到它
plan-quiet = 安静：无事可报
plan-failed = 失败
plan-missed = 未运行
plan-skipped = 已跳过
plan-interrupted = 中断
plan-unknown = 未知
plan-delivered = 已送达
plan-delivered-late = 已送达，晚了 { $minutes } 分钟
plan-on-its-way = 已完成，正在发送
plan-not-delivered = 已完成，未送达
plan-delivery-unknown = 已完成，不确定是否送达
plan-done = 已完成

# The week
plan-week = 本周
plan-week-other = 一周
plan-week-before = 上一周
plan-week-after = 下一周
plan-today = 今天
plan-legend-asks = 询问 { $name }
plan-legend-reminds = 提醒，免费
plan-week-hidden = 未显示：{ $names }
plan-week-nothing = 没有安排

# The editor
plan-back = 日程
plan-name = 名称
plan-new-title = 新任务
plan-unsaved = 尚未保存
plan-saved = 已保存
plan-save = 保存
plan-done-button = 完成
plan-on = 开
plan-is-off = 关
plan-try = 现在试一次
plan-stop = 停止
plan-resume = 结束暂停
plan-schedule-kept = 这个节奏无法拆成几个部分，会原样保留。
plan-schedule-new = 选择别的节奏

# When
plan-runs = {""}
plan-at = {""}
plan-in = 运行，按
plan-from = 从
plan-to = 到
plan-end = 时间
plan-rhythm = 节奏
plan-rhythm-once = 一次
plan-rhythm-every = 每隔几分钟或几小时
plan-rhythm-daily = 每天
plan-rhythm-weekdays = 每个工作日
plan-rhythm-days = 选定的日子
plan-rhythm-monthday = 每月，按日期
plan-rhythm-lastday = 每月最后一天
plan-rhythm-nth = 每月，按星期
plan-rhythm-period = 每隔几天或几周
plan-rhythm-custom = 按表达式
plan-time = 时间
plan-time-more = 再加一个时间
plan-time-less = 去掉 { $time }
plan-time-wrong = 请写成 18:30 这样的时间。
plan-date = 日期
plan-count = 多少
plan-unit = 单位
plan-minutes = 分钟
plan-hours-unit = 小时
plan-days-unit = 天
plan-weeks-unit = 周
plan-between = 只在
plan-all-day = 全天
plan-hour-from = 从几点
plan-hour-to = 到几点
plan-weekdays = 星期几
plan-monthday = 每月几号
plan-on-the = 在
plan-nth = 第几个
plan-nth-1 = 第一个
plan-nth-2 = 第二个
plan-nth-3 = 第三个
plan-nth-4 = 第四个
plan-nth-5 = 第五个
plan-nth-last = 最后一个
plan-weekday = 星期
plan-expression = 表达式
plan-no-expression = 这个节奏没有表达式。

# The zone
plan-zone = 时区
plan-zone-now = 当地现在 { $time }
plan-zone-search = 城市、国家或代码
plan-zone-here = 这台电脑
plan-zone-none = 没有叫“{ $search }”的地方。
plan-zone-same = 与这里相同
plan-zone-behind = 晚 { $span }
plan-zone-ahead = 早 { $span }
plan-hours = { $hours } 小时
plan-hours-minutes = { $hours } 小时 { $minutes } 分钟

# What
plan-what = 做什么
plan-ask = 问 { $name }
plan-remind = 只提醒，免费
plan-event = 它会给下一次例行查看留一条提示。
plan-what-other = 这个版本的 Cove 不知道这个任务做什么，会原样保留。
plan-text-ask = { $name } 该做什么
plan-text-remind = 要告诉你什么
plan-sees = 这次运行会看到什么？
plan-sees-title = 这次运行会看到什么
plan-sees-close = 关闭
plan-sees-weight = { $tokens } 个 token
plan-sees-cost = { $tokens } 个 token，约 { $cost }
plan-sees-in = 包含
plan-sees-fresh = 它独立思考：不包含主对话。
plan-sees-model = 模型
plan-sees-no-model = 不会询问模型：你的话会原样发出。
plan-sees-instructions = 说明与时间
plan-sees-file = 文件
plan-sees-tools = 它能做的事，{ $count } 个工具
plan-sees-conversation = 对话
plan-sees-message = 这个任务里你写的话
plan-sees-words = 逐字原文
plan-where = 在哪里思考
plan-where-fresh = 独立，从头开始
plan-where-main = 在主对话里
plan-where-kept = 在单独的对话里
plan-model = 模型
plan-model-usual = 平常用的
plan-memory = 它可以读我的记忆

# Where to
plan-target = 发到哪里
plan-target-telegram = Telegram，{ $id }
plan-target-last = 你上次写消息的地方
plan-target-desktop = 这台电脑
plan-target-webhook = 网址
plan-target-none = 不发送
plan-target-kept = 按所写的
plan-address = 网址

# If asleep, limits
plan-asleep = 如果在休眠
plan-missed-auto = 按节奏决定
plan-missed-always = 总会补运行一次
plan-missed-skip = 不补
plan-missed-span = 晚不到 { $span } 就补运行一次
plan-overlap = 如果还在运行
plan-overlap-skip = 新的一次不运行
plan-overlap-queue = 之后再运行

# Beside it
plan-next-line = 下一次：{ $when }，{ $cost }
plan-next-runs = 接下来 { $count } 次
plan-day = 日期
plan-here = 这里
plan-no-runs = 它永远不会运行。
plan-cost-title = 费用
plan-cost-month = 每月
plan-cost-spent = 最近 30 天：{ $cost }。
plan-cost-unknown = 不知道这个模型的价格。
plan-last-runs = 最近的运行
plan-history-none = 还没有运行过。
plan-history-more = 更早的运行
plan-history-failed = 无法读取历史。
plan-run-said = 它说了什么

# 起止、测试、运行发出的内容、筛选
plan-bounds-add = 添加开始或结束日期
plan-bounds-from = 从
plan-bounds-to = 到
plan-bounds-first = 第一天
plan-bounds-last = 最后一天
plan-bounds-clear = 不限开始和结束
plan-test-send = 发送测试
plan-test-needed = 还从未送达
plan-test-sent = 测试消息在路上
plan-test-sent-says = 送达后这里会变绿，任务就会运行。如果送不到，会出现在“需要你处理”里。
plan-test-reached = 已送达
plan-run-took = 用时 { $took }。
plan-run-cost = 花费 { $cost }。
plan-run-attempt = 第 { $count } 次尝试。
plan-run-by-hand = 手动启动。
plan-part-sent = 已送达：{ $where }。
plan-part-waiting = 在路上：{ $where }。
plan-part-unknown = 不确定是否送达：{ $where }。
plan-part-refused = 未送达：{ $where }。
plan-part-expired = 不再发送：{ $where }。
plan-receipt = 回执 { $receipt }
plan-send-again = 重新发送
plan-filter = 筛选
plan-filter-on = 已筛选
plan-filter-name = 名称包含
plan-filter-all = 全部任务
plan-filter-asks = 询问 { $name }
plan-filter-reminds = 提醒
plan-filter-off = 已关闭或暂停
plan-filter-trouble = 出了问题
plan-filter-clear = 显示全部
plan-filter-count = { $all } 个任务中的 { $shown } 个
plan-filter-none = 没有任务符合筛选条件。
