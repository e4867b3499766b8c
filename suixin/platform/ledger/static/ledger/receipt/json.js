// JSON as records have it (docs/records.md, section 1), and its one spelling. The browser's own parser lets a key come
// twice and rounds large numbers, so that one file could mean two things; this one refuses. Objects become Maps.

import { Malformed, text, utf8 } from "./bytes.js";

const DEEPEST = 32;
const LONGEST_KEY = 128;
const SPACE = /[ \t\n\r]*/y;
const INTEGER = /-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const WORDS = [["true", true], ["false", false], ["null", null]];

export function parse(bytes) {
  const reader = new Reader(text(bytes));
  const value = reader.value(1);
  reader.take(SPACE);
  if (reader.at !== reader.source.length) throw new Malformed(`something follows at character ${reader.at}`);
  return value;
}

// What these bytes are the canonical spelling of. Of a value that the browser's parser reads and that is spelt the same
// again nothing was lost, so the slow reader is only asked why something is refused.
export function parseCanonical(bytes) {
  const source = text(bytes);
  const quick = quickly(source);
  if (quick !== undefined) return quick;
  const value = parse(bytes);
  if (spelt(value) !== source) throw new Malformed("JSON, but not in its canonical spelling");
  return value;
}

function quickly(source) {
  try {
    const value = inMaps(JSON.parse(source), 1);
    return spelt(value) === source ? value : undefined;
  } catch {
    return undefined;
  }
}

function inMaps(value, depth) {
  if (value !== null && typeof value === "object") {
    const below = inside(depth);
    if (Array.isArray(value)) return value.map((each) => inMaps(each, below));
    return new Map(Object.keys(value).sort().map((key) => [plainKey(key), inMaps(value[key], below)]));
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Malformed("a number is no integer, or too large");
  return typeof value === "string" ? plainText(value) : value;
}

function plainKey(key) {
  if (key.length > LONGEST_KEY || !/^[ -~]*$/.test(key)) throw new Malformed("a key is not plain");
  return key;
}

function plainText(value) {
  if (CONTROL.test(value) || /\p{Surrogate}/u.test(value)) throw new Malformed("a text is not plain");
  return value;
}

export const canonical = (value) => utf8(spelt(value));

function spelt(value) {
  if (value instanceof Map) {
    const keys = [...value.keys()].sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${spelt(value.get(key))}`).join(",")}}`;
  }
  return Array.isArray(value) ? `[${value.map(spelt).join(",")}]` : JSON.stringify(value);
}

class Reader {
  constructor(source) {
    this.source = source;
    this.at = 0;
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found) this.at = pattern.lastIndex;
    return found ? found[0] : null;
  }

  mark(character) {
    this.take(SPACE);
    if (this.source[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  must(character) {
    if (!this.mark(character)) throw new Malformed(`no JSON at character ${this.at}`);
  }

  value(depth) {
    if (this.mark("{")) return this.object(inside(depth));
    if (this.mark("[")) return this.array(inside(depth));
    if (this.source[this.at] === '"') return this.string();
    for (const [word, meaning] of WORDS) {
      if (this.source.startsWith(word, this.at)) {
        this.at += word.length;
        return meaning;
      }
    }
    const digits = this.take(INTEGER);
    if (digits === null) throw new Malformed(`no JSON of records at character ${this.at}`);
    if (!Number.isSafeInteger(Number(digits))) throw new Malformed("an integer is too large");
    return Number(digits);
  }

  object(depth) {
    const members = new Map();
    if (this.mark("}")) return members;
    do {
      this.take(SPACE);
      const key = plainKey(this.string());
      if (members.has(key)) throw new Malformed(`the key ${key} comes twice`);
      this.must(":");
      members.set(key, this.value(depth));
    } while (this.mark(","));
    this.must("}");
    return members;
  }

  array(depth) {
    const items = [];
    if (this.mark("]")) return items;
    do items.push(this.value(depth)); while (this.mark(","));
    this.must("]");
    return items;
  }

  string() {
    const start = this.at;
    if (this.source[start] !== '"') throw new Malformed(`no text at character ${start}`);
    let end = start + 1;
    while (end < this.source.length && this.source[end] !== '"') end += this.source[end] === "\\" ? 2 : 1;
    this.at = end + 1;
    let value;
    try {
      value = JSON.parse(this.source.slice(start, this.at));
    } catch {
      throw new Malformed(`no text at character ${start}`);
    }
    return plainText(value);
  }
}

function inside(depth) {
  if (depth > DEEPEST) throw new Malformed(`more than ${DEEPEST} levels`);
  return depth + 1;
}
