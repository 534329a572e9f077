### media: files people send, and what is done to a message afterwards

media-not-had = I could not get “{ $name }”. { $why }
error-media-too-large = It is larger than { $most } MB, the most the settings let in.
    .hint = Send a smaller one, or raise channels.telegram.mediaMaxMb in the settings.
error-media-too-large-telegram = Telegram gives bots no file over { $most } MB.
    .hint = Send a smaller one, or put it into the workspace folder and say where it is.
error-media-gone = Telegram no longer has this file.
    .hint = Send it again.
error-media-no-channel = The way it came is switched off at the moment.
    .hint = Switch Telegram on and send it again.
voice-not-heard = I could not hear your voice note. { $why }
error-voice-not-set-up = Nobody is set up to write voice notes down.
    .hint = In the settings, name a model that hears under tools.media.audio.models, such as openai and gpt-4o-mini-transcribe, and give its key; or type what you said.
error-telegram-live-location = A place that moves was shared; only where it began was read.
error-telegram-service = A line of Telegram's own, such as a pinned message.
activity-message-edited = A message was changed after it was sent
activity-message-reacted = Somebody reacted to an answer
activity-message-reacted-elsewhere = Somebody reacted to a message that is no answer
