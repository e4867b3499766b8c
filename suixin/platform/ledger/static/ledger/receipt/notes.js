// Signed notes, checkpoints and log proofs (C2SP signed-note, tlog-checkpoint, tlog-proof, tlog-cosignature).

import { fromBase64, fromHex, hex, Malformed, same, sha256, toNumber, utf8 } from "./bytes.js";

export const [LOG_KEY, COSIGNATURE_KEY, ML_DSA_KEY] = [0x01, 0x04, 0x06];
const HEADER = "c2sp.org/tlog-proof@v1";
const LARGEST = 2n ** 63n - 1n;
const LONGEST = 1_000_000;
const LONGEST_PATH = 63;
const MOST_SIGNATURES = 100;
const NAME = /^[^\s\u0085+]+$/u;

// { text, signatures: [{ name, id, bytes }] }; nothing is verified yet.
function readNote(content) {
  if (content.length > LONGEST) throw new Malformed("a note is too long");
  if (/[\u0000-\u0009\u000b-\u001f]/.test(content)) throw new Malformed("a control character");
  const blank = content.lastIndexOf("\n\n");
  if (blank < 0 || !content.endsWith("\n") || blank + 2 >= content.length) {
    throw new Malformed("signatures follow a blank line, each on a line of its own");
  }
  const lines = content.slice(blank + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new Malformed(`more than ${MOST_SIGNATURES} signatures`);
  return { text: content.slice(0, blank + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
  const [dash, name, encoded, ...more] = line.split(" ");
  if (dash !== "—" || !NAME.test(name ?? "") || encoded === undefined || more.length) {
    throw new Malformed("a line of a signature is: — name base64");
  }
  const bytes = fromBase64(encoded);
  if (bytes.length <= 4) throw new Malformed("a line of a signature is: — name base64");
  return { name, id: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
}

function readSize(spelt) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(spelt) || BigInt(spelt) > LARGEST) throw new Malformed("no size");
  return BigInt(spelt);
}

function readHash(spelt) {
  const bytes = fromBase64(spelt);
  if (bytes.length !== 32) throw new Malformed("a hash has 32 bytes");
  return bytes;
}

function readCheckpoint(text) {
  const lines = text.slice(0, -1).split("\n");
  if (lines.length < 3 || lines.some((line) => !line)) throw new Malformed("a checkpoint has three lines or more");
  return { origin: lines[0], size: readSize(lines[1]), root: readHash(lines[2]) };
}

// { checkpoint: { origin, size, root }, note }; throws `Malformed`.
export function readSignedCheckpoint(content) {
  const note = readNote(content);
  return { checkpoint: readCheckpoint(note.text), note };
}

export const isProof = (content) => content.startsWith(`${HEADER}\n`);

// { index, path, checkpoint: { origin, size, root }, note }; throws `Malformed`.
export function readProof(content) {
  if (content.length > LONGEST) throw new Malformed("a proof is too long");
  const blank = content.indexOf("\n\n");
  const lines = content.slice(0, Math.max(blank, 0)).split("\n");
  if (lines.shift() !== HEADER) throw new Malformed(`a proof begins with ${HEADER}`);
  if (lines[0]?.startsWith("extra ")) fromBase64(lines.shift().slice(6));
  if (!lines[0]?.startsWith("index ")) throw new Malformed("a proof says its index");
  const index = readSize(lines.shift().slice(6));
  if (lines.length > LONGEST_PATH) throw new Malformed("a path is too long");
  return { index, path: lines.map(readHash), ...readSignedCheckpoint(content.slice(blank + 2)) };
}

// name+id+base64(kind, material): { name, id, kind, material }.
export async function readKey(spelt) {
  const [name, id, ...rest] = spelt.split("+");
  const bytes = fromBase64(rest.join("+"));
  if (!NAME.test(name) || fromHex(id).length !== 4 || bytes.length < 2) throw new Malformed("a key is name+id+base64");
  const expected = (await sha256(utf8(`${name}\n`), bytes)).slice(0, 4);
  if (!same(expected, fromHex(id))) throw new Malformed("the key's id does not fit its name and bytes");
  return { name, id, kind: bytes[0], material: bytes.slice(1) };
}

// Whether this browser knows Ed25519.
export async function knowsEd25519() {
  try {
    const basePoint = new Uint8Array(32).fill(0x66).fill(0x58, 0, 1);
    await crypto.subtle.importKey("raw", basePoint, "Ed25519", false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

async function fits(key, message, signature) {
  const imported = await crypto.subtle.importKey("raw", key.material, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

export const signedByLog = (key, text, signature) => fits(key, utf8(text), signature);

export const timeOf = (signature) => toNumber(signature.slice(0, 8));

export function cosigned(key, text, signature) {
  const time = timeOf(signature);
  if (time > LARGEST) return false;
  return fits(key, utf8(`cosignature/v1\ntime ${time}\n${text}`), signature.slice(8));
}
