// The hashes of a log, and the proof that one holds a leaf (RFC 6962, section 2.1.1).

import { Malformed, same, sha256 } from "./bytes.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (leaf) => sha256(LEAF, leaf);
const nodeHash = (left, right) => sha256(NODE, left, right);

// That a leaf's hash is number `index` of the tree of `size` leaves with that root; both numbers are BigInt.
export async function checkInclusion(index, size, leaf, path, root) {
  if (index >= size) throw new Malformed(`there is no leaf ${index} in a tree of ${size}`);
  let [at, last, found] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) throw new Malformed("the path is too long");
    if (at & 1n || at === last) {
      found = await nodeHash(sibling, found);
      while (!(at & 1n) && at) [at, last] = [at >> 1n, last >> 1n];
    } else {
      found = await nodeHash(found, sibling);
    }
    [at, last] = [at >> 1n, last >> 1n];
  }
  if (last) throw new Malformed("the path is too short");
  if (!same(found, root)) throw new Malformed("the path leads to another root");
}
