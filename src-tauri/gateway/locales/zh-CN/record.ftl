### record: 动态中除各功能自己的记录之外的条目，以及导出的文件

activity-heartbeat-ok = 一次例行查看，无事可报
activity-heartbeat-duplicate = 一次例行查看想说的话已经说过了
activity-heartbeat-skipped = 一次例行查看未进行
activity-backup-exported = 已保存文件：{ $path }
error-export-relative = “{ $path }”没有说明文件夹在哪里。
    .hint = 请写出完整路径。
