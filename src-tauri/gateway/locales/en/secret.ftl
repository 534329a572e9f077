### secret

error-secret-no-keychain = This computer has no keychain
    .hint = Keep the key for this run only, in a file under a passphrase, or in an environment variable.
    .hint-cli = Add --keep this-run or --keep passphrase, or put the key into an environment variable.
error-secret-keychain-locked = The keychain is locked
    .hint = Unlock it and try again.
error-secret-keychain-failed = The keychain did not answer as expected: { $reason }
    .hint = Try again, or keep the key for this run only.
error-secret-passphrase-locked = The file with your keys is locked
    .hint = Unlock it with its passphrase.
    .hint-cli = Unlock it: cove secret unlock
error-secret-wrong-passphrase = This passphrase does not open the file
    .hint = Try again. Without the passphrase the keys have to be entered anew.
error-secret-passphrase-needed = A passphrase is needed to keep keys in a file
error-secret-no-passphrase-file = There is no file with keys to unlock
error-secret-file-damaged = The file with your keys is damaged
    .hint = Bring secrets.age back from a copy, or remove it and enter the keys anew.
error-secret-file = The file with your keys could not be read or written: { $reason }
error-secret-other-origin = { $path } was entered for { $bound }, and { $asked } asks for it
    .hint = Confirm the new server if you trust it, or enter a key for it.
    .hint-cli = If you trust the new server: cove secret confirm { $path } { $asked }
error-secret-origin-needed = Nothing says which server { $path } is for, and a key is kept for one server only
    .hint = Give the address of the server together with the key.
    .hint-cli = Name the server: cove secret set { $path } --origin https://api.example.com
error-secret-read-only = { $keep ->
    [environment] This key comes from an environment variable, which Cove only reads
   *[other] This key stands in the settings file
    }
    .hint = { $keep ->
    [environment] Change the variable and start Cove again.
   *[other] Remove it there, or let Cove move it to the keychain.
    }
    .hint-cli = { $keep ->
    [environment] Change the variable and start Cove again.
   *[other] Remove it there, or move it to the keychain: cove secret adopt
    }
error-secret-no-such = Nothing is kept for { $path }
error-secret-empty = The key is empty
