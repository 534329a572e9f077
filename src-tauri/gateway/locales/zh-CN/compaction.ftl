### 压缩：缩短过长的对话，以及在此之前保存的笔记。

activity-flush-done = { $notes ->
    [0] 缩短或更换对话之前，没有需要记下的新内容
   *[other] 缩短或更换对话之前，有 { $notes } 条笔记存入了 { $path }
 }
activity-flush-skipped = 缩短或更换对话之前没有保存笔记
activity-flush-failed = 缩短或更换对话之前未能保存笔记

error-flush-off = 设置中关闭了保存笔记。
error-flush-nothing-new = 自上次保存笔记以来没有新内容。
error-flush-not-private = 有其他人参与这段对话，所以其中的内容不会写入私人笔记。
error-flush-read-only = 无法写入助手的文件夹。
    .hint = 请允许写入该文件夹，或在设置中另选一个。
error-flush-practice = 练习助手不保存笔记。
error-flush-dropped = 当时有人在等，来不及保存。
error-flush-timeout = 模型超过 { $seconds } 秒没有完成。
