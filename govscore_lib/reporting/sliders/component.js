/* Sliders over a scorecard: the same component in JupyterLab and on a page.

   model : get(name), set(name, value), on("change:NAME", callback), save_changes(), as anywidget hands it over;
   data (see whatif/sliders.py), setting (see scenario.js), language ("zh" or "en"), and on a page address(parts). */

import { evaluate, maxima, prepare } from "./points.js";
import { copied, fitting, fromYaml, isPrinted, moved, plain, printed, sharing, shown, toAddress, toYaml } from "./scenario.js";
import { baseSum, levers } from "./levers.js";
import { ranking, sentence } from "./ranking.js";
import { Words, el } from "./words.js";

const REST = 300; // milliseconds without a move until all is written and kept; a row glides for less
const FAULTS = {
  form: { zh: "这个文件读不懂；请用 govscore whatif 运行。", en: "This file cannot be read here; run it with govscore whatif." },
  rubric: { zh: "这个方案是另一份评价文件的。", en: "This scenario is for another rubric." },
  changes: { zh: "这个方案不只改分值；请用 govscore whatif 运行。", en: "This scenario changes more than points; run it with govscore whatif." },
  points: { zh: "方案中的分值不适用于本文件。", en: "The points in this file do not fit this rubric." }
};

export function render({ model, el: host }) {
  const data = model.get("data"), board = prepare(data), words = new Words(model.get("language") || "zh");
  const start = evaluate(board, printed());
  let state = fitting(board, model.get("setting") ?? {}) ?? printed();
  let resting = null, isKept = true;

  const root = el("div", { class: "gs sliders-root", lang: "zh-CN" });
  const told = el("p", { class: "sliders-said" }), live = el("p", { class: "sliders-live", "aria-live": "polite" });
  const hint = el("p", { class: "sliders-hint", role: "status" });
  const sum = el("span", { class: "sliders-sum" });
  const list = ranking(board, words, start, data.total.decimals);
  const left = levers(board, words, (kind, id) => ({
    move: (units) => move(kind, id, units),
    settle: () => draw(true),
    lock: (isLocked) => lock(kind, id, isLocked)
  }));

  const held = (kind, of = state) => (kind === "category" ? of.categories : of.criteria);
  function unitsNow(kind, id) {
    const worth = maxima(board, state);
    const points = kind === "category"
      ? worth.categories[board.categories.findIndex((one) => one.id === id)]
      : worth.criteria[board.criteria.findIndex((one) => one.id === id)];
    return (2n * points + board.perUnit) / (2n * board.perUnit);
  }
  function move(kind, id, units) {
    const key = kind === "category" ? "categories" : "criteria";
    const next = moved(board, state, key, id, units, unitsNow(kind, id));
    const reached = held(kind, next).get(id);
    if (reached === units) {
      say("", "");
    } else {
      const text = reached === undefined ? "" : shown(reached, 4);
      say(`到 ${text} 为止：其余未锁定的条款没有更多分可以增减。`, `It stops at ${text}: the criteria that are not locked cannot give or take more.`);
    }
    become(next);
  }
  function lock(kind, id, isLocked) {
    const next = copied(state);
    if (isLocked) { held(kind, next).set(id, unitsNow(kind, id)); } else { held(kind, next).delete(id); }
    attempt(next);
  }
  function attempt(next) {
    if (sharing(board, next)) {
      say("", "");
      become(next);
    } else {
      say("这样分值凑不成原来的合计：请先松开另一项，或改为合计可变。", "The points would not add up: unlock another one first, or let the sum move.");
      draw();
    }
  }
  function become(next) {
    state = next;
    isKept = false;
    draw();
  }
  function rest() {
    left.rest();
    list.rest();
    if (isKept) { return; }
    isKept = true;
    live.textContent = told.textContent;
    model.set("setting", plain(board, state));
    model.save_changes();
  }
  function say(zh, en) { words.text(hint, zh, en); }

  function draw(isSettled = false) {
    const result = evaluate(board, state);
    left.show(result.worth, state, isSettled);
    list.show(result);
    const [now, before] = baseSum(board, result.worth).map((units) => shown(units, 4));
    words.text(
      sum, now === before ? `基础分合计 ${now}` : `基础分合计 ${now}（原 ${before}）`,
      now === before ? `Base ${now} points` : `Base ${now} points (${before} as printed)`
    );
    sum.classList.toggle("off", now !== before);
    begin.value = state.start;
    for (const radio of rule.querySelectorAll("input")) { radio.checked = radio.value === state.keep; }
    const { zh, en } = sentence(board, start, result, isPrinted(state));
    words.text(told, zh, en);
    window.clearTimeout(resting);
    resting = window.setTimeout(rest, REST);
  }

  /* Buttons and the rule of the sum. */

  const button = (zh, en, act) => {
    const made = words.text(el("button", { type: "button" }), zh, en);
    made.addEventListener("click", act);
    return made;
  };
  const rule = el("fieldset", { class: "sliders-rule" }, words.text(el("legend"), "合计", "Sum"));
  const name = `keep-${Math.random().toString(36).slice(2)}`;
  for (const [value, zh, en] of [["proportional", "不变，其余按比例分摊", "kept, the others give or take in proportion"], ["none", "可变", "may move"]]) {
    const radio = el("input", { type: "radio", name, value });
    radio.addEventListener("change", () => attempt({ ...copied(state), keep: value }));
    rule.append(el("label", {}, radio, words.text(el("span"), zh, en)));
  }
  const begin = el("select");
  for (const one of [{ id: "", name: { zh: "文件分值", en: "the printed points" }, points: {} }, ...data.starts]) {
    const option = el("option", { value: one.id }), [zh, en] = one.points ? ["", ""] : ["（不适用）", " (not here)"];
    begin.append(words.text(option, `${one.name.zh}${zh}`, `${one.name.en}${en}`));
  }
  begin.addEventListener("change", () => {
    const chosen = data.starts.find((one) => one.id === begin.value);
    if (chosen && !chosen.points) {
      begin.value = state.start;
    } else {
      become({ ...printed(), keep: state.keep, start: begin.value });
    }
    say(chosen?.note.zh ?? "", chosen?.note.en ?? "");
  });
  const from = el("label", { class: "sliders-from" }, words.text(el("span"), "从哪里开始", "Begin with"), begin);
  const file = el("input", { type: "file", accept: ".yml,.yaml", class: "sliders-file" });
  words.label(file, "载入方案文件", "load a scenario file");
  file.addEventListener("change", async () => {
    if (!file.files.length) { return; }
    try {
      become(fromYaml(board, data, await file.files[0].text()));
      say("", "");
    } catch (fault) {
      const known = FAULTS[fault.message];
      if (!known) { throw fault; }
      say(known.zh, known.en);
    }
    file.value = "";
  });
  const bar = el(
    "div", { class: "sliders-bar" },
    button("恢复原分值", "Reset", () => { say("", ""); become({ ...printed(), keep: state.keep }); }),
    button("导出方案文件", "Save scenario file", () => download(`${data.rubric.id}-scenario.yml`, toYaml(board, data, state))),
    el("label", { class: "sliders-load" }, words.text(el("span"), "载入方案文件", "Load scenario file"), file)
  );
  const address = model.get("address");
  if (address) {
    bar.append(button("复制链接", "Copy link", async () => {
      const link = address(toAddress(state));
      try {
        await navigator.clipboard.writeText(link);
        say("链接已复制，打开即见当前分值。", "The link is copied; it opens with these points.");
      } catch {
        say(`请复制地址栏中的链接：${link}`, `Copy the link from the address bar: ${link}`);
      }
    }));
  } else {
    const other = el("button", { type: "button", class: "sliders-language" });
    other.addEventListener("click", () => {
      model.set("language", words.language === "zh" ? "en" : "zh");
      model.save_changes();
    });
    words.text(other, "English", "中文");
    bar.append(other);
  }

  root.append(
    el("div", { class: "sliders-top" }, el("div", { class: "sliders-state" }, sum, rule, ...(data.starts.length ? [from] : [])), bar),
    told, hint, live,
    el("div", { class: "sliders-sides" }, left.element, el("section", { class: "sliders-ranking" }, list.element))
  );
  host.replaceChildren(root);
  draw();
  rest();

  const onSetting = () => {
    const given = model.get("setting");
    if (JSON.stringify(given) === JSON.stringify(plain(board, state))) { return; }
    const next = fitting(board, given);
    if (next === null) { say(FAULTS.points.zh, FAULTS.points.en); } else { state = next; draw(); }
  };
  const onLanguage = () => {
    words.switchTo(model.get("language"));
    root.lang = words.language === "zh" ? "zh-CN" : "en";
  };
  onLanguage();
  model.on("change:setting", onSetting);
  model.on("change:language", onLanguage);
  return () => {
    window.clearTimeout(resting);
    model.off("change:setting", onSetting);
    model.off("change:language", onLanguage);
  };
}

function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = el("a", { href: url, download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export default { render };
