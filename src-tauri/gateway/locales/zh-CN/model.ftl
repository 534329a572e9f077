### 模型与练习助手。

error-model-no-key = Cove 没有可用于 { $label } 的密钥。
    .hint = 请在“设置”的“模型和密钥”中输入密钥或解锁。你的消息已保留。
    .hint-cli = 请输入密钥：cove secret set models.providers.{ $provider }.apiKey
error-model-auth = { $label } 没有接受这个密钥。
    .hint = 请在“设置”的“模型和密钥”中输入新的密钥。你的消息已保留。
    .hint-cli = 请输入新的密钥：cove secret set models.providers.{ $provider }.apiKey
error-model-key-refused = { $label } 不接受这个密钥。
    .hint = 请到创建它的页面重新完整复制一次。在那里删除过的密钥不能再用。
error-model-key-missing = { $label } 需要密钥，而 Cove 没有可用的密钥。
    .hint = 请粘贴一个，或先解锁密钥。
error-model-fallback-first = 还没有模型，也就没有什么可以替补。
    .hint = 请先连接一个模型。
error-model-rate-limit = { $label } 暂时不再接受请求。
    .hint = 稍等片刻再发送，或换一个模型。
error-model-overload = { $label } 负载过高或自身出了故障。
    .hint = 几分钟后再试，或换一个模型。
error-model-overflow = 对话太长，模型一次读不完。
    .hint = 请压缩对话，或重新开始。
error-model-bad-request = { $label } 认为请求有误，拒绝了它。
    .hint = 请在“设置”的“模型和密钥”中检查模型及其设置。原因见“活动”。
    .hint-cli = 请检查模型：cove model list。原因：cove activity --limit 5
error-model-no-address = Cove 不知道“{ $provider }”的地址。
    .hint = 请在“设置”的“模型和密钥”的“其他”中填写。你的消息已保留。
    .hint-cli = 请给出地址：cove config set models.providers.{ $provider }.baseUrl https://host/v1
error-model-network = 无法连接 { $label }，或连接中断了。
    .hint = 请检查网络连接后再试。
error-model-content-filter = { $label } 拒绝回答这个内容。
    .hint = 请换个说法，或换一个模型。
error-model-billing = { $label } 的账户余额已用完。
    .hint = 请在 { $label } 充值，或换一个模型。
error-model-cancelled = 回答已停止。
    .hint = 再次发送即可重新提问。

practice-name = 练习助手（无 AI）
practice-about =
    这里是练习助手，一次没有 AI 的演练。它只懂几种固定的请求：“记住……”“待办……”和“我的清单”。它不花钱，也不需要网络。

    想和真正的模型对话，请在“设置”的“模型和密钥”中，或用 “cove model use” 连接一个：用服务商的密钥，或用在这台电脑上运行的模型。
practice-remembered = 练习助手：已把“{ $what }”记入你的记忆（MEMORY.md）。
practice-todo-added = 练习助手：已把“{ $what }”加入你的清单（TODO.md）。
practice-list =
    { $count ->
       *[other] 练习助手：你的清单上有 { $count } 件未完成的事。
    }
    { $items }
practice-list-empty = 练习助手：你的清单上没有未完成的事。
practice-failed = 练习助手：无法读取或修改 { $file }。工具的回答：{ $why }
practice-not-here = 练习助手：在这个对话里，我不能读取或修改 { $file }。
practice-no-schedule = 练习助手：我还不能设置提醒。提醒要靠日程，而这个版本还没有日程。
practice-scheduled = 练习助手：已把“{ $what }”加入你的日程。
practice-schedule-failed = 练习助手：无法安排这件事。工具的回答：{ $why }
