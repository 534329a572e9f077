### sync: 几段对话共同知道的事

## 为什么没有做

error-state-version = 那里是第 { $found } 版，不是第 { $wanted } 版。
    .hint = 请重新读取，再在它上面修改。
error-state-held = { $holder } 占用到 { $until }。
    .hint = 请等到期或释放。
error-state-not-held = 您没有占用它。
error-state-format = 它声明的格式是“{ $declared }”。
    .hint = 请用同样的格式，或换一个名字。
error-state-unreadable = 这个文件不是共享状态：{ $reason }
    .hint = 请在笔记里修好它，或恢复较早的版本。
error-state-not-json = 这不是 JSON：{ $reason }
    .hint = 文字要加引号：'"茶"'。
error-state-name = 名字由 1 到 64 个字母、数字、- 和 _ 组成。
error-state-lease = 占用时间在一分钟到一天之间。

## 助手做了什么

tool-memory-append = 记下了今天的一件事
tool-heartbeat-state = 更新了例行查看的记录
tool-shared-state = 使用了共享状态“{ $of }”
tool-message = 给您发了一条消息
tool-message-failed = 没能发出消息

## 命令行

cli-state-none = 没有共享状态。
cli-state-state = 状态
cli-state-log = 日志
cli-state-nothing = 没有状态“{ $name }”。
cli-state-added = 已添加。
cli-state-version = 第 { $version } 版{ $by ->
    [none] {""}
   *[other] ，由 { $by } 写入
 }{ $format ->
    [none] {""}
   *[other] ，格式 { $format }
 }
cli-state-held = { $holder } 占用到 { $until }。
