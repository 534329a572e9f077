### New versions of Cove itself.

error-update-off = This build knows no place to look for a new version.
error-update-unreachable = Nobody answered about the newest version. ({ $detail })
    .hint = Try again later.
error-update-untrusted = The answer about the newest version is not signed by Cove’s makers, so it is not believed.
    .hint = Install nothing it points to, and try again later.
