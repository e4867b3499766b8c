// How a check went: findings, each with the name that `suixin verify --json` gives it, and the steps that a reader sees,
// each made of some of them.

import { Malformed } from "../../ledger/receipt/bytes.js";

const FINDINGS = {
  certificate: ["certificate", "release", "cell"],
  checkpoint: ["log-signature", "witness", "quorum", "newest"],
  inclusion: ["proof"],
  entries: ["entries", "root"],
  definition: ["definition", "form"],
  selection: ["reading", "selection", "response"],
  sum: ["cells", "openings"],
  figure: ["rounding", "sources", "derived", "freshness"],
};
const STEP_OF = new Map(Object.entries(FINDINGS).flatMap(([step, names]) => names.map((name) => [name, step])));
const TOLD_EACH = 100; // milliseconds between two tidings of one step

export const STEPS = Object.keys(FINDINGS);

export class Report {
  constructor(onStep) {
    this.onStep = onStep;
    this.findings = [];
    this.timings = {};
    this.begun = new Map();
    this.told = 0;
  }

  // A fault is why it does not hold; "" where it does. Returns whether it does.
  say(name, subject, fault = "") {
    this.findings.push({ name, subject, why: fault });
    return !fault;
  }

  // What `work` gives; a finding where it throws `Malformed`, and then undefined.
  async attempt(name, subject, work) {
    try {
      const found = await work();
      this.say(name, subject);
      return found;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.say(name, subject, error.message);
      return undefined;
    }
  }

  running(id) {
    this.begun.set(id, performance.now());
    this.onStep({ id, state: "running" });
  }

  progress(id, done, of) {
    const now = performance.now();
    if (done < of && now - this.told < TOLD_EACH) return;
    this.told = now;
    this.onStep({ id, state: "running", done, of });
  }

  // Whether all the step's findings hold; says so to whoever listens.
  ended(id, detail = {}) {
    this.timings[id] = Math.round(performance.now() - this.begun.get(id));
    const fault = this.faults.find((finding) => STEP_OF.get(finding.name) === id);
    this.onStep({ id, state: fault ? "failed" : "done", detail: fault ? { ...detail, why: fault.why, finding: fault.name } : detail });
    return !fault;
  }

  get faults() {
    return this.findings.filter((finding) => finding.why);
  }

  // The first step that failed, and why.
  get failure() {
    const failed = STEPS.map((id) => [id, this.faults.find((finding) => STEP_OF.get(finding.name) === id)]).find(([, fault]) => fault);
    return failed ? { failedStep: failed[0], why: failed[1].why } : {};
  }
}
