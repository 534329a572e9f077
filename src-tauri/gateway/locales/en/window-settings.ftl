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

set-shortcut = Ask from anywhere
set-shortcut-says = Keys that bring Cove’s chat to the front, whatever program you are in.
set-shortcut-none = No keys
set-shortcut-works = { $keys } brings Cove’s chat to the front, whatever program you are in.
set-shortcut-taken = Another program has these keys. Choose others.
set-shortcut-unknown = These are no keys Cove knows. Choose others.
set-shortcut-no-way = This desktop runs on Wayland, which gives such keys to no program. They work on X11.

# Updates
set-updates = Updates
set-updates-version = This is version { $version }
set-updates-none = Cove looks for no new version by itself and sends nobody word of yours.
set-updates-newest = This is the newest version.
set-updates-check = Check now
set-updates-system = Your system’s package manager updates Cove
set-updates-system-says = The next version comes with the other updates of your system.
set-updates-hand = You install the next version over this one
set-updates-hand-says = What your agent knows stays. A backup before it does no harm.
set-updates-unknown = This build knows no place to look for new versions. What your agent knows stays when you install another one.
set-updates-backup = Back up
set-updates-newer = Version { $version } is there
set-updates-open = Open the download page
set-updates-steps = Download it, quit Cove when no answer is being written, install it over this one, and start Cove again.
