### config

## A value that is not what its key allows: path, what was found, what is allowed.
error-config-not-duration = { $path }：{ $found } 不是时长，应写成 "30m" 这样
    .hint = 写一个数字和单位：ms、s、m、h 或 d。
error-config-not-bool = { $path }：{ $found } 既不是 true 也不是 false
error-config-not-whole = { $path }：{ $found } 不是 { $least } 到 { $most } 之间的整数
error-config-not-amount = { $path }：{ $found } 不是零或更大的数
error-config-not-text = { $path }：{ $found } 不是带引号的文本
error-config-not-id = { $path }：{ $found } 不是 "123456789" 这样的编号
error-config-not-one-of = { $path }：{ $found } 不在可选值 { $allowed } 之中
error-config-not-list = { $path }：{ $found } 不是 ["a", "b"] 这样的列表
error-config-not-pattern = { $path }：{ $found } 不是 Cove 能读懂的匹配式，例如 "\\bwren\\b"
error-config-not-object = { $path }：{ $found } 不是花括号中的一组设置
error-config-not-time = { $path }：{ $found } 不是 "08:30" 这样的时刻
error-config-not-zone = { $path }：{ $found } 不是 "Asia/Shanghai" 这样的时区
error-config-not-url = { $path }：{ $found } 不是 "https://example.com/v1" 这样的地址
error-config-not-model = { $path }：{ $found } 既不是 "anthropic/claude-haiku-4-5" 这样的模型，也不是模型的别名

## Files.
error-config-environment-unset = { $path }：环境变量 { $name } 没有设置
    .hint = 在启动 Cove 之前设置它，或把它从设置中去掉。
error-config-syntax = { $file } 第 { $line } 行第 { $column } 列无法读取
    .hint = 看看那里是否缺了逗号、引号或括号。
error-config-empty = { $file } 是空的
    .hint = 写入 {"{}"} 即可使用默认设置，或者找回你的设置。
error-config-unreadable = 无法打开 { $file }
    .hint = 请确认它存在，并且你有权读取。
error-config-include-outside = { $path }：{ $file } 不在设置所在的文件夹里
    .hint = 把它移到那个文件夹里。
error-config-include-circle = { $path }：{ $file } 包含了它自己
error-config-include-deep = { $path }：{ $file } 的嵌套超过十层
error-config-include-shape = { $path }：$include 后面应是一个设置文件的名字，或一组名字
error-config-unknown-key = { $path }：Cove 不使用这项设置，会原样保留。
error-config-unknown-key-near = { $path }：Cove 不使用这项设置，会原样保留。
    .hint = 是不是想写“{ $near }”？
error-config-plain-secret = { $path } 是机密，却以明文写在文件里
    .hint = 请在“设置”的“模型和密钥”中把它移到钥匙串。
    .hint-cli = 把它移到钥匙串：cove secret adopt
error-config-nothing-kept = 设置文件里没有为 { $name } 保留的内容
    .hint = 在那里写上密钥本身，或删去这一行。

## Changes.
error-config-file-broken = 设置文件在第 { $line } 行第 { $column } 列无法读取，所以没有做任何更改
    .hint = 请修好文件或完成编辑，然后再试。
error-config-bad-path = “{ $path }” 不指向任何设置
    .hint = 用点号连接各个键，例如 agents.defaults.model。
error-config-no-such = 没有名为 “{ $path }” 的设置
error-config-secret-here = { $path } 是机密，Cove 不会把机密写进设置
    .hint = 用这条命令保存：cove secret set { $path }
error-config-elsewhere = { $path } 在另一处也有设置，并以那里为准
    .hint = 请在被包含的文件中更改，或删除重复的一项。
error-config-changed-since = { $path } 后来又改过，所以无法撤销

## The first settings file.
config-first-head =
    Cove 的设置。每一项都有默认值，只需写下你想更改的。
    保存文件后 Cove 会重新读取。密钥不要写在这里：cove secret set
config-first-heartbeat = 智能体多久自己看一看；"30m" 是每半小时，"0m" 是关闭。
config-first-language = "en" 或 "zh-CN"。
error-agent-name-empty = 名字至少要有一个字。
