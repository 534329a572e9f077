### secret

error-secret-no-keychain = 这台电脑没有钥匙串
    .hint = 可以只在本次运行中保留密钥，存入有口令的文件，或使用环境变量。
    .hint-cli = 请加上 --keep this-run 或 --keep passphrase，或使用环境变量。
error-secret-keychain-locked = 钥匙串已锁定
    .hint = 请解锁后再试。
error-secret-keychain-failed = 钥匙串没有正常回应：{ $reason }
    .hint = 请再试一次，或只在本次运行中保留密钥。
error-secret-passphrase-locked = 存放密钥的文件已锁定
    .hint = 请用口令解锁。
    .hint-cli = 请解锁：cove secret unlock
error-secret-wrong-passphrase = 这个口令打不开文件
    .hint = 请再试一次。没有口令就只能重新输入密钥。
error-secret-passphrase-needed = 把密钥存入文件需要一个口令
error-secret-no-passphrase-file = 没有可以解锁的密钥文件
error-secret-file-damaged = 存放密钥的文件已损坏
    .hint = 请从副本恢复 secrets.age，或删除它并重新输入密钥。
error-secret-file = 无法读写存放密钥的文件：{ $reason }
error-secret-other-origin = { $path } 是为 { $bound } 输入的，现在 { $asked } 要用它
    .hint = 如果你信任新的服务器，请确认；否则为它输入另一个密钥。
    .hint-cli = 如果你信任新的服务器：cove secret confirm { $path } { $asked }
error-secret-origin-needed = 不知道 { $path } 是给哪台服务器用的，而每个密钥只为一台服务器保存
    .hint = 请在输入密钥时同时给出服务器的地址。
    .hint-cli = 请指明服务器：cove secret set { $path } --origin https://api.example.com
error-secret-read-only = { $keep ->
    [environment] 这个密钥来自环境变量，Cove 只能读取
   *[other] 这个密钥写在设置文件里
    }
    .hint = { $keep ->
    [environment] 请更改该变量并重新启动 Cove。
   *[other] 请在那里删除它，或让 Cove 把它移到钥匙串。
    }
    .hint-cli = { $keep ->
    [environment] 请更改该变量并重新启动 Cove。
   *[other] 请在那里删除它，或移到钥匙串：cove secret adopt
    }
error-secret-no-such = 没有为 { $path } 保存任何密钥
error-secret-empty = 密钥是空的
