/* Points divided otherwise, worked out as the engine works them out: whole numbers only (BigInt), half up.

   The twin of whatif/reweighting.py, engine/categories.py, engine/ranking.py and engine/awards.py; a test draws
   rubrics and settings and compares every figure. Maxima are in `scale` (so many whole numbers make a point),
   recorded points and totals in units of 1e-9. The data are described in whatif/sliders.py. */

export const UNIT = 1000000000n;

/** Told where points cannot be shared out. kind : "more" than there is, or "nothing" left to take the rest. */
export class Unshared extends Error {
  constructor(kind, where) {
    super(kind);
    this.kind = kind;
    this.where = where;
  }
}

const size = (number) => (number < 0n ? -number : number);
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0n);

/** a / b, half up, ties away from zero; b is above 0. */
export function rounded(a, b) {
  const whole = (2n * size(a) + b) / (2n * b);
  return a < 0n ? -whole : whole;
}

/** The whole number of `unit` parts of a point that an exact text says, "1.8" or "1/3"; null stays null. */
function exactly(text, unit) {
  if (text === null) { return null; }
  const [number, divisor] = text.split("/"), [whole, tail = ""] = number.split(".");
  const digits = BigInt(whole + tail), parts = 10n ** BigInt(tail.length) * BigInt(divisor ?? 1);
  return digits * unit / parts;
}

/** The data with whole numbers for texts, and who belongs to whom. */
export function prepare(data) {
  const perUnit = BigInt(data.grain), scale = UNIT * perUnit;
  const whole = (text) => exactly(text, scale);
  const criteria = data.criteria.map((one, column) => ({ ...one, column, max: whole(one.max) }));
  const categories = data.categories.map((one, place) => {
    const members = criteria.filter((criterion) => criterion.category === place);
    const maxed = members.filter((criterion) => criterion.max !== null);
    const max = whole(one.max);
    const full = sum(maxed.map((criterion) => criterion.max));
    return {
      ...one, place, max, members, maxed, full, isBase: one.component === "base",
      points: max === null ? full : max,
      min: whole(one.min), max_gain: whole(one.max_gain), max_loss: whole(one.max_loss)
    };
  });
  const regions = data.regions.map((one, row) => ({
    ...one, row, units: one.points.map((points) => exactly(points, UNIT)), fixed: exactly(one.fixed, UNIT),
    apart: new Set(one.apart), emptied: new Set(one.emptied)
  }));
  const starts = new Map(data.starts.filter((one) => one.points).map((one) => [
    one.id, new Map(Object.entries(one.points).map(([id, points]) => [id, exactly(points, UNIT)]))
  ]));
  return {
    scale, perUnit, criteria, categories, regions, starts, ranking: data.ranking, prizes: data.prizes,
    boundary: data.boundary, total: whole(data.total.max), floor: exactly(data.total.floor, UNIT)
  };
}

/* What everything is worth. */

/** Whole numbers in proportion to the weights that add up to `units` (largest remainders). */
function apportion(units, weights) {
  const total = sum(weights);
  if (total === 0n) { return weights.map(() => 0n); }
  const shares = weights.map((weight) => (units * weight) / total);
  const rest = weights.map((weight, at) => [(units * weight) % total, at]);
  rest.sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? 1 : -1));
  let left = units - sum(shares);
  for (const [, at] of rest) {
    if (left <= 0n) { break; }
    shares[at] += 1n;
    left -= 1n;
  }
  return shares;
}

const plus = (a, b) => (a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d });

/** What every criterion is worth once some are given other points, the others in proportion to what `begin` has for
    them; where that is nothing at all, to the printed points. Throws Unshared. */
function divided(board, given, begin) {
  const { perUnit } = board;
  const after = board.criteria.map(begin);
  const isGiven = (one) => given.criteria.has(one.id);
  board.criteria.forEach((one, at) => { if (isGiven(one)) { after[at] = given.criteria.get(one.id) * perUnit; } });
  const sumGiven = (category) => sum(category.maxed.filter(isGiven).map((one) => after[one.column]));
  const weighing = (free) => (free.some((one) => begin(one) > 0n) ? begin : (one) => one.max);

  function share(free, n, d, where) {
    if (n < 0n) { throw new Unshared("more", where); }
    if (!free.length && n !== 0n) { throw new Unshared("nothing", where); }
    apportion(rounded(n, d * perUnit), free.map(weighing(free)))
      .forEach((units, at) => { after[free[at].column] = units * perUnit; });
  }
  for (const category of board.categories.filter((one) => given.categories.has(one.id))) {
    const set = given.categories.get(category.id) * perUnit;
    const n = category.full * set - sumGiven(category) * category.points;
    share(category.maxed.filter((one) => !isGiven(one)), n, category.points, category.id);
  }
  const base = board.categories.filter((one) => one.isBase);
  const touched = base.some((one) => given.categories.has(one.id) || one.maxed.some(isGiven));
  if (given.keep !== "proportional" || !touched) { return after; }
  let left = { n: 0n, d: 1n }, worth = { n: 0n, d: 1n };
  const open = base.filter((one) => !given.categories.has(one.id) && one.maxed.length);
  for (const category of base.filter((one) => given.categories.has(one.id))) {
    left = plus(left, { n: category.points - given.categories.get(category.id) * perUnit, d: 1n });
  }
  const free = open.flatMap((category) => category.maxed.filter((one) => !isGiven(one)));
  const weigh = weighing(free);
  for (const category of open) {
    const mine = sum(category.maxed.filter((one) => !isGiven(one)).map(weigh));
    worth = plus(worth, { n: category.points * mine, d: category.full });
    left = plus(left, { n: category.points * (category.full - sumGiven(category)), d: category.full });
  }
  if (worth.n === 0n) {
    share(free, left.n, left.d, null);
  } else {
    share(free, sum(free.map(weigh)) * left.n * worth.d, left.d * worth.n, null);
  }
  return after;
}

/** Given points without a start, every criterion of the base said out: what a scenario file can hold. */
export function spelled(board, given) {
  const start = board.starts.get(given.start);
  if (!start) { return given; }
  const after = divided(board, given, (one) => (start.has(one.id) ? start.get(one.id) * board.perUnit : one.max));
  const outside = (category) => !category.isBase || !category.maxed.length;
  const criteria = board.criteria.filter((one) => start.has(one.id) || given.criteria.has(one.id))
    .map((one) => [one.id, after[one.column] / board.perUnit]);
  const categories = board.categories.filter((one) => outside(one) && given.categories.has(one.id))
    .map((one) => [one.id, given.categories.get(one.id)]);
  return { criteria: new Map(criteria), categories: new Map(categories), keep: "none", start: "" };
}

/** What criteria and categories are worth once some are given other points; throws Unshared.

    asked : {criteria, categories: Map of id → units of 1e-9, keep: "proportional" or "none", start: id of the
    weighting that the others begin with, "" for the printed points}. */
export function maxima(board, asked) {
  const given = spelled(board, asked), { perUnit } = board;
  const grid = (n, d) => rounded(n, d * perUnit) * perUnit;
  if (!given.criteria.size && !given.categories.size) {
    const printed = board.criteria.map((one) => one.max);
    return {
      criteria: printed, categories: board.categories.map((one) => one.points), total: board.total,
      factors: printed.map(() => null)
    };
  }
  const after = divided(board, given, (one) => one.max);
  const set = (category) => given.categories.get(category.id) * perUnit;
  const base = board.categories.filter((one) => one.isBase);
  const now = board.categories.map((category) => {
    if (given.categories.has(category.id)) { return set(category); }
    const held = sum(category.maxed.map((one) => after[one.column]));
    return category.full === 0n ? category.points : grid(category.points * held, category.full);
  });
  const factors = board.criteria.map((one, at) => {
    const category = board.categories[one.category];
    const pair = one.max !== null ? [after[at], one.max]
      : given.categories.has(category.id) ? [now[one.category], category.points] : [1n, 1n];
    return pair[0] === pair[1] ? null : pair;
  });
  const moved = sum(base.map((one) => now[one.place] - one.points));
  return { criteria: after, categories: now, total: board.total + moved, factors };
}

/* What every region comes to. */

function growth(figure, whole, gone) {
  return gone > 0n && gone < whole ? rounded(figure * whole, whole - gone) : figure;
}

/** The bounds of every category in units of 1e-9, and what it is held against. */
function bounds(board, worth) {
  return board.categories.map((one) => {
    const old = one.points, now = worth.categories[one.place];
    const bound = (points) => {
      if (points === null) { return null; }
      return old === now ? rounded(points, board.perUnit) : rounded(points * now, old * board.perUnit);
    };
    const max = one.max === null ? null : now;
    return {
      min: bound(one.min), max_gain: bound(one.max_gain), max_loss: bound(one.max_loss),
      max: max === null ? null : rounded(max, board.perUnit),
      whole: max === null ? sum(one.members.map((member) => worth.criteria[member.column] ?? 0n)) : max
    };
  });
}

function goneFrom(region, members, policy, worth) {
  const apart = members.filter((one) => one.apart === policy && region.apart.has(one.column));
  return sum(apart.map((one) => worth.criteria[one.column] ?? 0n));
}

function regionScores(board, worth, limits, region) {
  const units = region.units.map((recorded, at) => {
    const factor = worth.factors[at];
    return factor === null || recorded === 0n ? recorded : rounded(recorded * factor[0], factor[1]);
  });
  const sums = [], scores = [];
  let goneBase = 0n;
  board.categories.forEach((category, place) => {
    const limit = limits[place];
    let gains = 0n, losses = 0n;
    for (const one of category.members) {
      const mine = units[one.column];
      if (mine > 0n) { gains += mine; } else { losses += mine; }
    }
    sums.push(gains + losses);
    if (limit.max_gain !== null && gains > limit.max_gain) { gains = limit.max_gain; }
    if (limit.max_loss !== null && losses < -limit.max_loss) { losses = -limit.max_loss; }
    let score = gains + losses;
    if (region.apart.size) {
      score = growth(score, limit.whole, goneFrom(region, category.members, "spread", worth));
      if (category.isBase) { goneBase += goneFrom(region, category.members, "leave_out", worth); }
    }
    if (score < limit.min) { score = limit.min; }
    if (limit.max !== null && score > limit.max) { score = limit.max; }
    scores.push(region.emptied.has(place) ? 0n : score);
  });
  if (goneBase > 0n) { // running sums are scaled, so that the base as a whole is right to the last digit
    let running = 0n, before = 0n;
    for (const category of board.categories.filter((one) => one.isBase)) {
      running += scores[category.place];
      const scaled = growth(running, worth.total, goneBase);
      scores[category.place] = scaled - before;
      before = scaled;
    }
  }
  const added = sum(scores);
  let total = board.floor !== null && added < board.floor ? board.floor : added;
  if (region.fixed !== null) { total = region.fixed; }
  return { units, sums, scores, total, effect: total - added };
}

/* Places and prizes. */

/** Twice the place of every region of `rows`, by row; larger figures first. */
function places(board, scored, rows) {
  const step = 10n ** BigInt(9 - board.ranking.decimals);
  const base = board.categories.filter((one) => one.isBase);
  const deciding = board.ranking.then.map((name) => {
    const category = board.categories.find((one) => one.id === name);
    const criterion = board.criteria.find((one) => one.id === name);
    if (category) { return (one) => one.scores[category.place]; }
    return criterion ? (one) => one.units[criterion.column] : (one) => sum(base.map((part) => one.scores[part.place]));
  });
  const keys = new Map(rows.map((row) => [
    row, [(one) => one.total, ...deciding].map((figure) => rounded(figure(scored[row]), step))
  ]));
  const compared = (a, b) => {
    const x = keys.get(a), y = keys.get(b), at = x.findIndex((key, place) => key !== y[place]);
    return at < 0 ? 0 : x[at] > y[at] ? -1 : 1;
  };
  const order = [...rows].sort(compared);
  const found = new Map();
  for (let start = 0, group = 1; start < order.length; group += 1) {
    let end = start + 1;
    while (end < order.length && compared(order[start], order[end]) === 0) { end += 1; }
    const doubled = { min: 2 * (start + 1), max: 2 * end, average: start + end + 1, dense: 2 * group }[board.ranking.ties];
    for (let at = start; at < end; at += 1) { found.set(order[at], doubled); }
    start = end;
  }
  return found;
}

/** The prize of every region that can have one, by row: its id, "" for none, "?" where a decision is needed. */
function prizes(board, order, rank) {
  const found = new Map();
  if (board.prizes === null) { return found; }
  const classOf = (place) => {
    let last = 0;
    for (const prize of board.prizes) {
      last += prize.places;
      if (place <= last) { return prize.id; }
    }
    return "";
  };
  const eligible = order.filter((row) => board.regions[row].eligible);
  for (let start = 0; start < eligible.length;) {
    let end = start;
    while (end < eligible.length && rank.get(eligible[end]) === rank.get(eligible[start])) { end += 1; }
    const best = classOf(start + 1), worst = classOf(end);
    const prize = best === worst ? best : { escalate: "?", up: best, down: worst }[board.boundary];
    for (; start < end; start += 1) { found.set(eligible[start], prize); }
  }
  return found;
}

/** Everything that follows from given points: what all is worth, and region by region total, rank2 (twice the
    rank, 0 without one), group2, prize, units, sums, scores, effect. order : rows as they are listed. */
export function evaluate(board, given) {
  const worth = maxima(board, given);
  const limits = bounds(board, worth);
  const scored = board.regions.map((region) => regionScores(board, worth, limits, region));
  const counted = board.regions.filter((one) => one.counted).map((one) => one.row);
  const rank = places(board, scored, counted);
  const group = new Map();
  if (board.ranking.groups) {
    const labels = new Set(counted.map((row) => board.regions[row].group).filter((label) => label));
    for (const label of labels) {
      const inside = counted.filter((row) => board.regions[row].group === label);
      places(board, scored, inside).forEach((doubled, row) => group.set(row, doubled));
    }
  }
  for (const one of board.regions) {
    if (!one.ranked) {
      rank.delete(one.row);
      group.delete(one.row);
    }
  }
  const key = (row) => rank.get(row) ?? Infinity;
  const order = board.regions.map((one) => one.row).sort((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
  const prize = prizes(board, order, rank);
  const regions = board.regions.map((one) => ({
    ...scored[one.row],
    total: one.ranked ? scored[one.row].total : null,
    rank2: rank.get(one.row) ?? 0,
    group2: group.get(one.row) ?? 0,
    prize: prize.get(one.row) ?? ""
  }));
  return { worth, order, regions };
}

/** What a region's total changed by: [id, units] of criteria, "cap:ID" of categories, "total"; they add up. */
export function reasons(board, before, after) {
  const found = board.criteria.map((one, at) => [one.id, after.units[at] - before.units[at]]);
  board.categories.forEach((one, at) => {
    const effect = (result) => result.scores[at] - result.sums[at];
    found.push([`cap:${one.id}`, effect(after) - effect(before)]);
  });
  found.push(["total", after.effect - before.effect]);
  return found.filter(([, change]) => change !== 0n)
    .sort((a, b) => (size(a[1]) === size(b[1]) ? 0 : size(a[1]) > size(b[1]) ? -1 : 1));
}
