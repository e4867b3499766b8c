// What a release says beside what the log comes to. Faults are sentences in English, for experts.

import { encoded, NOTHING, opens, readPoint, sum } from "../../ledger/receipt/curve.js";
import { figureOf, MISSING, scaleOf } from "./figures.js";
import { decimal, fraction, spelt } from "./fractions.js";
import { named } from "./release.js";

const LARGEST = 10n ** 18n;
const AT_ONCE = 200; // commitments that are added before others get a turn

// The cell's value in its smallest unit: nought where it has none; what is no such value is found as text.
function smallest(cell, scale) {
  if (cell.value === null) return 0n;
  const { digits, exponent } = decimal(cell.value);
  const places = BigInt(Math.abs(exponent + scale));
  return exponent + scale < 0 ? digits / 10n ** places : digits * 10n ** places;
}

// Every cell that occurs is there, and no other; what is open is what was counted.
export function* cellFaults(release, found, scale) {
  yield* missingAndExtra(release, found);
  for (const [place, tally] of found) {
    const cell = release.byPlace.get(place);
    if (!cell) continue;
    if (cell.units !== tally.units.size) yield `${named(place)} has ${tally.units.size} units, not ${cell.units}`;
    if (cell.missing) yield `${named(place)} is not missing: it can be counted`;
    const fault = cell.open ? valueFault(cell, tally, scale) : "";
    if (fault) yield `${named(place)}: ${fault}`;
  }
}

function* missingAndExtra(release, found) {
  for (const place of found.keys()) if (!release.byPlace.has(place)) yield `${named(place)} is left out`;
  for (const place of release.byPlace.keys()) if (!found.has(place)) yield `${named(place)} does not occur`;
}

function valueFault(cell, tally, scale) {
  if (cell.value !== spelt(smallest(cell, scale), scale)) return `the value is not a decimal with ${scale} places`;
  if (tally.piles.length) return cell.opening === null ? "it adds up commitments, and has no opening" : "";
  if (cell.opening !== null) return "it has an opening, and nothing to open";
  const counted = spelt(tally.total, scale);
  return cell.value === counted ? "" : `the value is ${counted}, not ${cell.value}`;
}

// The open cells that add up commitments.
export const committedCells = (release, found) =>
  release.cells.filter((cell) => cell.open && found.get(cell.place)?.piles.length).map((cell) => [cell, found.get(cell.place)]);

// How many commitments there are to add: parts are added once, whatever cells they are in.
export const pilesOf = (committed) => new Set(committed.flatMap(([, tally]) => tally.piles));

// The commitments of a cell add up to one that its value and opening make; what is open is left out on both sides.
export async function openingFaults(committed, scale, added) {
  const sums = new Map();
  for (const pile of pilesOf(committed)) sums.set(pile, await sumOf(pile.commitments, added));
  const faults = [];
  for (const [cell, tally] of committed) {
    const parts = tally.piles.map((pile) => sums.get(pile));
    const whole = parts.includes(null) ? null : parts.reduce(sum, NOTHING);
    const value = smallest(cell, scale) - tally.total;
    const count = BigInt(tally.piles.reduce((all, pile) => all + pile.commitments.length, 0));
    if (!whole?.[2]) faults.push(`${named(cell.place)}: its commitments cannot be added`);
    else if (value > count * LARGEST || -value > count * LARGEST) {
      faults.push(`${named(cell.place)}: the value is larger than so many reports can make it`);
    } else if (!opens(encoded(whole), value, cell.opening ?? "")) {
      faults.push(`${named(cell.place)}: value and opening do not fit the commitments`);
    }
  }
  return faults;
}

// Null where one is no point, or they come to nought, which no commitment is.
async function sumOf(commitments, added) {
  let whole = NOTHING;
  for (let at = 0; at < commitments.length; at += AT_ONCE) {
    const some = commitments.slice(at, at + AT_ONCE);
    for (const each of some) {
      const point = readPoint(each);
      if (!point) return null;
      whole = sum(whole, point);
    }
    await added(some.length);
  }
  return whole[2] ? whole : null;
}

export function* roundingFaults(indicator, selection, release) {
  const scale = scaleOf(indicator, selection);
  for (const cell of release.cells) {
    if (cell.open && cell.figure !== figureOf(indicator, fraction(smallest(cell, scale), 10n ** BigInt(scale)))) {
      yield `${named(cell.place)}: the figure is not ${indicator.places} places of ${cell.value} × the factor`;
    }
  }
}

// -- derived figures

export function* derivedCellFaults(release, found) {
  if (release.selected || release.response) yield "it selects nothing itself";
  yield* missingAndExtra(release, found);
}

export function* derivedFaults(indicator, release, found) {
  for (const [place, each] of found) {
    const cell = release.byPlace.get(place);
    const fault = cell ? derivedFault(indicator, cell, each) : "";
    if (fault) yield `${named(place)}: ${fault}`;
  }
}

// A cell may be withheld although its parts are open: the figure could tell what another withholds.
function derivedFault(indicator, cell, { units, exact }) {
  if (cell.units !== units) return `it has ${units} units, not ${cell.units}`;
  if (cell.withheld) return "";
  if (typeof exact === "string") return exact === MISSING && cell.missing ? "" : `it is ${exact}`;
  if (cell.value !== null || cell.opening !== null) return "a derived figure has no value of its own";
  const figure = figureOf(indicator, exact);
  return cell.figure === figure ? "" : `the figure is ${figure}, not ${cell.figure}`;
}
