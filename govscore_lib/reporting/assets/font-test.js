/* Which fonts this machine has: measured on a canvas and in the page, said in words. Asks for nothing. */
(function () {
  "use strict";
  var SIZE = 40, MISSING = "\uffff"; // no font has a glyph for a noncharacter: it is drawn as a missing one is
  var root = document.documentElement;

  function family(name) {
    return window.getComputedStyle(root).getPropertyValue("--" + name).trim();
  }
  function canvas() {
    var made = document.createElement("canvas");
    made.width = made.height = 2 * SIZE;
    return made.getContext("2d", { willReadFrequently: true });
  }
  function drawn(text, font) {
    var brush = canvas();
    brush.font = font;
    brush.textBaseline = "top";
    brush.fillText(text, SIZE / 4, SIZE / 4);
    return Array.prototype.filter.call(brush.getImageData(0, 0, 2 * SIZE, 2 * SIZE).data, function (_, place) {
      return place % 4 === 3;
    });
  }
  function ink(text, font) { return drawn(text, font).reduce(function (sum, one) { return sum + one; }, 0); }
  function same(a, b) { return a.every(function (one, place) { return one === b[place]; }); }
  function width(text, font) {
    var brush = canvas();
    brush.font = font;
    return brush.measureText(text).width;
  }

  // a face is there when text in it is as wide whatever would stand in for it
  function installed(face) {
    var sample = "mmwWli10\u2030gjQ", stands = ["monospace", "sans-serif", "serif"];
    return stands.some(function (other) {
      var own = SIZE + "px '" + face + "', " + other;
      return Math.abs(width(sample, own) - width(sample, SIZE + "px " + other)) > 0.01;
    });
  }
  function oneOf(row) {
    var found = row.dataset.faces.split("|").filter(installed);
    return found.length ? [true, found[0], found[0]] : [false, "没有找到其中任何一种", "none of the fonts was found"];
  }
  function glyphs(row, sample) {
    var font = SIZE + "px " + family("sans"), box = drawn(MISSING, font), blank = drawn(" ", font);
    var missing = Array.from(sample).filter(function (sign) {
      var picture = drawn(sign, font);
      return same(picture, box) || same(picture, blank);
    }).join(" ");
    return missing ? [false, "缺少 " + missing, "missing " + missing] : [true, "齐全", "all there"];
  }
  function wide(row, sample) {
    var font = SIZE + "px " + family("sans");
    var narrow = Array.from(sample).filter(function (sign) { return Math.abs(width(sign, font) - SIZE) > 1; }).join(" ");
    return narrow ? [false, "宽度不对 " + narrow, "wrong width " + narrow] : [true, "正常", "as wide as characters"];
  }
  function tabular(row, sample, cell) {
    var span = document.createElement("span");
    span.style.position = "absolute";
    cell.appendChild(span);
    var widths = Array.from(sample).map(function (figure) {
      span.textContent = figure.repeat(20);
      return span.getBoundingClientRect().width;
    });
    span.remove();
    var equal = Math.max.apply(null, widths) - Math.min.apply(null, widths) < 0.5;
    return equal ? [true, "等宽", "equally wide"] : [false, "不等宽", "not equally wide"];
  }
  function bold(row, sample) {
    var sign = sample.charAt(0), plain = ink(sign, SIZE + "px " + family("sans"));
    var strong = ink(sign, "bold " + SIZE + "px " + family("sans"));
    return strong > plain * 1.05 ? [true, "有", "there"] : [false, "与常规体相同", "the same as regular"];
  }
  var tests = { faces: oneOf, song: oneOf, glyphs: glyphs, wide: wide, tabular: tabular, bold: bold };

  function put(element, zh, en) {
    element.textContent = "";
    [["zh", "zh-CN", zh], ["en", "en", en]].forEach(function (one) {
      var span = document.createElement("span");
      span.className = one[0];
      span.lang = one[1];
      span.textContent = one[2];
      element.appendChild(span);
    });
  }
  function run() {
    var bad = 0, rows = document.querySelectorAll("[data-font-test]");
    rows.forEach(function (row) {
      var sample = row.querySelector(".sample"), cell = row.querySelector(".result");
      var found = tests[row.dataset.fontTest](row, sample.textContent, sample);
      bad += found[0] ? 0 : 1;
      cell.classList.add(found[0] ? "good" : "bad");
      put(cell, (found[0] ? "绿：" : "红：") + found[1], (found[0] ? "green: " : "red: ") + found[2]);
    });
    var verdict = document.getElementById("font-verdict");
    verdict.dataset.bad = String(bad);
    if (bad) {
      put(verdict, bad + " 项不正常，见下表。", bad + (bad === 1 ? " test" : " tests") + " failed, see below.");
    } else {
      put(verdict, "本机字体齐全，页面和打印都能正确显示。", "This machine has all fonts that pages and prints need.");
    }
  }
  // once the page has been put together (site.js)
  if (root.hasAttribute("data-ready")) { run(); return; }
  new MutationObserver(function (_, observer) {
    if (root.hasAttribute("data-ready")) { observer.disconnect(); run(); }
  }).observe(root, { attributes: true, attributeFilter: ["data-ready"] });
})();
