/* The state of the sliders as text: points, the address of a page, a scenario file. */

import { UNIT, Unshared, maxima, spelled } from "./points.js";

/* A state: {criteria, categories: Map of id → units of 1e-9, keep: "proportional" or "none", start}. It is what a
   scenario says, so what somebody set stays set, and all else follows from the printed points, or from those of the
   weighting that `start` names. */

/** A state in which nothing changes. */
export function printed() {
  return { criteria: new Map(), categories: new Map(), keep: "proportional", start: "" };
}

/** A state that can be changed without changing this one. */
export function copied(state) {
  return { ...state, criteria: new Map(state.criteria), categories: new Map(state.categories) };
}

/** Units of 1e-9 as text, half up to so many decimals; with trailing zeros only where it is `fixed`. */
export function shown(units, decimals = 9, fixed = false) {
  const step = 10n ** BigInt(9 - decimals), negative = units < 0n;
  const whole = (2n * (negative ? -units : units) + step) / (2n * step);
  const digits = String(whole).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const tail = fixed ? digits.slice(cut) : digits.slice(cut).replace(/0+$/, "");
  const text = digits.slice(0, cut) + (tail ? `.${tail}` : "");
  return negative && whole !== 0n ? `-${text}` : text;
}

/** The units of 1e-9 that a text says, half up; null where it is no number from 0 up. */
export function read(text) {
  const found = /^\s*\+?(\d*)(?:\.(\d*))?\s*$/.exec(String(text).normalize("NFKC"));
  if (!found || !(found[1] || found[2])) { return null; }
  const digits = (found[2] ?? "").padEnd(10, "0");
  const units = BigInt(found[1] || "0") * UNIT + BigInt(digits.slice(0, 9));
  return digits[9] >= "5" ? units + 1n : units;
}

/** Whether a state is what is printed. */
export function isPrinted(state) {
  return !state.criteria.size && !state.categories.size && !state.start;
}

/** Plain data, as the widget of JupyterLab keeps it: {criteria: {id: text}, categories: {id: text}, keep_total}, what a
    scenario says; where they begin with a weighting also start: {id, criteria, categories, keep_total}, what was moved. */
export function plain(board, state) {
  const texts = (points) => Object.fromEntries([...points].map(([id, units]) => [id, shown(units)]));
  const parts = (of) => ({ criteria: texts(of.criteria), categories: texts(of.categories), keep_total: of.keep });
  const said = parts(spelled(board, state));
  return state.start ? { ...said, start: { id: state.start, ...parts(state) } } : said;
}

/** The state that plain data say; null where they do not fit the rubric or cannot be shared out. */
export function fitting(board, given) {
  const state = printed(), start = given.start?.id ?? "";
  const data = start && board.starts.has(start) ? given.start : given;
  if (data !== given) { state.start = start; }
  if (!["proportional", "none"].includes(data.keep_total)) { return null; }
  state.keep = data.keep_total;
  const movable = {
    criteria: new Set(board.criteria.filter((one) => one.max !== null).map((one) => one.id)),
    categories: new Set(board.categories.filter((one) => one.points > 0n).map((one) => one.id))
  };
  for (const kind of ["criteria", "categories"]) {
    for (const [id, text] of Object.entries(data[kind])) {
      const units = read(text);
      if (units === null || !movable[kind].has(id)) { return null; }
      state[kind].set(id, units);
    }
  }
  return sharing(board, state) ? state : null;
}

/** Whether the points of a state can be shared out. */
export function sharing(board, state) {
  try {
    maxima(board, state);
    return true;
  } catch (fault) {
    if (fault instanceof Unshared) { return false; }
    throw fault;
  }
}

/** The state with one entry at `units`, or as near to it as can be shared out, coming from where it is now. */
export function moved(board, state, kind, id, units, from) {
  const to = copied(state);
  const at = (value) => { to[kind].set(id, value); return to; };
  if (sharing(board, at(units))) { return at(units); }
  let near = from, far = units; // the points that can be shared out are an interval, and `near` is in it
  if (!sharing(board, at(near))) { return state; }
  while ((far > near ? far - near : near - far) > 1n) {
    const middle = (near + far) / 2n;
    if (sharing(board, at(middle))) { near = middle; } else { far = middle; }
  }
  return at(near);
}

/* The address: #lang=zh&start=entropy&keep=none&category=5:20&criterion=1.02:4 */

export function toAddress(state) {
  const parts = state.keep === "none" ? ["keep=none"] : [];
  if (state.start) { parts.unshift(`start=${encodeURIComponent(state.start)}`); }
  for (const [kind, points] of [["category", state.categories], ["criterion", state.criteria]]) {
    points.forEach((units, id) => parts.push(`${kind}=${encodeURIComponent(id)}:${shown(units)}`));
  }
  return parts;
}

export function fromAddress(board, hash) {
  const data = { criteria: {}, categories: {}, keep_total: "proportional" };
  let start = "";
  for (const part of hash.replace(/^#/, "").split("&")) {
    const found = /^(start|keep|category|criterion)=(.*)$/.exec(part);
    if (!found) { continue; }
    if (found[1] === "keep") {
      data.keep_total = found[2];
    } else if (found[1] === "start") {
      start = found[2];
    } else {
      const at = found[2].lastIndexOf(":");
      try {
        data[found[1] === "category" ? "categories" : "criteria"][decodeURIComponent(found[2].slice(0, at))] = found[2].slice(at + 1);
      } catch { return null; }
    }
  }
  if (start && !board.starts.has(start)) { return null; }
  return fitting(board, start ? { ...data, start: { id: start, ...data } } : data);
}

/* The scenario file. */

const quoted = (text) => JSON.stringify(text);

/** The text of a scenario file that `govscore whatif` and a notebook run to the same numbers. */
export function toYaml(board, data, asked) {
  const { rubric } = data, state = spelled(board, asked), start = data.starts.find((one) => one.id === asked.start);
  const lines = [
    "scenario:", `  zh: ${quoted(start ? `分值调整，从${start.name.zh}开始` : "分值调整")}`,
    `  en: ${quoted(`points divided otherwise${start ? `, beginning with ${start.name.en}` : ""}`)}`,
    `rubric: ${quoted(rubric.id)}`
  ];
  if (rubric.setting) { lines.push(`# run: ${rubric.setting} (--setting)`); }
  lines.push(`keep_total: ${state.keep}`);
  const changes = [
    ...Object.entries(rubric.readings).map(([target, key]) => `- reading: ${quoted(`${target}=${key}`)}`)
  ];
  for (const [kind, points] of [["category", state.categories], ["criterion", state.criteria]]) {
    points.forEach((units, id) => changes.push(`- ${kind}: ${quoted(id)}\n  points: ${quoted(shown(units))}`));
  }
  return [...lines, changes.length ? "changes:" : "changes: []", ...changes, ""].join("\n");
}

function scalar(text) {
  const found = text.trim();
  if (/^"(?:[^"\\]|\\.)*"$/.test(found)) { return JSON.parse(found); }
  if (/^'(?:[^']|'')*'$/.test(found)) { return found.slice(1, -1).replaceAll("''", "'"); }
  return found;
}

const ENTRY = /^(?:"([^"]*)"|'([^']*)'|([\w]+))\s*:\s*(.*)$/;

function pairs(texts) {
  const found = {};
  for (const text of texts) {
    const entry = ENTRY.exec(text.trim());
    if (!entry) { return null; }
    found[entry[1] ?? entry[2] ?? entry[3]] = scalar(entry[4]);
  }
  return found;
}

/** The state in a scenario file. Throws an Error named for what stands in the way: "form" where the file is not
    read here, "rubric" where it is for another one, "changes" where it changes more than points, "points" where
    they do not fit. */
export function fromYaml(board, data, text) {
  const found = { criteria: {}, categories: {}, keep_total: "proportional" };
  const changes = [];
  let inChanges = false;
  for (const raw of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)#(?=(?:[^"']|"[^"]*"|'[^']*')*$).*$/, "").trimEnd();
    if (!line.trim() || line === "---") { continue; }
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (/^\S/.test(line) && !item) {
      const entry = ENTRY.exec(line);
      if (!entry) { throw new Error("form"); }
      const key = entry[1] ?? entry[2] ?? entry[3];
      inChanges = key === "changes";
      if (inChanges && !["", "[]"].includes(entry[4].trim())) { throw new Error("form"); }
      if (key === "keep_total") { found.keep_total = scalar(entry[4]); }
      if (key === "rubric" && scalar(entry[4]) !== data.rubric.id) { throw new Error("rubric"); }
    } else if (inChanges && item) {
      const flow = /^\{(.*)\}$/.exec(item[1]);
      changes.push(flow ? flow[1].match(/(?:[^,"']|"[^"]*"|'[^']*')+/g) ?? [] : [item[1]]);
    } else if (inChanges) {
      if (!changes.length) { throw new Error("form"); }
      changes[changes.length - 1].push(line);
    }
  }
  for (const texts of changes) {
    const change = pairs(texts);
    if (change === null) { throw new Error("form"); }
    const kind = "criterion" in change ? "criterion" : "category" in change ? "category" : null;
    if (kind) {
      found[kind === "criterion" ? "criteria" : "categories"][change[kind]] = change.points;
    } else {
      const [target, key] = (change.reading ?? "").split("=");
      if (!change.reading || data.rubric.readings[target] !== key) { throw new Error("changes"); }
    }
  }
  const state = fitting(board, found);
  if (state === null) { throw new Error("points"); }
  return state;
}
