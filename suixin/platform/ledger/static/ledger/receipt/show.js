// What was found, on the page: the answer in one sentence, the steps, the witnesses, the record. All of it as text.
// Of a receipt that does not hold, what it says is not shown.

const at = (id) => document.getElementById(id);
const FRAMES = { holds: "done", nobody: "done", broken: "stop" };
const STATES = ["yes", "no", "unknown"];

export function show(found, data) {
  const { words } = data;
  at("answer").hidden = false;
  at("verdict-frame").className = `notice ${FRAMES[found.verdict] ?? "attention"}`;
  at("verdict").replaceChildren(element("strong", words.answers[found.verdict]));
  const says = found.verdict === "broken" ? null : found.leaf;
  at("where").replaceChildren(...(says ? where(found, data) : []));
  at("steps").replaceChildren(...found.steps.map((step) => stepLine(step, found, words)));
  at("witness-part").hidden = !found.witnesses.length;
  at("witness-list").replaceChildren(...found.witnesses.map((witness) => witnessLine(witness, data)));
  at("needed").textContent = needed(found, words);
  at("content-part").hidden = !says;
  at("content").replaceChildren(...(says ? content(found, data) : []));
  at("verdict").focus();
}

function where({ index, leaf }, { types, words, language }) {
  const parts = [types[leaf.get("type")]?.title ?? leaf.get("type"), moment(leaf.get("time"), language)];
  if (leaf.get("by")) parts.push(leaf.get("by"));
  const told = document.createTextNode(parts.join(" · "));
  if (index === null) return [told];
  const link = element("a", words.number.replace("{n}", index));
  link.href = `/log/records/${index}/`;
  return [link, document.createTextNode(" · "), told];
}

function needed({ witnesses, wanted }, words) {
  if (!wanted) return "";
  const seen = witnesses.filter((witness) => witness.state === "seen").length;
  return words.needed.replace("{wanted}", wanted[0]).replace("{of}", wanted[1]).replace("{seen}", seen);
}

function stepLine({ name, state, why }, { proof }, words) {
  const line = marked(state, words.steps[name][STATES.indexOf(state)], words);
  if (name === "proof" && state === "yes") {
    const { origin, size } = proof.checkpoint;
    const place = words.position.replace("{position}", proof.index).replace("{size}", size);
    line.append(" ", element("span", `${origin} · ${place}`, "muted"));
  }
  if (why) {
    const code = element("code", why, "muted");
    code.lang = "en";
    line.append(" ", code);
  }
  return line;
}

function witnessLine({ name, state, time }, { words, language }) {
  const line = marked({ seen: "yes", wrong: "no" }[state] ?? state, name, words);
  const when = state === "seen" ? ` ${moment(Number(time) * 1000, language)}` : "";
  line.append(" ", element("span", (words.witness[state] ?? "") + when, "muted"));
  return line;
}

function marked(state, sentence, words) {
  const line = element("li", "", "row");
  const mark = at(`mark-${state}`).content.firstElementChild.cloneNode(true);
  mark.append(words.states[state]);
  line.append(mark, element("span", sentence));
  return line;
}

// Each field with its title, its value, and how it came to be seen.
function content({ leaf, openings }, { types, words, language }) {
  const kind = Object.hasOwn(types, leaf.get("type")) ? types[leaf.get("type")] : { fields: {}, values: {}, units: {} };
  const lines = [];
  const line = (path, value, mark) => {
    const title = path === "@actor" ? words.actor : (kind.fields[path] ?? path.slice(path.lastIndexOf("/") + 1));
    const told = element("dd", value);
    told.append(" ", element("span", words.marks[mark], "muted small"));
    lines.push(element("dt", title), told);
  };
  const order = Object.keys(kind.fields);
  const fields = [...flat(leaf.get("public"), "")].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  for (const [path, value] of fields) line(path, written(value, kind.values[path], words, language), "public");
  const known = new Map(openings.map((each) => [each.path, each]));
  for (const path of [...leaf.get("measures").keys(), ...leaf.get("sealed").keys()]) {
    const opening = known.get(path);
    const unit = leaf.get("measures").has(path) ? ` ${kind.units[path] ?? leaf.get("measures").get(path).get("unit")}` : "";
    if (!opening) line(path, "", "sealed");
    else line(path, opening.opened ? written(opening.value, kind.values[path], words, language) + unit : words.empty, "opened");
  }
  return lines;
}

function* flat(map, above) {
  for (const [key, value] of map) {
    const path = `${above}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (value instanceof Map && value.size && !value.has("zh-hans")) yield* flat(value, path);
    else yield [path, value];
  }
}

function written(value, titles, words, language) {
  if (value === true || value === false) return value ? words.yes : words.no;
  if (value instanceof Map && value.has("zh-hans")) return String(value.get(language) ?? value.get("zh-hans"));
  if (value instanceof Map) return [...flat(value, "")].map(([path, each]) => `${path.slice(1)} ${written(each, null, words, language)}`).join(words.and) || words.empty;
  if (Array.isArray(value)) return value.map((each) => written(each, titles, words, language)).join(words.and) || words.empty;
  if (value === null || value === "") return words.empty;
  return titles?.[value] ?? String(value);
}

function moment(time, language) {
  const style = { dateStyle: "long", timeStyle: "medium", timeZone: "Asia/Shanghai", hourCycle: "h23" };
  const locale = { "zh-hans": "zh-CN", "zh-hant": "zh-TW" }[language] ?? "en-GB";
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat(locale, style).format(date);
}

function element(name, words, css = "") {
  const made = document.createElement(name);
  made.textContent = words;
  if (css) made.className = css;
  return made;
}
