### More of the settings

# Tools
set-tools = Tools
set-tools-says = What is turned off is not offered to your agent and not done, whoever asks. It holds in every conversation and job.
set-tools-look = Looking
set-tools-change = Changing
set-tools-pattern = { $about } Off by “{ $pattern }” in cove.json.

# Notifications
set-notify = Notifications
set-notify-when = On this computer, while you do not see the window.
set-notify-answers = Answers
set-notify-answers-says = To what you or somebody else wrote
set-notify-jobs = Jobs and check-ins
set-notify-jobs-says = What they say; in quiet hours too, for you asked for them
set-notify-notices = What needs you
set-notify-notices-says = Once a day for each; in quiet hours it waits
set-notify-how = How
set-notify-sound = With sound
set-notify-sound-says = The sound your desktop has for messages

# Starting
set-start = Starting Cove
set-start-login = Start when I log in
set-start-login-says = In the background, with its icon in the panel. Jobs and check-ins run only while Cove runs.
set-start-offer = Jobs run only while Cove runs.
set-start-offer-says = Start it when you log in?
set-start-yes = Start at login
set-start-no = Not now

# Updates
set-updates = Updates
set-updates-version = This is version { $version }
set-updates-none = Cove looks for no new version by itself and sends nobody word of yours.
set-updates-system = Installed as a package of your system
set-updates-system-says = Your system brings the next version with its other updates.
set-updates-hand = Installed by hand
set-updates-hand-says = Install the next version over this one. Back up first; what your agent knows stays.
