// SHA-256 (FIPS 180-4) without waiting: a log is a million small hashes, and each of the browser's own costs a turn.
// The constants are made here from what the standard says they are.

const [STATE, ROUND] = constants();
const schedule = new Int32Array(64);

// The first 32 bits of the fractional parts of square roots of the first 8 primes, and cube roots of the first 64.
function constants() {
  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  const bits = (number, power) => {
    const wanted = BigInt(number) << BigInt(32 * power);
    let [low, high] = [0n, 1n << 40n];
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(power) <= wanted) low = middle;
      else high = middle;
    }
    return Number(BigInt.asIntN(32, low));
  };
  return [
    Int32Array.from(primes.slice(0, 8), (prime) => bits(prime, 2)),
    Int32Array.from(primes, (prime) => bits(prime, 3)),
  ];
}

export class Hasher {
  constructor(size = 1024) {
    this.buffer = new Uint8Array(size);
    this.state = new Int32Array(8);
  }

  // Of a prefix byte and parts of other arrays: [bytes, start, end]. Written into `target` at `at`.
  into(target, at, prefix, ...parts) {
    let length = prefix === null ? 0 : 1;
    for (const [, start, end] of parts) length += end - start;
    const padded = (length + 72) & ~63;
    if (this.buffer.length < padded) this.buffer = new Uint8Array(2 * padded);
    const { buffer } = this;
    let place = 0;
    if (prefix !== null) buffer[place++] = prefix;
    for (const [bytes, start, end] of parts) {
      buffer.set(bytes.subarray(start, end), place);
      place += end - start;
    }
    buffer.fill(0, length, padded);
    buffer[length] = 0x80;
    const view = new DataView(buffer.buffer);
    view.setUint32(padded - 8, Math.floor(length / 0x20000000));
    view.setUint32(padded - 4, (length << 3) >>> 0);
    this.state.set(STATE);
    for (let block = 0; block < padded; block += 64) compress(this.state, buffer, block);
    for (let word = 0; word < 8; word += 1) {
      const value = this.state[word];
      target[at + 4 * word] = value >>> 24;
      target[at + 4 * word + 1] = value >>> 16;
      target[at + 4 * word + 2] = value >>> 8;
      target[at + 4 * word + 3] = value;
    }
  }
}

function compress(state, bytes, start) {
  const w = schedule;
  for (let t = 0, at = start; t < 16; t += 1, at += 4) {
    w[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let t = 16; t < 64; t += 1) {
    const [x, y] = [w[t - 15], w[t - 2]];
    const small = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const large = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16] + small + w[t - 7] + large) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const ofE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + ofE + ((e & f) ^ (~e & g)) + ROUND[t] + w[t]) | 0;
    const ofA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (ofA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

const once = new Hasher();

export function sha256(bytes) {
  const digest = new Uint8Array(32);
  once.into(digest, 0, null, [bytes, 0, bytes.length]);
  return digest;
}
