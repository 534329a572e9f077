### 命令：人在斜杠后面输入的内容。

command-unknown = 我不认识 /{ $name }。/help 会列出我认识的命令。
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
command-undone = 已撤销：{ $label }
command-owner-only = 只有主人可以这样做。
command-whoami-answer = 你在 { $channel } 上的编号是 { $sender }。{ $owner ->
        [true] 我认得你是我的主人。
       *[false] 你在这里是客人。
    }这个会话是 { $key }。
command-status-answer =
    { $paused ->
        [true] 已暂停：你取消暂停后我会回答。
       *[false] 我在。
    }
    { $practice ->
        [true] 练习模式：无 AI，免费。
       *[false] 模型：{ $model }
    }
    会话：{ $used } / { $window } 个 token（{ $percent }%）
    今日花费：{ $cost }
    进行中：{ $working }，等待：{ $waiting }
command-direct-only = 请在我们两个人的对话里问我：这里的人都会看到回答。
command-commands = 我认识的所有命令
command-help-more = /commands 会列出全部命令。
command-group-about = 查看
command-group-work = 进行中的事
