// What a leaf has to say of what is looked for (docs/certificates.md, section 5): an entry of its type for the period,
// a correction, a review, a line of the register. Nothing, mostly: an entry of the log is read as a leaf only where its
// bytes show that it may matter, and an entry that is no leaf is no record.

import { Malformed, same } from "../../ledger/receipt/bytes.js";
import { scaled } from "../../ledger/receipt/curve.js";
import { canonical } from "../../ledger/receipt/json.js";
import { readLeaf } from "../../ledger/receipt/leaf.js";
import { cut, extent } from "./periods.js";

export const [REVIEW, UNIT] = ["collection.review", "collection.unit"];

// A selection for a period, with what bytes must stand in an entry that matters.
export class Wanted {
  constructor(selection, period) {
    this.selection = selection;
    this.period = period;
    this.type = selection.type;
    this.form = selection.form;
    this.dimensions = [...selection.dimensions.values()];
    this.where = [...selection.where].map(([pointer, value]) => [steps(pointer), value]);
    this.district = [...selection.dimensions.keys()].indexOf("district");
    this.steps = {
      period: steps(selection.period),
      values: selection.values.map((value) => steps(value.path)),
      dimensions: this.dimensions.map(steps),
    };
    const member = this.steps.period.at(-1);
    this.beginnings = selection.toDate ? null : period.beginnings.map((text) => `"${member}":"${text}`);
  }

  // Two that are spelt the same look for the same.
  get spelling() {
    const { type, form, period, toDate, values, dimensions, where } = this.selection;
    const parts = [type, form, String(this.period), period, toDate, values.map((value) => [value.path, value.scale])];
    return JSON.stringify([...parts, [...dimensions], [...where].map(([pointer, value]) => [pointer, spelling(value)])]);
  }

  has(text) {
    const found = cut(text, this.period.frequency);
    return found !== null && (found.ordinal === this.period.ordinal || (this.selection.toDate && found.ordinal < this.period.ordinal));
  }

  // Whether the entry, as text of one character a byte, may matter.
  mayMatter(entry) {
    if (entry.includes(`"type":"${this.type}"`)) {
      return this.beginnings === null || this.beginnings.some((each) => entry.includes(each)) || corrects(entry);
    }
    return Boolean(this.form) && (entry.includes(`"type":"${REVIEW}"`) || entry.includes(`"type":"${UNIT}"`));
  }
}

const spelling = (value) => String.fromCharCode(...canonical(value));

// In a leaf nothing after that member can hold the same bytes.
function corrects(entry) {
  const member = '"supersedes":';
  return !entry.startsWith("null", entry.lastIndexOf(member) + member.length);
}

// Null where the entry is none.
export function leafIn(bytes) {
  try {
    const leaf = readLeaf(bytes);
    return {
      type: leaf.get("type"),
      time: Date.parse(leaf.get("time")),
      by: leaf.get("by"),
      supersedes: leaf.get("supersedes"),
      public: leaf.get("public"),
      measures: leaf.get("measures"),
    };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

export const steps = (pointer) =>
  pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

function valueAt(data, path) {
  let found = data;
  for (const step of path) {
    if (!(found instanceof Map) || !found.has(step)) return undefined;
    found = found.get(step);
  }
  return found;
}

// Adds to `evidence` what the leaf of that number tells.
export function tell(evidence, number, leaf) {
  const { wanted } = evidence;
  const { time, by } = leaf;
  const corrected = leaf.supersedes !== null && leaf.supersedes < number;
  if (leaf.type === wanted.type) {
    if (corrected) evidence.corrections.push({ number, time, by, type: leaf.type, supersedes: leaf.supersedes });
    const period = valueAt(leaf.public, wanted.steps.period);
    if (typeof period === "string" && wanted.has(period)) evidence.entries.push(entryOf(wanted, number, leaf, period));
  } else if (wanted.form && leaf.public.get("form") === wanted.form) {
    if (leaf.type === REVIEW) {
      const [level, decision, reports] = ["level", "decision", "reports"].map((name) => leaf.public.get(name));
      const known = typeof level === "string" && (decision === "accepted" || decision === "returned");
      if (known && Array.isArray(reports) && reports.every((each) => typeof each === "number")) {
        evidence.reviews.push({ number, time, by, level, returned: decision === "returned", reports });
      }
    } else if (leaf.type === UNIT) {
      if (corrected) evidence.corrections.push({ number, time, by, type: UNIT, supersedes: leaf.supersedes });
      const line = lineOf(leaf.public);
      if (line) evidence.lines.push({ number, time, by, ...line });
    }
  }
}

function entryOf(wanted, number, leaf, period) {
  const { values } = wanted.selection;
  return {
    number,
    time: leaf.time,
    by: leaf.by,
    period,
    rank: extent(period).days[1],
    fits: wanted.where.every(([path, asked]) => isSame(valueAt(leaf.public, path), asked)),
    dimensions: wanted.steps.dimensions.map((path) => {
      const found = valueAt(leaf.public, path);
      return typeof found === "string" ? found : null;
    }),
    amounts: values.map((value, at) => amountOf(leaf, value, wanted.steps.values[at])),
  };
}

const isSame = (found, asked) => found !== undefined && same(canonical(found), canonical(asked));

// A BigInt in the smallest unit; { commitment }; { fault } where something is no value; null where nothing is.
function amountOf(leaf, { path, scale }, pathSteps) {
  const found = valueAt(leaf.public, pathSteps);
  const measure = leaf.measures.get(path);
  if (measure === undefined) return found === undefined ? null : openAmount(found, path, scale);
  if (found !== undefined) return { fault: `${path} is there twice` };
  const places = measure.get("scale");
  return places === scale ? { commitment: measure.get("commitment") } : { fault: `${path} has ${places} places, not ${scale}` };
}

function openAmount(found, path, scale) {
  const value = scaled(typeof found === "number" ? String(found) : found, scale);
  return value ?? { fault: `${path} is no number of ${scale} places within 10^18` };
}

function lineOf(line) {
  const [unit, since, until] = ["unit", "since", "until"].map((name) => line.get(name) ?? null);
  if (typeof unit !== "string" || typeof since !== "string" || (until !== null && typeof until !== "string")) return null;
  const [from, to] = [extent(since), until === null ? null : extent(until)];
  return from && (until === null || to) ? { unit, since: from.days[0], until: to && to.days[1] } : null;
}
