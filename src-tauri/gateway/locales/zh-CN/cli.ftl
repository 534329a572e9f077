### 命令行与本地套接字。

## 本地套接字的错误

error-contract-too-old = 此程序比正在运行的 Cove 旧：它使用版本 { $theirs }，Cove 使用 { $ours }。
    .hint = 请更新此程序，或使用与正在运行的 Cove 一起安装的程序。
error-contract-too-new = 正在运行的 Cove 比此程序旧：它使用版本 { $ours }，此程序使用 { $theirs }。
    .hint = 请退出 Cove，再启动较新的版本。
error-gateway-gone = Cove 还没来得及回答就停止了。
    .hint = 用 “cove gateway” 启动它或打开应用，然后再试一次。
error-gateway-needed = Cove 没有运行，而这一步需要它。
    .hint = 用 “cove gateway” 启动它，或打开应用。
error-hello-first = Cove 不认识连接进来的程序。
    .hint = 请使用随应用安装的 “cove” 命令。
error-line-too-long = 一次传的内容太多：程序之间的一条消息最多 { $limit } 字节。
    .hint = 请分成几段发送。
error-line-unreadable = Cove 读不懂此程序的请求。
    .hint = 请使用随应用安装的 “cove” 命令。
error-too-many-requests = 此连接上等待的请求太多。
    .hint = 请等其中一些得到回答。
error-contract-mismatch = 读不懂收到的回答。
    .hint = 请确认此命令与正在运行的 Cove 是同一版本。
error-connection-refused = 正在运行的 Cove 没有接受连接。
error-socket-failed = 与 Cove 的连接失败：{ $path }。
    .hint = 请重启 Cove，然后再试一次。
error-socket-not-ours = 代替 Cove 回答的程序属于另一个用户。
    .hint = 请以启动 Cove 的用户身份运行。

## 命令自身的错误

error-cli-start = 命令无法启动：{ $reason }。
error-cli-input = 读不到输入的内容：{ $reason }。
error-cli-nothing-entered = 没有输入内容，因此什么也没有改变。
error-cli-no-such-file = 没有文件 { $path }。
    .hint = “cove files list” 会列出现有的文件。

## 命令的语句

cli-ready = Cove 已就绪（进程 { $pid }，套接字 { $socket }）。按 Ctrl-C 停止。
cli-stopping = { $running ->
    [0] Cove 正在停止。
   *[other] Cove 会等 { $running } 个进行中的回答结束后停止，最多 { $seconds } 秒。到时没完成的，下次启动时继续。
 }
cli-nothing-to-send = 没有要发送的消息
cli-stopped = 已停止。
cli-undo = 用 “cove undo { $id }” 可以撤销。
cli-chat-hello = 输入一行后按回车。Ctrl-C 停止回答，Ctrl-D 离开。
cli-chat-skipped = 已停止；跳过了 { $count } 条等待的消息。
cli-status-model = 模型：{ $label }（{ $id }）
cli-status-work = 进行中 { $working }，等待中 { $waiting }
cli-status-need = 需要你：{ $text }
cli-need-pairing = { "  " }cove pairing approve telegram { $reference }
cli-need-undelivered = { "  " }cove resend { $reference }
cli-need-health = { "  " }cove doctor
cli-need-config = { "  " }cove config validate
cli-need-secret = { "  " }cove secret unlock
cli-status-cost = 今日花费：{ $cost }
cli-no-sessions = 还没有对话。
cli-no-activity = 还没有发生任何事。
cli-no-files = 没有文件。
cli-no-versions = 此文件没有保留的版本。
cli-no-secrets = 没有保存的密钥。
cli-nobody-asks = 没有人请求加入。
cli-no-deliveries = 所有消息都已送达。
cli-no-models = 没有已知的模型。
cli-no-servers = 在这台电脑上没有找到模型服务。
cli-model-in-use = 使用中
cli-model-no-key = 没有密钥
cli-model-chosen = 从现在起由 { $name } 回答。
cli-model-keyless = 已选择 { $name }，但它还不能回答：缺少密钥。请输入密钥：cove secret set { $path }
cli-config-set = 已修改 { $name }。
cli-config-unset = 已移除 { $name }；现在使用默认值。
cli-config-good = { $name } 没有错误。
cli-config-mistakes = { $name } 有错误：
cli-config-warnings = 以下内容不起作用：
cli-config-held-up = { $name } 已保存，但还没有生效：在修好下面的错误之前，仍使用上一份正确的设置。
cli-ask-secret = 密钥
cli-ask-passphrase = 口令
cli-choose-keep = 这台电脑没有钥匙串。密钥保存在哪里？
cli-choose-this-run = 只放在内存里，直到 Cove 结束
cli-choose-passphrase = 用口令加密的文件
cli-secret-set = 已保存 { $name }。
cli-secret-removed = 已移除 { $name }。
cli-secret-unlocked = 已解锁，直到 Cove 结束。
cli-secret-confirmed = 密钥可以发往 { $name }。
cli-secret-adopted = { $count ->
    [0] 设置文件里没有密钥。
   *[other] 已从设置文件移出 { $count } 个密钥：
 }
cli-secret-left = { $path } 仍留在文件里，因为不知道它是给哪台服务器用的：cove secret set { $path } --origin URL
cli-pairing-approved = 已允许 { $name }。
cli-pairing-rejected = 已拒绝 { $name }。
cli-pairing-removed = { $name } 不能再写消息。
cli-paused = { $kind ->
    [all] 一切已暂停，用 “cove resume” 让它继续。消息会等着。
    [autonomous] 自动运行的事情已暂停，用 “cove resume autonomous” 让它继续。消息照常回答。
    [heartbeat] 例行查看已暂停，用 “cove resume { $name }” 让它继续。定好时间的事照常到来。
    [job] “{ $about }”已暂停，用 “cove resume { $name }” 让它继续。
    [channel] 渠道 { $about } 已暂停，用 “cove resume { $name }” 让它继续。
   *[other] { $name } 已暂停，用 “cove resume { $name }” 让它继续。
 }
cli-paused-until = { $kind ->
    [all] 一切已暂停，直到 { $until }。消息会等着。
    [autonomous] 自动运行的事情已暂停，直到 { $until }。消息照常回答。
    [heartbeat] 例行查看已暂停，直到 { $until }。定好时间的事照常到来。
    [job] “{ $about }”已暂停，直到 { $until }。
    [channel] 渠道 { $about } 已暂停，直到 { $until }。
   *[other] { $name } 已暂停，直到 { $until }。
 }
cli-resumed = { $kind ->
    [all] 一切继续。
    [autonomous] 自动运行的事情继续。
    [heartbeat] 例行查看继续。
    [job] “{ $about }”继续。
    [channel] 渠道 { $about } 继续。
   *[other] { $name } 继续。
 }
cli-resent = 正在重新发送 { $name }。
cli-dismissed = { $name } 保持原样。
cli-file-reverted = { $name } 的旧版本已恢复。

## 表格用词

cli-column-file = 文件
cli-column-bytes = 字节
cli-column-changed = 修改时间
cli-column-versions = 版本数
cli-column-version = 版本
cli-column-when = 时间
cli-column-by = 作者
cli-column-added = 增加
cli-column-removed = 删除
cli-column-secret = 密钥
cli-column-kept = 保存于
cli-column-server = 服务器
cli-column-channel = 渠道
cli-column-code = 配对码
cli-column-who = 谁
cli-column-until = 有效期至
cli-column-account = 账号
cli-column-may-write = 可以写消息
cli-column-id = 编号
cli-column-state = 状态
cli-column-to = 发往
cli-column-text = 内容
cli-column-model = 模型
cli-column-window = 窗口
cli-column-price-in = 输入
cli-column-price-out = 输出
cli-column-name = 名称
cli-author-person = 你
cli-author-agent = 智能体
cli-author-cove = Cove
cli-author-elsewhere = 其他程序
cli-keep-keychain = 钥匙串
cli-keep-passphrase = 口令加密文件
cli-keep-this-run = 内存，直到 Cove 结束
cli-keep-environment = 环境变量
cli-keep-config = 设置文件（明文）
cli-delivery-pending = 等待中
cli-delivery-attempting = 发送中
cli-delivery-sent = 已发送
cli-delivery-unknown = 可能没有送达
cli-delivery-refused = 被拒绝
cli-delivery-expired = 太旧，不再发送
