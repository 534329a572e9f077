// Runs before the first paint: the last theme and language, so that nothing flashes. Kept apart
// from the bundle because modules wait for the page, and inline scripts are forbidden.
(function () {
  var root = document.documentElement;
  var held = function (key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  var theme = held("cove.theme");
  var dark =
    theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.lang = held("cove.language") || (navigator.language.indexOf("zh") === 0 ? "zh-CN" : "en");
  if (/Mac/.test(navigator.platform)) root.dataset.system = "mac";
})();
