/* The right side: the ranking, and in one sentence who moved. */

import { reasons } from "./points.js";
import { shown } from "./scenario.js";
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

/** Put rows in order and let them glide there from where they stood, unless nothing should move on this screen.
    Positions are read before anything is written, so that the browser lays the page out once. */
class Glide {
  constructor(body) {
    this.body = body;
    this.running = new Map();
  }

  stand(rows) {
    const still = !document.contains(this.body) || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.before = still ? null : rows.map((row) => [row, row.getBoundingClientRect().top]);
  }

  go(rows) {
    rows.forEach((row, at) => {
      const here = this.body.children[at] ?? null;
      if (here !== row) { this.body.insertBefore(row, here); }
    });
    if (!this.before) { return; }
    const moved = this.before.map(([row, top]) => [row, top - row.getBoundingClientRect().top]).filter(([, by]) => by);
    for (const [row, by] of moved) {
      this.running.get(row)?.cancel();
      const frames = [{ transform: `translateY(${by}px)` }, { transform: "none" }];
      this.running.set(row, row.animate(frames, { duration: 220, easing: "ease-out" }));
    }
  }
}

/** The ranking. start : what is printed comes to. Returns {element, show(result)}. */
export function ranking(board, words, start, decimals) {
  const heading = (zh, en, css = false) => words.text(el("th", { scope: "col", class: css }), zh, en);
  const head = el("tr", {}, heading("名次", "Rank", "place"), heading("地区和主要原因", "Region, and mainly why"));
  if (board.ranking.groups) { head.append(heading("组内", "In group", "group")); }
  head.append(heading("总分", "Total", "figure"), heading("变化", "Change", "figure"));
  if (board.prizes) { head.append(heading("奖项建议", "Prize", "prize")); }
  const body = el("tbody"), caption = words.text(el("caption"), "调整后的排名", "Ranking under these points");
  const element = el("div", { class: "table", tabindex: "0" }, el("table", {}, caption, el("thead", {}, head), body));
  words.label(element, "调整后的排名", "ranking under these points");
  const lines = board.regions.map((region) => line(board, words, region, start.regions[region.row], decimals));
  const glide = new Glide(body);
  let order = [];

  function show(result) {
    const isMoved = result.order.some((row, at) => row !== order[at]);
    if (isMoved) { glide.stand(order.map((row) => lines[row].element)); }
    result.regions.forEach((now, row) => lines[row].show(now));
    if (isMoved) {
      glide.go(result.order.map((row) => lines[row].element));
      order = result.order;
    }
  }
  return { element, show };
}

function line(board, words, region, was, decimals) {
  const cell = (css) => el("td", { class: css });
  const place = cell("place"), total = cell("figure"), change = cell("figure change");
  const now = el("span", { class: "now" }), before = el("span", { class: "was" });
  place.append(now, before);
  const name = words.text(el("span"), region.name.zh, region.name.en), why = el("span", { class: "why" });
  const head = el("th", { scope: "row" }, name);
  if (STATUS[region.status]) {
    head.append(" ", words.text(el("span", { class: `badge ${region.status}` }), STATUS[region.status].zh, STATUS[region.status].en));
  }
  head.append(why);
  const element = el("tr", { "data-region": region.id }, place, head);
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
    const told = found.total === null ? [] : reasons(board, was, found).slice(0, REASONS);
    const named = (lang) => told.map(([id, units]) => `${partName(board, id)[lang]}\u00a0${signed(units, decimals) || "≈0"}`).join(lang === "zh" ? "，" : ", ");
    words.text(why, named("zh"), named("en"));
  }
  return { element, show };
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
