// Small comforts. Every page works without this file.
(() => {
  "use strict";

  // "/" goes to the search field, unless the reader is typing.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  });

  // A summary of problems takes the focus, so that it is read first.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // One box ticks all boxes of its table; the number chosen is said.
  document.addEventListener("change", (event) => {
    const table = event.target.closest("table[data-bulk]");
    if (!table || event.target.type !== "checkbox") return;
    const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
    if (event.target.matches("[data-all]")) boxes.forEach((box) => { box.checked = event.target.checked; });
    boxes.forEach((box) => box.closest("tr").classList.toggle("chosen", box.checked));
    const count = boxes.filter((box) => box.checked).length;
    const said = document.getElementById(table.dataset.bulk);
    if (!said) return;
    said.dataset.none = said.dataset.none || said.textContent;
    said.textContent = count ? said.dataset.words.replace("{n}", count) : said.dataset.none;
  });

  // Arrow keys, Home and End move between the rows' first links of a table.
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("table tbody tr");
    if (!row || !event.target.matches("a")) return;
    const links = [...row.parentElement.children].map((r) => r.querySelector("a")).filter(Boolean);
    const here = links.indexOf(row.querySelector("a"));
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined || !links[to]) return;
    event.preventDefault();
    links[to].focus();
  });

  // Left and right arrows go to the page before and after, unless they have something to do where the reader is.
  document.addEventListener("keydown", (event) => {
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (!rel || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, summary, [contenteditable], [role=region]")) return;
    const link = document.querySelector(`main nav a[rel=${rel}]`);
    if (link) link.click();
  });

  // A file may be dropped on its field; the field's own button does the same.
  document.querySelectorAll(".drop").forEach((drop) => {
    const input = drop.querySelector("input[type=file]");
    const chosen = drop.querySelector(".chosen");
    const say = () => { if (chosen) chosen.textContent = [...input.files].map((file) => file.name).join("、"); };
    input.addEventListener("change", say);
    ["dragenter", "dragover"].forEach((kind) => drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); }));
    ["dragleave", "drop"].forEach((kind) => drop.addEventListener(kind, () => drop.classList.remove("over")));
    drop.addEventListener("drop", (event) => { event.preventDefault(); input.files = event.dataTransfer.files; say(); });
  });

  // A button copies its field, where the browser lets it; the field can be marked and copied without.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(() => { button.textContent = button.dataset.done; });
    });
  });

  // The wall shows its pages in turn; the button or the space bar pauses.
  const wall = document.querySelector("main[data-cycle]");
  if (wall) {
    const pages = [...wall.querySelectorAll(".wall-page")];
    const button = document.querySelector("[data-pause]");
    const position = document.querySelector("[data-position]");
    let at = 0;
    let paused = false;
    const show = () => {
      pages.forEach((page, i) => { page.hidden = i !== at; });
      position.textContent = `${at + 1} / ${pages.length}`;
    };
    const pause = () => { paused = !paused; button.setAttribute("aria-pressed", String(paused)); };
    if (pages.length > 1) {
      show();
      button.hidden = false;
      button.addEventListener("click", pause);
      document.addEventListener("keydown", (event) => {
        if (event.key === " " && event.target !== button) { event.preventDefault(); pause(); }
      });
      setInterval(() => { if (!paused) { at = (at + 1) % pages.length; show(); } }, Number(wall.dataset.cycle) * 1000);
    }
  }
})();
