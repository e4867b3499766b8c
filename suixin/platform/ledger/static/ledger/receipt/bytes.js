// Bytes and their spellings. Each spelling is the only one: what could be written in another way is refused.

export class Malformed extends Error {}

export const utf8 = (text) => new TextEncoder().encode(text);

export function text(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed("not UTF-8");
  }
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(spelt) {
  if (typeof spelt !== "string" || !/^([0-9a-f]{2})*$/.test(spelt)) throw new Malformed("not lower-case hexadecimal");
  return Uint8Array.from(spelt.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function base64(bytes) {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}

export function fromBase64(spelt) {
  let characters;
  try {
    characters = atob(spelt);
  } catch {
    throw new Malformed("not in standard base64");
  }
  if (btoa(characters) !== spelt) throw new Malformed("not in standard base64");
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

export const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export function fromBase64url(spelt) {
  if (typeof spelt !== "string" || !/^[A-Za-z0-9_-]*$/.test(spelt)) throw new Malformed("not base64url without padding");
  const padded = spelt.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat(-spelt.length & 3);
  return fromBase64(padded);
}

export const toNumber = (bytes) => bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

export async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}
