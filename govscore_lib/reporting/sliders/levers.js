/* The left side: a slider, a field and a lock for every category and every criterion. */

import { UNIT } from "./points.js";
import { read, shown } from "./scenario.js";
import { Sight } from "./sight.js";
import { el } from "./words.js";

const REACH = 3n; // a slider goes to so many times the printed points; the field takes any number
const DECIMALS = 4;

/** A handy step: 1, 2 or 5 times a power of ten, about a fortieth of the points. */
function stepOf(points) {
  const fortieth = Number(points) / 40, ten = 10 ** Math.floor(Math.log10(fortieth));
  const factor = [5, 2, 1].find((one) => one * ten <= fortieth * 1.0001);
  return BigInt(Math.max(1, Math.round(factor * ten)));
}

/** One lever. entry : {kind, id, name, printed (units)}. act : {move(units), settle(), lock(isLocked)}. */
function lever(words, entry, act) {
  const step = stepOf(entry.printed), most = (entry.printed * REACH + step - 1n) / step;
  const range = el("input", { type: "range", min: "0", max: String(most), step: "1" });
  const field = el("input", { type: "number", min: "0", step: shown(step), inputmode: "decimal" });
  const lock = el("input", { type: "checkbox" });
  const name = el("span", { class: "lever-name" }), was = el("span", { class: "lever-was" });
  const id = el("span", { class: "id" }, entry.kind === "criterion" ? `${entry.id} ` : "");
  const { zh, en } = entry.name;
  words.text(name, zh, en);
  words.text(was, `原 ${shown(entry.printed, DECIMALS)} 分`, `${shown(entry.printed, DECIMALS)} as printed`);
  words.label(range, `${zh}的分值`, `points of ${en}`);
  words.label(field, `${zh}的分值，输入数字`, `points of ${en}, as a number`);
  words.label(lock, `锁定${zh}的分值`, `lock the points of ${en}`);
  const word = words.text(el("span"), "锁定", "lock");
  const live = el("span", { class: "lever-live", "aria-hidden": "true" });
  const controls = el("div", { class: "lever-controls" }, range, field, live, el("label", { class: "lever-lock" }, lock, word));
  const row = el(
    "div", { class: `lever ${entry.kind}`, "data-lever": `${entry.kind}:${entry.id}` },
    el("div", { class: "lever-head" }, id, name, was), controls
  );
  range.addEventListener("input", () => act.move(BigInt(range.value) * step));
  range.addEventListener("change", () => act.settle());
  field.addEventListener("change", () => {
    const units = read(field.value);
    if (units !== null) { act.move(units); }
    act.settle();
  });
  lock.addEventListener("change", () => act.lock(lock.checked));

  /** isFieldToo : whether the field is written; otherwise a plain text drawn over it says the points, which costs
      the browser far less. */
  function show(units, isLocked, isFieldToo) {
    const place = String((2n * units + step) / (2n * step)), text = shown(units, DECIMALS);
    if (range.value !== place) { range.value = place; }
    if (range.ariaValueText !== text) { range.ariaValueText = text; }
    words.text(live, text, text);
    if (isFieldToo && field.value !== text) { field.value = text; }
    if (lock.checked !== isLocked) { lock.checked = isLocked; }
    row.classList.toggle("changed", units !== entry.printed);
  }
  return { row, show, field };
}

/** All levers. board : prepared data. act : (kind, id) → what a lever does. Returns {element, show, rest}. */
export function levers(board, words, act) {
  const element = el("section", { class: "levers" });
  words.label(element, "分值", "points");
  const units = (points) => (2n * points + board.perUnit) / (2n * board.perUnit);
  const all = [];
  let last = null;
  function add(entry, value, inner = null) {
    const made = lever(words, entry, act(entry.kind, entry.id));
    all.push({ ...made, entry, value, inner });
    return made.row;
  }
  for (const isBase of [true, false]) {
    const listed = board.categories.filter((one) => one.isBase === isBase && one.points > 0n);
    if (!isBase && listed.length) {
      element.append(words.text(el("p", { class: "levers-apart" }), "加分、扣分（不计入基础分合计）", "Bonuses and deductions, outside the base"));
    }
    for (const category of listed) {
      const group = el("div", { class: "lever-group" });
      group.append(add(
        { kind: "category", id: category.id, name: category.name, printed: units(category.points) },
        (worth) => units(worth.categories[category.place])
      ));
      if (category.maxed.length) {
        const inner = el("div", { class: "lever-inner", hidden: true });
        const more = el("button", { type: "button", "aria-expanded": "false", class: "lever-more" });
        const said = (isOpen) => words.text(
          more, isOpen ? "收起条款" : `展开 ${category.maxed.length} 条`,
          isOpen ? "fold the criteria" : category.maxed.length === 1 ? "show its criterion" : `show ${category.maxed.length} criteria`
        );
        said(false);
        more.addEventListener("click", () => {
          inner.hidden = !inner.hidden;
          more.setAttribute("aria-expanded", String(!inner.hidden));
          said(!inner.hidden);
          rest();
        });
        for (const one of category.maxed) {
          inner.append(add(
            { kind: "criterion", id: one.id, name: one.name, printed: units(one.max) },
            (worth) => units(worth.criteria[one.column]), inner
          ));
        }
        group.append(more, inner);
      }
      element.append(group);
    }
  }
  const sight = new Sight();
  all.forEach(({ row }) => sight.watch(row));
  /** Write the levers in sight; folded ones wait until they are unfolded, the others until all is at rest.
      isSettled : the field that is typed in is written too. */
  function show(worth, state, isSettled) {
    last = [worth, state, isSettled];
    element.classList.add("moving");
    write((one) => sight.sees(one.row), (isFocused) => isFocused && isSettled);
  }
  function rest() {
    write(() => true, (isFocused) => !isFocused || last[2]);
    element.classList.remove("moving");
  }
  function write(isDue, isFieldToo) {
    const [worth, state] = last;
    for (const one of all.filter(isDue)) {
      if (one.inner?.hidden) { continue; }
      const held = one.entry.kind === "category" ? state.categories : state.criteria;
      one.show(one.value(worth), held.has(one.entry.id), isFieldToo(document.activeElement === one.field));
    }
  }
  return { element, show, rest };
}

/** What the base adds up to now and as printed, in units of 1e-9. */
export function baseSum(board, worth) {
  const base = board.categories.filter((one) => one.isBase);
  const now = base.reduce((sum, one) => sum + worth.categories[one.place], 0n);
  const before = base.reduce((sum, one) => sum + one.points, 0n);
  return [now, before].map((points) => points * UNIT / board.scale);
}
