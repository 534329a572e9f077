### channel：Cove 在聊天中关于自己的话，以及渠道的状况

## 聊天中

telegram-pairing =
    这是一位用户的私人助理，它还不认识你。主人可以用这个配对码让你加入：

    `{ $code }`

    一小时内有效。在 Cove 窗口中：设置、Telegram、批准。在命令行中：`cove pairing approve telegram { $code }`

    你的 Telegram 编号：`{ $sender }`
telegram-pairing-approved = 你现在可以给我发消息了。
telegram-cannot-read = 这种消息我读不了。请写成文字。
telegram-not-taken = 我没能收下你的上一条消息。请再发一次；如果还是不行，Cove 的窗口里会说明原因。
telegram-topic-gone = 原来的话题已不存在，我在这里回答。

## 渠道的状况

channel-health-off = 已关闭
channel-health-connecting = 正在连接
channel-health-well = 已连接
channel-health-trying = 未连接，正在重试
channel-health-needs-you = 需要你处理

## 出了什么问题，该怎么办

error-telegram-token = Telegram 不认识这个机器人令牌。
    .hint = 向 @BotFather 索取令牌（/mybots，选择你的机器人，API Token），然后重新设置。
    .hint-cli = 向 @BotFather 索取令牌（/mybots，选择你的机器人，API Token），然后：cove secret set channels.telegram.botToken
error-telegram-no-token = Telegram 机器人还没有令牌。
    .hint = 填入 @BotFather 给你的令牌。
    .hint-cli = 填入 @BotFather 给你的令牌：cove secret set channels.telegram.botToken
error-telegram-api-root = Telegram 服务器的地址（apiRoot）不是网址。
    .hint = 写成 https://api.telegram.org 这样的形式，或者删掉它。
error-telegram-conflict = 另一个程序正在读取这个机器人的消息，有些可能到不了 Cove。
    .hint = 停掉那个程序；或者断开它：向 @BotFather 要一个新令牌，填到这里。
error-telegram-unreachable = 这台电脑连不上 Telegram。
    .hint = 检查网络连接。Cove 会继续尝试。
error-telegram-lost = 与 Telegram 的连接中断了，或者它没有及时回应。
    .hint = 当时正在发送的消息可能已经送达。Cove 不会自行再发一次。
error-telegram-server = Telegram 自身出了问题。
    .hint = Cove 会继续尝试。
error-telegram-too-many = Telegram 要求等 { $seconds } 秒再发下一条消息。
    .hint = Cove 会等一等再继续。
error-telegram-store = 一条来自 Telegram 的消息没能存到这台电脑上。
    .hint = 检查磁盘是否还有空间。Telegram 留着这条消息，Cove 会重试。
error-telegram-blocked = 这个人或群组不接收机器人的消息。
    .hint = 请对方打开机器人的聊天并按“开始”，或者把机器人重新加入群组。
error-telegram-no-chat = Telegram 上没有这个聊天。
    .hint = 检查聊天编号。对方要先给机器人发过消息。
error-telegram-no-topic = 这个话题已不存在或已关闭。
    .hint = 换一个话题，或者不用话题。
error-telegram-group-moved = 这个群组换了编号：{ $chat }。
    .hint = 请使用新编号。
error-telegram-too-long = 这条消息超过了 Telegram 的长度上限。
error-telegram-refused = Telegram 拒绝了这条消息：{ $description }

## 来自 Telegram 的消息为何没有交给助理

error-telegram-dms-off = 私聊已关闭。
    .hint = 在“设置”的 Telegram 中打开。
    .hint-cli = 打开：cove config set channels.telegram.dmPolicy pairing
error-telegram-not-allowed = 这个人不在可以发消息的名单里。
    .hint = 在“设置”的 Telegram 中把对方的编号加入名单。
    .hint-cli = 把对方的编号加入名单：cove config get channels.telegram.allowFrom
error-telegram-pairing-asked = 有新的人发来消息，已给了配对码。
    .hint = 批准配对码，对方就能加入。
error-telegram-pairing-waiting = 这个人已有配对码，正在等待批准。
    .hint = 批准配对码，对方就能加入。
error-telegram-pairing-full = 已有三个人在等待批准，第四个人没有拿到配对码。
    .hint = 请批准或拒绝正在等待的人。
error-telegram-press-refused = 没有权限的人按了按钮。
error-telegram-edit-ignored = 一条消息被改成了 Cove 读不了的内容；以最初的内容为准。
error-telegram-membership = 机器人在一个聊天中的身份变了：{ $status }。
error-telegram-channel-post = 频道里的帖子不读取。
error-telegram-no-sender = 一条没有发送者的消息。
error-telegram-unsupported = 一种 Cove 读不了的消息。
error-telegram-unreadable = Telegram 交来的内容是 Cove 不认识的形式（{ $at }）。
    .hint = 更新的 Cove 也许能读。
error-telegram-update-failed = 有一条消息试了八次都没能收下，已放到一边。
    .hint = 请对方再发一次。如果还是不行，请看“健康”。
error-telegram-other-update = Telegram 交来的不是消息。

## 配对

error-pairing-file = 人员名单（{ $file }）无法读取或写入。
    .hint = 检查磁盘是否还有空间，以及文件是否属于你。
error-pairing-no-such-code = 没有用这个配对码等待的请求。配对码一小时内有效。
    .hint = 请对方再给机器人发一条消息，拿新的配对码。
error-pairing-no-such-person = 名单里没有这个人。
    .hint = 由设置文件允许的人，要在设置文件里删除。

## 网络钩子

error-telegram-webhook-port = 端口 { $port } 已被另一个程序占用，Telegram 的消息到不了这里。
    .hint = 请结束那个程序，或换一个端口（channels.telegram.webhookPort），转发消息的程序也要一起改。
error-telegram-webhook-secret = 网络钩子没有密钥，或者密钥不是 Telegram 接受的形式。
    .hint = 请设置 channels.telegram.webhookSecret：1 到 256 个字母、数字、_ 和 -。
error-telegram-webhook-refused = Telegram 不接受网络钩子的地址：{ $said }
    .hint = 必须是任何地方都能访问的 https 地址。不设 channels.telegram.webhookUrl 时，Cove 会自己去取消息。
error-telegram-webhook-fails = Telegram 访问不了网络钩子的地址：{ $said }
    .hint = 请看看把消息转给 Cove 的程序是否在运行。消息不会丢：Telegram 会保留一天。
