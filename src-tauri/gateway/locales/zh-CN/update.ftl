### Cove 自己的新版本。

error-update-off = 这个版本不知道到哪里查找新版本。
error-update-unreachable = 查询最新版本时没有得到回应。（{ $detail }）
    .hint = 请稍后再试。
error-update-untrusted = 关于最新版本的回应没有 Cove 开发者的签名，因此不予采信。
    .hint = 不要安装它指向的任何东西，请稍后再试。
