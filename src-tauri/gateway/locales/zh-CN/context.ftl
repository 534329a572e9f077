### context: what the next message carries along

context-head = 上下文：{ $about }{ $used } / { $window } 个词元（窗口的 { $percent }%）
context-meter = 到 { $start } 个词元时会把较早的内容整理成摘要，现在到了 { $percent }%。
context-model = 模型：{ $model }，文件在 { $workspace }
context-parts = 下一条消息会带上：
context-part =
    { $count ->
        [1] { $name }：{ $tokens }
       *[other] { $name }（{ $count }）：{ $tokens }
    }
context-part-instructions = 指示
context-part-files = 文件
context-part-tools = 工具
context-part-summary = 之前内容的摘要
context-part-carryover = 重置前带过来的内容
context-part-people = 大家说的话
context-part-agent = 我说的话
context-part-tool-calls = 我对工具的调用
context-part-tool-results = 工具的回答
context-part-pictures = 图片
context-part-notes = Cove 的备注
context-free = 剩余：{ $tokens }
context-files = 文件：
context-file =
    { $state ->
        [in] { $path }：完整，{ $raw } 个字符（{ $tokens } 个词元）
        [cut] { $path }：有删节，{ $raw } 个字符中的 { $injected } 个（{ $tokens } 个词元）
        [missing] { $path }：不存在
        [empty] { $path }：空的
        [unreadable] { $path }：无法读取
       *[other] { $path }：不用于这个会话
    }
context-tools = 工具：
context-tool =
    { $count ->
        [one] { $name }：{ $tokens } 个词元，{ $count } 个参数，说明 { $summary } 个字符，格式 { $schema } 个字符
       *[other] { $name }：{ $tokens } 个词元，{ $count } 个参数，说明 { $summary } 个字符，格式 { $schema } 个字符
    }
context-tool-names = 工具（{ $tokens } 个词元）：{ $names }
context-prompt = 指示和文件：{ $chars } 个字符，其中文件 { $files } 个。单个文件最多 { $most } 个，全部最多 { $total } 个。
context-marks =
    { $flush ->
        [off] 到 { $compaction } 个词元时把较早的内容整理成摘要，留出 { $reserve } 个给回答。模型最多能读 { $window } 个。整理前不另存笔记。
       *[other] 到 { $flush } 个词元时保存笔记，到 { $compaction } 个时把较早的内容整理成摘要，留出 { $reserve } 个给回答。模型最多能读 { $window } 个。
    }
context-thresholds = 这类会话从 { $warning } 个词元起算长，从 { $critical } 个起算很长。
context-pruning =
    { $on ->
        [true] 较早的工具回答：缩短 { $trimmed } 个，省略 { $cleared } 个，省下 { $tokens } 个词元。磁盘上的会话仍保留全部内容。
       *[false] 较早的工具回答会完整发送。
    }
context-cache = 上一条消息中，{ $read } 个词元来自模型的缓存，{ $written } 个写入了缓存。
context-estimate =
    { $count ->
        [one] 我对上一条消息的估算误差是 { $last }%。
       *[other] 我对上一条消息的估算误差是 { $last }%；{ $count } 条消息平均 { $mean }%，最大 { $worst }%。
    }
context-estimate-none = 模型还没有统计过，这些数字是估算的。
context-compactions =
    { $count ->
        [0] 还没有整理过摘要（会话 { $id }）。
        [one] 整理过一次摘要（会话 { $id }）。
       *[other] 整理过 { $count } 次摘要（会话 { $id }）。
    }
context-compact-now =
    { $messages ->
        [one] 现在整理，会用摘要代替 { $messages } 条消息：最多腾出 { $tokens } 个词元（{ $percent }%）。最新的 { $kept } 条保持原样。
       *[other] 现在整理，会用摘要代替 { $messages } 条消息：最多腾出 { $tokens } 个词元（{ $percent }%）。最新的 { $kept } 条保持原样。
    }
context-long-cost = 会话很长：每条消息大约花费 { $cost }。
context-long = 会话很长：每条消息都会带上全部内容。
context-no-such = 没有“{ $what }”。可以用 /context list、/context detail 或 /context json。
command-context = 下一条消息会带上什么

error-file-cut-in-prompt = { $path } 太长，无法全部读入：{ $total } 个字符中读入了 { $shown } 个。
    .hint = 请缩短它，或把一部分移到单独的文件里。
error-file-unreadable-in-prompt = 无法读取 { $path }。
    .hint = 请确认它是文本文件，并且你有权打开它。
