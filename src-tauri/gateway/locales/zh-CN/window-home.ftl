### window-home

home-place = 首页
home-pause = 暂停
home-next = 下次查看 { $time }。
home-next-day = 未来 24 小时
home-planned = { $count ->
    [0] 没有安排例行查看
   *[other] 安排了 { $count } 次例行查看
}
home-now = 现在 { $time }
home-lane-beats = 例行查看
home-quiet = 安静
home-quiet-until = 安静到 { $time }
home-fresh = { $time } 重新开始
home-mark-beat = { $time } 例行查看
home-mark-quiet = { $from } 到 { $until } 安静
home-beats-planned = 例行查看 { $count } 次，第一次在 { $time }。
home-no-beats = 没有例行查看。
home-nothing-planned = 没有安排。
home-needs = 需要你处理
home-full = 主会话已用 { $percent }%
home-full-says = 到 100% 时，较早的部分会自动压缩成摘要。
home-compact = 压缩
home-calm = 没有什么需要你处理。
home-allowance = 今日额度
home-by-itself = 今天自动运行
home-of = 共 { $limit }
home-used-up = 额度已用完：例行查看等到明天。
home-extend = 今天继续
home-cost-beats = 例行查看
home-cost-jobs = 任务
home-cost-notes = 笔记与摘要
home-cost-others = 其他
home-cost-chats = 你今天的对话
home-chats-say = 对话不计入额度。
home-away = 你不在的时候
home-away-since = 自 { $time } 起
home-away-read = 标为已读
home-away-ok = 例行查看 { $count } 次，无事可报。
home-away-failed = { $count } 次例行查看失败。{ $why }
home-away-skipped = { $count } 次例行查看没有进行。{ $why }
home-times = { $count } 次
