### What becomes of a job's result: chats, the window, webhooks, and what a person is told of it.

## A job tells a person
job-late = { $unit ->
    [minutes] ({ $minutes } min late)
    [hours] ({ $hours } h late)
   *[days] ({ $days } d late)
 }
job-paused = “{ $name }” failed five times in a row and is paused now. The last time: { $why }
job-button-why = Why
job-button-resume = Resume
job-button-again = Run again
job-press-resumed = “{ $name }” goes on.
job-press-not-paused = This job is not paused any more.
job-press-runs = “{ $name }” runs now.
job-press-ran = This button had it run already.
job-press-why = { $why }
job-press-unknown = There is nothing more to tell of it.
job-test = This is a test: “{ $name }” will write here.
activity-job-tested = A test of “{ $name }” is on its way
activity-job-resumed = “{ $name }” goes on

error-job-event-unread = The agent could not read its event
    .hint = It is read with the next message or check-in.
error-job-no-target = “{ $name }” does not say where its result goes
    .hint = Give it a chat, the window or an address.

## What passed while nobody was there
away-opening = { $why ->
    [asleep] While the computer was asleep, this passed:
    [clock-step] When the clock was put forward, this passed:
   *[down] While Cove was closed, this passed:
 }
away-caught-up = “{ $name }”: caught up { $late }{ $state ->
    [quiet] , with nothing to say
    [failed] , but it failed
    [interrupted] , but it was cut off
    [unknown] , but how it ended is not known
    [queued] , as soon as there is room
    [running] , and still at work
   *[done] {""}
 }
away-left-out = { $count ->
    [one] “{ $name }”: left out once
   *[other] “{ $name }”: left out { $count } times
 }
digest-kept = While it was quiet:
away-more = And { $count } more. Activity shows them all.

## Webhooks
error-webhook-address = “{ $address }” is not an address that a result can be posted to
    .hint = It begins with https:// and names a server.
error-webhook-password = The address “{ $address }” holds a name or a password
    .hint = Take it out of the address. A token belongs into the settings: cron.webhookToken.
error-webhook-forbidden = “{ $address }” leads to a place nothing is ever posted to
    .hint = Use an address of the internet, or one of your own network as a number or a .local name.
error-webhook-http = “{ $address }” is not encrypted
    .hint = Use https://. Without it only addresses of your own network work.
error-webhook-unreachable = “{ $address }” could not be reached
    .hint = It is tried again for a day.
error-webhook-busy = “{ $address }” asked for another try later (status { $status })
    .hint = It is tried again for a day.
error-webhook-redirect = “{ $address }” points to another address, and that is not followed
    .hint = Use the address it points to, if you trust it.
error-webhook-refused = “{ $address }” did not take it (status { $status })
    .hint = Look at what the receiver says, put it right and send it again.
error-webhook-no-answer = “{ $address }” took it but did not answer within 10 seconds
    .hint = It may have arrived. Send it again if it did not.
error-webhook-no-secret = There is no token this could be sent with
    .hint = Set cron.webhookToken, or let the job post without proof.
error-webhook-broken = This can’t be posted as it stands
    .hint = Look at the address and at the token.

cli-cron-test-sent = A test is on its way. Once it arrives, the job runs.
