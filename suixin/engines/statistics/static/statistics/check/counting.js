// What counts as of a moment in the log (docs/certificates.md, section 5): corrections, reviews, response, selection.

import { hex } from "../../ledger/receipt/bytes.js";
import { reviewer } from "./definitions.js";
import { UNIT } from "./facts.js";
import { sha256 } from "./sha256.js";

// All facts that bear on one selection for one period, by ascending number. `forms` are all versions of the form, each
// as [number of its record, form]. `holds(number, time)` says of a record whether it is to be considered.
export class Evidence {
  constructor(wanted, forms) {
    this.wanted = wanted;
    this.forms = forms;
    this.entries = [];
    this.corrections = [];
    this.reviews = [];
    this.lines = [];
  }

  // { entries, response, faults }, the response null where there is no form.
  counted(holds) {
    const faults = [];
    const gone = this.superseded(holds, faults);
    const live = this.entries.filter((entry) => holds(entry.number, entry.time) && !gone.has(entry.number));
    if (!this.wanted.form) return { entries: live.filter((entry) => entry.fits), response: null, faults };
    faults.push(...doubled(live));
    const [returned, accepted] = this.reviewed(live, holds);
    let standing = live.filter((entry) => !returned.has(entry.number));
    const response = this.response(standing, accepted, gone, holds);
    if (this.wanted.selection.status === "accepted") standing = standing.filter((entry) => accepted.has(entry.number));
    return { entries: standing.filter((entry) => entry.fits), response, faults };
  }

  // A record is corrected once, by whoever reported it.
  superseded(holds, faults) {
    const owners = new Map([
      ...this.lines.map((line) => [line.number, [line.by, UNIT]]),
      ...this.entries.map((entry) => [entry.number, [entry.by, this.wanted.type]]),
    ]);
    const gone = new Set();
    for (const { number, time, by, type, supersedes } of this.corrections) {
      const owner = owners.get(supersedes);
      if (!owner || owner[1] !== type || !holds(number, time)) continue;
      if (owner[0] !== by) faults.push(`record ${number} corrects record ${supersedes} of somebody else`);
      else if (gone.has(supersedes)) faults.push(`record ${supersedes} is corrected twice`);
      gone.add(supersedes);
    }
    return gone;
  }

  // Which reports were returned, and which the last level accepted, by those whom the form in force names.
  reviewed(live, holds) {
    const { district } = this.wanted;
    const districts = new Map(live.map((entry) => [entry.number, entry.dimensions[district] ?? ""]));
    const [returned, accepted] = [new Set(), new Set()];
    for (const review of this.reviews) {
      const form = this.forms.findLast(([number]) => number < review.number)?.[1];
      if (!form || !holds(review.number, review.time)) continue;
      const level = form.reviews.find((each) => each.id === review.level);
      if (!level || !(review.returned || level === form.reviews.at(-1))) continue;
      for (const report of review.reports) {
        const place = districts.get(report);
        if (place === undefined || report >= review.number || reviewer(level, place) !== review.by) continue;
        (review.returned ? returned : accepted).add(report);
      }
    }
    return [returned, accepted];
  }

  response(standing, accepted, gone, holds) {
    const { firstDay, lastDay } = this.wanted.period;
    const lines = this.lines.filter(
      (line) =>
        !gone.has(line.number) && holds(line.number, line.time) &&
        line.since <= lastDay && (line.until === null || firstDay <= line.until),
    );
    const register = new Set(lines.map((line) => line.unit));
    const own = standing.filter((entry) => register.has(entry.by) && entry.rank >= firstDay);
    const units = (entries) => new Set(entries.map((entry) => entry.by)).size;
    return {
      expected: register.size,
      reported: units(own),
      accepted: units(own.filter((entry) => accepted.has(entry.number))),
    };
  }
}

// Two reports of one unit for one period, of which neither corrects the other.
function* doubled(live) {
  const seen = new Map();
  for (const { number, by, period } of live) {
    const key = JSON.stringify([by, period]);
    if (seen.has(key)) yield `records ${seen.get(key)} and ${number} are reports of ${by} for ${period}`;
    else seen.set(key, number);
  }
}

// How many records count, and SHA-256 over their numbers, eight bytes each.
export function selectedOf(entries) {
  const view = new DataView(new ArrayBuffer(8 * entries.length));
  entries.forEach((entry, at) => view.setBigUint64(8 * at, BigInt(entry.number)));
  return { reports: entries.length, digest: hex(sha256(new Uint8Array(view.buffer))) };
}
