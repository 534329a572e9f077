### window

# The frame
window-name = Cove
window-practice = 练习模式：无 AI，免费
window-skip = 跳到对话
window-places = 位置
window-chat = 对话
window-settings = 设置
window-needs-count = 有 { $count } 件事需要你处理
window-mood-well = 一切正常
window-mood-working = 正在工作
window-mood-paused = 已暂停
window-mood-needs-you = 需要你
window-starting = 正在启动…
window-reconnecting = 正在重新连接…
window-refused = 无法连接
window-lost-title = 从 { $time } 起与助手的连接已断开。
window-lost-text = 你看到的是最后已知的内容。你写下的会保留，恢复后发送。
window-try-now = 立即重试
window-undo = 撤销
window-cancel = 取消
window-today = 今天
window-yesterday = 昨天
window-day-and-time = { $day } { $time }
window-seconds = { $count } 秒
window-minutes-seconds = { $minutes } 分 { $seconds } 秒
window-thousand = { $count }k
window-million = { $count }M
window-about = ≈ { $value }
window-error-carrier = 暂时联系不上你的助手。
window-problem-hint = { $message }{ $hint }

# Chat
window-conversation-main = 主会话
window-conversation-other = 会话
window-conversation-choose = 选择会话
window-here = 这台电脑
window-here-and = 这台电脑和 { $others }
window-messages = 消息
window-you-said = 你
window-agent-said = { $name }
window-from-telegram = 来自 Telegram
window-from-cli = 来自命令行
window-older = 正在载入更早的消息
window-newest = 最新
window-free = 免费
window-stopped = 在此停止
window-working = 正在工作
window-writing = 正在写
window-tool-running = 进行中
window-tool-failed = 失败
window-tool-input = 输入
window-tool-output = 输出
window-tool-waiting = 还没有输出
window-sending = 正在发送
window-waiting = 等待处理
window-unsent = 未发送
window-skipped = 未回答
window-try-again = 重试
window-discard = 放弃
window-kept = 你的消息已保留。
window-key-refused = { $provider } 拒绝了密钥
window-key-kept = 你的消息已保留，密钥可用后会再次发送。
window-key-new = 新密钥
window-key-check = 保存并重新发送
window-key-where = 在哪里获取密钥？
window-key-other-model = 换一个模型
window-composer = 消息
window-composer-hint = 写给 { $name }
window-send = 发送
window-stop = 停止
window-model-name = 模型：{ $model }
window-empty-title = 和 { $name } 说点什么
window-empty-text = { $name } 把笔记存成这台电脑上的普通文件，可以读取和修改。
window-empty-practice = { $name } 还没有模型，会用固定的话回答；其他一切都是真的。
window-empty-start = 或者从这些开始
window-ask-list = 我的清单上有什么？
window-ask-list-why = 读取 TODO.md
window-ask-remember = 记住我喜欢简短的回答
window-ask-remember-why = 在 MEMORY.md 中加一行
window-ask-todo = 待办：给植物浇水
window-ask-todo-why = 在 TODO.md 中加一行
window-ask = 问

# How full the conversation is
window-ring-label = 会话已用 { $percent }%
window-ring-title = 会话用了多少
window-ring-of = { $used } / { $start } 词元
window-ring-fine = 还有空间
window-ring-getting = 快满了
window-ring-nearly = 即将用满
window-ring-next = 你的下一条消息
window-ring-left = 空闲
window-ring-window = 占模型窗口
window-ring-window-figure = { $used } / { $window }（{ $percent }%）
window-ring-says = 100% 表示模型在留出回答空间后能读的上限。
window-ring-estimate = ≈ 表示估算：模型还没有计数。
window-ring-flush = 到 { $flush } 词元时保存笔记。
window-ring-compact =
    { $messages ->
        [one] 现在整理，会用摘要代替 { $messages } 条消息，最多 { $tokens } 词元；最新的 { $kept } 条保持原样。
       *[other] 现在整理，会用摘要代替 { $messages } 条消息，最多 { $tokens } 词元；最新的 { $kept } 条保持原样。
    }
window-ring-long = 会话很长：每条消息大约花费 { $cost }。
window-part-instructions = 指示
window-part-files = 文件
window-part-tools = 工具
window-part-summary = 之前内容的摘要
window-part-carryover = 重新开始前的内容
window-part-people = 你说的话
window-part-agent = 助手说的话
window-part-tool-calls = 对工具的调用
window-part-tool-results = 工具的回答
window-part-pictures = 图片
window-part-notes = Cove 的备注
window-part-others = 其他

# Needs you
window-needs-more = 还有 { $count } 项
window-needs-less = 收起
window-pairing-allow = 允许
window-pairing-deny = 拒绝
window-delivery-again = 重新发送
window-delivery-leave = 不用管
window-need-settings = 打开设置
window-need-unlock = 解锁

# Links that leave
window-link-title = 打开这个地址？
window-link-text = 会在浏览器中打开，离开 Cove。
window-link-open = 在浏览器中打开
window-link-failed = 无法打开这个地址。

# Settings
window-settings-parts = 设置的各部分
window-saved = 更改会立即保存。
window-set-model = 模型和密钥
window-set-telegram = Telegram
window-set-appearance = 外观
window-set-language = 语言
window-set-pause = 暂停

window-model-now = 正在回答的模型
window-model-window = 窗口 { $tokens } 词元
window-model-change = 模型
window-model-price = 每百万词元：输入 US${ $input }，输出 US${ $output }
window-model-price-unknown = 价格未知
window-model-use = 使用
window-model-in-use = 使用中
window-model-practice-title = 练习模式：无 AI，免费
window-model-practice-text = 它用固定的话回答。其他一切都是真的，随时可以添加模型。
window-model-practice-use = 练习
window-model-here = 在这台电脑上
window-model-local = { $models }。免费，数据留在本机。
window-model-looking = 正在查找这台电脑上的模型服务
window-model-none = 没有正在运行的。Ollama、LM Studio 和 llamafile 会自动找到。
window-model-look = 再找一次
window-model-with-key = 使用密钥
window-model-connected = 已有密钥
window-model-key = { $provider } 密钥
window-model-key-says = 它存入这台电脑的钥匙串，只发给 { $host }。
window-model-id = 模型
window-model-address = 地址
window-model-address-says = 与 OpenAI 接口相同的地址，例如 http://192.168.1.20:8000/v1
window-model-provider-id = 简称
window-model-provider-id-says = 小写字母，例如 office
window-model-key-optional = 密钥（如果需要）
window-model-connect = 连接
window-model-remove-key = 移除密钥
window-provider-anthropic = Claude
window-provider-openai = GPT
window-provider-openrouter = 多家厂商的模型
window-provider-gemini = Gemini
window-provider-deepseek = 价格低
window-provider-mistral = 来自欧洲的模型
window-provider-groq = 开放模型，速度快
window-provider-moonshot = Kimi
window-provider-other = 其他
window-provider-other-says = 你自己的地址和模型
window-field-required = 这一项必填。
window-field-address-wrong = 应以 http:// 或 https:// 开头
window-field-id-wrong = 只能用小写字母、数字和连字符。

window-keep-title = 这台电脑没有可用的钥匙串
window-keep-text = 密钥要保存在哪里？
window-keep-run = 直到 Cove 结束
window-keep-run-says = 只在内存中，下次要重新输入。
window-keep-file = 用口令保护的文件
window-keep-file-says = 已加密，每次启动时解锁。
window-keep-passphrase = 口令
window-unlock-title = 密钥已锁定
window-unlock-text = 它们在用你的口令保护的文件里。
window-unlock = 解锁
window-adopt-title = 设置文件里有明文密钥
window-adopt = 移到钥匙串

window-telegram-title = 在 Telegram 上对话
window-telegram-says = 这样 { $name } 随时都能找到你。只有你允许的人可以写消息。
window-telegram-steps = 在 Telegram 中给 @BotFather 发送 /newbot，把令牌复制到这里。
window-telegram-token = 机器人令牌
window-telegram-token-says = 它存入这台电脑的钥匙串，只发给 Telegram。
window-telegram-connect = 连接
window-telegram-on = Telegram
window-telegram-bot = 机器人
window-telegram-replace = 更换令牌
window-telegram-heard = 上次联系 { $time }
window-switch-on = 开
window-switch-off = 关
window-people = 谁可以写消息
window-people-none = 还没有人。给你的机器人发消息，会得到一个配对码，在这里允许即可。
window-people-config = 由设置文件允许
window-people-remove = 移除
window-requests = 请求加入
window-request-says = { $channel }，{ $time }。配对码 { $code }

window-appearance-theme = 主题
window-appearance-says = 只在这台电脑上
window-theme-system = 跟随系统
window-theme-light = 浅色
window-theme-dark = 深色

window-language-title = 语言
window-language-says = 用于窗口、命令行和 Cove 自己说的话
window-language-system = 跟随系统
window-language-en = English
window-language-zh = 简体中文

window-pause-title = 全部暂停
window-pause-says = 在你恢复之前，什么都不运行，也不发送。消息会等待，之后再回答。
window-pause-now = 全部暂停
window-pause-end = 继续
window-pause-since = 从 { $time } 起暂停
window-pause-holds = 什么在等待，为什么
