### window-heartbeat

beats-place = 心跳
beats-says = { $name } 会自己例行查看，有要紧事才写给你
beats-switch = 例行查看
beats-on = 开
beats-off = 关
beats-off-says = 不例行查看
beats-pause = 暂停一会儿
beats-pause-hour = 1 小时
beats-pause-hours = { $count } 小时
beats-pause-day = 到明天
beats-pause-open = 直到我继续
beats-quiet-days = 安静的日子
beats-quiet-day-add = 再加一段安静时间
beats-quiet-day-first = 从
beats-quiet-day-last = 到（不填表示只有一天）
beats-quiet-day-yearly = 每年
beats-quiet-day-go = 添加
beats-quiet-day-remove = 移除{ $day }
beats-quiet-day-each = 每年 { $day }
beats-quiet-day-span = { $first } 至 { $last }
beats-resume = 继续
beats-now = 现在查看
beats-close = 关闭

# When
beats-every = 例行查看间隔
beats-minutes = { $count } 分钟
beats-hours = { $count } 小时
beats-days = 星期
beats-span-days = { $count } 天
beats-min = { $count } 分钟
beats-h = { $count } 小时
beats-dial = 一天与安静时段
beats-dial-says = { $count ->
    [0] { $from } 到 { $until } 安静。今天没有例行查看。
   *[other] { $from } 到 { $until } 安静。今天例行查看 { $count } 次。
}
beats-next = 下次例行查看
beats-next-none = 没有安排
beats-in-minutes = { $count ->
    [0] 现在
   *[other] { $count } 分钟后
}
beats-in-hours = { $count } 小时后
beats-quiet-hours = 安静时段
beats-quiet-from = { $time } 起安静
beats-quiet-until = 安静到 { $time }
beats-quiet-begins = 安静时段开始
beats-quiet-ends = 安静时段结束
beats-to = 到
beats-all-day = 这样几乎没有时间例行查看。
beats-switch-off = 不如直接关闭
beats-zone = 时区
beats-zone-now = 当地 { $time }
beats-last-day = 至少要留一天。也可以直接关闭例行查看。
beats-writes = 写到
beats-writes-last = 你上次写消息的地方
beats-writes-none = 不发送，只留在对话里
beats-reads = 同时阅读
beats-reads-talk = 主会话
beats-reads-list = 只读清单
beats-spoken = { $from } 起安静，共 { $hours } 小时。每天例行查看 { $count } 次，每天 { $cost }。
beats-spoken-none = 没有安静时段。

# What it looks at
beats-watched = { $name } 会查看什么
beats-view = 显示为
beats-view-list = 列表
beats-view-text = 文本
beats-list-add = 添加要查看的事
beats-list-remove = 删除“{ $text }”
beats-list-all-done = 都已勾选。{ $name } 仍会读到勾选的内容；不再需要的可以删除。
beats-list-failed = 清单没能保存。
beats-list-kept = 先保存在这台电脑上，等智能体恢复连接。
beats-waiting = { $count ->
    [one] 有 1 条消息在等：“{ $text }”。
   *[other] 有 { $count } 条消息在等，第一条：“{ $text }”。
}
beats-waiting-at = { $time } 交给它。

# What it costs
beats-cost = 花费
beats-a-day = 每天
beats-a-month = 每月
beats-calls = { $count ->
   *[other] 每天次数
}
beats-calls-head = 每天次数
beats-interval = 间隔
beats-cost-day = 每天花费
beats-price-unknown = 价格未知
beats-nothing = 没有要查看的内容；只要还是这样，例行查看就不花钱。
beats-save-quiet = 22:00 到 08:00 保持安静，每月可省 { $saved }。
beats-save-light = 只读清单、不读对话，每月可省 { $saved }。
beats-save-model = 改用 { $model } 查看，每月可省 { $saved }。
beats-save-file = 清单缩短一半，每月可省 { $saved }。
beats-try = 试一试

# What became of them
beats-decisions = 最近的决定
beats-all = 全部决定
beats-fewer = 收起
beats-none-yet = 还没有例行查看过。
beats-running = 正在查看。
beats-ok = 已查看，无事可报。
beats-said = 写给你：“{ $text }”
beats-duplicate = 安静：和上次要说的一样。
beats-failed = 没能查看。{ $why }
beats-skipped = 没有例行查看。{ $why }
beats-interrupted = Cove 停止时被打断。
beats-stopped = 被你停止。
beats-late = 晚了 { $count } 分钟。
beats-stands-for = 代替了之前的 { $count } 次。

# Before one is asked for
beats-dry-title = 会发生什么
beats-dry-skipped = 现在不会例行查看
beats-dry-talk = { $name } 会用 { $model } 阅读清单和主会话，约 { $tokens } 词元。
beats-dry-list = { $name } 会用 { $model } 只读清单，约 { $tokens } 词元。
beats-dry-waiting = 在等的 { $count } 条消息会一并交给它。
beats-dry-last = 有要紧事时，写到你上次写消息的地方。
beats-dry-none = 有要紧事时，只写在对话里。
beats-dry-channel = 有要紧事时，写到 { $channel }。
beats-dry-cost = 这次花费 { $cost }。
beats-holds = 估算准确
beats-off-by = 估算有偏差
beats-actual = 过去 { $days } 天：估算 { $estimated }，实际 { $actual }
