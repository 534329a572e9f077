### 桌面外壳：托盘、通知，以及窗口出现之前的提示。

## Tray

shell-open = 打开 Cove
shell-next-job = 接下来：{ $name }，{ $at }
shell-next-beat = 下次例行查看：{ $at }
shell-next-none = 没有安排
shell-next-unknown = 接下来：还不知道
shell-tomorrow = 明天 { $time }
shell-today = 今天：{ $cost }
shell-today-unknown = 今天：还不知道
shell-beat-now = 现在查看
shell-new-reminder = 新建提醒…
shell-pause-hour = 暂停 1 小时
shell-pause-day = 暂停到明天
shell-pause = 全部暂停
shell-resume = 继续
shell-quit = 退出 Cove
# The first line of the menu until the state is known.
shell-starting = Cove 正在启动

## Notifications

shell-reply = { $agent } 回复了
shell-needs = { $count ->
    [one] 有件事需要你处理
   *[other] 有 { $count } 件事需要你处理
}
shell-look = 查看
shell-later = 稍后
shell-beat-done = { $agent } 看过了
shell-beat-quiet = 一切都好，没有要说的。
shell-beat-not = { $agent } 没有查看
shell-stays = Cove 仍在运行
    .body = 点面板上的图标可以再次打开，菜单里的“退出”会结束它。
shell-stays-small = Cove 仍在运行
    .body = 这个桌面不显示运行中应用的图标，窗口会留在任务列表里。

## Before a window is there

shell-no-folder = --state-dir 后面需要一个文件夹。

## What can go wrong between the window and the agent

error-shell-stopped = Cove 的智能体已停止。
    .hint = 再试一次即可启动。
error-shell-closing = Cove 正在关闭。
    .hint = 再次打开 Cove 即可继续。
error-shell-unreachable = 另一个 Cove（进程 { $pid }）正在使用这个主目录，但没有回应。
    .hint = 请稍等再试，或结束那个进程。
