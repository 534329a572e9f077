### health: 主目录检查的结果与备份

## 备份

activity-backup-made = 已制作备份：{ $path }
backup-left-out = { $why ->
    [keys] 未放入 { $path }：里面有明文密钥。
    [link] 未放入 { $path }：它是一个链接。
    [unreadable] 未放入 { $path }：无法读取。
    [name] 未放入 { $path }：并非每个系统都能写出这个名称。
    [outside] 未放入 { $path }：它在主目录之外，请自行保留一份副本。
   *[other] 未放入 { $path }：Cove 不知道它是什么。
 }
error-backup-exists = 已经有一个名为 { $path } 的文件。
    .hint = 请换一个名称。没有覆盖任何内容。
error-backup-relative = “{ $path }”没有说明文件在哪里。
    .hint = 请写出完整路径。
error-backup-not-ours = 这个文件不是 Cove 的备份，或者不完整。
    .hint = 请看看它是否已完整复制。
error-backup-newer = 这个备份由更新的 Cove（{ $version }）制作，所以没有恢复。
    .hint = 请用该版本或更新的版本来恢复。
error-backup-name = 备份中有“{ $name }”，它不属于任何主目录。没有恢复任何内容。
    .hint = 请使用你自己制作的备份。
error-backup-damaged = 这个备份中的“{ $name }”已损坏。没有恢复任何内容。
    .hint = 请从保存处重新复制备份，或使用更早的备份。
error-backup-swap = 备份已解开，但无法放到主目录的位置。它现在位于 { $path }。
    .hint = 请看看是否有其他程序正在使用主目录，然后再试一次。
error-backup-restore-running = Cove 正在使用这个主目录，无法替换。
    .hint = 请先停止 Cove：cove gateway stop。
