// Pedersen commitments on secp256k1 (docs/records.md, section 4): whether C = value·H + blinding·G.
// For checking what is on the table: it takes its time, and the time tells what the numbers are.

import { fromHex, toNumber } from "./bytes.js";

const P = 2n ** 256n - 2n ** 32n - 977n;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const LARGEST = 10n ** 18n;
const DECIMAL = /^(-?)(0|[1-9][0-9]{0,40})(?:\.([0-9]{1,40}))?$/;

function modulo(number, by = P) {
  const rest = number % by;
  return rest < 0n ? rest + by : rest;
}

function power(base, exponent) {
  let result = 1n;
  for (let rest = exponent; rest; rest >>= 1n, base = modulo(base * base)) {
    if (rest & 1n) result = modulo(result * base);
  }
  return result;
}

function squared(number, times) {
  let result = number;
  for (let left = times; left; left -= 1) result = (result * result) % P;
  return result;
}

// number^((P + 1) / 4), whose bits are 223 ones, a nought, 22 ones, 4 noughts, 2 ones, 2 noughts; so that it takes 13
// multiplications beside the squares.
function squareRoot(number) {
  const times = (one, other) => (one * other) % P;
  const ones = (more, count, rest) => times(squared(more, count), rest);
  const two = ones(number, 1, number);
  const three = ones(two, 1, number);
  const eleven = ones(ones(ones(three, 3, three), 3, three), 2, two);
  const twentyTwo = ones(eleven, 11, eleven);
  const fortyFour = ones(twentyTwo, 22, twentyTwo);
  const eightyEight = ones(fortyFour, 44, fortyFour);
  const most = ones(ones(ones(eightyEight, 88, eightyEight), 44, fortyFour), 3, three);
  return squared(ones(ones(most, 23, twentyTwo), 6, two), 2);
}

// The compressed encoding, in hexadecimal, as a point with z = 1; null where it is none.
export function readPoint(encoded) {
  const x = BigInt(`0x${encoded.slice(2)}`);
  const square = (((x * x) % P) * x + 7n) % P;
  const root = squareRoot(square);
  if (x >= P || (root * root) % P !== square) return null;
  return [x, (root & 1n) === (encoded[1] === "3" ? 1n : 0n) ? root : P - root, 1n];
}

const G = readPoint("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
const H = readPoint("0250929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0");
export const NOTHING = [1n, 1n, 0n];

// Points are Jacobian: (x, y, z) stands for x/z², y/z³.
function doubled([x, y, z]) {
  if (!z) return NOTHING;
  const [a, b] = [modulo(x * x), modulo(y * y)];
  const d = modulo(4n * x * b);
  const e = 3n * a;
  const x3 = modulo(e * e - 2n * d);
  return [x3, modulo(e * (d - x3) - 8n * b * b), modulo(2n * y * z)];
}

export function sum(one, other) {
  const [[x1, y1, z1], [x2, y2, z2]] = [one, other];
  if (!z1) return other;
  if (!z2) return one;
  const w1 = modulo(z1 * z1);
  const [u2, s2] = [modulo(x2 * w1), modulo(y2 * modulo(z1 * w1))];
  let [u1, s1] = [x1, y1];
  if (z2 !== 1n) {
    const w2 = modulo(z2 * z2);
    [u1, s1] = [modulo(x1 * w2), modulo(y1 * modulo(z2 * w2))];
  }
  if (u1 === u2) return s1 === s2 ? doubled(one) : NOTHING;
  const [h, r] = [modulo(u2 - u1), modulo(s2 - s1)];
  const hh = modulo(h * h);
  const [v, hhh] = [modulo(u1 * hh), modulo(h * hh)];
  const x3 = modulo(r * r - hhh - 2n * v);
  return [x3, modulo(r * (v - x3) - s1 * hhh), modulo(z2 === 1n ? h * z1 : h * modulo(z1 * z2))];
}

const BOTH = sum(G, H);

// value·H + blinding·G, as `encoded` has it.
function commitment(value, blinding) {
  let point = NOTHING;
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    const [ofH, ofG] = [(value >> bit) & 1n, (blinding >> bit) & 1n];
    point = doubled(point);
    if (ofH || ofG) point = sum(point, ofH ? (ofG ? BOTH : H) : G);
  }
  return encoded(point);
}

// Compressed, in hexadecimal; "" for the point at infinity.
export function encoded([x, y, z]) {
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
