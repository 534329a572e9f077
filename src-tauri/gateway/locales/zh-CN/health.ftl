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
error-backup-missing = 没有文件 { $path }。
    .hint = 请看看文件名。没有另外命名的备份在主目录的 backups 文件夹里。
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
error-backup-restore-busy = 智能体正在工作，所以没有恢复。
    .hint = 等它回答完，或先停止它，再试一次。
error-backup-restore-running = Cove 正在使用这个主目录，无法替换。
    .hint = 请先停止 Cove：cove gateway stop。

## 检查结果：出了什么问题、为什么要紧、如何修复

activity-health-found = 检查主目录时发现了问题
activity-health-fixed = 已修复：{ $subject }
activity-health-undone = 已撤回一次修复：{ $subject }
undo-health-fixed = 恢复修复之前的内容：{ $subject }
health-summary = { $errors ->
    [0] { $warnings ->
        [0] 主目录状态良好。
       *[other] 主目录状态良好，有 { $warnings } 处值得留意。
     }
   *[other] 主目录有 { $errors } 处需要修复。
 }

error-session-list-invalid = 无法读取会话列表（{ $subject }）。
    .why = 没有它，Cove 就不知道哪个会话属于谁。
    .hint = 修复会保留原文件，并根据最近的完好副本和对话记录重写列表。
error-session-entry-broken = 会话 { $subject } 的记录已损坏。
    .why = 发给它的消息找不到对话记录。
    .hint = 修复会保留列表，并去掉这条记录。下一条消息会重新开始这个会话。
error-session-transcript-missing = { $subject } 的对话记录不见了。
    .why = 会话还在列表里，但内容既看不到，也想不起来。
    .hint = 修复会保留列表，并去掉这条记录。下一条消息会重新开始这个会话。
error-session-long = 会话 { $subject } 已经很长：约 { $tokens } 个词元。
    .why = 之后每条消息都更贵，回答也更慢。
    .hint = 若你单独要求处理它，会先把要紧的内容存入笔记，再带着摘要和最后的消息重新开始会话；旧会话可以重新打开。
error-session-very-long = 会话 { $subject } 非常长：约 { $tokens } 个词元。
    .why = 每条消息都很贵，较早的部分很快会被总结。
    .hint = 若你单独要求处理它，会先把要紧的内容存入笔记，再带着摘要和最后的消息重新开始会话；旧会话可以重新打开。
error-session-large = { $subject } 的对话记录较大（{ $kilobytes } KB）。
    .why = 它仍能使用，只是查找和备份会更久。
    .hint = 若你单独要求处理它，会先把要紧的内容存入笔记，再带着摘要和最后的消息重新开始会话；旧会话可以重新打开。
error-session-stray = 不再有消息进入会话 { $subject }。
    .why = 现在的设置把它的消息发给 { $belongs }，而后者对它一无所知。
    .hint = 单独要求处理时，可以把它放进归档（仍可查看），也可以让它在 { $belongs } 下继续。如果并非本意，请把绑定改回来。
error-session-duplicate = { $subject } 的聊天还有第二个会话：{ $belongs }。
    .why = 消息会进入第二个会话，它不记得第一个会话里说过什么。
    .hint = 单独要求处理时，可以把它放进归档（仍可查看），也可以移到 { $belongs }：最近用过的那个继续，另一个留在以前的会话里。如果不该是另一个智能体，请先修正绑定。
error-session-unreached = 不再有消息进入会话 { $subject }。
    .why = 它的渠道或助手已不在设置中。
    .hint = 单独要求处理时，会把它放进归档，仍可查看。
error-session-former = { $subject } 是同一聊天较早的会话。
    .why = 发现同一聊天有两种写法，较新的会话会继续。
    .hint = 单独要求处理时，可以把它放进归档（仍可查看），也可以移到 { $belongs } 的以前会话里。
error-sessions-old = 有 { $count } 个会话超过了保留的时间或数量。
    .why = 列表会越来越长，备份也会更慢。这些会话本身没有问题。
    .hint = 把 session.maintenance.mode 设为 enforce，旧会话就会自动移到回收站，并在那里保留 30 天。
error-transcript-headless = { $subject } 缺少第一行。
    .why = 没有这一行，其他程序不会把它当作会话。
    .hint = 修复会保留原文件，并补上这一行。
error-transcript-torn = { $subject } 的最后一行只有一半。
    .why = Cove 在写入时被中断。其他内容都在。
    .hint = 修复会保留原文件，并去掉这半行。
error-transcript-damaged = { $subject } 中有几行无法读取。
    .why = 这些行之前的内容，助手可能够不着。
    .hint = 修复会保留原文件，去掉这些行，并把其余内容接好。
error-transcript-open-calls = 在 { $subject } 中，助手在等一个始终没有回应的工具。
    .why = 工具运行时 Cove 被中断，之后没有继续。
    .hint = 修复会保留原文件，并注明该工具可能运行过，也可能没有。
error-transcript-orphan = { $subject } 不属于任何会话。
    .why = 它占用空间，也没有人能找到它。
    .hint = 修复会保留一份副本，并把文件标为已收起。不会删除任何内容。
error-transcript-unopened = 无法打开 { $subject }。
    .why = 这个会话既不能显示，也不能继续。
    .hint = 请看看文件是否属于你。
error-lock-stale = { $subject } 是一个已不再运行的程序留下的。
    .why = 使用这个主目录的其他程序可能会一直等它。
    .hint = 修复会保留一份副本，并移除这个锁。
error-lock-held = 另一个程序正在处理 { $subject }。
    .why = 两个程序同时写同一个会话，可能会弄坏它。
    .hint = 请停止另一个程序，或让它使用别的主目录。
error-file-cut = { $subject } 对助手来说太长：{ $raw } 个字符中只看到 { $injected } 个。
    .why = 助手不知道文件中间写了什么。
    .hint = 请缩短文件，或把一部分移到其他笔记。
error-file-unreadable = 无法把 { $subject } 当作文字读取。
    .why = 助手完全看不到这个文件。
    .hint = 如果它是其他编码的文字，修复会保留原文件，并改写为普通文字。否则请看看它是否属于你、是否太大。
error-files-unopened = 无法打开助手 { $subject } 的文件。{ $told }
    .why = 助手既不能读，也不能记。
    .hint = 请检查设置中为这个助手指定的文件夹。
error-secret-in-settings = 设置文件里有明文密钥：{ $subject }。
    .why = 谁能读到这个文件或它的副本，谁就能使用密钥。
    .hint = 修复会把密钥移到钥匙串。这是唯一不保留副本的修复。
error-secret-in-note = { $subject } 里有看起来像密钥的内容。
    .why = 助手会读这个文件，拿到副本的人也会。
    .hint = 打开这份笔记，在那里按一下就能删去，也能恢复。Cove 从不替你改动你写的话。
    .hint-cli = 请用“cove secret set”保存密钥，并从笔记中删去。Cove 从不替你改动你写的话。
error-secret-in-file = { $subject } 里有明文密钥。
    .why = 它是其他程序留下的。谁能读到这个文件，谁就能使用密钥。
    .hint = 如果你不再使用那个程序，请删除这个文件。
error-settings-wrong = 设置有误。{ $told }
    .why = 在改正之前，使用的是上一次正确的设置。
    .hint = 请改正这一项，或去掉它以使用默认值。
error-settings-unknown = 设置里有 Cove 不认识的键。{ $told }
    .why = 它不起作用，可能拼错了，也可能属于其他程序。
    .hint = 请检查拼写。它会原样保留。
error-database-damaged = Cove 自己的数据表已损坏。
    .why = 等待处理的、已发送的和花费都记在那里。
    .hint = 修复会保留原文件，并换上最新的副本。下次启动时也会这样做。
error-database-unopened = 无法读写 Cove 自己的数据表。
    .why = 新的内容都记不下来：消息、花费、发送情况。
    .hint = 请看看磁盘是否已满、文件夹是否属于你。已有的内容不会被改动。
error-database-newer = Cove 自己的数据表由更新的 Cove 写入。
    .why = 这个版本不能改动它。
    .hint = 请启动更新的 Cove。
error-clock-wrong = 电脑的时钟不可能是对的。
    .why = 什么都不会按时运行。
    .hint = 请校准电脑的时钟。
error-clock-behind = 电脑的时钟比 Cove 最新的记录慢 { $minutes } 分钟。
    .why = 时钟被调回过，或之前不准。在赶上之前，时间会显得奇怪。
    .hint = 请看看电脑的时钟是否正确。
error-zone-unknown = 不认识时区“{ $subject }”。
    .why = 无法判断当地时间，因此使用 UTC。
    .hint = 请设置电脑的时区，或设置中的 agents.defaults.userTimezone。

error-health-busy = 这个会话正在进行。
    .hint = 等它回答完再试一次。
error-health-needs-gateway = 这项修复需要询问助手，所以 Cove 必须在运行。
    .hint = 请启动 Cove，然后再试一次。
error-finding-unknown = 检查没有发现叫“{ $name }”的问题。
    .hint = cove doctor 会列出它的发现。--fix 后面可以是代码、编号，或什么都不写。
error-fix-unknown = 没有这个编号的修复。
    .hint = cove restore --list 会列出所有修复。
error-fix-undone = 这次修复已经撤回过。

## 命令行

cli-doctor-sound = 主目录状态良好。
cli-doctor-error = 需要修复：{ $what }
cli-doctor-warning = 请留意：{ $what }
cli-doctor-info = 供参考：{ $what }
cli-doctor-fixed = 已修复：{ $what }
cli-doctor-undo = 撤回：cove restore --fix { $id }
cli-doctor-failed = 未能修复（{ $id }）：{ $message }
cli-doctor-by-id = {"    "}单独处理：cove doctor --fix “{ $id }”
cli-doctor-move = {"    "}或者移过去：cove doctor --fix “{ $id }” --move
cli-doctor-try = “cove doctor --fix”会修复只需修补的部分，并保留所改内容的副本。
cli-backup-made = { $files ->
   *[other] 已制作备份：{ $path }（{ $files } 个文件，{ $megabytes } MB）
 }
cli-backup-secret = 备份中没有 { $path } 的密钥。恢复后请重新输入。
cli-backup-key = { $path } 里有看起来像密钥的内容，它也在备份中。
cli-restored = { $files ->
   *[other] 已恢复 { $at } 的备份（{ $files } 个文件）。
 }
cli-restore-kept = 原来的主目录保留在：{ $path }
cli-restore-waits = 自动运行的事会等待。要在这里接管，请运行：cove resume autonomous
cli-restore-fix = 已撤回修复 { $name }。
cli-no-fixes = 还没有修复过任何内容。
cli-fix-undone = 已撤回
error-session-belongs-nowhere = 这个会话无法移动：它的消息现在没有去处。
    .hint = 可以把它放进归档。
error-transcript-name-taken = { $path } 是另一个同名的会话，所以什么都没有移动。
    .hint = 把其中一个文件移到别处，然后再试一次。
