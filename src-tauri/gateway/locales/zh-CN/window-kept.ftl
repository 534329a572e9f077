### Backups in the window, pictures and earlier answers in Chat

backup-list = 恢复备份
backup-list-says = 笔记、对话、任务和设置一起回到那时的样子。
backup-none = 还没有备份。
backup-folder = 存放位置：
backup-look = 看看内容
backup-fold = 收起
backup-conversations = { $count } 个对话
backup-notes = { $count } 个笔记
backup-jobs = { $count ->
    [0] 没有任务
   *[other] { $count } 个任务
 }
backup-settings = 设置
backup-no-settings = 不含设置
backup-secret = { $path } 需要重新输入。
backup-build = 由版本 { $version } 生成。
backup-what = { $name } 的一切会回到 { $when } 的样子。现在的内容会保留两份：作为此列表里的新备份，以及主目录旁的一个文件夹。随后 { window-name } 会重新开始；在你同意之前，不会自行运行任何事情。
backup-restore = 恢复这一份
backup-restored = 已恢复。{ window-name } 已用它重新开始。
backup-restored-kept = 之前的内容在 { $path }。
backup-restored-secret = 请重新输入 { $path }。

picture-open = 放大显示 { $name }
picture-close = 关闭
picture-missing = 图片已不在了。

earlier-show = 显示之前的回答
earlier-hide = 收起之前的回答
earlier-title = 这里之前说过的话
earlier-nth = 第 { $nth } 个，共 { $count } 个
earlier-older = 更早的
earlier-newer = 更晚的
earlier-none = 没有保留更早的内容。
earlier-tools = 用了 { $count } 次工具。
