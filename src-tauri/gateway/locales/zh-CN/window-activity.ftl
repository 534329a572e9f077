### window-activity

act-place = 动态
act-says = 发生了什么，什么没有发生，以及原因
act-lost = 你看到的是最后已知的内容。
act-export = 导出日志
act-export-says = 把日志保存为文件，其中不含密钥等机密
act-saved = 已保存：{ $file }
act-saved-read = 关闭

# Costs
act-costs = 每日费用
act-span = 往前多久
act-fortnight = 14 天
act-month = 一个月
act-year = 一年
act-from-until = { $from } – { $until }
act-a-day-little = 每天不到一美分
act-a-day = 平均每天 { $cost }
act-cost-chats = 你的对话
act-cost-beats = 例行查看
act-cost-jobs = 任务
act-cost-saving = 保存笔记与压缩
act-cost-others = 附带任务
act-within = 每天都在额度之内
act-over = 有 { $count } 天超出额度
act-today = 今天
act-when = 时间
act-sum = 合计

# The list
act-show = 显示哪些
act-everything = 全部
act-needs = 需要你处理
act-happened = 已发生
act-missed = 未发生
act-messages = 消息
act-search = 搜索
act-found = { $count ->
    [0] 没有找到
   *[other] { $count } 条
}
act-none = 还没有内容。{ $name } 做了什么、什么没有发生以及原因，都会列在这里。
act-none-found = 没有这样的内容。
act-more = 显示更早的
act-again = 重试
act-each = 逐条显示
act-fold = 合并显示
act-stop = { $text }。
act-wrote = 写道：“{ $text }”
act-beats = 例行查看 { $count } 次
act-beats-ok = { $from }–{ $until }，无事可报
act-beats-skipped = { $from }–{ $until }，未进行
act-who-talk = 会话
act-who-message = 消息
act-who-delivery = 送达
act-who-people = 联系人
act-who-settings = 设置
act-who-notes = 笔记
act-who-channel = 渠道
act-who-pause = 暂停
act-who-keys = 密钥
act-who-health = 健康
act-who-backup = 文件
act-who-saving = 记忆
act-who-allowance = 额度
act-who-job = 任务
act-who-beat = 例行查看
act-who-event = 给助手的留言
