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

set-shortcut = 随处提问
set-shortcut-says = 无论你在用哪个程序，按这组键都会打开 Cove 的聊天。
set-shortcut-none = 不设
set-shortcut-works = 无论你在用哪个程序，按 { $keys } 都会打开 Cove 的聊天。
set-shortcut-taken = 这组键已被别的程序占用，请选别的。
set-shortcut-unknown = Cove 不认识这组键，请选别的。
set-shortcut-no-way = 这个桌面使用 Wayland，它不把这类按键交给任何程序；在 X11 下可用。

# Updates
set-updates = 更新
set-updates-version = 当前版本 { $version }
set-updates-none = Cove 不会自己查找新版本，也不会告诉任何人你在用哪个版本。
set-updates-newest = 这就是最新版本。
set-updates-check = 立即检查
set-updates-system = 由系统的软件包管理器更新 Cove
set-updates-system-says = 新版本会随系统的其他更新一起到来。
set-updates-hand = 新版本由你装在这个版本之上
set-updates-hand-says = 智能体知道的一切都会保留。先备份一下也无妨。
set-updates-unknown = 这个版本不知道到哪里查找新版本。安装别的版本时，智能体知道的一切都会保留。
set-updates-backup = 备份
set-updates-newer = 有新版本 { $version }
set-updates-open = 打开下载页面
set-updates-steps = 下载后，在没有正在写的回答时退出 Cove，装在这个版本之上，再启动 Cove。
