### 工具：智能体能做什么，哪些被关掉了。

activity-turn-tool-off = 你的智能体想用 { $tool }，但它被关掉了

error-tool-unknown = 没有叫 { $name } 的工具。
error-tool-off-by-pattern = 设置里的 { $pattern } 把它关掉了，可能还关掉了别的。
    .hint = 请在“高级”里修改 tools.deny。

tools-name-read = 读取文件
tools-about-read = 查看智能体的笔记和文件。
tools-name-list = 查看有哪些文件
tools-about-list = 浏览工作区里的文件夹。
tools-name-search = 搜索文件
tools-about-search = 在笔记和文件里查找词语。
tools-name-session-status = 查看会话状态
tools-about-session-status = 看会话用了多少空间、花了多少钱。
tools-name-write = 写文件
tools-about-write = 在工作区新建文件，或覆盖旧文件。每个版本都会保留。
tools-name-edit = 修改文件
tools-about-edit = 修改文件的一部分。每个版本都会保留。
tools-name-memory-append = 记住
tools-about-memory-append = 写进今天的笔记，明天还记得。
tools-name-heartbeat-state = 记录例行查看
tools-about-heartbeat-state = 记下上次看过什么，免得重复查看。
tools-name-shared-state = 共用的小记录
tools-about-shared-state = 保存几个任务共用的小事实。
tools-name-message = 发送消息
tools-about-message = 给你发消息，只发到允许的会话。
tools-name-cron = 创建提醒和任务
tools-about-cron = 创建、修改和运行任务。关掉后只有你能这样做。
