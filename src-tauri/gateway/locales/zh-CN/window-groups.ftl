### window-groups：设置里的机器人和群组

window-bots = 机器人
window-bots-says = 谁可以通过它们找到助手，以及能看到什么。
window-groups = 群组
window-groups-says = 除了你自己的聊天，它还在哪里回答。
window-groups-none = 还没有群组
window-groups-how = 在 Telegram 里把机器人加入群组，它就会出现在这里。
window-group-on = 在 { $group } 里回答
window-group-mention = 只在有人叫它时
window-group-mention-in = 在 { $group } 里只在有人叫它时回答
window-group-everybody = 那里的每个人都可以和它说话
window-group-everybody-in = { $group } 里的每个人都可以和它说话
window-group-topic = 话题 { $topic }
window-group-topic-in = 在 { $group } 的话题 { $topic } 里回答
window-group-general = 常规
window-group-silent = 那里说的话不会到助手那里。
window-group-removed = 机器人已不在这个群组里。
window-group-muted = 机器人不能在这个群组里发言；管理员可以允许它。
window-group-bot = { $bot }：
window-group-allow = 允许
window-group-ignore = 忽略
