### window-sessions

talk-place = 会话
talk-says = 所有会话，包括以前的
talk-search = 搜索所有会话
talk-check = 检查健康
talk-choose = 选择一个会话来阅读。
talk-show = 列出哪些
talk-all = 全部
talk-talks = 对话
talk-runs = 运行
talk-archive = 归档
talk-earlier = 更早
talk-past = { $name }，{ $date }
talk-kind-main = 主会话
talk-kind-direct = 一对一
talk-kind-group = 群组
talk-kind-run = 任务的一次运行
talk-from-cli = 命令行
talk-ended-new = 由你结束
talk-ended-daily = 因新的一天结束
talk-ended-idle = 因长时间没有对话结束
talk-full = 已用：
talk-percent = { $percent }%
talk-none = 还没有会话。在“对话”里说点什么，就会列在这里。
talk-none-archived = 归档是空的。收起的会话会留在这里，直到你再次写消息。
talk-none-such = 还没有这一类。

# One conversation
talk-back = 返回列表
talk-cost = 至今 { $cost }
talk-in-chat = 在对话中打开
talk-export = 导出
talk-markdown = 便于阅读（Markdown）
talk-jsonl = 按存储原样（JSONL）
talk-more = 更多
talk-put-away = 放入归档
talk-unarchive = 移出归档
talk-delete = 删除
talk-delete-says = 24 小时内可以撤销，在这里或在“动态”里。
talk-nothing-said = 里面没有说过什么。
talk-summary = 阅读摘要
talk-summary-fold = 收起摘要

# Health
talk-health = 健康
talk-findings = 发现 { $count } 个问题
talk-findings-say = 检查发现了需要修复的内容。
talk-findings-show = 查看
talk-checking = 正在检查…
talk-checked = { $time } 检查过
talk-sound = 一切正常。
talk-repair = 修复
talk-repair-all = 全部修复（{ $count } 个）
talk-repair-says = 会先保留副本，可以撤销。
talk-move = 移到它的消息现在所在的会话
talk-fixes = 已做的修复
talk-take-back = 撤回
talk-taken-back = 已撤回

# A finding that leads to a note
talk-open-note = 打开笔记
