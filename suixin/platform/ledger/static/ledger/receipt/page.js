// The page around `check.js`: takes files or a pasted text, and shows what was found. Nothing is sent anywhere.

import { Malformed, text, utf8 } from "./bytes.js";
import { check, NoReceipt } from "./check.js";
import { readPolicy } from "./policy.js";
import { show } from "./show.js";

const LARGEST = 4_194_304;
const data = JSON.parse(document.getElementById("receipt-data").textContent);
const at = (id) => document.getElementById(id);
const [form, files, pasted, policyFile] = ["check", "file", "text", "policy"].map(at);
let policies = data.policies;
let unread = false;  // a policy of one's own was chosen that cannot be read

function tell(field, sentence) {
  const error = at(`${field}_error`);
  error.hidden = !sentence;
  error.textContent = sentence;
  at(`${field}-field`).classList.toggle("wrong", Boolean(sentence));
  if (sentence) at(field).setAttribute("aria-invalid", "true");
  else at(field).removeAttribute("aria-invalid");
}

function refuse(problem) {
  at("answer").hidden = true;
  tell("file", data.words.problems[problem]);
  files.focus();
}

async function given() {
  if (!files.files.length) return pasted.value.trim() ? [utf8(pasted.value)] : [];
  return Promise.all([...files.files].slice(0, 3).map(async (file) => new Uint8Array(await file.arrayBuffer())));
}

async function run() {
  tell("file", "");
  at("answer").hidden = true;
  if (unread) return policyFile.focus();
  if (!globalThis.crypto?.subtle) return refuse("no-means");
  if ([...files.files].some((file) => file.size > LARGEST) || pasted.value.length > LARGEST) return refuse("too-large");
  const sources = await given();
  if (!sources.length) return refuse("empty");
  if (sources.some((source) => !source.length)) return refuse("empty-file");
  try {
    show(await check(sources, policies, data.firsts), data);
  } catch (error) {
    if (!(error instanceof NoReceipt)) throw error;
    refuse(error.message);
  }
}

async function takePolicy() {
  tell("policy", "");
  at("policy_used").textContent = "";
  policies = data.policies;
  unread = false;
  const [file] = policyFile.files;
  if (!file) return;
  try {
    if (file.size > LARGEST) throw new Malformed("> 4 MB");
    const source = text(new Uint8Array(await file.arrayBuffer()));
    await readPolicy(source);
    policies = [source];
    at("policy_used").textContent = data.words["policy-used"];
    if (!at("answer").hidden) await run();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    unread = true;
    at("answer").hidden = true;
    tell("policy", data.words.problems.policy + error.message);
  }
}

at("without-scripts").hidden = true;
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
files.addEventListener("change", () => {
  pasted.value = "";
  if (files.files.length) run();
});
files.closest(".drop").addEventListener("drop", () => setTimeout(() => {
  pasted.value = "";
  run();
}));  // after `suixin.js` has put the files into the field
pasted.addEventListener("input", () => { files.value = ""; });
policyFile.addEventListener("change", takePolicy);
