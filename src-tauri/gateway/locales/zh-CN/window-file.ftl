### The settings file in its editor

file-allowed = 可以写
file-default = 默认
file-now = 当前生效
file-inside = 可以包含
file-unused = Cove 不使用这一项，会原样保留。
file-help-none = 把光标放在一个设置上，就能看到它的作用。
file-line = 第 { $line } 行
file-saved = 已保存
file-unsaved = 尚未保存
file-mistakes = 有 { $count } 处错误，还不能保存
file-discard = 放弃更改
file-adopt-first = 请先保存
file-other = 这个文件刚才被改过。
file-other-says = 下面是磁盘上现在的内容。在你选择之前，你写的内容不会丢失。
file-other-text = 磁盘上现在的内容
file-theirs = 用这一份
file-mine = 用我的覆盖它
file-mine-below = 你写的内容：
file-choose = 请先在上面选择
