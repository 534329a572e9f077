### window-goto

goto-title = 前往任何地方
goto-open = 前往…
goto-hint = 页面、会话、任务、笔记或命令
goto-found = 可能是这些
goto-none = 没有叫“{ $words }”的内容。
goto-places = 页面
goto-talks = 会话
goto-jobs = 任务
goto-notes = 笔记
goto-commands = 命令
