### Commands: what a person types behind a slash.

command-unknown = I do not know /{ $name }. /help lists what I know.
command-help-intro = Write to me as you like. These words do something at once:
command-help = what you are reading
command-status = how everything is
command-stop = stop what I am doing and skip what waits
command-again = send again what may not have arrived
command-undo = take the newest change back
command-whoami = who you are here
command-stopped =
    { $turn ->
        [true] { $skipped ->
            [0] Stopped.
            [one] Stopped, and one waiting message is skipped.
           *[other] Stopped, and { $skipped } waiting messages are skipped.
        }
       *[false] { $skipped ->
            [0] Nothing was running.
            [one] Nothing was running; one waiting message is skipped.
           *[other] Nothing was running; { $skipped } waiting messages are skipped.
        }
    }
command-again-done =
    { $count ->
        [0] Everything I sent has arrived, as far as I can tell.
        [one] Sent once more.
       *[other] { $count } parts are sent once more.
    }
command-undone = Taken back: { $label }
command-owner-only = Only the owner can do this.
command-whoami-answer = You are { $sender } on { $channel }. { $owner ->
        [true] I know you as my owner.
       *[false] You are a guest here.
    } This conversation is { $key }.
command-status-answer =
    { $paused ->
        [true] Paused: I answer when you lift the pause.
       *[false] I am here.
    }
    { $practice ->
        [true] Practice, no AI, free.
       *[false] Model: { $model }
    }
    Conversation: { $used } of { $window } tokens ({ $percent }%)
    Cost today: { $cost }
    At work: { $working }, waiting: { $waiting }
command-direct-only = Ask me this in our own chat: everybody here would read the answer.
command-commands = every word I know
command-help-more = /commands lists them all.
command-group-about = Looking
command-group-work = At work
