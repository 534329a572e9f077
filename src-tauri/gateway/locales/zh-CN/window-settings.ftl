### 更多设置

# Tools
set-tools = 工具
set-tools-says = 关掉的工具不会提供给智能体，也不会执行，无论谁要求。对所有会话和任务都有效。
set-tools-look = 查看类
set-tools-change = 修改类
set-tools-pattern = { $about }由 cove.json 里的“{ $pattern }”关闭。

# Notifications
set-notify = 通知
set-notify-when = 在这台电脑上，当你看不到窗口时。
set-notify-answers = 回复
set-notify-answers-says = 对你或别人所写内容的回复
set-notify-jobs = 任务和例行查看
set-notify-jobs-says = 它们说的话；安静时段也会通知，因为是你安排的
set-notify-notices = 需要你处理的事
set-notify-notices-says = 每件每天一次；安静时段会等到结束
set-notify-how = 方式
set-notify-sound = 有声音
set-notify-sound-says = 使用桌面的消息提示音

# Starting
set-start = 启动 Cove
set-start-login = 登录时启动
set-start-login-says = 在后台启动，图标显示在面板上。Cove 运行时，任务和例行查看才会运行。
set-start-offer = Cove 运行时，任务才会运行。
set-start-offer-says = 要在登录时启动它吗？
set-start-yes = 登录时启动
set-start-no = 暂不

# Updates
set-updates = 更新
set-updates-version = 当前版本 { $version }
set-updates-none = Cove 不会自己查找新版本，也不会告诉任何人你在用哪个版本。
set-updates-system = 作为系统软件包安装
set-updates-system-says = 系统会随其他更新一起带来新版本。
set-updates-hand = 手动安装
set-updates-hand-says = 把新版本装在这个版本之上即可。请先备份；智能体知道的一切都会保留。
