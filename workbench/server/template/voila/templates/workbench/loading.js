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

  // A dead kernel shows nothing by itself: the websocket is watched, and asked for when it stays away.
  var Socket = window.WebSocket;
  var leaving = false;
  var watched = false;
  var open = 0;
  window.addEventListener("pagehide", function () { leaving = true; });
  window.addEventListener("pageshow", function () { leaving = false; });

  function ask(kernel) {
    if (leaving || open > 0) return;
    fetch(kernel, { credentials: "same-origin" }).then(
      function (answer) { say(answer.status === 404 ? texts.ended : texts.lost); },
      function () { say(texts.lost); },
    );
  }

  // The server keeps the websocket of a kernel that is gone, so its absence is asked for while the page is looked at.
  var EVERY = 10000;
  function watch(kernel) {
    var timer = setInterval(look, EVERY);
    function look() {
      if (leaving || document.hidden) return;
      fetch(kernel, { credentials: "same-origin" }).then(function (answer) {
        if (answer.status !== 404) return;
        clearInterval(timer);
        say(texts.ended);
      }, function () {});
    }
    document.addEventListener("visibilitychange", look);
  }

  function ended(data) {
    if (!(data instanceof ArrayBuffer) || data.byteLength > 4096) return;
    if (/"execution_state": ?"(dead|restarting|autorestarting)"/.test(new TextDecoder().decode(data))) say(texts.ended);
  }

  window.WebSocket = class extends Socket {
    constructor(address, protocols) {
      super(address, protocols);
      var kernel = /(\/api\/kernels\/[^/?]+)\/channels/.exec(String(address));
      if (!kernel) return;
      var path = new URL(String(address)).pathname.replace(/\/channels$/, "");
      if (!watched) watch(path);
      watched = true;
      this.addEventListener("open", function () {
        open += 1;
        byId("wb-page-lost").hidden = true;
      });
      this.addEventListener("message", function (event) { ended(event.data); });
      var gone = false;
      this.addEventListener("close", function () {
        if (gone) return;
        gone = true;
        open = Math.max(0, open - 1);
        setTimeout(function () { ask(path); }, 1500);
      });
    }
  };
})();
