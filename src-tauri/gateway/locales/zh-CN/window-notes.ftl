### window-notes

notes-place = 笔记
notes-files = 文件
notes-heartbeat = 查看清单
notes-heartbeat-title = { $name } 会查看什么
notes-todo = 待办
notes-todo-title = 要做的事
notes-memory = 记忆
notes-memory-title = { $name } 记得什么
notes-who = 谁是谁
notes-soul = { $name } 的性格
notes-soul-title = { $name } 的性格
notes-user = 关于你
notes-user-title = 关于你
notes-agents = 家规
notes-agents-title = 家规
notes-identity = 名字与身份
notes-identity-title = 名字与身份
notes-tools = 你的东西
notes-tools-title = { $name } 对你的东西知道些什么
notes-days = 每日笔记
notes-days-bold = 加粗的日子有笔记。
notes-day-written = { $day }，有笔记
notes-month-before = 上个月
notes-month-after = 下个月
notes-other = 其他
notes-tokens = { $count } 个 token
notes-choose = 选择一篇笔记

# What it weighs
notes-weight = { $tokens }，{ $name } 每读一次 { $cost }
notes-weight-check-in = { $tokens }，每次例行查看 { $cost }
notes-weight-opened = { $tokens }，{ $name } 打开时才会读
notes-weight-unknown = { $tokens }，每条消息都会读
notes-weight-check-in-unknown = { $tokens }，每次例行查看都会读
notes-weight-day = 每天 { $count } 次例行查看会读它：每天约 { $cost }。
notes-weight-messages = 每条消息都会读；例行查看不读。
notes-weight-part = 会读其中的 { $tokens }。

# Whether it is kept
notes-saved = 已保存
notes-writing = 尚未保存
notes-saving = 正在保存…
notes-kept = 已留在这台电脑上
notes-kept-says = 重新连上后会马上保存。
notes-failed = 未保存
notes-failed-again = 重试
notes-open-failed = 无法打开这篇笔记。
notes-list-failed = 无法读取笔记列表。
notes-merged = { $name } 刚刚改了这篇笔记，两边的修改都在。
notes-new = 这篇笔记还不存在，写下第一句时就会建好。

# An empty note
notes-empty-heartbeat = { $name } 每次例行查看都会看这份清单。清单为空时，例行查看不花钱。
notes-empty-todo = 每行一件待办。做完后 { $name } 会打勾。
notes-empty-memory = 长期有效的事。{ $name } 和你对话时都会读。
notes-empty-day = 这一天发生的事，你和 { $name } 都可以写。
notes-empty-other = 这篇笔记还是空的。
notes-example = 例如
notes-example-insert = 填入这个例子

# Where both wrote
notes-you = 你
notes-cove = Cove
notes-elsewhere = 其他程序
notes-conflict = 你和 { $name } 改了同样的几行。
notes-conflict-others = { $one } 和 { $other } 改了同样的几行。
notes-conflict-says = 在你选择之前，什么都不会丢。
notes-conflict-nothing = （空）
notes-conflicts = 有 { $count } 处要选择
notes-both = 两者
notes-keep-both = 都保留
notes-keep-mine = 保留我的
notes-keep-theirs = 保留 { $name } 的
notes-secret = 这看起来像密钥或密码。{ $name } 每次读这篇笔记，它都会发给模型的提供方。
notes-secret-out = 删掉它
notes-secret-keep = 留在这里
notes-cut = { $name } 读到这里，再读结尾；中间部分略去
notes-cut-banner = 这篇笔记太长，{ $name } 一次读不完。中间部分会略去，界线处有标记。
notes-task = 任务

# History
notes-history = 历史
notes-history-close = 关闭历史
notes-history-none = 还没有修改。
notes-history-more = 更早的修改
notes-change-added = 增加了 { $count } 行
notes-change-removed = 删除了 { $count } 行
notes-change-changed = 修改了 { $count } 行
notes-change-both = 增加了 { $added } 行，删除了 { $removed } 行
notes-change-made = 新建了笔记
notes-change-gone = 删除了笔记
notes-change-some = 有修改
notes-change-back = 恢复了之前的内容
notes-change-show = 查看改动
notes-revert = 撤回这次修改
notes-bring-back = 恢复到这个版本
notes-line-added = 增加：
notes-line-removed = 删除：

# Finding
notes-find = 查找
notes-find-in = 在这篇笔记中查找
notes-find-next = 下一个
notes-find-previous = 上一个
notes-find-case = 区分大小写
notes-find-close = 关闭
notes-find-current = 当前
notes-find-line = 所在行
notes-replace = 替换
notes-replace-all = 全部替换
notes-replaced = 替换了 $ 处
notes-replaced-line = 替换了第 $ 行
