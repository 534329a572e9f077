### window-groups: bots and groups in Settings

window-bots = Bots
window-bots-says = Who reaches the agent through them, and what they can read.
window-groups = Groups
window-groups-says = Where it answers besides your own chat.
window-groups-none = No groups yet
window-groups-how = Add the bot to a group in Telegram, and it appears here.
window-group-on = Answers in { $group }
window-group-mention = Only when somebody calls it
window-group-mention-in = Only when somebody calls it in { $group }
window-group-everybody = Everybody there may talk to it
window-group-everybody-in = Everybody in { $group } may talk to it
window-group-topic = Topic { $topic }
window-group-topic-in = Answers in the topic { $topic } of { $group }
window-group-general = General
window-group-silent = Nothing that is said there reaches the agent.
window-group-removed = The bot is not in this group any more.
window-group-muted = The bot may not write in this group; an admin can allow it.
window-group-bot = { $bot }:
window-group-allow = Allow
window-group-ignore = Ignore
