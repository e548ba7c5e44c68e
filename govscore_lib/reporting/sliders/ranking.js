/* The right side: the ranking, and in one sentence who moved. */

import { reasons } from "./points.js";
import { shown } from "./scenario.js";
import { Sight } from "./sight.js";
import { el } from "./words.js";

const REASONS = 3;
const NAMED = 4;
const STATUS = {
  provisional: { zh: "暂定", en: "provisional" }, waived: { zh: "视为放弃", en: "waived" },
  disqualified: { zh: "取消排名资格", en: "disqualified" }, vetoed: { zh: "一票否决", en: "vetoed" }
};

const rank = (doubled) => (doubled === 0 ? "—" : String(doubled / 2));
const points = (units, decimals) => (units === null ? "—" : shown(units, decimals, true));
function signed(units, decimals) {
  const text = shown(units < 0n ? -units : units, decimals, true);
  return /^[0.]+$/.test(text) ? "" : `${units < 0n ? "−" : "+"}${text}`;
}

/** The name of a prize by its id, "?" and "" included. */
function prizeName(board, id) {
  if (id === "?") { return { zh: "待定", en: "to be decided" }; }
  const found = board.prizes.find((one) => one.id === id);
  return found ? found.name : { zh: "—", en: "—" };
}

/** Rows in the order of the ranking. All are equally high (--row), so that a row that moves is drawn elsewhere by a
    transform and the browser lays nothing out; at rest the elements follow, for those who read them one after the
    other. While something moves, rows that neither are in sight nor come into sight are left as they are. */
class Order {
  constructor(body, lines) {
    this.body = body;
    this.lines = lines; // as the elements stand
    this.drawn = new Map(lines.map((line, at) => [line, at]));
    this.sight = new Sight();
    this.wanted = lines;
    body.append(...lines.map((line) => line.element));
    lines.forEach((line) => this.sight.watch(line.element));
  }

  /** Draw the lines in this order and write them. isWhole : also those out of sight. */
  become(lines, result, isWhole = false) {
    if (!this.body.classList.contains("moving")) {
      const seen = this.lines.map((line) => this.sight.sees(line.element));
      this.window = [seen.indexOf(true), seen.lastIndexOf(true)];
      this.body.classList.add("moving");
    }
    this.wanted = lines;
    const [first, last] = this.window, isSeen = (at) => first >= 0 && first <= at && at <= last;
    const stands = new Map(this.lines.map((line, at) => [line, at]));
    lines.forEach((line, at) => {
      const before = this.drawn.get(line);
      if (!(isWhole || isSeen(at) || isSeen(before))) { return; }
      line.show(result.regions[line.row]);
      if (at === before) { return; }
      const by = at - stands.get(line);
      line.element.style.transform = by ? `translateY(${100 * by}%)` : "";
      this.drawn.set(line, at);
    });
  }

  rest() {
    const { body, wanted } = this;
    if (wanted.some((line, at) => line !== this.lines[at])) {
      body.classList.add("settling"); // nothing glides while elements change places under their own pictures
      this.lines = wanted;
      body.replaceChildren(...wanted.map((line) => line.element));
      wanted.forEach((line, at) => {
        line.element.style.transform = "";
        this.drawn.set(line, at);
      });
      body.getBoundingClientRect();
    }
    body.classList.remove("moving", "settling");
  }
}

/** The ranking. start : what is printed comes to. Returns {element, show(result), rest()}. */
export function ranking(board, words, start, decimals) {
  const heading = (zh, en, css = false) => words.text(el("th", { scope: "col", role: "columnheader", class: css }), zh, en);
  const head = el("tr", { role: "row" }, heading("名次", "Rank", "place"), heading("地区和主要原因", "Region, and mainly why"));
  if (board.ranking.groups) { head.append(heading("组内", "In group", "group")); }
  head.append(heading("总分", "Total", "figure"), heading("变化", "Change", "figure"));
  if (board.prizes) { head.append(heading("奖项建议", "Prize", "prize")); }
  const body = el("tbody", { role: "rowgroup" }), caption = words.text(el("caption"), "调整后的排名", "Ranking under these points");
  const columns = `${board.ranking.groups ? "grouped" : ""} ${board.prizes ? "prizes" : ""}`.trim();
  const table = el("table", { role: "table", class: columns }, caption, el("thead", { role: "rowgroup" }, head), body);
  const element = el("div", { class: "table", tabindex: "0" }, table);
  words.label(element, "调整后的排名", "ranking under these points");
  const lines = board.regions.map((region) => line(board, words, region, start.regions[region.row], decimals));
  const rows = new Order(body, lines);
  let last = null;
  function show(result, isWhole = false) {
    last = result;
    rows.become(result.order.map((row) => lines[row]), result, isWhole);
  }
  function rest() {
    show(last, true);
    lines.forEach((one) => one.explain(last.regions[one.row]));
    rows.rest();
  }
  const whole = el("div", {}, element);
  if (board.regions.some((one) => one.status === "provisional")) {
    whole.append(words.text(
      el("p", { class: "sliders-provisional" }), "暂定：缺数据的条款在这里按 0 分计；总分的上下限不随滑块重算，见地区页和导出方案的正式计算。",
      "Provisional: what has no figure counts as 0 here. The bounds of such a total do not follow the sliders; run the saved scenario for them."
    ));
  }
  return { element: whole, show, rest };
}

function line(board, words, region, was, decimals) {
  const cell = (css) => el("td", { role: "cell", class: css }); // a row laid out as a grid keeps its meaning by its role
  const place = cell("place"), total = cell("figure"), change = cell("figure change");
  const now = el("span", { class: "now" }), before = el("span", { class: "was" });
  place.append(now, before);
  const name = words.text(el("span"), region.name.zh, region.name.en), why = el("span", { class: "why" });
  const head = el("th", { scope: "row", role: "rowheader" }, name);
  if (STATUS[region.status]) {
    head.append(" ", words.text(el("span", { class: `badge ${region.status}` }), STATUS[region.status].zh, STATUS[region.status].en));
  }
  head.append(why);
  const element = el("tr", { role: "row", "data-region": region.id }, place, head);
  const group = board.ranking.groups ? cell("group") : null, prize = board.prizes ? cell("prize") : null;
  if (group) { element.append(group); }
  element.append(total, change);
  if (prize) { element.append(prize); }

  function show(found) {
    const up = was.rank2 - found.rank2;
    words.text(now, rank(found.rank2), rank(found.rank2));
    const by = up ? `${up > 0 ? "↑" : "↓"}${rank(Math.abs(up))}` : "", from = rank(was.rank2);
    words.text(before, up ? `${by}（原 ${from}）` : "", up ? `${by} (was ${from})` : "");
    element.classList.toggle("up", up > 0);
    element.classList.toggle("down", up < 0);
    if (group) {
      const label = region.group_name ?? { zh: "", en: "" }, moved = was.group2 !== found.group2;
      const text = moved ? `${rank(was.group2)} → ${rank(found.group2)}` : rank(found.group2);
      words.text(group, `${label.zh} ${text}`, `${label.en} ${text}`);
    }
    const figure = points(found.total, decimals);
    words.text(total, figure, figure);
    const gained = found.total === null ? "" : signed(found.total - was.total, decimals);
    words.text(change, gained, gained);
    if (prize) {
      const [a, b] = [prizeName(board, was.prize), prizeName(board, found.prize)], moved = was.prize !== found.prize;
      words.text(prize, moved ? `${a.zh} → ${b.zh}` : b.zh, moved ? `${a.en} → ${b.en}` : b.en);
      element.classList.toggle("prized", moved);
    }
  }
  /** Say why: at rest, for while a figure runs nobody could read it. */
  function explain(found) {
    const told = found.total === null ? [] : reasons(board, was, found).slice(0, REASONS);
    const named = (lang) => told.map(([id, units]) => `${partName(board, id)[lang]}\u00a0${signed(units, decimals) || "≈0"}`).join(lang === "zh" ? "，" : ", ");
    words.text(why, named("zh"), named("en"));
  }
  return { element, row: region.row, show, explain };
}

function partName(board, id) {
  if (id === "total") { return { zh: "总分调整", en: "total adjusted" }; }
  if (!id.startsWith("cap:")) { return { zh: id, en: id }; }
  const category = board.categories.find((one) => `cap:${one.id}` === id);
  return { zh: `${category.name.zh}封顶`, en: `cap of ${category.name.en}` };
}

/** Who moved, in one sentence of each language. */
export function sentence(board, start, result, isPrinted) {
  if (isPrinted) { return { zh: "分值与文件相同。", en: "The points are as printed." }; }
  const pairs = board.regions.map((one) => [one, start.regions[one.row], result.regions[one.row]]);
  const moved = pairs.filter(([, was, now]) => was.rank2 !== now.rank2);
  const prized = pairs.filter(([, was, now]) => was.prize !== now.prize).length;
  const size = ([, was, now]) => Math.abs(was.rank2 - now.rank2);
  const first = [...moved].sort((a, b) => size(b) - size(a)).slice(0, NAMED);
  const place = ([one, was, now], lang) => `${one.name[lang]} ${rank(was.rank2)} → ${rank(now.rank2)}`;
  const all = board.regions.filter((one) => one.ranked).length, rest = moved.length > first.length;
  const zh = moved.length
    ? `${all} 个地区中 ${moved.length} 个名次变动：${first.map((one) => place(one, "zh")).join("，")}${rest ? "等" : ""}`
    : "名次没有变动";
  const en = moved.length
    ? `${moved.length} of ${all} regions change places: ${first.map((one) => place(one, "en")).join(", ")}${rest ? " and others" : ""}`
    : "No place changes";
  return {
    zh: `${zh}${prized ? `；${prized} 个地区的奖项建议变动` : ""}。`,
    en: `${en}${prized ? `; ${prized} proposed prizes change` : ""}.`
  };
}
