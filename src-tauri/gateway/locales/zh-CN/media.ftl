### media: 对方发来的文件，以及消息发出后的改动

media-not-had = 我没能取到“{ $name }”。{ $why }
error-media-too-large = 它超过了设置允许的 { $most } MB。
    .hint = 发一个小一点的，或者在设置里调高 channels.telegram.mediaMaxMb。
error-media-too-large-telegram = Telegram 不会把超过 { $most } MB 的文件交给机器人。
    .hint = 发一个小一点的，或者把它放进工作区文件夹，再告诉我它在哪里。
error-media-gone = Telegram 上已经没有这个文件了。
    .hint = 请重新发一次。
error-media-no-channel = 它发来的渠道目前关着。
    .hint = 打开 Telegram，再发一次。
voice-not-heard = 我没能听到你的语音。{ $why }
error-voice-not-set-up = 还没有设置把语音转成文字的模型。
    .hint = 在设置的 tools.media.audio.models 里写上一个能听的模型（例如 openai 和 gpt-4o-mini-transcribe）并填好它的密钥；或者把要说的打成文字。
error-telegram-live-location = 对方分享了实时位置；只读取了起点。
error-telegram-service = Telegram 自己的提示，例如置顶消息。
activity-message-edited = 一条消息发出后被修改
activity-message-reacted = 有人对一个回答作了回应
activity-message-reacted-elsewhere = 有人对一条不是回答的消息作了回应
