### 一条消息属于哪个智能体、哪段对话。

## agents.list、bindings 和 session 里的错误。
error-config-missing = 缺少 { $path }
    .hint = 请补上它，或删除它所在的那组设置。
error-config-agent-twice = { $path }：已经有一个叫 { $found } 的智能体
    .hint = 每个智能体要有自己的编号。
error-config-unknown-agent = { $path }：agents.list 里没有智能体 { $found }，因此由默认智能体回答
error-config-not-word = { $path }：{ $found } 不是 "main" 这样的单个词

## cove route
cli-route = 交给智能体 { $agent }，进入 { $key }。依据：{ $rule }。
cli-route-default = 交给智能体 { $agent }，进入 { $key }。没有规则提到这个聊天，因此由默认智能体回答。
error-route-channel = Cove 没有“{ $channel }”这个渠道
    .hint = 可用的渠道：{ $channels }。
error-route-peer = 聊天需要一个编号
