// Draws the frame as it was left, before the bundle is read: the first paint does not wait for it.
// The app takes its place with the same words in the same places. Kept apart as `first.js` is.
// `coveHome` is the shell's word for the home: another one has another name in its frame.
(function () {
  var held;
  try {
    held = JSON.parse(
      localStorage.getItem("cove.frame" + (window.coveHome ? "@" + window.coveHome : "")),
    );
  } catch {
    held = null;
  }
  var app = document.getElementById("app");
  if (!held || !Array.isArray(held.places)) return;
  var part = function (kind, text) {
    var made = document.createElement("div");
    made.className = kind;
    if (text) made.textContent = String(text);
    return made;
  };
  var side = part("first-side");
  side.append(part("first-lights"), part("first-name", held.name));
  for (var label of held.places) side.append(part("first-place", label));
  var frame = part("first");
  frame.setAttribute("aria-hidden", "true");
  frame.append(side);
  app.append(frame);
  // The window was hidden until there was something to see.
  var shell = window.__TAURI_INTERNALS__;
  if (shell) shell.invoke("painted").catch(function () {});
})();
