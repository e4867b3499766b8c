// Checking a published figure in the reader's own browser: the whole of what `suixin verify` does, in JavaScript.
//
//   const result = await check(certificate, { policies, onStep: (step) => show(step) });

import { bytesOf, Verification } from "./verification.js";
import { address } from "./worker.js";

const MOST_LEAVES = 300_000; // of more, the log is not fetched: a copy and the command are better
const MOST_BYTES = 96 * 2 ** 20; // a small log is fetched once

/**
 * @typedef {object} Step
 * @property {"certificate"|"checkpoint"|"inclusion"|"entries"|"definition"|"selection"|"sum"|"figure"} id
 * @property {"running"|"done"|"failed"} state
 * @property {number} [done] how many entries were read, or commitments added, of
 * @property {number} [of] so many
 * @property {object} [detail] what was found, of a step that has ended; `why` and `finding` of one that failed
 */

/**
 * @typedef {object} Result
 * @property {boolean|null} ok true: the figure holds. false: it does not. null: the log is too large for a page; what
 *   could be checked (certificate, signatures, that the log holds the release) holds, and `command` does the rest
 * @property {string} [failedStep] id of the first step that failed
 * @property {string} [why] in English, for experts
 * @property {boolean} [partial] the log was too large
 * @property {string} [command] with which the rest is checked, where `partial`
 * @property {object|null} release { indicator, version, period, stage, number, records, synthetic, reason }
 * @property {object|null} cell that the certificate is about { at, units, value, figure, withheld, missing }
 * @property {object|null} counted { records, numbers, response: { expected, reported, accepted } or null, commitments }; the
 *   numbers are those of the records that count for the figure itself
 * @property {object[]} witnesses { name, state: "seen"|"silent"|"wrong"|"unknown", time: seconds } of the policy
 * @property {number[]} revisions numbers of later releases of the same figure: no fault, and worth saying
 * @property {object[]} findings { name, subject, why }, named as `suixin verify --json` names them
 * @property {Record<string, number>} timings milliseconds by step, and `total`
 */

/**
 * Never throws for what a certificate or a log says: that is a step that failed. Works in a thread of its own; where the
 * browser has none for modules it works here, a little at a time.
 *
 * @param {Uint8Array|string|object} certificate as it was downloaded: its bytes, its text, or what JSON made of it
 * @param {object} [options]
 * @param {string} [options.origin] of the site that has the log; this page's unless told
 * @param {string} [options.log] address of the log's files, with a slash at the end; `<origin>/log/<name>/` unless told
 * @param {string[]} [options.policies] whom to trust, as texts (C2SP tlog-policy); what the log itself says unless told
 * @param {number} [options.mostLeaves] of how many entries the log is fetched at most
 * @param {number} [options.mostBytes] of the log that are kept between the two readings; the rest is fetched again, and
 *   must be the same
 * @param {(step: Step) => void} [options.onStep] told in order; a step that is never told was not reached
 * @param {AbortSignal} [options.signal] ends it; the promise is then rejected with the signal's reason
 * @returns {Promise<Result>}
 */
export async function check(certificate, { onStep = () => {}, signal, ...options } = {}) {
  signal?.throwIfAborted();
  const source = bytesOf(certificate);
  const settings = { origin: location.origin, mostLeaves: MOST_LEAVES, mostBytes: MOST_BYTES, ...options };
  const worker = started();
  if (!worker) return new Verification(source, settings, onStep).run();
  return new Promise((resolve, reject) => {
    const end = (settle, value) => {
      worker.terminate();
      settle(value);
    };
    signal?.addEventListener("abort", () => end(reject, signal.reason));
    worker.addEventListener("error", (event) => end(reject, new Error(event.message || "the check could not be started")));
    worker.addEventListener("message", ({ data }) => {
      if (data.step) onStep(data.step);
      else if (data.result) end(resolve, data.result);
      else end(reject, new Error(data.error));
    });
    worker.postMessage({ source, options: settings });
  });
}

// Null where the browser has no worker of modules.
function started() {
  try {
    return new Worker(address, { type: "module" });
  } catch {
    return null;
  }
}
