// Whom to trust (C2SP tlog-policy): which logs, which witnesses, and how many of them must have signed.

import { Malformed } from "./bytes.js";
import { COSIGNATURE_KEY, cosigned, LOG_KEY, ML_DSA_KEY, readKey, signedByLog, timeOf } from "./notes.js";

const LONGEST = 1_000_000;
const MOST = 1_000;
const NONE = "none";

// { logs: [key], witnesses: Map(name -> key), groups: Map(name -> { threshold, members }), quorum }; throws `Malformed`.
export async function readPolicy(content) {
  if (content.length > LONGEST) throw new Malformed("a policy is too long");
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(content)) throw new Malformed("a control character");
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };
  const seen = { members: new Set(), keys: new Set() };
  for (const [at, line] of content.split("\n").entries()) {
    const words = line.split(/[ \t]+/).filter(Boolean);
    if (!words.length || words[0].startsWith("#")) continue;
    try {
      await readLine(policy, seen, words);
    } catch (error) {
      throw error instanceof Malformed ? new Malformed(`line ${at + 1}: ${error.message}`) : error;
    }
  }
  if (policy.quorum === null) throw new Malformed("a policy has one line that begins with quorum");
  return policy;
}

async function readLine(policy, seen, words) {
  const [kind, first, second, ...more] = words;
  if (kind === "log" && first && !more.length) {
    policy.logs.push(await freshKey(seen, first, [LOG_KEY]));
  } else if (kind === "witness" && second && more.length <= 1) {
    fresh(policy, first);
    policy.witnesses.set(first, await freshKey(seen, second, [COSIGNATURE_KEY, ML_DSA_KEY]));
  } else if (kind === "group" && more.length) {
    fresh(policy, first);
    policy.groups.set(first, readGroup(policy, seen, second, more));
  } else if (kind === "quorum" && first && second === undefined && policy.quorum === null) {
    if (first !== NONE && !isKnown(policy, first)) throw new Malformed(`${first} is not defined above`);
    policy.quorum = first;
  } else {
    throw new Malformed(`a line that cannot be read: ${kind}`);
  }
  if (Math.max(policy.logs.length, policy.witnesses.size, policy.groups.size) > MOST) throw new Malformed("too many");
}

function readGroup(policy, seen, threshold, members) {
  if (!/^(all|any|[1-9][0-9]{0,3})$/.test(threshold)) throw new Malformed("a group says all, any or how many");
  const count = { all: members.length, any: 1 }[threshold] ?? Number(threshold);
  if (count > members.length) throw new Malformed(`${count} of ${members.length} members cannot be had`);
  for (const member of members) {
    if (!isKnown(policy, member)) throw new Malformed(`${member} is not defined above`);
    if (seen.members.has(member)) throw new Malformed(`${member} is a member already`);
    seen.members.add(member);
  }
  return { threshold: count, members };
}

const isKnown = (policy, name) => policy.witnesses.has(name) || policy.groups.has(name);

function fresh(policy, name) {
  if (name === NONE || isKnown(policy, name)) throw new Malformed(`the name ${name} is taken`);
}

async function freshKey(seen, spelt, kinds) {
  const key = await readKey(spelt);
  const whose = `${kinds.includes(LOG_KEY) ? "log" : "witness"} ${key.material}`;
  if (key.kind !== ML_DSA_KEY && key.material.length !== 32) throw new Malformed("an Ed25519 key has 32 bytes");
  if (!kinds.includes(key.kind)) throw new Malformed(`a key of kind ${key.kind} has no place here`);
  if (seen.keys.has(whose)) throw new Malformed("the same key is there already");
  seen.keys.add(whose);
  return key;
}

export const knows = (policy, origin) => policy.logs.some((key) => key.name === origin);

// Of a known key one signature that does not fit is enough to refuse.
export async function logSigned(policy, { note, checkpoint }) {
  const keys = policy.logs.filter((key) => key.name === checkpoint.origin);
  let signed = 0;
  for (const [key, signature] of signaturesOf(note, keys)) {
    if (!(await signedByLog(key, note.text, signature))) return false;
    signed += 1;
  }
  return signed > 0;
}

// Each witness of the policy: { name, state, time }, where the state is seen, silent, wrong or unknown: a signature
// whose kind (ML-DSA) no browser can check.
export async function witnesses(policy, { note }) {
  const found = [];
  for (const [name, key] of policy.witnesses) {
    let [state, time] = ["silent", null];
    for (const [, signature] of signaturesOf(note, [key])) {
      time = timeOf(signature);
      if (key.kind === ML_DSA_KEY) state = "unknown";
      else if (await cosigned(key, note.text, signature)) state = "seen";
      else return [...found, { name, state: "wrong", time }];
    }
    found.push({ name, state, time });
  }
  return found;
}

function* signaturesOf(note, keys) {
  for (const { name, id, bytes } of note.signatures) {
    const key = keys.find((each) => each.name === name && each.id === id);
    if (key) yield [key, bytes];
  }
}

export function isEnough(policy, names) {
  if (policy.quorum === NONE) return true;
  const has = (name) => {
    const group = policy.groups.get(name);
    return group ? group.members.filter(has).length >= group.threshold : names.has(name);
  };
  return has(policy.quorum);
}

// How many of how many must sign, where that can be said so shortly; null where nobody is asked.
export function wanted(policy) {
  if (policy.quorum === NONE) return null;
  const group = policy.groups.get(policy.quorum);
  return group ? [group.threshold, group.members.length] : [1, 1];
}
