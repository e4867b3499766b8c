// The log's files (C2SP tlog-tiles): its newest checkpoint, and every entry up to a size. An entry that is read again is
// the one that was hashed: its bytes were kept, or are compared with the hash.

import { Malformed } from "../../ledger/receipt/bytes.js";
import { Tree, WIDTH } from "./tree.js";

const AHEAD = 6; // bundles that are asked for before they are needed

export class LogFiles {
  constructor(address) {
    this.address = address;
  }

  async checkpoint() {
    const found = await this.get("checkpoint", { cache: "no-store" });
    if (found === null) throw new Malformed(`there is no log at ${this.address}`);
    return new TextDecoder().decode(found);
  }

  // Null where there is no such file.
  async get(path, options) {
    let response;
    try {
      response = await fetch(this.address + path, { credentials: "omit", ...options });
    } catch {
      throw new Malformed(`${path} cannot be fetched: no connection`);
    }
    if (response.status === 404) return null;
    if (!response.ok) throw new Malformed(`${path} cannot be fetched: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

// The first `size` entries of a log that shows `shown`, which tells how its files are cut. So many bytes of them are kept
// between two readings.
export class Entries {
  constructor(files, shown, size, mostBytes) {
    Object.assign(this, { files, shown, size, mostBytes });
    this.tree = new Tree(size);
    this.kept = new Map();
    this.keptBytes = 0;
    this.bytes = 0;
  }

  // Calls `take(number, bytes, text)` with each entry that `mayMatter(text)`; `progress(done)` after each bundle.
  // The first reading hashes; each later one compares.
  async read(mayMatter, take, progress) {
    const last = Math.ceil(this.size / WIDTH);
    const waiting = [];
    for (let number = 0, asked = 0; number < last; number += 1) {
      for (; asked < Math.min(number + AHEAD, last); asked += 1) waiting.push(settled(this.bundle(asked)));
      const { bundle, error } = await waiting.shift();
      if (error) throw error;
      this.sift(number, bundle, mayMatter, take);
      await progress(Math.min((number + 1) * WIDTH, this.size));
    }
    this.hashed = true;
  }

  sift(at, bundle, mayMatter, take) {
    const { bytes } = bundle;
    const first = at * WIDTH;
    const ends = endsOf(bundle, first).slice(0, this.size - first);
    const kept = this.kept.has(at);
    const text = new TextDecoder("latin1").decode(bytes); // one character a byte
    let start = 2;
    for (const [place, end] of ends.entries()) {
      const number = first + place;
      if (!this.hashed) this.tree.put(number, bytes, start, end);
      else if (!kept && !this.tree.is(number, bytes, start, end)) throw new Malformed(`entry ${number} has changed meanwhile`);
      if (mayMatter(text.slice(start, end))) take(number, bytes.subarray(start, end));
      start = end + 2;
    }
    if (!kept && !this.hashed && this.keptBytes + bytes.length <= this.mostBytes) {
      this.kept.set(at, bundle);
      this.keptBytes += bytes.length;
    }
  }

  // A partial file may have been replaced by the full one.
  async bundle(number) {
    if (this.kept.has(number)) return this.kept.get(number);
    const path = pathOf(number);
    let width = Math.min(WIDTH, this.shown - number * WIDTH);
    let bytes = await this.files.get(width < WIDTH ? `${path}.p/${width}` : path);
    if (bytes === null && width < WIDTH) [width, bytes] = [WIDTH, await this.files.get(path)];
    if (bytes === null) throw new Malformed(`entries from ${number * WIDTH}: ${path} is not there`);
    this.bytes += bytes.length;
    return { bytes, width };
  }
}

// Where the entries of a bundle end, each behind its length in two bytes.
function endsOf({ bytes, width }, first) {
  const ends = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    at += 2 + ((bytes[at] << 8) | bytes[at + 1]);
    ends.push(at);
  }
  if (at !== bytes.length || ends.length !== width) throw new Malformed(`entries from ${first}: not a bundle of ${width} entries`);
  return ends;
}

// So that one that fails while others are waited for is no complaint in the console.
const settled = (promise) => promise.then((bundle) => ({ bundle }), (error) => ({ error }));

function pathOf(number) {
  const groups = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `tile/entries/${groups.join("/")}`;
}
