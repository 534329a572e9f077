### 活动：发生了什么、没有发生什么、什么被暂停，以及撤销。

## Turns and messages

activity-turn-done = { $channel ->
    [telegram] 已回答一条来自 Telegram 的消息
    [cli] 已回答一条来自命令行的消息
   *[desktop] 已回答一条来自窗口的消息
 }
activity-turn-quiet = 一条消息已读，无需回答
activity-turn-stopped = 一次回答被停止
activity-turn-failed = 一条消息未能得到回答
activity-message-done = 聊天中的一个按钮被按下
activity-message-skipped = 一条消息没有得到回答
activity-message-set-aside = 一条消息已被搁置

## Parts on their way out

activity-delivery-unknown = { $channel ->
    [telegram] 发往 Telegram 中 { $peer } 的一条消息可能没有送达
   *[other] 发给 { $peer } 的一条消息可能没有送达
 }
activity-delivery-refused = { $channel ->
    [telegram] Telegram 没有接收发给 { $peer } 的一条消息
   *[other] 发给 { $peer } 的一条消息没有被接收
 }
activity-delivery-expired = 发给 { $peer } 的一条消息已过时，没有发送
activity-delivery-resent = 正在重新发送给 { $peer } 的一条消息
activity-delivery-dismissed = 发给 { $peer } 的一条消息已按原样保留，不再处理
activity-delivery-undone = 发给 { $peer } 的一条消息又需要你处理

## People

activity-pairing-approved = { $name } 可以给你的助手写消息了
activity-pairing-rejected = 已拒绝 { $name } 的请求
activity-pairing-removed = { $name } 不能再给你的助手写消息
activity-pairing-undone = 已撤销你对 { $name } 的决定

## Settings and models

activity-config-set = { $path } 已设为 { $value }
activity-config-unset = { $path } 已移除，使用默认值
activity-config-model = { $practice ->
    [yes] 从现在起由练习助手回答
   *[no] 从现在起由 { $label } 回答
 }
activity-config-undone = 已撤销对 { $path } 的更改
activity-config-file = 在这里编辑了设置文件；之前的一份保留为 { $copy }

## Files

activity-file-written = 你更改了 { $path }
activity-file-changed = 智能体更改了 { $path }
activity-file-reverted = 已恢复 { $path } 的第 { $version } 版
activity-file-undone = 已撤销对 { $path } 的更改

## Pauses

activity-hold-set = { $scope ->
    [all] 已全部暂停
    [autonomous] 已暂停自动运行的事情
    [channel] 已暂停通道 { $name }
    [job] 已暂停“{ $name }”
    [heartbeat] 已暂停例行查看
   *[other] 已暂停 { $name }
 }
activity-hold-lifted = { $scope ->
    [all] 已结束“全部暂停”
    [autonomous] 已结束自动运行的事情的暂停
    [channel] 已结束通道 { $name } 的暂停
    [job] 已结束“{ $name }”的暂停
    [heartbeat] 已结束例行查看的暂停
   *[other] 已结束 { $name } 的暂停
 }
undo-took-back = 已撤销：{ $what }
activity-hold-over = “全部暂停”的时间到了，已自动结束
activity-hold-undone = { $scope ->
    [all] 已撤销对“全部暂停”的上一次更改
    [autonomous] 已撤销对自动运行的事情的暂停的上一次更改
    [job] 已撤销对“{ $name }”的暂停的上一次更改
    [heartbeat] 已撤销对例行查看的暂停的上一次更改
   *[other] 已撤销对 { $name } 的暂停的上一次更改
 }

## Keys

activity-secret-set = { $left ->
    [keychain] 已保存 { $path } 的密钥。钥匙串已锁定，其中仍有旧的密钥
    [passphrase] 已保存 { $path } 的密钥。已锁定的密钥文件中仍有旧的密钥
   *[other] 已保存 { $path } 的密钥
 }
activity-secret-removed = 已删除 { $path } 的密钥
activity-secret-unlocked = 密钥文件已解锁
activity-secret-confirmed = { $path } 的密钥可以发送到 { $origin }
activity-secret-adopted = 已把 { $count } 个密钥从设置文件移到钥匙串：{ $paths }

activity-recovery-done = 启动时修复了一些问题
activity-recovery-clock = 电脑的时钟被{ $direction ->
    [back] 调回
   *[forward] 调快
 }了 { $minutes } 分钟
activity-recovery-zone = 电脑换了时区：{ $to }（之前是 { $from }）。没有自己时区的任务随之改变

## What taking back does

undo-config = 把 { $path } 改回去
undo-config-file = 恢复之前的设置文件
undo-model = 改回之前的模型
undo-file-written = 撤销你对 { $path } 的更改
undo-file-changed = 把 { $path } 恢复成智能体更改之前的样子
undo-file-reverted = 把 { $path } 恢复成之前的样子
undo-hold-set = { $scope ->
    [all] 继续
   *[other] 取消这次暂停
 }
undo-hold-lifted = 再次暂停
undo-pairing-approved = 把 { $name } 从名单中移除
undo-pairing-rejected = 让 { $name } 重新等待你的答复
undo-pairing-removed = 让 { $name } 可以再次写消息
undo-delivery-dismissed = 再次把这条消息显示为未送达

error-undo-nothing = 没有可以撤销的更改。
    .hint = 更改在 24 小时内可以撤销。
error-undo-newest = 无法完成：{ $what }。{ $why }
    .hint = { $id ->
    [none] 之前没有可以撤销的更改。
   *[other] “活动”中可以撤销再之前的一项：{ $next }。
    }
    .hint-cli = { $id ->
    [none] 之前没有可以撤销的更改。
   *[other] 可以试试再之前的一项：cove undo { $id }（{ $next }）
    }
error-undo-unknown = 这项更改无法撤销。
    .hint = “活动”中列出了可以撤销的更改。
    .hint-cli = “cove activity” 会列出可以撤销的更改。
error-undo-used = 这项更改已经撤销过了。
error-undo-expired = 这项更改太久了，无法撤销。
    .hint = 更改在 24 小时内可以撤销。
error-undo-changed-since = 之后又有新的更改，所以无法撤销这一项。
    .hint = 请先撤销之后的更改，或手动修改。

## Why something is held or did not go

error-hold-paused = 你暂停了它。
    .hint = 想让它继续时，结束暂停即可。
    .hint-cli = 用 “cove resume” 让它继续。
error-hold-unknown-scope = 没有名为“{ $scope }”的内容可以暂停。
    .hint = 请使用 all、autonomous，或 channel:telegram:default 这样的通道。
error-hold-until-past = 暂停的结束时间已经过去。
    .hint = 请给出一个将来的时间，或不设结束时间。
error-delivery-not-waiting = 这条消息不需要你决定。
    .hint = 它已重新发送、已不再处理，或者已经送达。

## What a request can be refused for

error-model-unknown = 没有名为“{ $id }”且 Cove 知道如何连接的模型。
    .hint = 请写成 provider/model。如果是你自己的服务器，请同时给出地址。
    .hint-cli = 请写成 provider/model。如果是你自己的服务器：cove model use { $id } --base-url http://host:port/v1
error-secret-bad-origin = “{ $origin }”不是服务器地址。
    .hint = 请写成 https://api.example.com 这样。
error-pairing-in-settings = { $id } 写在设置里，在这里移除不会有任何改变。
    .hint = 请把这个编号从设置的 allowFrom 中去掉。
    .hint-cli = 请把这个编号从名单中去掉：cove config get channels.telegram.allowFrom
