// The log's page keeps itself up to date while it is looked at. The page is whole without this file.
(() => {
  "use strict";
  const EVERY = 10_000;
  const tools = document.querySelector("[data-live]");
  const state = document.getElementById("state");
  const button = document.querySelector("[data-pause-live]");
  let paused = matchMedia("(prefers-reduced-motion: reduce)").matches;  // until the reader asks for it

  const say = () => button.setAttribute("aria-pressed", String(paused));
  const isBusy = () => {
    const chosen = document.getSelection();
    return state.querySelector("details[open]") || (!chosen.isCollapsed && state.contains(chosen.anchorNode));
  };

  const offerCopies = () => {
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy]").forEach((each) => { each.hidden = false; });
  };

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = copy.dataset.done;
  });

  offerCopies();
  if (!tools) return;
  tools.hidden = false;
  say();
  button.addEventListener("click", () => { paused = !paused; say(); });
  document.body.addEventListener("htmx:afterSwap", offerCopies);
  setInterval(() => {
    if (!paused && !document.hidden && !isBusy()) state.dispatchEvent(new Event("log-due"));
  }, EVERY);
})();
