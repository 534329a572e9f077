### window-crash: how the last run ended

window-crash-stopped = { $at ->
    [none] Cove stopped unexpectedly.
   *[other] Cove stopped unexpectedly ({ $at }).
}
window-crash-silent = { $at ->
    [none] Cove ended without saying why.
   *[other] Cove ended without saying why (last sign of life: { $at }).
}
window-crash-restarted = { $at ->
    [none] A part of Cove failed, and it was started again.
   *[other] A part of Cove failed ({ $at }), and it was started again.
}
window-crash-whole = Nothing was interrupted, and everything is whole.
window-crash-messages = { $count ->
    [one] 1 message was being answered; it is taken up again.
   *[other] { $count } messages were being answered; they are taken up again.
}
window-crash-unknown = { $count ->
    [one] 1 answer may not have arrived; Home asks you about it.
   *[other] { $count } answers may not have arrived; Home asks you about them.
}
window-crash-beats = { $count ->
    [one] 1 check-in was cut off.
   *[other] { $count } check-ins were cut off.
}
window-crash-show = Show report
window-crash-hide = Hide report
window-crash-copy = Copy
window-crash-copied = Copied
window-crash-dismiss = Dismiss
window-crash-local = It lies on this computer only. It holds no key and nothing of your conversations.
