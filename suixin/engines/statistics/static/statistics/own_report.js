// A unit's receipt against the figure on the page: that the receipt holds, and that its record is among those that
// count. The file is read here and goes nowhere.

import { check, NoReceipt } from "../ledger/receipt/check.js";

const LARGEST = 4_194_304;
const at = (id) => document.getElementById(id);

export class Own {
  // `checked()` checks the figure, and gives what was found, or null.
  constructor({ words, policies, report, records }, checked) {
    Object.assign(this, { words: words.own, policies, report, records, checked });
    this.numbers = null; // of the records that count
  }

  listen() {
    at("own-check").hidden = false;
    at("own-file").addEventListener("change", () => this.take());
    at("own-file").closest(".drop").addEventListener("drop", () => setTimeout(() => this.take())); // `suixin.js` puts it there
  }

  async take() {
    const [file] = at("own-file").files;
    this.refuse("");
    at("own-answer").hidden = true;
    if (!file) return;
    if (file.size > LARGEST) return this.refuse("no-receipt");
    try {
      await this.compare(await check([new Uint8Array(await file.arrayBuffer())], this.policies, {}));
    } catch (error) {
      if (!(error instanceof NoReceipt)) throw error;
      this.refuse("no-receipt");
    }
  }

  async compare({ verdict, leaf, index }) {
    if (verdict === "broken") return this.refuse("broken");
    if (verdict === "unknown-log") return this.refuse("other-log");
    if (leaf.get("type") !== this.report) return this.refuse("other");
    if (index >= this.records) return this.answer("later", "attention", index);
    if (!this.numbers) {
      this.answer("first", "", index);
      const result = await this.checked();
      if (!result?.ok) return this.answer("unsure", "attention", index);
      this.numbers = new Set(result.counted.numbers);
    }
    if (this.numbers.has(index)) this.answer("counted", "done", index);
    else this.answer("not-counted", "attention", index);
    at("own-verdict").focus();
  }

  answer(name, frame, index) {
    const sentence = this.words[name].replace("{n}", index).replace("{all}", this.numbers?.size ?? "");
    at("own-answer").hidden = false;
    at("own-answer").className = `notice ${frame}`;
    at("own-verdict").textContent = sentence;
  }

  refuse(name) {
    at("own-error").hidden = !name;
    at("own-error").textContent = name ? this.words[name] : "";
    at("own-field").classList.toggle("wrong", Boolean(name));
    if (name) at("own-file").setAttribute("aria-invalid", "true");
    else at("own-file").removeAttribute("aria-invalid");
  }
}
