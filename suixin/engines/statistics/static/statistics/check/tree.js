// The log's tree, from the entries themselves: every entry's hash is kept, and so every beginning has its root.

import { Hasher } from "./sha256.js";

const HASH = 32;
const [LEAF, NODE] = [0, 1];
export const WIDTH = 256; // entries of one bundle

export class Tree {
  constructor(size) {
    this.leaves = new Uint8Array(size * HASH);
    this.tops = new Uint8Array(Math.floor(size / WIDTH) * HASH); // roots of full bundles
    this.hasher = new Hasher();
    this.row = new Uint8Array(WIDTH * HASH);
  }

  // The hash of the entry of that number, which lies in `bytes` from `start` to `end`.
  put(number, bytes, start, end) {
    this.hasher.into(this.leaves, number * HASH, LEAF, [bytes, start, end]);
    if (number % WIDTH === WIDTH - 1) {
      const first = number + 1 - WIDTH;
      this.tops.set(this.full(this.leaves, first, WIDTH), (first / WIDTH) * HASH);
    }
  }

  // Whether an entry is the one that was put there.
  is(number, bytes, start, end) {
    const found = new Uint8Array(HASH);
    this.hasher.into(found, 0, LEAF, [bytes, start, end]);
    return found.every((byte, at) => byte === this.leaves[number * HASH + at]);
  }

  // Of so many hashes, which is a power of two.
  full(hashes, first, count) {
    const row = count > WIDTH ? new Uint8Array(count * HASH) : this.row;
    row.set(hashes.subarray(first * HASH, (first + count) * HASH));
    for (let left = count / 2; left >= 1; left /= 2) {
      for (let at = 0; at < left; at += 1) {
        this.hasher.into(row, at * HASH, NODE, [row, 2 * at * HASH, 2 * (at + 1) * HASH]);
      }
    }
    return row.slice(0, HASH);
  }

  // Of the first `size` entries (RFC 6962): the largest full trees side by side, joined from the right.
  root(size) {
    const parts = [];
    for (let at = 0, left = size; left; ) {
      const span = 2 ** Math.floor(Math.log2(left));
      parts.push(span < WIDTH ? this.full(this.leaves, at, span) : this.full(this.tops, at / WIDTH, span / WIDTH));
      at += span;
      left -= span;
    }
    if (!parts.length) return null;
    return parts.reduceRight((right, left) => {
      const joined = new Uint8Array(HASH);
      this.hasher.into(joined, 0, NODE, [left, 0, HASH], [right, 0, HASH]);
      return joined;
    });
  }
}
