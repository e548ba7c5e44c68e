/* Language, theme, charts, sorting. A classic script: it runs from file:// and asks for nothing. */
(function () {
  "use strict";
  var root = document.documentElement;
  var HEADROOM = 64; // the pixels of a chart's own title, which the page writes as text

  function recall(key) {
    try { return window.localStorage.getItem("govscore-" + key); } catch (error) { return null; }
  }
  function remember(key, value) {
    try { window.localStorage.setItem("govscore-" + key, value); } catch (error) { /* private window */ }
  }
  function fromHash(key) {
    var found = new RegExp("(?:^#|&)" + key + "=([a-z]+)").exec(window.location.hash);
    return found ? found[1] : null;
  }
  function one(values, value) { return values.indexOf(value) >= 0 ? value : null; }

  function setLanguage(lang) {
    root.setAttribute("data-lang", lang);
    root.lang = lang === "en" ? "en" : "zh-CN";
    var title = root.getAttribute("data-title-" + lang);
    if (title) { document.title = title; }
  }
  // a title or a label for the ear has both languages in one attribute, parted by " / " (in_both in markup.py)
  function oneLanguage() {
    var at = root.getAttribute("data-lang") === "en" ? 1 : 0;
    ["title", "aria-label"].forEach(function (name) {
      document.querySelectorAll("[" + name + "*=' / ']:not(.plot), [data-both-" + name + "]").forEach(function (element) {
        var kept = "data-both-" + name;
        if (!element.hasAttribute(kept)) { element.setAttribute(kept, element.getAttribute(name)); }
        element.setAttribute(name, element.getAttribute(kept).split(" / ")[at]);
      });
    });
  }
  function setTheme(theme) { root.setAttribute("data-theme", theme); }

  // before the first paint: address, then memory, then what the system prefers
  root.setAttribute("data-title-zh", document.title);
  var langs = ["zh", "en"], themes = ["light", "dark"];
  setLanguage(one(langs, fromHash("lang")) || one(langs, recall("lang")) || "zh");
  var dark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(one(themes, fromHash("theme")) || one(themes, recall("theme")) || (dark ? "dark" : "light"));

  function put(figure, path, value) {
    var steps = path.split("."), node = figure;
    for (var i = 0; i < steps.length - 1; i += 1) {
      node = node[steps[i]];
      if (node === undefined || node === null) { return; }
    }
    node[steps[steps.length - 1]] = value;
  }

  // long names take two lines, on a narrow screen short ones too, so that the drawing keeps its room
  function broken(name, most) {
    if (name.length <= most) { return name; }
    var middle = Math.ceil(name.length / 2), at = name.lastIndexOf(" ", middle + 3);
    if (at > 0) { return name.slice(0, at) + "<br>" + name.slice(at + 1); }
    return /[\u4e00-\u9fff]/.test(name) ? name.slice(0, middle) + "<br>" + name.slice(middle) : name;
  }
  function twoLines(figure, narrow) {
    var layout = figure.layout, axis = layout.yaxis;
    if (axis && Array.isArray(axis.ticktext)) {
      axis.ticktext = axis.ticktext.map(function (name) {
        return broken(name, !narrow ? 44 : /[\u4e00-\u9fff]/.test(name) ? 8 : 14);
      });
      if (narrow) { axis.tickfont = Object.assign({}, axis.tickfont, { size: 12 }); }
      var around = layout.margin.t + (layout.margin.b || 0), rows = axis.ticktext.length;
      var least = axis.ticktext.some(function (name) { return name.indexOf("<br>") > 0; }) ? (narrow ? 34 : 39) : 0;
      layout.height = Math.max(layout.height, around + least * rows); // two lines of one row do not touch the next
    }
    figure.data.forEach(function (trace) {
      if (narrow && trace.name) { trace.name = broken(trace.name, 24); }
    });
  }

  // the charts' data and the English half of the page lie packed at its end (reporting/stored/packing.py)
  var shared = null;
  window.govscoreShared = function (begun) { shared = begun; };
  function unpacked() {
    var block = document.getElementById("packed");
    if (!block) { return Promise.resolve([[], [], [], { titles: {}, bars: [], alts: [], sorts: [] }]); }
    return Promise.all(block.textContent.split(",").map(function (stream, place) {
      return inflated(stream, shared ? shared[place] : [0, ""]);
    }));
  }
  function bytesOf(text) {
    return Uint8Array.from(window.atob(text), function (letter) { return letter.charCodeAt(0); });
  }
  // a stream goes on where the one that pages like this share stops
  function inflated(stream, begun) {
    var whole = new Blob([bytesOf(begun[1]), bytesOf(stream)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(whole).arrayBuffer().then(function (buffer) {
      return JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, begun[0])));
    });
  }
  // short names of what a page has very often
  var SHORT = {
    "z-": "zh", "z-i": "id", "z-o": "of", "z-t": "sub", "z-u": "unit", "z-f": "formula", "z-r": "rule", "z-a": "rule again",
    "z-c": "sub again", "z-g": "formula again", "z-s": "sub"
  };
  function spelledOut() {
    Object.keys(SHORT).forEach(function (name) {
      Array.prototype.slice.call(document.getElementsByTagName(name)).forEach(function (element) {
        element.className = SHORT[name];
      });
    });
    document.querySelectorAll("[n]").forEach(function (cell) { cell.className = "figure"; cell.removeAttribute("n"); });
    document.querySelectorAll("th[r]").forEach(function (cell) { cell.scope = "row"; cell.removeAttribute("r"); });
  }
  function plain(markup) { // an attribute's text as it stands in markup
    var box = document.createElement("textarea");
    box.innerHTML = markup;
    return box.value;
  }
  function putBack(streams) {
    var charts = streams[0], english = streams[1], folded = streams[2], content = streams[3];
    document.querySelectorAll(".plot[role=img]").forEach(function (plot, place) {
      plot.setAttribute("data-alt-zh", plot.getAttribute("aria-label"));
      if (content.alts[place]) { plot.setAttribute("data-alt-en", plain(content.alts[place])); }
    });
    document.querySelectorAll("[s]").forEach(function (cell, place) {
      cell.dataset.sort = plain(content.sorts[place]);
      cell.removeAttribute("s");
    });
    document.querySelectorAll("z-b").forEach(function (place, at) { place.outerHTML = content.bars[at]; });
    var chinese = Array.prototype.filter.call(document.querySelectorAll(".zh"), function (element) {
      return !element.parentNode.closest(".zh, .en, .sliders-place"); // what other scripts drew was never packed
    });
    english.forEach(function (entry, place) {
      if (!entry) { return; }
      var before = chinese[place], tag = before.tagName === "Z-" ? "span" : before.tagName;
      var english = document.createElement(tag);
      english.className = "en";
      english.lang = "en";
      english.innerHTML = entry[1];
      before.after(entry[0], english);
    });
    document.querySelectorAll(".badge:not([title])").forEach(function (badge) {
      if (content.titles[badge.className]) { badge.title = plain(content.titles[badge.className]); }
    });
    document.querySelectorAll("details:is(.code, .behind):empty, .again:empty").forEach(function (place, at) {
      place.innerHTML = folded[at];
    });
    document.querySelectorAll("figure.chart > script").forEach(function (script, place) {
      if (!script.textContent) { script.textContent = JSON.stringify(charts[place]); }
    });
  }

  function dressed(source, narrow, paper) {
    var figure = JSON.parse(source), meta = figure.layout.meta || {};
    var english = root.getAttribute("data-lang") === "en";
    var styles = window.getComputedStyle(root);
    function colour(role) {
      return role === "clear" ? "rgba(0,0,0,0)" : styles.getPropertyValue("--" + role).trim() || "#888";
    }
    (meta.i18n || []).forEach(function (entry) {
      if (entry[0] !== "layout.title.text") { put(figure, entry[0], english ? entry[2] : entry[1]); }
    });
    (meta.grids || []).forEach(function (grid) {
      var at = english ? 1 : 0;
      put(figure, grid.path, grid.cells.map(function (row, i) {
        return row.map(function (word, j) {
          return grid.rows[i][at] + "\u3000" + grid.columns[j][at] + "<br>" + grid.words[word][at];
        });
      }));
    });
    (meta.roles || []).forEach(function (entry) {
      if (entry[0].indexOf("layout.title") === 0) { return; }
      put(figure, entry[0], Array.isArray(entry[1]) ? entry[1].map(colour) : colour(entry[1]));
    });
    if (meta.name) {
      figure.layout.margin.t = Math.max(4, figure.layout.margin.t - HEADROOM);
      figure.layout.height -= HEADROOM;
    }
    if (paper) { onPaper(figure, paper); } else { twoLines(figure, narrow); }
    figure.layout.paper_bgcolor = "rgba(0,0,0,0)";
    figure.layout.hoverlabel = Object.assign({}, figure.layout.hoverlabel, {
      bgcolor: colour("ground"), bordercolor: colour("muted"),
      font: Object.assign({}, (figure.layout.hoverlabel || {}).font, { color: colour("ink") })
    });
    return figure;
  }

  // as wide as the type area; rows draw closer, so that charts leave no page half empty: a ranking stands under the
  // summary, a heat map and the separation after it share a page (up to 8 rows, up to 16, more)
  var CLOSER = { ranking: [1, 0.7, 0.5], heatmap: [0.8, 0.55, 0.35], separation: [0.5, 0.4, 0.4], others: [0.55, 0.5, 0.33] };
  function onPaper(figure, width) {
    var layout = figure.layout, rows = layout.yaxis && layout.yaxis.ticktext;
    layout.width = width;
    layout.font.family = window.getComputedStyle(document.body).fontFamily; // one face on paper, not two
    figure.data.forEach(function (trace) { // in a PDF a hatch is a large picture, and each pale mark a layer of its own
      if (!trace.marker) { return; }
      delete trace.marker.pattern;
      if (trace.marker.opacity) { trace.marker.opacity = 1; }
    });
    var closer = CLOSER[(layout.meta || {}).name] || CLOSER.others;
    if (rows && layout.meta) {
      var isLong = rows.some(function (name) { return name.length > 34; });
      rows = layout.yaxis.ticktext = rows.map(function (name) { // small, they fit; criteria begin with their number
        var isCut = layout.meta.name === "separation" && name.length > 43;
        return isCut ? name.slice(0, 42) + "\u2026" : broken(name, 46);
      });
      var around = layout.margin.t + (layout.margin.b || 0), league = rows.length > 16 ? 2 : rows.length > 8 ? 1 : 0;
      var lines = rows.map(function (name) { return name.split("<br>").length; });
      var most = Math.max.apply(null, lines.map(function (one, at) { return (one + (lines[at + 1] || 1)) / 2; }));
      var size = (league > 1 ? 11 : 12) - (isLong ? 2 : 0);
      var least = most > 1 ? rows.length * most * size * 1.2 : 0; // names of two lines need room
      layout.height = Math.round(around + Math.max(least, (layout.height - around) * closer[league]));
      var row = Math.floor((layout.height - around) / rows.length) - 1; // words beside close rows do not touch
      var smaller = function (font, wished) { return Object.assign({}, font, { size: Math.min(wished, row) }); };
      layout.yaxis.tickfont = smaller(layout.yaxis.tickfont, size);
      (layout.annotations || []).forEach(function (note) {
        if ((note.yref || "y") === "y") { note.font = smaller(note.font, (note.font || {}).size || 13); }
      });
      figure.data.forEach(function (trace) { if (trace.textfont) { trace.textfont = smaller(trace.textfont, 13); } });
    }
  }

  function draw(plot) {
    var data = plot.closest("figure").querySelector('script[type="application/vnd.plotly.v1+json"]');
    if (!data.textContent) { return null; }
    var figure = dressed(data.textContent, plot.clientWidth < 520, Number(plot.dataset.width));
    var lang = root.getAttribute("data-lang");
    var words = plot.getAttribute("data-alt-" + lang);
    if (words) { plot.setAttribute("aria-label", words); }
    plot.style.height = figure.layout.height + "px";
    return window.Plotly.react(plot, figure.data, figure.layout, {
      displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false,
      showTips: false, locale: "en"
    }).then(function () {
      // the best stand at the right of a strip: where it is wider than the screen, that end is seen first
      var strip = plot.closest("figure[data-chart^='points'] .scroll");
      if (strip) { strip.scrollLeft = strip.scrollWidth; }
      plot.setAttribute("data-drawn", lang);
    });
  }
  function drawAll() {
    document.querySelectorAll(".plot").forEach(draw);
  }

  // what goes on beyond an edge shows a shadow there
  function shadows(box) {
    function look() {
      var beyond = box.scrollWidth - box.clientWidth - box.scrollLeft;
      var more = (box.scrollLeft > 1 ? "left " : "") + (beyond > 1 ? "right" : "");
      if (box.getAttribute("data-more") !== more) { box.setAttribute("data-more", more); }
    }
    var watch = new ResizeObserver(look);
    watch.observe(box);
    if (box.firstElementChild) { watch.observe(box.firstElementChild); }
    box.addEventListener("scroll", look, { passive: true });
  }

  function number(text) { return parseFloat(text.replace(/,/g, "").replace("\u2212", "-")); }
  function sortable(table) {
    var head = table.tHead.rows[0], body = table.tBodies[0];
    Array.prototype.forEach.call(head.cells, function (cell, place) {
      var button = document.createElement("button");
      button.type = "button";
      while (cell.firstChild && !(cell.firstChild.classList && cell.firstChild.classList.contains("unit"))) {
        button.appendChild(cell.firstChild);
      }
      cell.insertBefore(button, cell.firstChild);
      button.addEventListener("click", function () {
        var down = cell.getAttribute("aria-sort") === "ascending";
        Array.prototype.forEach.call(head.cells, function (other) { other.removeAttribute("aria-sort"); });
        cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        var rows = Array.prototype.slice.call(body.rows);
        var lang = root.getAttribute("data-lang") === "en" ? "en" : "zh-CN";
        function key(row) { return row.cells[place].dataset.sort || row.cells[place].innerText.trim(); }
        rows.sort(function (a, b) {
          var x = key(a), y = key(b), nx = number(x), ny = number(y);
          var order = !isNaN(nx) && !isNaN(ny) ? nx - ny : x.localeCompare(y, lang);
          return down ? -order : order;
        });
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
  }

  function labelSwitches() {
    var lang = document.querySelector('[data-switch="lang"]');
    var english = root.getAttribute("data-lang") === "en";
    lang.textContent = english ? "中文" : "English";
    lang.lang = english ? "zh-CN" : "en";
    var search = document.querySelector(".search input");
    if (search) { search.placeholder = english ? "Regions, criteria, metrics" : "搜索地区、条款、指标"; }
    var theme = document.querySelector('[data-switch="theme"]');
    var isDark = root.getAttribute("data-theme") === "dark";
    theme.querySelector(".zh").textContent = isDark ? "浅色" : "深色";
    var other = theme.querySelector(".en");
    if (other) { other.textContent = isDark ? "Light" : "Dark"; }
  }
  function keepInAddress() {
    var parts = window.location.hash.replace("#", "").split("&").filter(Boolean);
    if (parts.some(function (part) { return part.indexOf("=") < 0; })) { return; } // an anchor stays as it is
    var others = parts.filter(function (part) { return !/^(lang|theme)=/.test(part); });
    var address = "#" + ["lang=" + root.getAttribute("data-lang")].concat(others).join("&");
    try { window.history.replaceState(null, "", address); } catch (error) { window.location.hash = address; }
  }

  function start() {
    document.querySelector(".switches").hidden = false;
    labelSwitches();
    oneLanguage();
    document.querySelector('[data-switch="lang"]').addEventListener("click", function () {
      setLanguage(root.getAttribute("data-lang") === "en" ? "zh" : "en");
      remember("lang", root.getAttribute("data-lang"));
      keepInAddress();
      labelSwitches();
      oneLanguage();
      drawAll();
    });
    document.querySelector('[data-switch="theme"]').addEventListener("click", function () {
      setTheme(root.getAttribute("data-theme") === "dark" ? "light" : "dark");
      remember("theme", root.getAttribute("data-theme"));
      labelSwitches();
      drawAll();
    });
    document.querySelectorAll("table.sortable").forEach(sortable);
    document.querySelectorAll(".scroll, main .table").forEach(shadows);
    drawAll();
    root.setAttribute("data-ready", "");
  }
  document.addEventListener("DOMContentLoaded", function () {
    // a browser too old to unpack shows the page in Chinese, without charts
    spelledOut();
    Promise.resolve().then(unpacked).then(putBack, function () {
      document.querySelector('[data-switch="lang"]').hidden = true;
      setLanguage("zh");
    }).then(start);
  });

  // on paper: light, 156 mm wide, the tables behind the charts stay folded
  function forPaper(width) {
    document.querySelectorAll(".plot").forEach(function (plot) {
      if (width) { plot.dataset.width = String(width); } else { delete plot.dataset.width; }
      draw(plot);
    });
  }
  var shown = null;
  window.addEventListener("beforeprint", function () {
    shown = root.getAttribute("data-theme");
    setTheme("light");
    forPaper(590);
  });
  window.addEventListener("afterprint", function () {
    if (shown) { setTheme(shown); }
    forPaper(0);
  });
})();
