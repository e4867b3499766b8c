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
      const { bytes, error } = await waiting.shift();
      if (error) throw error;
      this.sift(number, bytes, mayMatter, take);
      await progress(Math.min((number + 1) * WIDTH, this.size));
    }
    this.hashed = true;
  }

  sift(bundle, bytes, mayMatter, take) {
    const ends = this.ends(bundle, bytes);
    const kept = this.kept.has(bundle);
    const text = new TextDecoder("latin1").decode(bytes); // one character a byte
    for (let at = 0, start = 2; at < ends.length; start = ends[at] + 2, at += 1) {
      const number = bundle * WIDTH + at;
      if (!this.hashed) this.tree.put(number, bytes, start, ends[at]);
      else if (!kept && !this.tree.is(number, bytes, start, ends[at])) {
        throw new Malformed(`entry ${number} has changed meanwhile`);
      }
      if (mayMatter(text.slice(start, ends[at]))) take(number, bytes.subarray(start, ends[at]));
    }
    if (!kept && !this.hashed && this.keptBytes + bytes.length <= this.mostBytes) {
      this.kept.set(bundle, bytes);
      this.keptBytes += bytes.length;
    }
  }

  async bundle(number) {
    if (this.kept.has(number)) return this.kept.get(number);
    const path = pathOf(number);
    const width = Math.min(WIDTH, this.shown - number * WIDTH);
    const bytes = (width < WIDTH ? await this.files.get(`${path}.p/${width}`) : null) ?? (await this.files.get(path));
    if (bytes === null) throw new Malformed(`entries from ${number * WIDTH}: ${path} is not there`);
    this.bytes += bytes.length;
    return bytes;
  }

  // Where the entries of a bundle end, each behind its length in two bytes: of those that are wanted. A file that has
  // taken the place of a shorter one has more.
  ends(bundle, bytes) {
    const wanted = Math.min(WIDTH, this.size - bundle * WIDTH);
    const ends = [];
    let at = 0;
    while (at + 2 <= bytes.length) {
      at += 2 + ((bytes[at] << 8) | bytes[at + 1]);
      ends.push(at);
    }
    if (at !== bytes.length || ends.length < wanted || ends.length > WIDTH) {
      throw new Malformed(`entries from ${bundle * WIDTH}: not a bundle of ${wanted} entries or more`);
    }
    return ends.slice(0, wanted);
  }
}

// So that one that fails while others are waited for is no complaint in the console.
const settled = (promise) => promise.then((bytes) => ({ bytes }), (error) => ({ error }));

function pathOf(number) {
  const groups = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `tile/entries/${groups.join("/")}`;
}
