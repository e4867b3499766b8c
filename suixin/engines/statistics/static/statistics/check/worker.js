// The check in a thread of its own. On the page this module only tells its address, under whatever name it is served.

import { Verification } from "./verification.js";

export const address = import.meta.url;

if (typeof document === "undefined") {
  self.addEventListener("message", async ({ data: { source, options } }) => {
    const onStep = (step) => self.postMessage({ step });
    try {
      self.postMessage({ result: await new Verification(source, options, onStep).run() });
    } catch (error) {
      self.postMessage({ error: String(error?.stack ?? error) });
    }
  });
}
