/* The search box: an index that is loaded when somebody starts to type, a list to walk with the keys. */
(function () {
  "use strict";
  var MOST = 12;
  var KINDS = [["页面", "page"], ["地区", "region"], ["条款", "criterion"], ["指标", "metric"], ["用语", "word"]];
  var index = null, waiting = null, rows = [], at = -1;

  function english() { return document.documentElement.getAttribute("data-lang") === "en"; }
  function element(name) { return document.querySelector(".search " + name); }
  function siteRoot() {
    return document.querySelector('script[src$="assets/search.js"]').getAttribute("src").replace("assets/search.js", "");
  }

  window.govscoreFound = function (parts) {
    index = [];
    parts.forEach(function (part) {
      part[3].forEach(function (entry) {
        index.push({
          kind: entry[0], href: (part[0] ? part[0] + "/" : "") + entry[1],
          zh: entry[2], en: entry[3] || entry[2], where: [part[1], part[2]],
          text: (entry[2] + "\n" + (entry[3] || "")).toLowerCase()
        });
      });
    });
    if (waiting) { waiting(); }
  };
  function load(then) {
    if (index) { then(); return; }
    var first = !waiting;
    waiting = then;
    if (!first) { return; }
    var script = document.createElement("script");
    script.src = siteRoot() + "assets/search-data.js";
    document.head.appendChild(script);
  }

  // a name that begins with the words is better than one that has a word beginning so, then any place in it
  function rank(entry, words) {
    var worst = 0;
    for (var i = 0; i < words.length; i += 1) {
      var place = entry.text.indexOf(words[i]);
      if (place < 0) { return -1; }
      var before = place ? entry.text[place - 1] : "\n";
      worst = Math.max(worst, before === "\n" ? 0 : /[\s(,]/.test(before) ? 1 : 2);
    }
    return worst;
  }
  function find(asked) {
    var words = asked.toLowerCase().split(/\s+/).filter(Boolean), here = window.location.pathname;
    if (!words.length) { return []; }
    return index.map(function (entry, place) {
      var mine = here.indexOf("/" + entry.href.split("/")[0] + "/") >= 0 ? 0 : 1;
      return { entry: entry, place: place, order: [rank(entry, words), mine, entry.kind] };
    }).filter(function (one) { return one.order[0] >= 0; }).sort(function (a, b) {
      for (var i = 0; i < 3; i += 1) { if (a.order[i] !== b.order[i]) { return a.order[i] - b.order[i]; } }
      return a.place - b.place;
    });
  }

  function close() {
    rows = [];
    at = -1;
    element("ul").hidden = true;
    element("ul").textContent = "";
    element("[role=status]").textContent = "";
    element("input").setAttribute("aria-expanded", "false");
    element("input").removeAttribute("aria-activedescendant");
  }
  function show(asked) {
    if (!asked.trim()) { close(); return; }
    var found = find(asked), list = element("ul"), lang = english() ? 1 : 0;
    close();
    found.slice(0, MOST).forEach(function (one, place) {
      var entry = one.entry, row = document.createElement("li"), where = document.createElement("span");
      row.id = "found-" + place;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = lang ? entry.en : entry.zh;
      where.className = "where";
      where.textContent = KINDS[entry.kind][lang] + " · " + entry.where[lang];
      row.appendChild(where);
      row.addEventListener("mousedown", function (event) { event.preventDefault(); go(entry); });
      list.appendChild(row);
      rows.push({ row: row, entry: entry });
    });
    var told = found.length ? (lang ? found.length + " found" : "找到 " + found.length + " 条") : lang ? "Nothing found" : "没有找到";
    if (!found.length) { close(); }
    list.hidden = !found.length;
    element("[role=status]").textContent = told;
    element("input").setAttribute("aria-expanded", String(found.length > 0));
    if (rows.length) { mark(0); }
  }
  function mark(place) {
    if (!rows.length) { return; }
    if (at >= 0) { rows[at].row.setAttribute("aria-selected", "false"); }
    at = (place + rows.length) % rows.length;
    rows[at].row.setAttribute("aria-selected", "true");
    rows[at].row.scrollIntoView({ block: "nearest" });
    element("input").setAttribute("aria-activedescendant", rows[at].row.id);
  }
  function go(entry) { window.location.href = siteRoot() + entry.href; close(); }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelector(".search").innerHTML =
      '<input type="search" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="found"' +
      ' aria-label="搜索 / search" autocomplete="off" spellcheck="false">' +
      '<ul id="found" role="listbox" aria-label="搜索结果 / results" hidden></ul><p role="status"></p>';
    var input = element("input");
    input.addEventListener("input", function () { load(function () { show(input.value); }); });
    input.addEventListener("focus", function () {
      load(function () { if (input.value) { show(input.value); } });
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) { return; } // a Chinese input method uses the same keys
      if (event.key === "ArrowDown") { mark(at + 1); }
      else if (event.key === "ArrowUp") { mark(at - 1); }
      else if (event.key === "Enter" && at >= 0) { go(rows[at].entry); }
      else if (event.key === "Escape") { input.value = ""; close(); input.blur(); }
      else { return; }
      event.preventDefault();
    });
    document.addEventListener("keydown", function (event) {
      var there = document.activeElement && document.activeElement.tagName;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) { return; }
      if (there === "INPUT" || there === "TEXTAREA" || there === "SELECT") { return; }
      event.preventDefault();
      input.focus();
    });
  });
})();
