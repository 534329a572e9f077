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
