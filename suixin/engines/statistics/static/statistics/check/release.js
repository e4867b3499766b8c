// Certificates and releases: what can be read of them without the log (docs/certificates.md, sections 2 and 3).

import { fromBase64, Malformed } from "../../ledger/receipt/bytes.js";
import { parse } from "../../ledger/receipt/json.js";
import { Members } from "./members.js";
import { Period } from "./periods.js";

const [FORMAT, VERSION] = ["suixin.certificate", 1];
const [LONGEST_NOTE, LONGEST_LEAF] = [1_000_000, 65_535];
const MOST_BYTES = 4 * LONGEST_NOTE + 4 * LONGEST_LEAF;
const NUMBER = /^-?(0|[1-9][0-9]{0,59})(\.[0-9]{1,12})?$/;
const DIGEST = /^[0-9a-f]{64}$/;
const LAST_YEAR = 9998;

export const RELEASE = "statistics.release";

// -- places: [[name, value] …] in the order of names, and their one spelling, which is the key of maps

export const placeOf = (map) => JSON.stringify([...map].sort(([one], [other]) => (one < other ? -1 : 1)));
export const TOTAL = "[]";
export const named = (place) => JSON.parse(place).map((each) => each.join("=")).join(", ") || "total";

// -- certificates

// { number, leaf, proof, definition, form, at }; throws `Malformed`.
export function readCertificate(bytes) {
  if (bytes.length > MOST_BYTES) throw new Malformed(`a certificate has at most ${MOST_BYTES} bytes`);
  const certificate = new Members(parse(bytes), "certificate");
  if (certificate.text("format") !== FORMAT || certificate.whole("version") !== VERSION) {
    certificate.refuse(`only ${FORMAT} version ${VERSION} is known`);
  }
  const found = {
    ...(certificate.inner("release", readProved) ?? certificate.refuse("release is missing")),
    definition: certificate.object("definition"),
    form: certificate.has("form") ? certificate.object("form") : null,
    at: certificate.has("at") ? certificate.texts("at") : null,
  };
  certificate.done();
  return found;
}

function readProved(release) {
  const found = {
    number: release.natural("index"),
    leaf: fromBase64(release.text("leaf")),
    proof: release.text("proof"),
  };
  release.done();
  if (found.leaf.length > LONGEST_LEAF || found.proof.length > LONGEST_NOTE) release.refuse("leaf or proof is too long");
  return found;
}

// -- releases

// From the public part of its leaf; throws `Malformed`.
export function readRelease(publicPart) {
  const release = new Members(publicPart, "release");
  const found = {
    indicator: release.text("indicator"),
    version: release.whole("version"),
    digest: digest(release),
    period: period(release),
    stage: release.choice("stage", ["provisional", "final", "revised"]),
    origin: release.text("origin"),
    size: release.natural("size"),
    root: root(release),
    records: release.natural("records"),
    cells: release.each("cells", readCell),
    selected: release.inner("selected", readSelected),
    response: release.inner("response", readResponse),
    sources: release.each("from", readSource, []),
    reason: release.text("reason", ""),
    synthetic: release.flag("synthetic"),
  };
  release.done();
  found.byPlace = new Map(found.cells.map((cell) => [cell.place, cell]));
  if (found.byPlace.size !== found.cells.length) release.refuse("a cell is there twice");
  if (new Set(found.sources.map((each) => each.key)).size !== found.sources.length) {
    release.refuse("it is derived from the same indicator and period twice");
  }
  return found;
}

const digest = (members) => members.matching("digest", DIGEST, "SHA-256 in lower-case hexadecimal");

function period(members) {
  const found = Period.read(members.text("period"));
  if (!found || found.year < 1 || found.year > LAST_YEAR) members.refuse("period is such as 2019-06, 2019-Q2 or 2019");
  return found;
}

function root(members) {
  const found = fromBase64(members.text("root"));
  return found.length === 32 ? found : members.refuse("root: a hash has 32 bytes");
}

function readSelected(selected) {
  const found = { reports: selected.natural("reports"), digest: digest(selected) };
  selected.done();
  return found;
}

function readResponse(response) {
  const found = Object.fromEntries(["expected", "reported", "accepted"].map((name) => [name, response.natural(name)]));
  response.done();
  return found;
}

function readSource(source) {
  const found = { indicator: source.text("indicator"), period: period(source), release: source.natural("release") };
  source.done();
  return { ...found, key: `${found.indicator} ${found.period}` };
}

function readCell(cell) {
  const optional = (name, pattern, kind) => (cell.has(name) ? cell.matching(name, pattern, kind) : null);
  const at = cell.texts("at");
  const found = {
    at,
    place: placeOf(at),
    units: cell.natural("units"),
    value: optional("value", NUMBER, "a decimal as text"),
    figure: optional("figure", NUMBER, "a decimal as text"),
    opening: optional("opening", DIGEST, "32 bytes in lower-case hexadecimal"),
    withheld: cell.flag("withheld"),
    missing: cell.flag("missing"),
  };
  cell.done();
  found.open = !found.withheld && !found.missing;
  if (found.withheld && found.missing) cell.refuse("a cell is withheld or missing, not both");
  if (!found.open && (found.value ?? found.figure ?? found.opening) !== null) {
    cell.refuse("a cell that is withheld or missing tells no value");
  }
  if (found.open && found.figure === null) cell.refuse("figure is missing");
  return found;
}
