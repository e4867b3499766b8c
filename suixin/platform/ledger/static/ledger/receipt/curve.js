// Pedersen commitments on secp256k1 (docs/records.md, section 4): whether C = value·H + blinding·G.
// For checking what is on the table: it takes its time, and the time tells what the numbers are.

import { fromHex, toNumber } from "./bytes.js";

const P = 2n ** 256n - 2n ** 32n - 977n;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const LARGEST = 10n ** 18n;
const DECIMAL = /^(-?)(0|[1-9][0-9]{0,40})(?:\.([0-9]{1,40}))?$/;

const modulo = (number, by = P) => ((number % by) + by) % by;

function power(base, exponent) {
  let result = 1n;
  for (let rest = exponent; rest; rest >>= 1n, base = modulo(base * base)) {
    if (rest & 1n) result = modulo(result * base);
  }
  return result;
}

function evenPoint(x) {
  const root = power(modulo(x ** 3n + 7n), (P + 1n) / 4n);
  return [x, root & 1n ? P - root : root, 1n];
}

const G = evenPoint(0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n);
const H = evenPoint(0x50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0n);
const NOTHING = [1n, 1n, 0n];

// Points are Jacobian: (x, y, z) stands for x/z², y/z³.
function doubled([x, y, z]) {
  if (!z) return NOTHING;
  const [a, b] = [modulo(x * x), modulo(y * y)];
  const d = modulo(4n * x * b);
  const e = 3n * a;
  const x3 = modulo(e * e - 2n * d);
  return [x3, modulo(e * (d - x3) - 8n * b * b), modulo(2n * y * z)];
}

function sum(one, other) {
  const [[x1, y1, z1], [x2, y2, z2]] = [one, other];
  if (!z1) return other;
  if (!z2) return one;
  const [w1, w2] = [modulo(z1 * z1), modulo(z2 * z2)];
  const [u1, u2] = [modulo(x1 * w2), modulo(x2 * w1)];
  const [s1, s2] = [modulo(y1 * z2 * w2), modulo(y2 * z1 * w1)];
  if (u1 === u2) return s1 === s2 ? doubled(one) : NOTHING;
  const [h, r] = [modulo(u2 - u1), modulo(s2 - s1)];
  const [hh, v] = [modulo(h * h), modulo(u1 * h * h)];
  const x3 = modulo(r * r - h * hh - 2n * v);
  return [x3, modulo(r * (v - x3) - s1 * h * hh), modulo(h * z1 * z2)];
}

const BOTH = sum(G, H);

// value·H + blinding·G, compressed, in hexadecimal; "" for the point at infinity.
function commitment(value, blinding) {
  let point = NOTHING;
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    const [ofH, ofG] = [(value >> bit) & 1n, (blinding >> bit) & 1n];
    point = doubled(point);
    if (ofH || ofG) point = sum(point, ofH ? (ofG ? BOTH : H) : G);
  }
  const [x, y, z] = point;
  if (!z) return "";
  const inverse = power(z, P - 2n);
  const [flatX, flatY] = [modulo(x * inverse ** 2n), modulo(y * inverse ** 3n)];
  return (flatY & 1n ? "03" : "02") + flatX.toString(16).padStart(64, "0");
}

// The decimal as an integer of its smallest unit; null where it is none of that scale, or beyond the limit.
export function scaled(text, scale) {
  const found = typeof text === "string" ? DECIMAL.exec(text) : null;
  if (!found) return null;
  const [, sign, whole, places = ""] = found;
  if (places.length > scale) return null;
  const value = BigInt(whole + places.padEnd(scale, "0"));
  if ((sign && !value) || value > LARGEST) return null;
  return sign ? -value : value;
}

// Whether the commitment, in hexadecimal, is to this integer under this blinding.
export function opens(committed, value, blinding) {
  if (blinding.length !== 64) return false;
  const bytes = fromHex(blinding);
  const scalar = toNumber(bytes);
  if (bytes.length !== 32 || scalar === 0n || scalar >= ORDER) return false;
  return commitment(modulo(value, ORDER), scalar) === committed;
}
