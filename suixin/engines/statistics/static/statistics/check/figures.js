// From what counts to cells, and from exact numbers to derived ones (docs/certificates.md, sections 6 and 7).

import { Malformed } from "../../ledger/receipt/bytes.js";
import { isSummed } from "./definitions.js";
import { exact, HUNDRED, minus, NOUGHT, over, plus, rounded, times } from "./fractions.js";
import { Period } from "./periods.js";
import { placeOf, TOTAL } from "./release.js";

export const [WITHHELD, MISSING] = ["withheld", "missing"];

// -- counted figures

// By place: { units: Set, total: BigInt of what is open, piles: [commitments of records that are alike] }.
// Throws `Malformed` where a record has what cannot be added.
export function tallies(indicator, selection, entries) {
  const piles = [...piled(indicator, selection, entries).values()];
  const names = [...selection.dimensions.keys()];
  const found = new Map([[TOTAL, tally()]]);
  for (const breakdown of [[], ...indicator.breakdowns]) {
    const byClass = breakdown.includes("class");
    for (const pile of piles) {
      if (!isSummed(indicator) && (pile.class !== null) !== byClass) continue;
      const at = breakdown.map((name) => [name, names.includes(name) ? pile.dimensions[names.indexOf(name)] : pile.class || null]);
      if (at.some(([, value]) => value === null)) continue;
      const place = placeOf(at);
      if (!found.has(place)) found.set(place, tally());
      add(found.get(place), pile);
    }
  }
  if (indicator.aggregate === "distinct") for (const each of found.values()) each.total = BigInt(each.units.size);
  return found;
}

const tally = () => ({ units: new Set(), total: 0n, piles: [] });

function add(whole, pile) {
  for (const unit of pile.units) whole.units.add(unit);
  whole.total += pile.total;
  if (pile.commitments.length) whole.piles.push(pile);
}

// What records of the same dimensions have in one class lies in one pile. With class null: the records as such.
function piled(indicator, selection, entries) {
  const piles = new Map();
  const pileOf = (entry, klass) => {
    const key = JSON.stringify([entry.dimensions, klass]);
    if (!piles.has(key)) piles.set(key, { dimensions: entry.dimensions, class: klass, units: new Set(), total: 0n, commitments: [] });
    const pile = piles.get(key);
    if (entry.by !== null) pile.units.add(entry.by);
    return pile;
  };
  const classes = selection.values.map((value) => value.class);
  if (!isSummed(indicator)) {
    for (const entry of entries) {
      const held = new Set(classes.filter((_, at) => entry.amounts[at] !== null));
      for (const klass of [null, ...held]) pileOf(entry, klass).total += 1n;
    }
    return piles;
  }
  for (const entry of indicator.aggregate === "latest" ? latest(entries) : entries) {
    entry.amounts.forEach((amount, at) => {
      if (amount === null) return;
      if (amount.fault) throw new Malformed(`record ${entry.number}: ${amount.fault}`);
      const pile = pileOf(entry, classes[at]);
      if (amount.commitment) pile.commitments.push(amount.commitment);
      else pile.total += amount;
    });
  }
  return piles;
}

// Of each organisation its record for the period that ends last, and of two for the same the later one.
function latest(entries) {
  const found = new Map();
  for (const entry of entries) {
    const held = found.get(entry.by);
    if (entry.by !== null && (!held || held.rank < entry.rank || (held.rank === entry.rank && held.number < entry.number))) {
      found.set(entry.by, entry);
    }
  }
  return found.values();
}

export const scaleOf = (indicator, selection) => (isSummed(indicator) ? selection.values[0].scale : 0);

export const figureOf = (indicator, value) => rounded(times(value, indicator.factor), indicator.places);

// -- derived figures

export const partKey = (part) => `${part.indicator} ${part.period}`;

// What a derived figure is made from: [{ indicator, period, below }].
export function partsOf({ change, of, whole, base }, period) {
  const one = (indicator, at, below = false) => ({ indicator, period: at, below });
  switch (change) {
    case "change-on-year":
      return [one(of, period), one(of, period.yearBefore, true)];
    case "change-on-period":
      return [one(of, period), one(of, period.earlier(1), true)];
    case "cumulative":
      return period.ofYearSoFar.map((each) => one(of, each));
    case "cumulative-change-on-year":
      return [...period.ofYearSoFar.map((each) => one(of, each)), ...period.yearBefore.ofYearSoFar.map((each) => one(of, each, true))];
    case "index":
      return [one(of, period), one(of, Period.read(base), true)];
    default:
      return [one(of, period), one(whole, period, true)];
  }
}

// A verified release that others may be derived from.
export const baseOf = (indicator, release) => ({
  release,
  factor: indicator.factor,
  shapes: new Set([[], ...indicator.breakdowns].map(shapeOf)),
});

const shapeOf = (names) => JSON.stringify([...names].sort());
const shapeAt = (place) => shapeOf(JSON.parse(place).map(([name]) => name));

// A cell that a release does not have, of a breakdown that it has, is nought: nobody reported any.
function valueIn(base, place) {
  if (!base) return MISSING;
  const cell = base.release.byPlace.get(place);
  if (!cell) return base.shapes.has(shapeAt(place)) ? NOUGHT : MISSING;
  return cell.value === null ? WITHHELD : times(exact(cell.value), base.factor);
}

// By place: { units, exact: a fraction, "withheld" or "missing" }. `base(part)` is null where there is no release.
export function derived(indicator, period, base) {
  const { derivation } = indicator;
  const parts = partsOf(derivation, period).map((part) => ({ ...part, base: base(part) }));
  const shapes = new Set([[], ...indicator.breakdowns].map(shapeOf));
  const places = new Set([TOTAL]);
  for (const part of parts) {
    for (const place of part.base?.release.byPlace.keys() ?? []) if (shapes.has(shapeAt(place))) places.add(place);
  }
  const own = parts.find((part) => !part.below && part.indicator === derivation.of && part.period.is(period)).base;
  const found = new Map();
  for (const place of places) {
    found.set(place, {
      units: own?.release.byPlace.get(place)?.units ?? 0,
      exact: combined(derivation, parts.map((part) => [part.below, valueIn(part.base, place)])),
    });
  }
  return found;
}

function combined(derivation, values) {
  const states = values.map(([, value]) => value).filter((value) => typeof value === "string");
  if (states.length) return states.includes(WITHHELD) ? WITHHELD : MISSING;
  const sum = (below) => values.filter((each) => each[0] === below).reduce((whole, [, value]) => plus(whole, value), NOUGHT);
  const [above, below] = [sum(false), sum(true)];
  if (derivation.change === "cumulative") return above;
  if (below.above === 0n) return MISSING;
  switch (derivation.change) {
    case "share":
    case "index":
      return times(over(above, below), HUNDRED);
    case "ratio":
      return times(over(above, below), derivation.factor);
    default:
      return times(over(minus(above, below), below), HUNDRED);
  }
}
