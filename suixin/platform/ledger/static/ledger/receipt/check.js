// Checking a receipt, step by step, the way docs/records.md describes it. Nothing here shows anything or asks anybody:
// bytes and a policy go in, what was found comes out. A step is { name, state, subject, why }, and its state is
// yes, no or unknown (this browser cannot tell).

import { fromBase64, hex, Malformed, text } from "./bytes.js";
import { parse } from "./json.js";
import { openingFault, readLeaf } from "./leaf.js";
import { isProof, knowsEd25519, readProof } from "./notes.js";
import { isEnough, knows, logSigned, readPolicy, wanted, witnesses } from "./policy.js";
import { checkInclusion, leafHash } from "./tree.js";

const FORMAT = "suixin.receipt";
const MEMBERS = "format,index,leaf,leaf_hash,openings,version";

export class NoReceipt extends Error {}

// `files`: one receipt, or a .tlog-proof and the leaf, in either order, as bytes. `policies`: texts.
// `firsts`: log -> the ledger's number of its position 0. Throws `NoReceipt` for something else.
export async function check(files, policies, firsts) {
  const found = { steps: [], openings: [], witnesses: [], leaf: null, proof: null, index: null, wanted: null };
  const step = (name, state, more = {}) => found.steps.push({ name, state, ...more });
  const attempt = async (name, work) => {
    try {
      const subject = await work();
      step(name, "yes", { subject });
      return true;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      step(name, "no", { why: error.message });
      return false;
    }
  };
  const given = files.length > 1 ? proofAndLeaf(files) : receipt(files[0]);
  let [members, leafBytes] = [null, null];
  const whole = await attempt("receipt", () => {
    members = given.members ?? readMembers(given.parsed);
    leafBytes = members.leaf;
  });
  if (!whole) return concluded(found);
  found.index = members.index;
  const readable = await attempt("leaf", () => {
    found.leaf = readLeaf(leafBytes);
  });
  if (!readable) return concluded(found);
  const hashed = await leafHash(leafBytes);
  if (members.leafHash !== null) {
    await attempt("leaf-hash", () => {
      if (hex(hashed) !== members.leafHash) throw new Malformed("not the hash of this leaf");
    });
  }
  for (const opening of members.openings) {
    const why = await openingFault(found.leaf, opening);
    found.openings.push({ path: opening.get("path"), value: opening.get("value"), opened: opening.has("value"), why });
  }
  if (found.openings.length) {
    const wrong = found.openings.filter((opening) => opening.why);
    step("openings", wrong.length ? "no" : "yes", { subject: wrong.length || found.openings.length, why: wrong[0]?.why });
  }
  if (members.proof === null) {
    step("proof", "unknown");
    return concluded(found);
  }
  const included = await attempt("proof", async () => {
    const proof = readProof(members.proof);
    await checkInclusion(proof.index, proof.checkpoint.size, hashed, proof.path, proof.checkpoint.root);
    found.proof = proof;
  });
  if (included) await signatures(found, step, policies, firsts);
  return concluded(found);
}

async function signatures(found, step, policies, firsts) {
  const { proof } = found;
  const { origin } = proof.checkpoint;
  const read = await Promise.all(policies.map(readPolicy));
  const policy = read.find((each) => knows(each, origin));
  if (!policy) return step("log", "unknown", { subject: "unknown-log", why: origin });
  const first = firsts[origin];
  if (found.index !== null && first !== undefined) {
    const fits = BigInt(found.index) - BigInt(first) === proof.index;
    step("number", fits ? "yes" : "no", { why: fits ? undefined : `position ${proof.index} of ${origin}` });
  }
  found.wanted = wanted(policy);
  if (!(await knowsEd25519())) return step("log", "unknown", { subject: "browser" });
  const signed = await logSigned(policy, proof);
  step("log", signed ? "yes" : "no", { why: signed ? undefined : `no signature of ${origin} that fits` });
  found.witnesses = await witnesses(policy, proof);
  const names = (...states) => new Set(found.witnesses.filter((w) => states.includes(w.state)).map((w) => w.name));
  const wrong = found.witnesses.find((witness) => witness.state === "wrong");
  if (wrong) step("witnesses", "no", { subject: "wrong", why: `the cosignature of ${wrong.name} does not fit` });
  else if (!found.wanted) step("witnesses", "unknown", { subject: "nobody" });
  else if (isEnough(policy, names("seen"))) step("witnesses", "yes", { subject: "enough" });
  else step("witnesses", "unknown", { subject: isEnough(policy, names("seen", "unknown")) ? "browser" : "few" });
}

// The answer, from the steps: broken, no-proof, unknown-log, browser, few, nobody or holds.
function concluded(found) {
  const of = (name) => found.steps.find((step) => step.name === name);
  const unknown = (name) => (of(name)?.state === "unknown" ? (of(name).subject ?? "no-proof") : null);
  const broken = found.steps.some((step) => step.state === "no");
  found.verdict = broken ? "broken" : (unknown("proof") ?? unknown("log") ?? unknown("witnesses") ?? "holds");
  return found;
}

function receipt(bytes) {
  let parsed;
  try {
    parsed = parse(bytes);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new NoReceipt(isProofFile(bytes) ? "leaf-missing" : "not-json", { cause: error });
  }
  if (!(parsed instanceof Map) || parsed.get("format") !== FORMAT) throw new NoReceipt("other-json");
  return { parsed };
}

function proofAndLeaf(files) {
  const proof = files.find(isProofFile);
  const leaf = files.find((each) => each !== proof);
  if (files.length !== 2 || !proof) throw new NoReceipt("too-many");
  return { members: { index: null, leaf, leafHash: null, openings: [], proof: text(proof) } };
}

function isProofFile(bytes) {
  return isProof(new TextDecoder().decode(bytes.slice(0, 64)));
}

function readMembers(parsed) {
  const must = (holds, why) => {
    if (!holds) throw new Malformed(why);
  };
  const names = [...parsed.keys()].filter((name) => name !== "proof").sort().join();
  must(names === MEMBERS, `a receipt has exactly the members ${MEMBERS}, maybe proof`);
  const [version, index, leaf, leafHash, openings] = ["version", "index", "leaf", "leaf_hash", "openings"].map((n) => parsed.get(n));
  must(version === 1, "only version 1 is known");
  must(Number.isSafeInteger(index) && index >= 0, "index is a whole number from 0");
  must(typeof leaf === "string" && typeof leafHash === "string", "leaf and leaf_hash are texts");
  must(Array.isArray(openings) && openings.every((o) => o instanceof Map && typeof o.get("path") === "string"), "openings is a list of objects, each with a path");
  must(new Set(openings.map((o) => o.get("path"))).size === openings.length, "a path is opened twice");
  must(!parsed.has("proof") || typeof parsed.get("proof") === "string", "proof is a text");
  return { index, leaf: fromBase64(leaf), leafHash, openings, proof: parsed.get("proof") ?? null };
}
