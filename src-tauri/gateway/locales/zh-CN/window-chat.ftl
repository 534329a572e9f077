### window, talking

# How full the conversation is
window-chat-part-conversation = 对话
window-chat-details = 详情
window-chat-details-less = 收起详情
window-chat-mark = 到 100% 时压缩
window-chat-marks = { $percent }% 时保存笔记，100% 时压缩
window-chat-file-cut = { $name }（已截短）
window-chat-frees = 现在压缩可腾出 { $freed }：{ $before } → 约 { $after }。最后 { $kept } 条消息原样保留，其余变成摘要。在你发下一条消息之前都可以撤销。
window-chat-saves = 会先保存笔记。
window-chat-nothing = { $kept ->
    [0] 没有可压缩的内容。
   *[other] 没有比最后 { $kept } 条消息更早的内容，所以无需压缩。
 }
window-chat-compact = 压缩
window-chat-compacting = 正在压缩。你可以继续写，之后会得到回答。
window-chat-from-to = { $before } → { $after }
window-chat-compacted = 最后 { $kept } 条消息原样保留。
window-chat-wish-open = 说明要保留什么
window-chat-wish = 摘要里要保留什么？
window-chat-wish-hint = 例如：发票和金额
window-chat-choose = 新对话的方式
window-chat-save = 先保存，再开始新对话
window-chat-save-says = { $name } 把重要内容写进今天的笔记，然后开始新对话。
window-chat-save-costs = { $name } 把重要内容写进今天的笔记，然后开始新对话。大约 { $cost }。
window-chat-saving = { $name } 正在保存笔记。
window-chat-plain = 直接开始新对话
window-chat-plain-says = 不写入笔记。旧对话仍可以找到并重新打开。
window-chat-remember = 记住我的选择
window-chat-next = { $line }。
window-chat-next-keeps = { $line }，保留最近 { $count } 条消息。

# Saying it anew
window-chat-again = 重新回答
window-chat-again-says = 这条回答会离开对话，但仍留在记录里。工具已做的改动不会撤销。
window-chat-edit = 修改你说的话
window-chat-edit-says = 之后的内容会离开对话，但仍留在记录里。工具已做的改动不会撤销。
window-chat-said-again = 重新说过

# Commands
window-chat-composer-hint = 写给 { $name }，或输入 / 使用命令
window-chat-commands = 命令

# Search
window-chat-search = 搜索所有对话
window-chat-search-hint = 搜索所有对话
window-chat-search-says = 须包含所有词，顺序不限。
window-chat-search-none = 没有找到“{ $words }”。
window-chat-search-lost = 这条消息已不在对话里。
window-chat-found = 搜索结果
window-chat-earlier = { $talk }（较早）

# Reading an earlier one
window-chat-past = 你正在阅读较早的对话。
window-chat-past-until = 你正在阅读较早的对话，结束于 { $time }。
window-chat-reopen = 从这里继续
window-chat-back = 回到现在

# 随消息附带的文件
window-attach = 添加文件
window-attach-says = 添加文件，也可以拖放或粘贴到这里
window-attached = 文件
window-attach-remove = 去掉 { $name }
window-attach-large = “{ $name }”太大：一条消息最多 { $most } MB。请放进工作区文件夹，再说明它在哪里。
window-attach-unread = 无法读取“{ $name }”。
