### When Cove itself failed.

activity-recovery-crashed = Cove 意外停止了
activity-recovery-cut-off = Cove 结束了，没有说明原因
activity-recovery-with-computer = Cove 随电脑一起关闭，或者没有说明原因就结束了
activity-recovery-restarted = Cove 的一部分出错了，智能体已重新启动

error-crash-report = 报告 { $report } 只保存在这台电脑上。
error-crash-report-gone = 报告 { $report } 已经不在了。
    .hint = 只保留最新的十份报告。
error-gateway-fails = Cove 的智能体在短时间内多次出错，因此不再自动启动。
    .hint = 点“重试”可再次启动。报告保存在主目录的“crashes”文件夹里。
