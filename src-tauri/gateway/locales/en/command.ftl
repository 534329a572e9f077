### Commands: what a person types behind a slash.

command-unknown = I do not know /{ $name }. /help lists what I know.
command-unknown-near = I do not know /{ $name }. Did you mean /{ $near }? /help lists what I know.
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
command-undone = { $label }
command-owner-only = Only the owner can do this.
command-whoami-answer = { $channel ->
        [telegram] You are { $sender } in Telegram.
        [cli] You write on the command line.
       *[desktop] You write in the window.
    } { $owner ->
        [true] I know you as my owner.
       *[false] You are a guest here.
    } This conversation is { $key }.
command-direct-only = Ask me this in our own chat: everybody here would read the answer.
command-commands = every word I know
command-help-more = /commands lists them all.
command-group-about = Looking
command-group-work = At work
command-queue = what I am working on here, and what waits
command-model = which model answers in this conversation
command-models = the models you can choose
command-think = how much the model thinks before it answers here
command-usage = a line of usage under each answer, and what was spent
command-sessions = the newest conversations and how full they are
command-export = write this conversation into a file of the workspace
command-group-choices = This conversation
command-group-records = Conversations

command-queue-now =
    { $running ->
        [true] At work here for { $seconds } s.
       *[false] Nothing is at work here.
    } { $waiting ->
        [0] Nothing waits.
        [one] One message waits:
       *[other] { $waiting } messages wait:
    }
command-model-now =
    { $practice ->
        [true] Practice answers here: no AI, free.
       *[false] { $label } answers here ({ $id }).
    } /models lists what you can choose, /model default goes back to the settings.
command-model-set =
    { $practice ->
        [true] Practice answers here from now on: no AI, free.
       *[false] { $label } answers here from now on. /undo takes that back.
    }
command-model-several = “{ $name }” could be several. Which one?
    { $names }
command-model-unknown = I know no model “{ $name }” that could answer here. /models lists those that can.
command-models-line =
    { $used ->
        [true] ▸{" "}
       *[false] •{" "}
    }{ $practice ->
        [true] { $id }: practice, no AI, free
       *[false] { $id }, { $window } tokens
    }{ $named ->
        [false] {""}
       *[true] {""} ({ $alias })
    }
command-models-more =
    { $more ->
        [0] Choose one with /model and its name.
       *[other] And { $more } more. Choose one with /model and its name or a part of it.
    }
command-think-now = Thinking here: { $level }. Choose one of { $levels }, or default.
command-think-levels = I know these levels: { $levels }, and default.
command-think-set =
    { $level ->
        [default] The model decides itself again how much it thinks here.
       *[other] Thinking here: { $level } from now on.{ $reasons ->
            [true] {""}
           *[false] {" "}{ $model } does not think before it answers; this counts for models that do.
        }
    }
command-usage-now =
    { $mode ->
        [off] No line of usage under my answers here.
        [full] Tokens, cost and model stand under my answers here.
       *[tokens] Tokens stand under my answers here.
    } /usage tokens, /usage full or /usage off changes that; /usage cost says what was spent.
command-usage-set =
    { $mode ->
        [off] My answers here come without a line of usage from now on.
        [full] Tokens, cost and model stand under my answers here from now on.
       *[tokens] Tokens stand under my answers here from now on.
    }
command-usage-cost = This conversation: { $session }. Today: { $today }. In thirty days: { $month }.
usage-line-tokens = { $prompt } in · { $output } out
usage-line-full = { $prompt } in · { $output } out · { $cost } · { $model }
command-sessions-line = • { $named ->
        [false] { $key }
       *[true] { $label } ({ $key })
    }: { $counted ->
        [true] {""}
       *[false] ≈
    }{ $used }/{ $window } ({ $percent }%), { $at }
command-sessions-none = There is no conversation yet.
command-sessions-more =
    { $more ->
        [0] That is all.
       *[other] And { $more } more.
    }
command-export-done = This conversation is now in { $path } in the workspace. /undo removes the file again.

command-status-here =
    { $paused ->
        [true] Paused: I answer when you lift the pause.
       *[false] I am here.
    }
command-status-model =
    { $practice ->
        [true] Practice, no AI, free.
       *[false] Model: { $model }{ $thinking ->
            [none] {""}
           *[other] , thinking { $thinking }
        }
    }
command-status-context = Conversation: { $counted ->
        [true] {""}
       *[false] ≈
    }{ $used } of { $window } tokens ({ $percent }%)
command-status-began = Began: { $at }{ $next ->
    [none] {""}
   *[other] , { $next }
 }
command-status-compactions =
    { $count ->
        [0] Not summed up yet
        [one] Summed up once
       *[other] Summed up { $count } times
    }
command-status-cost = Cost today: { $today }, this conversation: { $session }
command-status-queue = At work: { $working }, waiting: { $waiting }
command-status-health =
    { $count ->
        [0] All is well.
        [one] One thing needs you:
       *[other] { $count } things need you:
    }

export-title = Conversation { $name } (times in { $zone })
export-person = You
export-agent = Agent
export-summary = Summary

## What is chosen for a conversation

activity-session-model = { $now } answers in { $key } from now on
activity-session-thinking = Thinking in { $key } was set to { $now }
activity-session-usage = The line of usage in { $key } was set to { $now }

undo-session-model = Use the model from before in { $key }
undo-session-model-done = The model from before answers in { $key } again
undo-session-thinking = Set thinking in { $key } back
undo-session-thinking-done = Thinking in { $key } is set as before
undo-session-usage = Set the line of usage in { $key } back
undo-session-usage-done = The line of usage in { $key } is set as before

cli-exported = The conversation is in { $path }.
cli-no-hits = Nothing was found.
error-cli-file = { $path } could not be written: { $reason }.
