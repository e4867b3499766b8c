// Exact numbers: fractions of whole numbers, decimal texts, and the one rounding (GB/T 8170, half to the even digit).

const DECIMAL = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,6}))?$/;

const powerOfTen = (exponent) => 10n ** BigInt(exponent);

// A fraction is { above, below }, and `below` is more than nought.
export const fraction = (above, below = 1n) => (below < 0n ? { above: -above, below: -below } : { above, below });

export const plus = (one, other) => fraction(one.above * other.below + other.above * one.below, one.below * other.below);
export const minus = (one, other) => plus(one, fraction(-other.above, other.below));
export const times = (one, other) => fraction(one.above * other.above, one.below * other.below);
export const over = (one, other) => fraction(one.above * other.below, one.below * other.above);
export const NOUGHT = fraction(0n);
export const HUNDRED = fraction(100n);

// How a decimal is made up: { digits, exponent }; null where the text is none.
export function decimal(text) {
  const found = DECIMAL.exec(text);
  if (!found || !(found[2] || found[3])) return null;
  const [, sign, whole, places = "", exponent = "0"] = found;
  const digits = BigInt(whole + places);
  return { digits: sign === "-" ? -digits : digits, exponent: Number(exponent) - places.length };
}

export function exact(text) {
  const { digits, exponent } = decimal(text);
  return exponent < 0 ? fraction(digits, powerOfTen(-exponent)) : fraction(digits * powerOfTen(exponent));
}

// A whole number of units of 10^-places, as text with that many places.
export function spelt(units, places) {
  if (places <= 0) return String(units * powerOfTen(-places));
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

// To so many decimal places, once; negative places are tens, hundreds …
export function rounded({ above, below }, places) {
  const [whole, part] = places < 0 ? [above, below * powerOfTen(-places)] : [above * powerOfTen(places), below];
  let floor = whole / part;
  if (whole % part < 0n) floor -= 1n;
  const twice = 2n * (whole - floor * part);
  const up = twice > part || (twice === part && floor & 1n);
  return spelt(up ? floor + 1n : floor, places);
}
