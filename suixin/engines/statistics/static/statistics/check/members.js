// Reading a definition or a release: each member checked for form, and what nobody asked for is a fault.

import { Malformed } from "../../ledger/receipt/bytes.js";

const LANGUAGES = ["zh-hans", "zh-hant", "en"];

const isText = (given) => typeof given === "string";
const isWhole = (given) => typeof given === "number";

export class Members {
  constructor(given, where) {
    this.where = where;
    this.given = given;
    this.asked = new Set();
    if (!(given instanceof Map)) this.refuse("must be an object");
  }

  refuse(why) {
    throw new Malformed(`${this.where}: ${why}`);
  }

  has(name) {
    return this.given.has(name);
  }

  take(name, fits, kind, instead) {
    this.asked.add(name);
    if (!this.given.has(name)) return instead === undefined ? this.refuse(`${name} is missing`) : instead;
    const found = this.given.get(name);
    return fits(found) ? found : this.refuse(`${name} must be ${kind}`);
  }

  text(name, instead) {
    return this.take(name, isText, "a text", instead);
  }

  whole(name, instead) {
    return this.take(name, isWhole, "a whole number", instead);
  }

  natural(name) {
    const found = this.whole(name);
    return found >= 0 ? found : this.refuse(`${name} is a whole number from 0`);
  }

  flag(name) {
    return this.take(name, (given) => typeof given === "boolean", "true or false", false);
  }

  list(name, instead) {
    return this.take(name, Array.isArray, "a list", instead);
  }

  object(name, instead) {
    return this.take(name, (given) => given instanceof Map, "an object", instead);
  }

  // A text by name, such as the place of a cell.
  texts(name, instead) {
    const found = this.object(name, instead);
    return [...found.values()].every(isText) ? found : this.refuse(`${name} is a text by name`);
  }

  names(name, instead) {
    const found = this.list(name, instead);
    return found.every(isText) ? found : this.refuse(`${name} must be a list of texts`);
  }

  matching(name, pattern, kind, instead) {
    const found = this.text(name, instead);
    return found === instead || pattern.test(found) ? found : this.refuse(`${name} is ${kind}`);
  }

  choice(name, choices, instead) {
    const found = this.text(name, instead);
    return choices.includes(found) ? found : this.refuse(`${name} is one of ${choices.join(", ")}`);
  }

  // In the languages of the site; simplified Chinese must be there.
  sentence(name, instead) {
    const found = this.texts(name, instead);
    const known = [...found.keys()].every((language) => LANGUAGES.includes(language));
    if (found.size && !(known && found.has("zh-hans"))) this.refuse(`${name} is a text by language`);
    return found;
  }

  each(name, read, instead) {
    return this.list(name, instead).map((part, at) => read(new Members(part, `${this.where} ${name}[${at}]`)));
  }

  // What `read` makes of the member; null where it is not there.
  inner(name, read) {
    this.asked.add(name);
    return this.has(name) ? read(new Members(this.given.get(name), `${this.where} ${name}`)) : null;
  }

  done() {
    const extra = [...this.given.keys()].filter((name) => !this.asked.has(name));
    if (extra.length) this.refuse(`does not know ${extra.sort().join(", ")}`);
  }
}
