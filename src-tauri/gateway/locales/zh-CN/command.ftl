### 命令：人在斜杠后面输入的内容。

command-unknown = 我不认识 /{ $name }。/help 会列出我认识的命令。
command-unknown-near = 我不认识 /{ $name }。是不是想用 /{ $near }？/help 会列出我认识的命令。
command-help-intro = 随便写给我就好。下面这些词会立刻做点什么：
command-help = 你正在看的内容
command-status = 现在一切如何
command-stop = 停止我正在做的事，并跳过等待的消息
command-again = 把可能没送到的内容再发一次
command-undo = 撤销最近一次更改
command-whoami = 你在这里是谁
command-stopped =
    { $turn ->
        [true] { $skipped ->
            [0] 已停止。
           *[other] 已停止，并跳过 { $skipped } 条等待的消息。
        }
       *[false] { $skipped ->
            [0] 没有正在进行的事。
           *[other] 没有正在进行的事；跳过了 { $skipped } 条等待的消息。
        }
    }
command-again-done =
    { $count ->
        [0] 就我所知，我发的都送到了。
       *[other] 已再发一次（{ $count } 条）。
    }
command-undone = { $label }
command-owner-only = 只有主人可以这样做。
command-whoami-answer = { $channel ->
        [telegram] 你在 Telegram 上的编号是 { $sender }。
        [cli] 你在命令行里写消息。
       *[desktop] 你在窗口里写消息。
    }{ $owner ->
        [true] 我认得你是我的主人。
       *[false] 你在这里是客人。
    }这个会话是 { $key }。
command-direct-only = 请在我们两个人的对话里问我：这里的人都会看到回答。
command-commands = 我认识的所有命令
command-help-more = /commands 会列出全部命令。
command-group-about = 查看
command-group-work = 进行中的事
command-queue = 这里正在做什么，什么在等待
command-model = 这个会话由哪个模型回答
command-models = 可以选择的模型
command-think = 模型在这里回答前思考多少
command-usage = 每条回答下的用量，以及花费
command-sessions = 最近的会话和它们的占用
command-export = 把这个会话写进工作区的文件
command-group-choices = 这个会话
command-group-records = 所有会话

command-queue-now =
    { $running ->
        [true] 这里已经忙了 { $seconds } 秒。
       *[false] 这里没有正在进行的事。
    }{ $waiting ->
        [0] 没有等待的消息。
       *[other] 有 { $waiting } 条消息在等待：
    }
command-model-now =
    { $practice ->
        [true] 这里由练习模式回答：无 AI，免费。
       *[false] 这里由 { $label } 回答（{ $id }）。
    }/models 列出可选的模型，/model default 恢复为设置里的模型。
command-model-set =
    { $practice ->
        [true] 从现在起这里由练习模式回答：无 AI，免费。
       *[false] 从现在起这里由 { $label } 回答。/undo 可以撤销。
    }
command-model-several = “{ $name }”可能是其中几个，你要哪一个？
    { $names }
command-model-unknown = 我不知道有哪个能在这里回答的模型叫“{ $name }”。/models 会列出可选的模型。
command-models-line =
    { $used ->
        [true] ▸{" "}
       *[false] •{" "}
    }{ $practice ->
        [true] { $id }：练习，无 AI，免费
       *[false] { $id }，{ $window } 个词元
    }{ $named ->
        [false] {""}
       *[true] （{ $alias }）
    }
command-models-more =
    { $more ->
        [0] 用 /model 加名字来选择。
       *[other] 还有 { $more } 个。用 /model 加名字或名字的一部分来选择。
    }
command-think-now = 这里的思考程度：{ $level }。可选：{ $levels }，或 default。
command-think-levels = 我认识这些程度：{ $levels }，还有 default。
command-think-set =
    { $level ->
        [default] 模型在这里恢复为自己决定思考多少。
       *[other] 从现在起这里的思考程度：{ $level }。{ $reasons ->
            [true] {""}
           *[false] { $model } 回答前不思考；这只对会思考的模型有效。
        }
    }
command-usage-now =
    { $mode ->
        [off] 我在这里的回答下面没有用量。
        [full] 我在这里的回答下面有 词元数、花费和模型。
       *[tokens] 我在这里的回答下面有 词元数。
    }用 /usage tokens、/usage full 或 /usage off 更改；/usage cost 告诉你花费。
command-usage-set =
    { $mode ->
        [off] 从现在起我在这里的回答不带用量。
        [full] 从现在起我在这里的回答下面有 词元数、花费和模型。
       *[tokens] 从现在起我在这里的回答下面有 词元数。
    }
command-usage-cost = 这个会话：{ $session }。今天：{ $today }。三十天内：{ $month }。
usage-line-tokens = 输入 { $prompt } · 输出 { $output }
usage-line-full = 输入 { $prompt } · 输出 { $output } · { $cost } · { $model }
command-sessions-line = • { $named ->
        [false] { $key }
       *[true] { $label }（{ $key }）
    }：{ $counted ->
        [true] {""}
       *[false] ≈
    }{ $used }/{ $window }（{ $percent }%），{ $at }
command-sessions-none = 还没有会话。
command-sessions-more =
    { $more ->
        [0] 就这些。
       *[other] 还有 { $more } 个。
    }
command-export-done = 这个会话已经写进工作区的 { $path }。/undo 会删除这个文件。

command-status-here =
    { $paused ->
        [true] 已暂停：你取消暂停后我会回答。
       *[false] 我在。
    }
command-status-model =
    { $practice ->
        [true] 练习模式：无 AI，免费。
       *[false] 模型：{ $model }{ $thinking ->
            [none] {""}
           *[other] ，思考 { $thinking }
        }
    }
command-status-context = 会话：{ $counted ->
        [true] {""}
       *[false] ≈
    }{ $used } / { $window } 个词元（{ $percent }%）
command-status-began = 开始于：{ $at }{ $next ->
    [none] {""}
   *[other] ，{ $next }
 }
command-status-compactions =
    { $count ->
        [0] 还没有压缩过
       *[other] 压缩过 { $count } 次
    }
command-status-cost = 今日花费：{ $today }，这个会话：{ $session }
command-status-queue = 进行中：{ $working }，等待：{ $waiting }
command-status-health =
    { $count ->
        [0] 一切正常。
       *[other] 有 { $count } 件事需要你：
    }

export-title = 会话 { $name }（时间按 { $zone }）
export-person = 你
export-agent = 智能体
export-summary = 摘要

## 为一个会话选择了什么

activity-session-model = 从现在起 { $key } 由 { $now } 回答
activity-session-thinking = { $key } 的思考程度设为 { $now }
activity-session-usage = { $key } 的用量显示设为 { $now }

undo-session-model = { $key } 改回之前的模型
undo-session-model-done = { $key } 中恢复由之前的模型回答
undo-session-thinking = 把 { $key } 的思考程度改回去
undo-session-thinking-done = { $key } 的思考程度已恢复为之前的设置
undo-session-usage = 把 { $key } 的用量显示改回去
undo-session-usage-done = { $key } 的用量行已恢复为之前的设置

cli-exported = 会话已写入 { $path }。
cli-no-hits = 什么都没有找到。
error-cli-file = 无法写入 { $path }：{ $reason }。
