"use strict";
// The theme and the language are known before the first paint, so that nothing flashes.
var wbKept = (function () {
  try {
    return localStorage.getItem("wb-theme");
  } catch (error) {
    return null;
  }
})();
var wbSystemDark = window.matchMedia("(prefers-color-scheme: dark)");
if (wbKept !== "light" && wbKept !== "dark") wbKept = "auto";
document.documentElement.dataset.wbTheme = wbKept;

function wbTheme() {
  var chosen = document.documentElement.dataset.wbTheme;
  var dark = chosen === "dark" || (chosen !== "light" && wbSystemDark.matches);
  var sheet = document.getElementById("wb-jupyter-dark");
  if (sheet) sheet.media = dark ? "all" : "not all";
  if (!document.body) return;
  document.body.dataset.jpThemeLight = dark ? "false" : "true";
  document.body.dataset.jpThemeName = dark ? "JupyterLab Dark" : "JupyterLab Light";
}
wbSystemDark.addEventListener("change", wbTheme);
new MutationObserver(wbTheme).observe(document.documentElement, { attributeFilter: ["data-wb-theme"] });

var wbPage = (function () {
  var given = JSON.parse(document.getElementById("wb-page-texts").textContent);
  var asked = new URLSearchParams(location.search).get("lang");
  var language = Object.hasOwn(given.texts, asked || "") ? asked : given.language;
  document.documentElement.lang = language;
  return { texts: given.texts[language] || given.texts.en };
})();
document.title = wbPage.texts.title;
