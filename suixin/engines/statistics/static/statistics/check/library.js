// What the log tells of definitions and releases: which version was in force when, which release was the newest.

import { Malformed } from "../../ledger/receipt/bytes.js";
import { readForm, readIndicator } from "./definitions.js";
import { Period } from "./periods.js";
import { RELEASE } from "./release.js";

const [INDICATOR, FORM] = ["statistics.indicator", "collection.form"];
const NEEDLES = [INDICATOR, FORM, RELEASE].map((type) => `"type":"${type}"`);
const [GRACE, MOST_TOLD] = [600_000, 5]; // milliseconds that publishing may take

const text = (leaf, name) => (typeof leaf.public.get(name) === "string" ? leaf.public.get(name) : "");

export class Library {
  // Only these indicators, and releases of these parts; forms are few, and all are taken.
  constructor(indicators, releases) {
    this.wanted = { indicators: new Set(indicators), releases: new Set(releases) };
    this.indicators = new Map();
    this.forms = new Map();
    this.releases = new Map();
  }

  // Whether the entry, as text of one character a byte, may matter.
  mayMatter(entry) {
    return NEEDLES.some((needle) => entry.includes(needle));
  }

  // Leaves come by ascending number.
  take(number, leaf) {
    const put = (map, key) => map.set(key, [...(map.get(key) ?? []), { number, leaf }]);
    const id = text(leaf, "id");
    if (leaf.type === FORM) put(this.forms, id);
    else if (leaf.type === INDICATOR && this.wanted.indicators.has(id)) put(this.indicators, id);
    else if (leaf.type === RELEASE) {
      const key = `${text(leaf, "indicator")} ${text(leaf, "period")}`;
      if (this.wanted.releases.has(key) && Period.read(text(leaf, "period"))) put(this.releases, key);
    }
  }

  // The newest that is to be considered; null where there is none. `kind` is indicators, forms or releases.
  newest(kind, key, holds) {
    return (this[kind].get(key) ?? []).findLast(({ number, leaf }) => holds(number, leaf.time)) ?? null;
  }

  // All versions of a form with their numbers; throws `Malformed`.
  versionsOf(form) {
    return (this.forms.get(form) ?? []).map((each) => [each.number, formIn(each)]);
  }
}

// What a release covers: the first so many records. And what it should have covered as well, had it been published at
// once: what was recorded after them and before it, by its time less the grace.
export function viewsOf({ number, leaf }, release) {
  const before = (each) => each < release.records;
  return [before, (each, time) => before(each) || (each < number && leaf.time - time > GRACE)];
}

// Throws `Malformed`.
export const indicatorIn = (found) => told(found, readIndicator(found.leaf.public.get("definition") ?? new Map()));
export const formIn = (found) => told(found, readForm(found.leaf.public.get("definition") ?? new Map()));

function told({ number, leaf }, definition) {
  if (definition.id !== leaf.public.get("id") || definition.version !== leaf.public.get("version")) {
    throw new Malformed(`record ${number} is of another definition than it says`);
  }
  return definition;
}

// The first few, in an order that is always the same; "" where there is nothing.
export function few(faults) {
  const found = [...faults].sort();
  const more = found.length > MOST_TOLD ? `; and ${found.length - MOST_TOLD} more` : "";
  return found.slice(0, MOST_TOLD).join("; ") + more;
}
