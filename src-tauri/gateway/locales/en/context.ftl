### context: what the next message carries along

context-head = Context: { $about }{ $used } of { $window } tokens ({ $percent }% of the window)
context-meter = That is { $percent }% of the { $start } tokens at which older parts are summed up.
context-model = Model: { $model }, files in { $workspace }
context-parts = What the next message carries along:
context-part =
    { $count ->
        [1] { $name }: { $tokens }
       *[other] { $name } ({ $count }): { $tokens }
    }
context-part-instructions = Instructions
context-part-files = Files
context-part-tools = Tools
context-part-summary = Summary of what was before
context-part-carryover = Carried over from before the reset
context-part-people = What people said
context-part-agent = What I said
context-part-tool-calls = What I asked tools
context-part-tool-results = What tools answered
context-part-pictures = Pictures
context-part-notes = Notes from Cove
context-free = Free: { $tokens }
context-files = Files:
context-file =
    { $state ->
        [in] { $path }: whole, { $raw } characters ({ $tokens } tokens)
        [cut] { $path }: cut, { $injected } of { $raw } characters ({ $tokens } tokens)
        [missing] { $path }: not there
        [empty] { $path }: empty
        [unreadable] { $path }: could not be read
       *[other] { $path }: not for this conversation
    }
context-tools = Tools:
context-tool =
    { $count ->
        [one] { $name }: { $tokens } tokens, one parameter, { $summary } characters of text, { $schema } of schema
       *[other] { $name }: { $tokens } tokens, { $count } parameters, { $summary } characters of text, { $schema } of schema
    }
context-tool-names = Tools ({ $tokens } tokens): { $names }
context-prompt = Instructions and files: { $chars } characters, { $files } of them files. One file gives at most { $most }, all together at most { $total }.
context-marks =
    { $flush ->
        [off] Older parts are summed up at { $compaction } tokens; { $reserve } stay free for the answer. The model reads { $window } at most. Notes are not saved before.
       *[other] Notes are saved at { $flush } tokens and older parts are summed up at { $compaction }; { $reserve } stay free for the answer. The model reads { $window } at most.
    }
context-thresholds = A conversation like this is long from { $warning } tokens on, and very long from { $critical }.
context-pruning =
    { $on ->
        [true] Old answers of tools: { $trimmed } shortened, { $cleared } left out, { $tokens } tokens saved. The conversation on disk keeps them all.
       *[false] Old answers of tools are sent whole.
    }
context-cache = Of the last message, { $read } tokens came from the model’s cache and { $written } were put there.
context-estimate =
    { $count ->
        [one] My estimate of the last message was { $last }% off.
       *[other] My estimate of the last message was { $last }% off; over { $count } messages { $mean }% on average, { $worst }% at worst.
    }
context-estimate-none = The model has not counted anything yet, so these figures are estimates.
context-compactions =
    { $count ->
        [0] Never summed up (conversation { $id }).
        [one] Summed up once (conversation { $id }).
       *[other] Summed up { $count } times (conversation { $id }).
    }
context-compact-now =
    { $messages ->
        [one] Summing up now would replace one message by a summary: up to { $tokens } tokens free ({ $percent }%). The newest { $kept } stay as they are.
       *[other] Summing up now would replace { $messages } messages by a summary: up to { $tokens } tokens free ({ $percent }%). The newest { $kept } stay as they are.
    }
context-long-cost = Long conversation: each message costs about { $cost }.
context-long = Long conversation: each message carries all of it along.
context-no-such = There is no “{ $what }”. Try /context list, /context detail or /context json.
command-context = what the next message carries along

error-file-cut-in-prompt = { $path } is too long to be read whole: { $shown } of { $total } characters are.
    .hint = Shorten it, or move parts into files of their own.
error-file-unreadable-in-prompt = { $path } could not be read.
    .hint = Check that it is a text file and that you may open it.
