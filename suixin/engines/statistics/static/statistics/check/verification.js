// A certificate against a log, step by step (docs/certificates.md, section 8): everything that was published is derived
// anew from the log's entries. Nothing here shows anything; `check.js` says how it is used.

import { Malformed, same, text, utf8 } from "../../ledger/receipt/bytes.js";
import { canonical } from "../../ledger/receipt/json.js";
import { knowsEd25519, readProof, readSignedCheckpoint } from "../../ledger/receipt/notes.js";
import { isEnough, knows, logSigned, readPolicy, witnesses } from "../../ledger/receipt/policy.js";
import { checkInclusion, leafHash } from "../../ledger/receipt/tree.js";
import { Evidence, selectedOf } from "./counting.js";
import { digestOf, readIndicator, selectionOf } from "./definitions.js";
import { leafIn, tell, Wanted } from "./facts.js";
import { baseOf, derived, partKey, partsOf, scaleOf, tallies } from "./figures.js";
import { few, formIn, indicatorIn, Library, viewsOf } from "./library.js";
import { Entries, LogFiles } from "./log.js";
import * as matching from "./matching.js";
import { placeOf, readCertificate, readRelease, RELEASE } from "./release.js";
import { Report } from "./report.js";

const TURN = 40; // milliseconds of work before others get a turn

// `source`: the certificate's bytes. `address`: of the log's files, or null for where the page's own are; `policies`:
// texts, or null for the log's own policy.
export class Verification {
  constructor(source, { origin, log = null, policies = null, mostLeaves, mostBytes }, onStep) {
    Object.assign(this, { source, origin, log, policies, mostLeaves, mostBytes });
    this.report = new Report(onStep);
    this.turn = performance.now();
    this.found = { release: null, cell: null, counted: null, witnesses: [], revisions: [] };
  }

  async run() {
    const begun = performance.now();
    const { report } = this;
    const signed = (await this.readCertificate()) && (await this.checkSignatures()) && (await this.checkInclusion());
    const partial = Boolean(signed) && this.proof.checkpoint.size > BigInt(this.mostLeaves);
    if (signed && !partial && (await this.readEntries())) await this.count();
    const failure = report.failure;
    const ok = failure.failedStep ? false : partial ? null : true;
    const more = partial ? { partial, command: this.command } : {};
    report.timings.total = Math.round(performance.now() - begun);
    return { ok, ...failure, ...more, ...this.found, findings: report.findings, timings: report.timings };
  }

  get files() {
    const name = this.proof.checkpoint.origin.split("/").at(-1);
    return new LogFiles(this.log ?? `${this.origin}/log/${encodeURIComponent(name)}/`);
  }

  get command() {
    return `suixin log mirror ${this.files.address} copy && suixin verify CERTIFICATE.json --log copy --policy POLICY`;
  }

  // So that a page without a worker stays alive, and steps are told in time.
  async breathe() {
    if (performance.now() - this.turn < TURN) return;
    await new Promise((go) => setTimeout(go));
    this.turn = performance.now();
  }

  // -- 1: the certificate, whole in itself

  async readCertificate() {
    const { report } = this;
    report.running("certificate");
    this.certificate = await report.attempt("certificate", "", () => readCertificate(this.source));
    if (this.certificate) {
      this.leaf = await report.attempt("release", "", () => this.readRelease());
      if (this.leaf) {
        await report.attempt("definition", "", () => this.readDefinition());
        if (this.certificate.at) {
          const missing = this.release.byPlace.has(placeOf(this.certificate.at)) ? "" : "the release has no such cell";
          report.say("cell", "", missing);
        }
        this.tellRelease();
      }
    }
    return report.ended("certificate", this.found.release ?? {}) && !report.faults.length;
  }

  readRelease() {
    const leaf = leafIn(this.certificate.leaf);
    if (!leaf) throw new Malformed("the leaf cannot be read");
    if (leaf.type !== RELEASE) throw new Malformed(`the leaf is of type ${leaf.type.slice(0, 60)}, not ${RELEASE}`);
    this.release = readRelease(leaf.public);
    return leaf;
  }

  readDefinition() {
    const { definition } = this.certificate;
    if (digestOf(definition) !== this.release.digest) throw new Malformed("the definition in the certificate has another digest than the release");
    this.indicator = readIndicator(definition);
    if (this.indicator.id !== this.release.indicator) throw new Malformed(`the definition is of ${this.indicator.id}`);
  }

  tellRelease() {
    const { release, certificate } = this;
    const { indicator, version, stage, records, synthetic, reason } = release;
    const number = certificate.number;
    this.found.release = { indicator, version, period: String(release.period), stage, number, records, synthetic, reason };
    const cell = release.byPlace.get(placeOf(certificate.at ?? new Map()));
    if (cell) {
      const { units, value, figure, withheld, missing } = cell;
      this.found.cell = { at: Object.fromEntries(cell.at), units, value, figure, withheld, missing };
    }
  }

  // -- 2: who signed the proof's checkpoint, and the newest one that the log shows

  async checkSignatures() {
    const { report } = this;
    report.running("checkpoint");
    this.proof = await report.attempt("proof", "", () => readProof(this.certificate.proof));
    if (!this.proof) return report.ended("inclusion");
    const { origin, size } = this.proof.checkpoint;
    const policy = await report.attempt("log-signature", origin, () => this.policy(origin));
    if (policy) {
      await this.checkWitnesses(policy);
      this.shown = await report.attempt("newest", "", () => this.newest(policy, origin, size));
    }
    const seen = this.found.witnesses.filter((witness) => witness.state === "seen").length;
    return report.ended("checkpoint", { origin, size: Number(size), shown: this.shown, seen, witnesses: this.found.witnesses.length });
  }

  // The one that knows the log and its signature; throws `Malformed`.
  async policy(origin) {
    const texts = this.policies ?? [await this.ownPolicy()];
    const policy = (await Promise.all(texts.map(readPolicy))).find((each) => knows(each, origin));
    if (!policy) throw new Malformed("the policy does not know this log");
    if (!(await knowsEd25519())) throw new Malformed("this browser cannot check Ed25519 signatures");
    if (!(await logSigned(policy, this.proof))) throw new Malformed(`no signature of ${origin} that fits`);
    return policy;
  }

  async ownPolicy() {
    const found = await this.files.get("policy", { cache: "no-store" });
    if (found === null) throw new Malformed("the log has no policy");
    return text(found);
  }

  async checkWitnesses(policy) {
    const { report } = this;
    this.found.witnesses = (await witnesses(policy, this.proof)).map((each) => ({ ...each, time: each.time && Number(each.time) }));
    const wrong = this.found.witnesses.find((witness) => witness.state === "wrong");
    if (wrong) report.say("witness", wrong.name, `the cosignature of ${wrong.name} does not fit`);
    const names = (...states) => new Set(this.found.witnesses.filter((each) => states.includes(each.state)).map((each) => each.name));
    const unknown = isEnough(policy, names("seen", "unknown")) ? "this browser cannot check enough of the signatures (ML-DSA)" : "";
    const why = isEnough(policy, names("seen")) ? "" : unknown || `the policy asks for ${policy.quorum}`;
    report.say("quorum", `${names("seen").size}/${policy.witnesses.size}`, why);
  }

  // How many entries the log shows; throws `Malformed`.
  async newest(policy, origin, size) {
    const head = readSignedCheckpoint(await this.files.checkpoint());
    if (head.checkpoint.origin !== origin) throw new Malformed("the log's newest checkpoint is of another log");
    if (!(await logSigned(policy, head))) throw new Malformed("the log's newest checkpoint has no signature of the log that fits");
    if (head.checkpoint.size < size) throw new Malformed(`the log shows ${head.checkpoint.size} entries, the certificate needs ${size}`);
    return Number(head.checkpoint.size);
  }

  // -- 3: the log holds the release

  async checkInclusion() {
    const { report, release, proof, certificate } = this;
    report.running("inclusion");
    await report.attempt("proof", "", async () => {
      const { checkpoint } = proof;
      await checkInclusion(proof.index, checkpoint.size, await leafHash(certificate.leaf), proof.path, checkpoint.root);
      if (release.origin !== checkpoint.origin) throw new Malformed("the release rests on another log than the proof");
      if (BigInt(certificate.number) !== proof.index) throw new Malformed("figures over several logs are not verified yet");
      if (release.records !== release.size || release.records > certificate.number) {
        throw new Malformed("the release covers other records than its tree has, or some after itself");
      }
    });
    return report.ended("inclusion", { index: Number(proof.index), size: Number(proof.checkpoint.size) });
  }

  // -- 4: every entry, up to the proof's checkpoint

  async readEntries() {
    const { report, proof, indicator, release } = this;
    const size = Number(proof.checkpoint.size);
    report.running("entries");
    this.parts = indicator.derivation ? partsOf(indicator.derivation, release.period) : [];
    this.library = new Library(
      [indicator.id, ...this.parts.map((part) => part.indicator)],
      [`${indicator.id} ${release.period}`, ...this.parts.map(partKey)],
    );
    this.entries = new Entries(this.files, this.shown, size, this.mostBytes);
    const whole = await report.attempt("entries", String(size), async () => {
      await this.read("entries", (entry) => this.library.mayMatter(entry), (number, leaf) => this.library.take(number, leaf));
      if (!same(this.entries.tree.root(size), proof.checkpoint.root)) throw new Malformed("the log's entries lead to another root");
      return true;
    });
    const { number } = this.certificate;
    if (whole) {
      this.recorded = { number, leaf: this.leaf };
      this.found.revisions = (this.library.releases.get(`${indicator.id} ${release.period}`) ?? []).map((each) => each.number).filter((each) => each > number);
      this.rooted(number, release, "");
    }
    return report.ended("entries", { leaves: size, bytes: this.entries.bytes });
  }

  async read(id, mayMatter, take) {
    const sift = (number, bytes) => {
      const leaf = leafIn(bytes);
      if (leaf) take(number, leaf);
    };
    await this.entries.read(mayMatter, sift, async (done) => {
      this.report.progress(id, done, this.entries.size);
      await this.breathe();
    });
  }

  // That the tree that a release names is the beginning of this log.
  rooted(number, release, label) {
    const { tree } = this.entries;
    const fault = () => {
      if (release.origin !== this.proof.checkpoint.origin) return "the release rests on another log";
      if (release.records !== release.size || release.size > number) return "the release covers other records than its tree has, or some after itself";
      const root = release.size ? tree.root(release.size) : null;
      return root && same(root, release.root) ? "" : "the log's beginning has another root";
    };
    return this.report.say("root", `${label}${release.size}`, fault());
  }

  // -- 5 to 8

  async count() {
    const { report, indicator } = this;
    report.running("definition");
    const own = this.definitionOf(this.recorded, this.release, "");
    const recorded = own ? (indicator.derivation ? this.origins() : [this.recorded]) : [];
    const examined = recorded.map((each) => this.examined(each)).filter(Boolean);
    const defined = report.ended("definition", this.definitionTold(examined));
    if (!own || (!defined && !indicator.derivation)) return;
    if (!(await this.select(examined))) return;
    await this.add(examined);
    report.running("figure");
    for (const each of examined) this.finish(each);
    if (indicator.derivation) this.derive(examined, recorded);
    report.ended("figure", { places: indicator.places, origins: recorded.length });
  }

  definitionTold(examined) {
    const forms = examined.filter((each) => each.form).map((each) => ({ id: each.form.id, version: each.form.version, number: each.formNumber }));
    return { indicator: this.indicator.id, version: this.indicator.version, forms };
  }

  // The newest before the release, which must be the one that the release names; and none came since. Or null.
  definitionOf(recorded, release, label) {
    const [before, later] = viewsOf(recorded, release);
    const find = () => {
      const then = this.library.newest("indicators", release.indicator, before);
      if (!then) throw new Malformed("no such definition stands in the log before the release");
      const indicator = indicatorIn(then);
      if (indicator.version !== release.version || digestOf(indicator.definition) !== release.digest) {
        throw new Malformed(`the definition in force is version ${indicator.version}, with another digest`);
      }
      if (indicator.frequency !== release.period.frequency) throw new Malformed(`the indicator has no figure for ${release.period}`);
      if (this.library.newest("indicators", release.indicator, later) !== then) {
        throw new Malformed("a newer version stood in the log when the release came out");
      }
      return indicator;
    };
    return this.attemptNow("definition", `${label}${release.indicator} v${release.version}`, find);
  }

  attemptNow(name, subject, work) {
    try {
      const found = work();
      this.report.say(name, subject);
      return found;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.report.say(name, subject, error.message);
      return null;
    }
  }

  // Of each part of a derived figure the newest release there was; the release must name exactly these.
  origins() {
    const { report, release, library } = this;
    const [before, later] = viewsOf(this.recorded, release);
    this.used = new Map();
    const outdated = [];
    for (const part of this.parts) {
      const key = partKey(part);
      const then = library.newest("releases", key, before);
      if (then) this.used.set(key, then);
      if (library.newest("releases", key, later) !== then) outdated.push(key);
    }
    const told = new Map(release.sources.map((each) => [each.key, each.release]));
    const keys = [...new Set([...told.keys(), ...this.used.keys()])];
    const differing = keys.filter((key) => told.get(key) !== this.used.get(key)?.number);
    report.say("sources", String(this.used.size), differing.length ? `not the newest before it: ${few(differing)}` : "");
    report.say("freshness", String(release.records), outdated.length ? `newer ones stood in the log when it came out: ${few(outdated)}` : "");
    return [...new Set(this.used.values())].sort((one, other) => one.number - other.number);
  }

  // A release on the way: its definitions were found, its reports are to be looked for. Null where one of them fails.
  examined(recorded) {
    const isOwn = recorded === this.recorded;
    const label = isOwn ? "" : `${recorded.leaf.public.get("indicator")} ${recorded.leaf.public.get("period")} @${recorded.number}: `;
    const release = isOwn ? this.release : this.originRelease(recorded, label);
    if (!release || (!isOwn && !this.rooted(recorded.number, release, label))) return null;
    const indicator = isOwn ? this.indicator : this.definitionOf(recorded, release, label);
    if (!indicator) return null;
    if (!indicator.source) {
      this.report.say("derived", label, "a derived figure rests on counted ones only");
      return null;
    }
    return this.attemptNow("form", `${label}${indicator.source.form}`, () => this.withForm({ recorded, label, release, indicator, isOwn }));
  }

  originRelease(recorded, label) {
    try {
      return readRelease(recorded.leaf.public);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.report.say("release", label, error.message);
      return null;
    }
  }

  // Throws `Malformed`.
  withForm(each) {
    const { form } = each.indicator.source;
    const views = viewsOf(each.recorded, each.release);
    const [then, now] = views.map((holds) => (form ? this.library.newest("forms", form, holds) : null));
    if (form && !then) throw new Malformed(`no form ${form} stands before the release in the log`);
    const [inForce, newer] = [then, now].map((found) => (found ? formIn(found) : null));
    const told = this.certificate.form;
    if (each.isOwn && told && !(then && same(canonical(told), canonical(then.leaf.public.get("definition"))))) {
      throw new Malformed("the form in the certificate is another than in the log");
    }
    const wanted = new Wanted(selectionOf(each.indicator, inForce), each.release.period);
    const later = new Wanted(selectionOf(each.indicator, newer), each.release.period);
    const evidence = new Evidence(wanted, form ? this.library.versionsOf(form) : []);
    return { ...each, views, form: inForce, formNumber: then?.number, wanted, later, evidence };
  }

  // -- 6: what counts

  async select(examined) {
    const { report } = this;
    report.running("selection");
    const read = await report.attempt("reading", "", async () => {
      await this.read(
        "selection",
        (entry) => examined.some((each) => each.wanted.mayMatter(entry)),
        (number, leaf) => examined.forEach((each) => tell(each.evidence, number, leaf)),
      );
      return true;
    });
    if (!read) return report.ended("selection");
    for (const each of examined) {
      each.counted = each.evidence.counted(each.views[0]);
      each.selected = selectedOf(each.counted.entries);
      this.matchSelection(each);
    }
    const own = examined.find((each) => each.isOwn);
    const records = examined.reduce((all, each) => all + each.counted.entries.length, 0);
    const numbers = (own?.counted.entries ?? []).map((entry) => entry.number);
    this.found.counted = { records, numbers, response: own?.counted.response ?? null, commitments: 0 };
    report.ended("selection", { records, response: own?.counted.response ?? null });
    return true;
  }

  matchSelection({ label, release, counted, selected }) {
    const { report } = this;
    if (counted.faults.length) {
      report.say("selection", label, few(counted.faults));
      return;
    }
    const { reports, digest } = release.selected ?? {};
    const alike = reports === selected.reports && digest === selected.digest && !release.sources.length;
    report.say("selection", `${label}${selected.reports}`, alike ? "" : `what counts is ${selected.reports} records with the digest ${selected.digest}`);
    const { response } = counted;
    if (!response && !release.response) return;
    const answered = ["expected", "reported", "accepted"].every((name) => response?.[name] === release.response?.[name]);
    report.say("response", label, answered ? "" : `it is ${response ? `${response.accepted}/${response.reported}/${response.expected}` : "nobody's"}`);
  }

  // -- 7: added up again

  async add(examined) {
    const { report } = this;
    report.running("sum");
    const countable = examined.filter((each) => !each.counted.faults.length);
    for (const each of countable) {
      each.scale = scaleOf(each.indicator, each.wanted.selection);
      each.tallies = this.talliesOf(each);
      each.committed = each.tallies ? matching.committedCells(each.release, each.tallies) : [];
    }
    const count = (each) => [...matching.pilesOf(each.committed)].reduce((all, pile) => all + pile.commitments.length, 0);
    const all = countable.reduce((sum, each) => sum + count(each), 0);
    let done = 0;
    for (const each of countable.filter((one) => one.committed.length)) {
      const faults = await matching.openingFaults(each.committed, each.scale, async (some) => {
        done += some;
        report.progress("sum", done, all);
        await this.breathe();
      });
      report.say("openings", `${each.label}${each.committed.length}`, few(faults));
    }
    this.found.counted.commitments = all;
    report.ended("sum", { commitments: all, cells: this.release.cells.length });
  }

  talliesOf({ label, indicator, wanted, counted, release, scale }) {
    try {
      const found = tallies(indicator, wanted.selection, counted.entries);
      const withheld = release.cells.filter((cell) => cell.withheld).length;
      this.report.say("cells", `${label}${release.cells.length}, ${withheld} withheld`, few(matching.cellFaults(release, found, scale)));
      return found;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.report.say("cells", label, error.message);
      return null;
    }
  }

  // -- 8: rounded, derived, and nothing newer left out

  finish(each) {
    const { report } = this;
    const { label, indicator, release, wanted, later, evidence, views, selected } = each;
    if (each.tallies) report.say("rounding", `${label}${indicator.places}`, few(matching.roundingFaults(indicator, wanted.selection, release)));
    let fault = "";
    if (later.spelling !== wanted.spelling) fault = "a newer version of the form stood in the log when the release came out";
    else if (selectedOf(evidence.counted(views[1]).entries).digest !== selected.digest) {
      fault = "what counts had changed in the log more than ten minutes before the release came out";
    }
    report.say("freshness", `${label}${release.records}`, fault);
  }

  derive(examined, recorded) {
    const { report, indicator, release } = this;
    const faulty = (each) => report.faults.some((finding) => finding.subject.startsWith(each.label));
    const bases = new Map(examined.filter((each) => !faulty(each)).map((each) => [each.recorded.number, baseOf(each.indicator, each.release)]));
    if (bases.size < recorded.length) {
      report.say("derived", release.indicator, "it rests on releases that do not hold");
      return;
    }
    const found = derived(indicator, release.period, (part) => bases.get(this.used.get(partKey(part))?.number) ?? null);
    report.say("cells", String(release.cells.length), few(matching.derivedCellFaults(release, found)));
    report.say("derived", String(indicator.places), few(matching.derivedFaults(indicator, release, found)));
  }
}

export const bytesOf = (certificate) => {
  if (certificate instanceof Uint8Array) return certificate;
  return utf8(typeof certificate === "string" ? certificate : JSON.stringify(certificate));
};
