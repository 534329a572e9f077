### storage: 磁盘、数据表与主目录

error-storage-io = 无法读写 { $path }。
    .hint = 请看看磁盘是否已满，以及文件夹是否属于你。
error-storage-db = 无法读写 Cove 自己的数据表。
    .hint = 请看看磁盘是否已满、文件夹是否属于你，然后再试。
error-state-locked = 另一个 Cove 正在使用这个主目录（进程 { $pid }）。
    .hint = 请使用那一个，或先停止它。
    .hint-cli = 使用那一个，或先停止它：cove gateway stop
error-storage-newer = { $path } 由更新的 Cove 写入（版本 { $found }，这里只认识 { $known }），所以没有动它。
    .hint = 请启动更新的 Cove。
error-database-restored = Cove 的数据表已损坏，已换上最新的副本；损坏的文件保存为 { $path }。
error-database-rebuilt = Cove 的数据表已损坏且没有副本，所以重新开始。损坏的文件保存为 { $path }。
error-restore-finished = 一次恢复被中断，现已完成。之前的主目录保存为 { $path }。
error-restore-finished-new = 一次恢复被中断，现已完成。
error-restore-taken-back = 一次恢复在做出改变之前被中断。主目录保持原样，可以再次恢复。
error-sessions-mended = 会话列表已损坏，现已恢复。损坏的文件保存为 { $path }。
error-home-moved = 这个主目录是在另一台电脑上建立的，或是从备份恢复的。你在这里接管之前，自动运行的事会等待。
