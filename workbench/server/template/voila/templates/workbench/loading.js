"use strict";
(function () {
  var texts = wbPage.texts;
  var byId = document.getElementById.bind(document);
  byId("loading_text").textContent = texts.loading;
  byId("wb-page-reload").textContent = texts.reload;
  byId("wb-page-reload").addEventListener("click", function () { location.reload(); });
  var slow = setTimeout(function () { byId("loading_text") && (byId("loading_text").textContent = texts.slow); }, 15000);

  function say(text) {
    byId("wb-page-lost-text").textContent = text;
    byId("wb-page-lost").hidden = false;
  }

  function room() {
    document.documentElement.style.setProperty("--wb-page-lost", byId("wb-page-lost").offsetHeight + "px");
  }
  if (window.ResizeObserver) new ResizeObserver(room).observe(byId("wb-page-lost"));

  // The page stays under its loading state until the first widget stands, not only until the last cell ran.
  window.wbFinish = function () {
    if (!window.themeLoaded) {
      window.cellLoaded = true;
      return;
    }
    var cells = byId("rendered_cells");
    cells.style.display = "";
    var failed = cells.querySelector('[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]');
    var shown = function () { return cells.querySelector(".jupyter-widgets, .widget-output, .jp-RenderedText"); };
    var settle = function () {
      clearTimeout(slow);
      byId("loading") && byId("loading").remove();
    };
    if (failed) say(texts.failed);
    if (failed || shown()) return settle();
    var watch = new MutationObserver(function () {
      if (!shown()) return;
      watch.disconnect();
      settle();
    });
    watch.observe(cells, { childList: true, subtree: true });
    setTimeout(settle, 10000);
  };

  // A dead kernel shows nothing by itself: the websocket is watched, and the kernel asked for while the page is seen.
  // "lost" may come back, "ended" never does: a kernel that was started again knows nothing of this page.
  var Socket = window.WebSocket;
  var EVERY = 10000, EVERY_IN_TROUBLE = 2000, PATIENCE = 8000;
  var contact = "good";
  var leaving = false;
  var address = null;
  var open = 0;
  var timer = 0;
  var heard = Date.now();
  window.addEventListener("pagehide", function () { leaving = true; });
  window.addEventListener("pageshow", function () { leaving = false; });

  function clock(moment) {
    var form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    return new Intl.DateTimeFormat(document.documentElement.lang, form).format(moment);
  }

  function trouble(kind) {
    if (contact === "ended" || leaving) return;
    var first = contact === "good";
    contact = kind;
    say(texts[kind]);
    var root = document.documentElement;
    if (first) root.style.setProperty("--wb-as-of", JSON.stringify(texts.as_of.replace("{time}", clock(heard))));
    root.classList.add("wb-old");
    window.dispatchEvent(new CustomEvent("wb-contact", { detail: { state: kind } }));
  }

  function restored() {
    if (contact !== "lost") return;
    contact = "good";
    heard = Date.now();
    byId("wb-page-lost").hidden = true;
    document.documentElement.classList.remove("wb-old");
    window.dispatchEvent(new CustomEvent("wb-contact", { detail: { state: "good" } }));
  }

  // What the kernel sent meanwhile may be lost: the totals stay marked until the page has read everything again.
  function back() {
    if (contact !== "lost") return;
    var event = new CustomEvent("wb-back", { cancelable: true, detail: { done: restored } });
    if (window.dispatchEvent(event)) restored();
  }

  function later() {
    clearTimeout(timer);
    if (contact !== "ended") timer = setTimeout(look, contact === "good" ? EVERY : EVERY_IN_TROUBLE);
  }

  function look() {
    if (leaving || document.hidden || !address || contact === "ended") return later();
    var limit = window.AbortSignal && AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
    fetch(address, { credentials: "same-origin", cache: "no-store", signal: limit }).then(
      function (answer) {
        if (answer.status === 404 || answer.status === 403) trouble("ended");
        else if (!answer.ok) trouble("lost");
        else if (contact === "lost") { if (open > 0) back(); }
        else if (open > 0) heard = Date.now();
      },
      function () { trouble("lost"); },
    ).then(later);
  }
  document.addEventListener("visibilitychange", look);
  window.addEventListener("offline", look);
  window.addEventListener("online", look);

  function ended(data) {
    heard = contact === "good" ? Date.now() : heard;
    if (!(data instanceof ArrayBuffer) || data.byteLength > 4096) return;
    if (/"execution_state": ?"(dead|restarting|autorestarting)"/.test(new TextDecoder().decode(data))) trouble("ended");
  }

  window.WebSocket = class extends Socket {
    constructor(place, protocols) {
      super(place, protocols);
      var kernel = /(\/api\/kernels\/[^/?]+)\/channels/.exec(String(place));
      if (!kernel) return;
      if (!address) {
        address = new URL(String(place)).pathname.replace(/\/channels$/, "");
        later();
      }
      this.addEventListener("open", function () {
        open += 1;
        setTimeout(back, 0);
      });
      this.addEventListener("message", function (event) { ended(event.data); });
      var gone = false;
      this.addEventListener("close", function () {
        if (gone) return;
        gone = true;
        open = Math.max(0, open - 1);
        setTimeout(function () {
          if (open > 0) return;
          trouble("lost");
          look();
        }, 1500);
      });
    }
  };
})();
