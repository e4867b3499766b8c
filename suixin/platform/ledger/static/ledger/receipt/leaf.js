// The leaf and what a receipt opens of it (docs/records.md, sections 2 to 4).

import { base64url, fromBase64url, Malformed, sha256 } from "./bytes.js";
import { opens, scaled } from "./curve.js";
import { canonical, parseCanonical } from "./json.js";

const MEMBERS = ["by", "id", "measures", "public", "sealed", "supersedes", "time", "type", "v", "version"];
const LONGEST = 65_535;
const MOST_PLACES = 12;
const SALT_BYTES = 32;
const TAG = "suixin/sealed/1";

const whole = (given, from) => Number.isSafeInteger(given) && given >= from;
const each = (map, holds) => map instanceof Map && [...map.values()].every(holds);
const matches = (given, pattern) => typeof given === "string" && pattern.test(given);

const FORMS = {
  v: (given) => given === 1,
  type: (given) => typeof given === "string",
  version: (given) => whole(given, 1),
  id: (given) => matches(given, /^[A-Za-z0-9_-]{21}[AQgw]$/),
  time: isTime,
  by: (given) => given === null || typeof given === "string",
  supersedes: (given) => given === null || whole(given, 0),
  public: (given) => given instanceof Map,
  sealed: (given) => each(given, (digest) => matches(digest, /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)),
  measures: (given) => each(given, isMeasure),
};

function isTime(given) {
  if (!matches(given, /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)) return false;
  const moment = new Date(given);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === given.replace("Z", ".000Z");
}

function isMeasure(given) {
  if (!(given instanceof Map) || [...given.keys()].sort().join() !== "commitment,scale,unit") return false;
  const scale = given.get("scale");
  if (!whole(scale, 0) || scale > MOST_PLACES) return false;
  return matches(given.get("commitment"), /^0[23][0-9a-f]{64}$/) && typeof given.get("unit") === "string";
}

// The members as a Map, each checked for form; throws `Malformed`.
export function readLeaf(bytes) {
  if (bytes.length > LONGEST) throw new Malformed(`a leaf has at most ${LONGEST} bytes`);
  const members = parseCanonical(bytes);
  if (!(members instanceof Map) || [...members.keys()].sort().join() !== MEMBERS.join()) {
    throw new Malformed(`a leaf has exactly the members ${MEMBERS.join(", ")}`);
  }
  for (const name of MEMBERS) if (!FORMS[name](members.get(name))) throw new Malformed(`${name} is malformed`);
  return members;
}

// Why an opening does not fit the leaf; "" if it does.
export async function openingFault(leaf, opening) {
  const path = opening.get("path");
  try {
    if (leaf.get("measures").has(path)) return measureFault(leaf.get("measures").get(path), opening);
    if (leaf.get("sealed").has(path)) return await digestFault(leaf, path, opening);
    return "the leaf has nothing sealed at this path";
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

async function digestFault(leaf, path, opening) {
  if (!has(opening, "path,salt") && !has(opening, "path,salt,value")) return "the opening is malformed";
  const salt = opening.get("salt");
  if (fromBase64url(salt).length !== SALT_BYTES) return "a salt has 32 bytes";
  const parts = [TAG, leaf.get("id"), path, salt];
  if (opening.has("value")) parts.push(opening.get("value"));
  const digest = base64url(await sha256(canonical(parts)));
  return digest === leaf.get("sealed").get(path) ? "" : "salt or value differ from the leaf";
}

function measureFault(measure, opening) {
  if (!has(opening, "blinding,path,value")) return "the opening is malformed";
  const value = scaled(opening.get("value"), measure.get("scale"));
  if (value === null) return "the value is not a decimal of the measure's scale";
  const fits = opens(measure.get("commitment"), value, opening.get("blinding"));
  return fits ? "" : "value or blinding differ from the leaf";
}

const has = (opening, names) => [...opening.keys()].sort().join() === names;
