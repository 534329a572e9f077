### The settings file in its editor

file-allowed = Allowed
file-default = By default
file-now = In force
file-inside = Can hold
file-unused = Cove does not use this setting. It is kept.
file-help-none = Put the cursor on a setting to read what it does.
file-line = Line { $line }
file-saved = Saved
file-unsaved = Not saved yet
file-mistakes = { $count ->
    [one] One mistake keeps it from being saved
   *[other] { $count } mistakes keep it from being saved
 }
file-discard = Discard changes
file-adopt-first = Save first
file-other = The file was changed meanwhile.
file-other-says = This is what stands on the disk now. Nothing of yours is lost until you choose.
file-other-text = What stands on the disk now
file-theirs = Take this
file-mine = Save mine over it
file-mine-below = What you wrote:
file-choose = Choose above first
