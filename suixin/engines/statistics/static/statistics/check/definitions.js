// Forms and indicators, as far as counting needs them; their form is checked throughout. Not checked are the rules
// that a form has for its reporters: no figure rests on them.

import { hex, Malformed } from "../../ledger/receipt/bytes.js";
import { canonical } from "../../ledger/receipt/json.js";
import { decimal, exact } from "./fractions.js";
import { Members } from "./members.js";
import { cut, FREQUENCIES, Period } from "./periods.js";
import { sha256 } from "./sha256.js";

const POINTER = /^(\/[A-Za-z0-9_@.-]+)+$/;
const [MOST_ITEMS, MOST_BREAKDOWNS, MOST_DIGITS, MOST_PLACES] = [300, 8, 40, 12];
const CHANGES = [
  "change-on-year", "change-on-period", "cumulative", "cumulative-change-on-year", "share", "ratio", "index",
];
const BY_WHOLE = ["share", "ratio"];

export const digestOf = (definition) => hex(sha256(canonical(definition)));

const repeated = (names) => names.length !== new Set(names).size;

// -- forms

export function readForm(definition) {
  const form = new Members(definition, "form");
  const id = form.matching("id", /^[a-z][a-z0-9-]{1,40}$/, "of small letters, digits and hyphens");
  const classes = form.inner("classes", sentences) ?? new Map();
  for (const name of ["number", "authority"]) form.text(name);
  for (const name of ["valid_from", "valid_to"]) day(form, name);
  form.sentence("titles");
  form.sentence("notes", new Map());
  form.text("approval", "");
  form.choice("frequency", FREQUENCIES);
  form.whole("due_days");
  form.names("submitters");
  form.flag("synthetic");
  form.each("edits", readEdit, []);
  const found = {
    id,
    version: form.whole("version"),
    classes: [...classes.keys()],
    keys: form.each("keys", readKey, []),
    items: form.each("items", readItem),
    reviews: form.each("reviews", readLevel),
  };
  form.done();
  if (found.version < 1) form.refuse("version is from 1");
  if (definition.get("valid_to") < definition.get("valid_from")) form.refuse("valid_to is before valid_from");
  if (!found.items.length || found.items.length > MOST_ITEMS) form.refuse(`a form has 1 to ${MOST_ITEMS} items`);
  if (!found.reviews.length) form.refuse("a form has at least one level of review");
  if (repeated(found.items.map((item) => item.id))) form.refuse("an item is there twice");
  if (repeated(found.keys)) form.refuse("a key is there twice");
  if (repeated(found.reviews.map((level) => level.id))) form.refuse("a level of review is there twice");
  if (found.keys.includes("district") || found.keys.includes("class")) form.refuse("district and class are no keys");
  const ids = new Set(found.items.map((item) => item.id));
  for (const item of found.items) {
    if (item.class && !classes.has(item.class)) form.refuse(`item ${item.id}: class ${item.class} is not among the classes`);
    if (item.parent && (!ids.has(item.parent) || item.parent === item.id)) form.refuse(`item ${item.id}: parent is no other item`);
  }
  return found;
}

function sentences(members) {
  for (const name of members.given.keys()) members.sentence(name);
  return members.given;
}

function day(members, name) {
  const found = members.text(name);
  if (found.length !== 10 || cut(found, "month") === null) members.refuse(`${name} is a day such as 2019-01-01`);
}

function readEdit(edit) {
  edit.matching("id", /^[A-Za-z][A-Za-z0-9-]{0,39}$/, "of letters, digits and hyphens");
  edit.choice("grade", ["fatal", "query"]);
  edit.text("rule");
  edit.sentence("sentence");
  edit.done();
}

function readKey(key) {
  const id = key.text("id");
  key.sentence("titles");
  if (key.inner("values", sentences) === null) key.refuse("values is missing");
  key.done();
  return id;
}

function readItem(item) {
  const found = {
    id: item.matching("id", /^[A-Z][A-Z0-9]{1,11}$/, "a letter and digits, such as A01"),
    unit: item.text("unit"),
    scale: item.whole("scale", 0),
    class: item.text("class", ""),
    confidential: item.flag("confidential"),
    parent: item.text("parent", ""),
  };
  item.sentence("titles");
  item.sentence("guidance", new Map());
  item.take("required", (given) => typeof given === "boolean", "true or false", true);
  item.flag("negative");
  item.done();
  if (found.scale < 0 || found.scale > MOST_PLACES) item.refuse(`scale is from 0 to ${MOST_PLACES}`);
  return found;
}

function readLevel(level) {
  const found = { id: level.text("id"), organisations: level.texts("organisations") };
  level.sentence("titles");
  level.done();
  if (!found.organisations.size) level.refuse("organisations names who reviews");
  return found;
}

// Who reviews at a level what is of a district; undefined where nobody does.
export const reviewer = (level, district) => level.organisations.get(district) || level.organisations.get("*");

// -- indicators

export function readIndicator(definition) {
  const indicator = new Members(definition, "indicator");
  const id = indicator.matching("id", /^[a-z][a-z0-9-]{1,60}$/, "of small letters, digits and hyphens");
  const source = indicator.inner("source", readSource);
  const derivation = indicator.inner("derived", readDerivation);
  if ((source === null) === (derivation === null)) indicator.refuse("has either source or derived");
  const found = {
    id,
    version: indicator.whole("version"),
    factor: factor(indicator, "factor", "1"),
    places: indicator.whole("places", 0),
    frequency: indicator.choice("frequency", FREQUENCIES),
    aggregate: source && indicator.choice("aggregate", ["sum", "count", "distinct", "latest"]),
    source,
    derivation,
    breakdowns: indicator.list("breakdowns", []),
    disclosed: indicator.inner("disclosure", readDisclosure),
    definition,
  };
  indicator.sentence("titles");
  indicator.sentence("about");
  for (const name of ["programme", "target"]) indicator.text(name, "");
  indicator.text("unit");
  indicator.whole("release_days", 0);
  indicator.flag("synthetic");
  indicator.done();
  checkBreakdowns(indicator, found.breakdowns);
  if (found.version < 1 || found.places < -6 || found.places > MOST_PLACES) {
    indicator.refuse("version is from 1, places from -6 to 12");
  }
  return found;
}

function checkBreakdowns(indicator, breakdowns) {
  const isOne = (each) => Array.isArray(each) && each.length && each.every((name) => typeof name === "string");
  if (breakdowns.length > MOST_BREAKDOWNS || !breakdowns.every(isOne)) indicator.refuse("breakdowns is a list of lists of names");
  const spelt = breakdowns.map((each) => JSON.stringify([...each].sort()));
  if (repeated(spelt) || breakdowns.some(repeated)) indicator.refuse("a breakdown is there twice");
}

// A decimal above nought, as a fraction.
function factor(members, name, instead) {
  const found = decimal(members.text(name, instead));
  if (found === null || found.digits <= 0n) members.refuse(`${name} is a decimal above nought, as text`);
  const adjusted = String(found.digits).length - 1 + found.exponent;
  if (String(found.digits).length > MOST_DIGITS || Math.abs(adjusted) > MOST_DIGITS) {
    members.refuse(`${name} has at most ${MOST_DIGITS} digits`);
  }
  return exact(members.text(name, instead));
}

function readSource(source) {
  const found = {
    form: source.text("form", ""),
    items: source.names("items", []),
    classes: source.names("classes", []),
    status: source.choice("status", ["reported", "accepted"], "accepted"),
    type: source.text("type", ""),
    period: source.text("period", ""),
    values: source.each("values", readValue, []),
    dimensions: source.texts("dimensions", new Map()),
    where: source.object("where", new Map()),
    toDate: source.choice("span", ["period", "to-date"], "period") === "to-date",
  };
  source.done();
  if (Boolean(found.form) === Boolean(found.type)) source.refuse("has either form or type");
  if (found.form && (found.values.length || found.period || found.dimensions.size)) {
    source.refuse("of a form, items or classes choose the values");
  }
  if (found.type && !POINTER.test(found.period)) source.refuse("period is a pointer such as /month");
  const pointers = [...found.dimensions.values(), ...found.where.keys(), ...found.values.map((value) => value.path)];
  if (!pointers.every((each) => POINTER.test(each))) source.refuse("places are pointers such as /district");
  return found;
}

function readValue(value) {
  const found = { path: value.text("path"), class: value.text("class", ""), scale: value.whole("scale", 0) };
  value.done();
  return found;
}

function readDerivation(derivation) {
  const found = {
    change: derivation.choice("change", CHANGES),
    of: derivation.text("of"),
    whole: derivation.text("whole", ""),
    base: derivation.text("base", ""),
    factor: factor(derivation, "factor", "1"),
  };
  derivation.done();
  if (BY_WHOLE.includes(found.change) !== Boolean(found.whole)) derivation.refuse("whole is for a share or a ratio");
  if ((found.change === "index") !== Boolean(found.base)) derivation.refuse("base is for an index");
  if (found.base && !Period.read(found.base)) derivation.refuse("base is a period such as 2019-01");
  return found;
}

function readDisclosure(disclosure) {
  if (disclosure.whole("threshold") < 1) disclosure.refuse("threshold is from 1");
  disclosure.inner("dominance", (dominance) => [dominance.whole("n"), factor(dominance, "k")]);
  if (disclosure.has("p_percent")) factor(disclosure, "p_percent");
  disclosure.done();
  return true;
}

// -- what an indicator takes from leaves, with nothing left to look up

export function selectionOf(indicator, form) {
  const { source } = indicator;
  const where = `indicator ${indicator.id}`;
  const shared = { where: source.where, toDate: source.toDate, status: source.status };
  const selection = source.form
    ? {
        ...shared,
        type: `report.${form.id}`,
        form: form.id,
        period: "/period",
        items: chosen(source, form, where),
        dimensions: new Map([["district", "/unit/district"], ...form.keys.map((key) => [key, `/unit/${key}`])]),
      }
    : { ...shared, type: source.type, form: "", period: source.period, items: [], dimensions: source.dimensions };
  selection.values = source.form
    ? selection.items.map((item) => ({ path: `/values/${item.id}`, class: item.class, scale: item.scale }))
    : source.values;
  checkSelection(indicator, selection, where);
  return selection;
}

function chosen(source, form, where) {
  const ids = form.items.map((item) => item.id);
  const missing = [...source.items.filter((id) => !ids.includes(id)), ...source.classes.filter((id) => !form.classes.includes(id))];
  if (missing.length) throw new Malformed(`${where}: form ${form.id} has no ${missing.join(", ")}`);
  return form.items.filter((item) => source.items.includes(item.id) || source.classes.includes(item.class));
}

function checkSelection(indicator, selection, where) {
  const must = (holds, why) => {
    if (!holds) throw new Malformed(`${where}: ${why}`);
  };
  const differ = (list) => new Set(list).size > 1;
  must(selection.values.length || !isSummed(indicator), "adds up nothing");
  must(!differ(selection.values.map((value) => value.scale)), "its values have different scales");
  must(!differ(selection.items.map((item) => item.unit)), "its items differ in unit");
  must(!differ(selection.items.map((item) => item.confidential)), "its items differ in being confidential");
  must(indicator.disclosed || !selection.items.some((item) => item.confidential), "its items are confidential, so it needs disclosure rules");
  for (const name of indicator.breakdowns.flat()) {
    must(name === "class" || selection.dimensions.has(name), `there is no ${name} to break it down by`);
  }
}

export const isSummed = (indicator) => indicator.aggregate === "sum" || indicator.aggregate === "latest";
