### rehearsal: what would happen by itself from now on

error-rehearse-too-far = { $hours } hours can’t be rehearsed; 1 to { $most } can.

rehearsed-job = “{ $name }” runs
rehearsed-beat = Check-in
rehearsed-event = { $count ->
    [one] The agent reads a note
   *[other] The agent reads { $count } notes
 }
rehearsed-reset = “{ $name }” begins anew, if nobody speaks until then
rehearsed-reset-main = The main conversation begins anew, if nobody speaks until then
rehearsed-quiet-begins = Quiet hours begin
rehearsed-quiet-ends = Quiet hours end
rehearsed-pause-ends = Check-ins go on after the pause
rehearsed-left = { $what }, left out: { $why }

cli-column-what = What
cli-rehearse = { $count ->
    [0] As things are, nothing would run by itself ({ $zone }).
    [one] As things are, one thing would run by itself ({ $zone }):
   *[other] As things are, { $count } things would run by themselves ({ $zone }):
 }
cli-rehearse-nothing = Nothing is planned.
cli-rehearse-cost = It would cost { $cost }{ $unpriced ->
    [0] {""}
    [one] , without one thing whose price is unknown
   *[other] , without { $unpriced } things whose price is unknown
 }.
