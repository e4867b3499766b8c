// The page of one figure, with scripts: checks the figure step by step in front of its reader, finds a unit's own
// report among those that count, and prints. The checking itself is `check/check.js`; nothing is sent anywhere.

import { check } from "./check/check.js";
import { Own } from "./own_report.js";

const data = JSON.parse(document.getElementById("figure-data").textContent);
const { words } = data;
const at = (id) => document.getElementById(id);
const [button, stop, progress, doing, answer] = ["check-button", "check-stop", "check-progress", "check-doing", "check-answer"].map(at);

// What a reader sees as one step is several of the check's.
const STEPS = {
  "in-log": ["certificate", "inclusion"],
  witnessed: ["checkpoint"],
  added: ["entries", "definition", "selection"],
  same: ["sum", "figure"],
};
const SUBJECTS = new Set(["log-signature", "quorum", "entries", "root", "definition", "form", "selection", "openings", "rounding"]); // worth reading
const FRAMES = { holds: "done", nobody: "done", withheld: "done", missing: "done", partial: "attention", browser: "attention", cut: "attention", broken: "stop" };
const WAITS = 5; // times that a certificate is asked for again which is not there yet
const [states, details] = [new Map(), new Map()]; // of the check's steps
let aborting = null;

async function run() {
  aborting = new AbortController();
  const { signal } = aborting;
  begin();
  try {
    const certificate = await fetched(signal);
    const result = await check(certificate, { log: new URL(data.log, location.href).href, policies: data.policies, onStep: told, signal });
    conclude(result);
    return result;
  } catch (error) {
    if (signal.aborted) clear();
    else say("cut", error instanceof Untold ? words.problems[error.message] : words.problems.failed);
    return null;
  } finally {
    end();
  }
}

class Untold extends Error {}

// The certificate's bytes. It is there a few seconds after its figure, when a checkpoint covers it.
async function fetched(signal) {
  for (let times = 0; times < WAITS; times += 1) {
    const response = await fetch(data.certificate, { signal, headers: { Accept: "application/json" } }).catch(() => null);
    signal.throwIfAborted();
    if (response?.ok) return new Uint8Array(await response.arrayBuffer());
    if (response?.status !== 503) break;
    doing.textContent = words.problems.wait;
    await new Promise((go) => setTimeout(go, 1000 * Number(response.headers.get("Retry-After") || 5)));
  }
  throw new Untold("certificate");
}

function begin() {
  states.clear();
  clear();
  button.hidden = true;
  stop.hidden = false;
  progress.hidden = false;
  doing.textContent = words.doing.certificate;
  bar(null);
}

function end() {
  aborting = null;
  button.hidden = false;
  button.textContent = words.again;
  stop.hidden = true;
  progress.hidden = true;
}

function clear() {
  answer.hidden = true;
  at("checked-seal").hidden = true;
  at("check-details").hidden = true;
  for (const name of Object.keys(STEPS)) mark(name, null);
}

// One tiding of the check.
function told({ id, state, done, of, detail }) {
  states.set(id, state);
  details.set(id, detail);
  for (const [name, parts] of Object.entries(STEPS)) if (parts.includes(id)) mark(name, stateOf(parts));
  if (state !== "running") return;
  bar(of ? (done / of) * 100 : null);
  const sentence = of ? words.doing[id] : (words.doing[`${id}-begun`] ?? words.doing[id]);
  doing.textContent = filled(sentence, { done: number(done), of: number(of) });
}

function stateOf(parts) {
  const found = parts.map((part) => states.get(part));
  if (found.includes("failed")) return "no";
  return found.every((state) => state === "done") ? "yes" : "doing";
}

function bar(percent) {
  const drawn = progress.querySelector("progress");
  if (percent === null) drawn.removeAttribute("value");
  else drawn.value = percent;
}

// The step's mark, and what was found.
function mark(name, state, sentence = "") {
  const line = document.querySelector(`[data-step=${name}]`);
  line.querySelector(".mark-place").replaceChildren(...(state ? [marked(state)] : []));
  line.querySelector(".found")?.remove();
  if (sentence) line.append(element("p", sentence, state === "no" ? "found fault" : "found"));
}

function marked(state) {
  const made = at(`mark-${state}`).content.firstElementChild.cloneNode(true);
  made.append(words.states[state]);
  return made;
}

function conclude(result) {
  const verdict = verdictOf(result);
  const fault = result.findings.find((finding) => finding.why);
  for (const [name, parts] of Object.entries(STEPS)) {
    const state = stateOf(parts);
    if (parts.includes(result.failedStep)) mark(name, verdict === "broken" ? "no" : "unknown", fineWords(fault));
    else if (state === "yes") mark(name, state, evidence[name](result));
    else mark(name, "unknown");
  }
  say(verdict, words.answers[verdict]);
  at("check-took").textContent = [took(result), revised(result)].join(" ");
  at("checked-seal").hidden = !result.ok;
  at("check-details").hidden = false;
  at("check-fine").replaceChildren(...result.findings.map(fine));
}

// What each step found, in a sentence.
const evidence = {
  "in-log": ({ release }) => filled(words.found["in-log"], { n: number(release.number), of: number(details.get("inclusion")?.size) }),
  witnessed({ witnesses }) {
    const names = witnesses.filter((witness) => witness.state === "seen").map((witness) => witness.name);
    return names.length ? filled(words.found.witnessed, { names: names.join(words.and) }) : words.found.unwitnessed;
  },
  added({ counted }) {
    const found = filled(words.found.added, { leaves: number(details.get("entries")?.leaves), records: number(counted.records) });
    return counted.commitments ? found + filled(words.found.sealed, { n: number(counted.commitments) }) : found;
  },
  same: () => filled(words.found.same, { n: number(details.get("sum")?.cells) }),
};

// Or nobody (no witness is asked for), withheld, missing; partial, browser (it cannot check signatures), cut (no
// connection), broken.
function verdictOf({ ok, why = "", witnesses }) {
  if (ok === null) return "partial";
  if (ok && data.state !== "open") return data.state;
  if (ok) return witnesses.length ? "holds" : "nobody";
  if (/^this browser cannot/.test(why)) return "browser";
  return /cannot be fetched/.test(why) ? "cut" : "broken";
}

const revised = ({ revisions }) => (revisions.length ? filled(words.found.revised, { n: revisions.at(-1) }) : "");

function say(verdict, sentence) {
  answer.hidden = false;
  answer.className = `notice ${FRAMES[verdict]}`;
  at("check-took").textContent = "";
  at("check-verdict").replaceChildren(element("strong", sentence));
  at("check-verdict").focus();
}

function took({ timings, findings }) {
  const entries = findings.find((finding) => finding.name === "entries");
  if (!entries || !("total" in timings)) return "";
  const seconds = Math.round(timings.total / 1000);
  return filled(seconds ? words.took : words["took-no-time"], { seconds: number(seconds), entries: number(Number(entries.subject)) });
}

function fine(finding) {
  const line = element("li", "", "row");
  line.append(marked(finding.why ? "no" : "yes"), element("span", fineWords(finding)));
  if (SUBJECTS.has(finding.name)) line.append(element("span", finding.subject, "muted small"));
  if (finding.why) {
    const code = element("code", finding.why, "small");
    code.lang = "en";
    line.append(code);
  }
  return line;
}

const fineWords = ({ name, why }) => words.steps[name]?.[why ? 1 : 0] ?? name;

function number(value) {
  return value === undefined ? "" : value.toLocaleString(data.language === "en" ? "en" : "zh-CN");
}

const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

function element(name, text, css = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (css) made.className = css;
  return made;
}

at("without-scripts").hidden = true;
at("by-command").open = false;
at("print").hidden = false;
at("print").addEventListener("click", () => print());
if (globalThis.crypto?.subtle) {
  at("check-start").hidden = false;
  button.addEventListener("click", run);
  stop.addEventListener("click", () => aborting?.abort());
  if (at("own-check")) new Own(data, run).listen();
} else {
  say("browser", words.problems["no-means"]);
}
