### The command line and the local socket.

## Failures of the local socket

error-contract-too-old = This program is older than the Cove that is running: it speaks version { $theirs }, Cove speaks { $ours }.
    .hint = Update this program, or use the one that came with the running Cove.
error-contract-too-new = The Cove that is running is older than this program: it speaks version { $ours }, this program { $theirs }.
    .hint = Quit Cove and start the newer one.
error-gateway-gone = Cove stopped before it could answer.
    .hint = Start it with “cove gateway” or open the app, then ask again.
error-gateway-needed = Cove is not running, and this needs it.
    .hint = Start it with “cove gateway” or open the app.
error-hello-first = Cove did not recognise the program that connected.
    .hint = Use the “cove” command that came with the app.
error-line-too-long = That is too much at once: one message between programs may have { $limit } bytes.
    .hint = Send it in smaller pieces.
error-line-unreadable = Cove could not read what the program asked.
    .hint = Use the “cove” command that came with the app.
error-too-many-requests = Too many requests are waiting on this connection.
    .hint = Wait for some of them to be answered.
error-contract-mismatch = The answer could not be read.
    .hint = Make sure that the command and the running Cove are the same version.
error-connection-refused = The Cove that is running did not accept the connection.
error-socket-failed = The connection to Cove failed: { $path }.
    .hint = Restart Cove, then try again.
error-socket-not-ours = The program that answers in Cove’s place belongs to another user.
    .hint = Run this as the user who started Cove.
