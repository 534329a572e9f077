### When Cove itself failed.

activity-recovery-crashed = Cove stopped unexpectedly
activity-recovery-cut-off = Cove ended without saying why
activity-recovery-with-computer = Cove ended together with the computer, or without saying why
activity-recovery-restarted = A part of Cove failed, and Cove’s agent was started again

error-crash-report = The report { $report } is kept on this computer only.
error-crash-report-gone = There is no report { $report } any more.
    .hint = The ten newest reports are kept.
error-gateway-fails = Cove’s agent failed several times in a short while, so it is not started again by itself.
    .hint = Try again to start it. The reports lie in the folder “crashes” of your home.
