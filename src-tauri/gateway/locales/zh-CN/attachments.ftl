### attachments: 随消息附带的文件

error-attachments-many = 一条消息最多附 { $most } 个文件。
error-attachments-many-hint = 其余的请随下一条消息发送。
error-attachments-large = 这些文件加起来太大；一条消息最多 { $most } MB。
error-attachments-large-hint = 分几次发送，或者把大文件放进工作区文件夹，再告诉助手它在哪里。
error-attachment-broken = “{ $name }”在传送中损坏了。
error-attachment-broken-hint = 请重新选择这个文件。
error-picture-large = { $path } 太大，无法在这里显示。
    .hint = 它原样放在智能体的文件夹里。
error-picture-none = { $path } 不是 Cove 能显示的图片。
