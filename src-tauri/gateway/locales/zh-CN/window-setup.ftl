### window-setup: what is connected and set, in the welcome and in Settings

# A model
setup-key-works = 可用，{ $time } 内回答
setup-key-checking = 正在向模型提一个小问题，看密钥是否可用…
setup-key-kept = 已存有发给 { $host } 的密钥。粘贴新的即可替换。
setup-model-suggested = 推荐的模型
setup-connect-anyway = 仍然连接
setup-provider-month = { $what }，每月约 { $price }
setup-month-assumes = 价格按安静的一个月估算：07:00 到 23:00 每半小时例行查看一次。你自己的对话另计。
setup-fallback = 它不能回答时
setup-fallback-says = 服务中断、密钥被拒绝或余额不足时，按这个顺序改问它们。
setup-fallback-add = 再加一个模型
setup-fallback-choose = 选择模型
setup-fallback-up = 提前询问 { $name }
setup-fallback-none = 再连接一家提供商，它的模型就能在这里替补。

# Telegram
setup-step-done = 已完成
setup-tg-father = 向 BotFather 申请一个新机器人
setup-tg-father-says = BotFather 是 Telegram 自己的助手。给它发送 /newbot，再取个名字。
setup-tg-father-open = 打开 BotFather
setup-tg-father-name = BotFather
setup-tg-picture = 看示意图
setup-tg-newbot = /newbot
setup-tg-newbot-back = 完成！请使用这个令牌：7412…:AAE…
setup-tg-token = 粘贴它给你的令牌
setup-tg-this-is = 这是 { $bot }
setup-tg-message = 给你的机器人发一条消息
setup-tg-message-says = 发什么都行，{ $name } 由此知道哪个人是你。
setup-tg-hello = 你好！
setup-tg-answer = { $name } 在这里回答
setup-tg-waiting = 正在等你的消息
setup-tg-connecting = 正在连接 Telegram…
setup-tg-listening = 从 { $time } 起在听。
setup-tg-open = 打开 { $bot }
setup-tg-wrote = 给你的机器人写了消息，得到配对码 { $code }。
setup-tg-me = 这是我
setup-tg-not-me = 不是我
setup-tg-nothing = 一分钟后还没有动静？
setup-tg-see = 看看要检查什么
setup-tg-check-bot = 打开的是和 { $bot } 的对话，而不是和 BotFather 的吗？
setup-tg-check-start = 新对话里 Telegram 会显示“开始”：点它，再随便写一个词。
setup-tg-check-other = 有别的程序在用这个机器人吗？那就向 BotFather 要一个新令牌。
setup-tg-done = 你可以在 Telegram 上和 { $name } 对话了。
setup-tg-safe = 只有你确认的人才能和 { $name } 对话。其他人只会得到一个配对码。

# Welcome
setup-about = 属于你自己的 AI 助手的家。它记得住，会提醒，也告诉你花了多少。
setup-steps = 最初几步
setup-lives-here = 你的助手住在这台电脑上，密钥存入本机的钥匙串。
setup-back = 上一步
setup-skip = 暂时跳过
setup-continue = 继续
setup-finish = 开始对话
setup-model-title = 连接一个模型
setup-model-short = 或先不用模型试试
setup-model-says = 模型是负责思考的部分。你用自己的，费用直接付给提供商。
setup-model-answers = 现在由 { $model } 回答
setup-model-answers-says = 随时可以在“设置”的“模型和密钥”中更换。
setup-practice-says = 它用固定的话回答。其他一切都是真的，以后再加模型也行。
setup-practice-try = 现在试试
setup-you-title = 你和你的助手
setup-you-short = 名字、安静时段、额度
setup-you-says = 一个名字，一个节奏，一个上限。以后都可以改。
setup-agent-name = 你的助手叫
setup-person-name = 它怎样称呼你
setup-beats = 例行查看
setup-beats-says = 它自己查看你的清单
setup-beats-count = 每天例行查看 { $count } 次
setup-quiet-says = 这段时间它不会例行查看
setup-to = 至
setup-allowance = 额度
setup-allowance-says = 它自己最多花多少
setup-allowance-day = 每天。
setup-allowance-expected = 预计 { $cost }。
setup-allowance-off = 没有例行查看和任务时，它自己不花钱。
setup-allowance-wrong = 请填金额，例如 1.00
setup-manner = 说话方式
setup-manner-short = 简短友好
setup-manner-thorough = 详尽
setup-manner-formal = 正式
setup-manner-short-line = 简短、友好
setup-manner-thorough-line = 详尽，讲清理由和细节
setup-manner-formal-line = 正式、有礼，不闲聊
setup-greeting = “{ $person ->
    [none] 你好，我是 { $agent }。
   *[other] 你好 { $person }，我是 { $agent }。
}{ $beats ->
    [on] 我在 { $from } 到 { $until } 之间例行查看，
   *[off] 你问我时我才说话，
}{ $manner ->
    [thorough] 会讲得细一些。”
    [formal] 说话正式有礼。”
   *[short] 说话简短。”
}
setup-tg-title = 在 Telegram 上对话
setup-tg-short = 随时随地找到你
setup-tg-says = { $name } 会有自己的 Telegram 联系人。大约一分钟就能建好。

# The other settings
setup-set-allowance = 额度
setup-set-fresh = 重新开始
setup-set-backup = 备份
setup-set-advanced = 高级
setup-spend-title = { $name } 自己最多花多少
setup-spend-says = 例行查看和任务计入。你自己的对话和无 AI 的提醒不计入。
setup-spend-day = 每天
setup-spend-month = 每月
setup-spend-today = 今天已用 { $spent }
setup-spend-this-month = 本月已用 { $spent }
setup-spend-wrong = 请填金额，例如 1.00；留空表示不限
setup-spend-empty = 留空表示不限；填 0 表示它自己什么都不运行。
setup-fresh-title = 重新开始
setup-fresh-says = 重新开始能让每条消息便宜。笔记会留下，最后几条消息会带过去。
setup-fresh-when = 何时重新开始
setup-fresh-daily = 每天
setup-fresh-idle = 沉默之后
setup-fresh-manual = 只在我说时
setup-fresh-hour = 时间
setup-fresh-hour-says = 按你的时钟。正在进行的对话会等它结束。
setup-fresh-minutes = 沉默多少分钟
setup-fresh-minutes-says = 从你最后一条消息算起
setup-fresh-keep = 保留的消息
setup-fresh-keep-says = 上一段对话的最后几条。0 表示不保留。
setup-whole-wrong = 请填 { $least } 到 { $most } 的整数
setup-backup = 备份
setup-backup-says = 一个文件，包含笔记、对话、任务和设置。密钥从不在其中。
setup-backup-make = 做一个备份
setup-backup-make-says = { window-name } 工作时也可以
setup-backup-now = 立即备份
setup-backup-made = { $size }，{ $count } 个文件
setup-backup-key = { $note } 里有像密钥的内容，它原样在备份里。
setup-file = 设置文件
setup-file-says = 这个窗口的每项设置都写在里面。可以在这里修改，也可以用任何编辑器，Cove 会自己读取。
setup-file-holds = 以文件内容为准。
setup-file-last-good = 文件有错误，暂时以上一次正确的设置为准。
setup-file-nothing = 文件无法读取，修好之前什么都不会自己运行。
setup-file-written = 设置文件里写着什么
setup-one = 修改一项设置
setup-one-says = 用它的路径，例如 agents.defaults.maxConcurrent。不允许的值会被拒绝。
setup-one-path = 路径
setup-one-value = 值
setup-one-set = 保存
setup-one-unset = 恢复默认
setup-again = 模型、名字和 Telegram，一步一步
setup-again-says = 已经设好的都不会丢。
setup-again-show = 再看一次
