### record: what stands in Activity beside what other capabilities record, and files a person takes along

activity-heartbeat-ok = A check-in found nothing to report
activity-heartbeat-duplicate = A check-in would have said what it had said already
activity-heartbeat-skipped = A check-in did not happen
activity-backup-exported = A file was saved: { $path }
error-export-relative = “{ $path }” does not say where the folder lies.
    .hint = Give the whole path.
