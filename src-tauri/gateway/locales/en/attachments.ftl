### attachments: files that come with a message

error-attachments-many = At most { $most } files can come with one message.
error-attachments-many-hint = Send the others with the next message.
error-attachments-large = These files are too large together; { $most } MB fit in one message.
error-attachments-large-hint = Send fewer at once, or put a large file into the workspace folder and say where it is.
error-attachment-broken = “{ $name }” arrived damaged.
error-attachment-broken-hint = Choose the file again.
error-picture-large = { $path } is too large to be shown here.
    .hint = It lies in your agent’s folder as it came.
error-picture-none = { $path } is not a picture Cove can show.
