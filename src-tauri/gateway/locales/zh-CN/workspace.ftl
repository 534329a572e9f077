### workspace

error-workspace-holds-home = 文件夹 { $path } 是你的主文件夹，或包含了它，不能用作工作区。
    .hint = 请选一个单独的文件夹，例如“文档”里的一个。
error-workspace-holds-state = 文件夹 { $path } 里有 Cove 自己的文件，不能用作工作区。
    .hint = 请选别的文件夹。通常用 Cove 文件夹里的“workspace”。
error-workspace-open = 打不开工作区 { $path }：{ $detail }
    .hint = 请确认文件夹存在，并且你可以在里面写入。
error-file-path = { $fault ->
    [empty] 没有指明文件。
    [absolute] “{ $path }”从工作区以外开始。
    [climbs] “{ $path }”会走出工作区。
    [windows-name] “{ $path }”这个名字在 Windows 电脑上不能用。
    [long] 文件名太长。
   *[character] “{ $path }”里有文件名不能用的字符。
    }
    .hint = 请用工作区里的名字，例如 notes/trip.md。
error-file-outside = “{ $path }”是一个通向工作区以外的链接。
    .hint = 请把文件复制进工作区，不要用链接。
error-file-missing = 没有“{ $path }”这个文件。
    .hint = 它可能被移走或删除了。历史里还有它以前的版本。
error-file-is-folder = “{ $path }”是一个文件夹。
    .hint = 请选里面的文件。
error-file-not-text = “{ $path }”不是文本文件。
    .hint = 请用创建它的程序打开。
error-file-too-large = “{ $path }”太大：Cove 只打开 20 MB 以内的文件。
    .hint = 请把它分成几个小文件。
error-file-too-large-to-send = “{ $path }”太大了，聊天里最多能发 { $most } MB 的文件。
    .hint = 请改用小一点的版本，或在工作区里查看。
error-file-io = 无法读写“{ $path }”：{ $detail }
    .hint = 请确认磁盘没有满，并且你可以在那里写入。
error-file-no-version = “{ $path }”没有第 { $version } 版。
    .hint = 版本保留 90 天。
error-file-version-not-kept = “{ $path }”的第 { $version } 版超过 1 MB，没有保留内容。
    .hint = 请选别的版本。
error-file-changed-since = “{ $path }”后来又改过，不能单独撤回这次改动。
    .hint = 请打开它的历史，选你要的版本。
error-file-busy = 另一个程序一直在写“{ $path }”。
    .hint = 请在那边关闭它，再试一次。
error-file-versions = 无法读取或保存这个文件的版本，所以什么都没有改。
    .hint = 请确认磁盘没有满。
error-file-stopped = Cove 正在退出，这件事没有做完。
    .hint = 等 Cove 打开后再试一次。
error-file-memory-private = MEMORY.md 只留在你的主对话里。
    .hint = 想让任务读它，请为该任务打开“可以读我的记忆”。
error-file-character = 助手自己的文件只能在你的主对话里改。
    .hint = 请在主对话里提出，或在“笔记”里修改。
error-file-guest = 这个对话只能使用“shared”文件夹。
    .hint = 把可以用的东西放进“shared”。
error-file-changed-itself = 助手改了 { $path }。
    .hint = “撤销”会恢复之前的版本。

tool-read = 读了 { $path }
tool-read-failed = 没能读 { $path }
tool-write = 写了 { $path }
tool-append = 在 { $path } 里加了内容
tool-write-failed = 没能写 { $path }
tool-edit = 改了 { $path }
tool-edit-failed = 没能改 { $path }
tool-list = 看了文件夹 { $path }
tool-list-all = 看了全部文件
tool-list-failed = 没能列出文件
tool-search = 搜索了“{ $query }”
tool-search-count = { $count ->
    [0] 搜索了“{ $query }”，没有找到
   *[other] 搜索了“{ $query }”，找到 { $count } 处
    }
tool-search-failed = 没能搜索“{ $query }”
tool-session-status = 看了这个对话的状态
tool-session-status-failed = 没能看到这个对话的状态
tool-other = 用了 { $name }
tool-other-failed = 没能使用 { $name }
