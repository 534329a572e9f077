### window-crash

window-crash-stopped = { $at ->
    [none] Cove 意外停止了。
   *[other] Cove 意外停止了（{ $at }）。
}
window-crash-silent = { $at ->
    [none] Cove 结束了，没有说明原因。
   *[other] Cove 结束了，没有说明原因（最后活动：{ $at }）。
}
window-crash-restarted = { $at ->
    [none] Cove 的一部分出错了，已重新启动。
   *[other] Cove 的一部分出错了（{ $at }），已重新启动。
}
window-crash-whole = 没有什么被打断，一切完好。
window-crash-messages = 有 { $count } 条消息当时正在回答，现在接着回答。
window-crash-unknown = 有 { $count } 条回答可能没有送到，首页会问你怎么处理。
window-crash-beats = 有 { $count } 次例行查看被打断。
window-crash-show = 查看报告
window-crash-hide = 收起报告
window-crash-copy = 复制
window-crash-copied = 已复制
window-crash-dismiss = 知道了
window-crash-local = 报告只保存在这台电脑上，不含密钥，也不含你的对话内容。
