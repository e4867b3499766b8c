// The reporter's grid: keeps what is typed, moves down the column, takes blocks from a spreadsheet, counts what is left.
// Without it the page's own buttons do everything.
(() => {
  "use strict";
  const form = document.getElementById("grid");
  if (!form || !form.querySelector(".bar")) return;
  const cells = [...form.querySelectorAll(".cell input")];
  const left = form.querySelector(".left");
  const next = form.querySelector(".next");
  const saved = form.querySelector(".saved");
  const PAUSE = 2000; // milliseconds after the last key
  const AGAIN = 10000; // after a failure
  let timer = 0;
  let sending = false;
  let changed = false;
  let stopped = false; // another window has saved: this one must not write over it

  const count = () => {
    const empty = cells.filter((cell) => "required" in cell.dataset && !cell.value.trim());
    left.textContent = empty.length ? form.dataset.left.replace("{n}", empty.length) : form.dataset.none;
    if (next) { next.hidden = !empty.length; if (empty.length) next.hash = empty[0].id; }
  };
  if (next) next.addEventListener("click", (event) => { event.preventDefault(); document.getElementById(next.hash.slice(1)).focus(); });

  const contents = () => {
    const data = {};
    form.querySelectorAll(".cell input, .found input").forEach((input) => { data[input.name] = input.value; });
    const corrects = form.elements.corrects.value;
    return { ...data, revision: Number(form.elements.revision.value), corrects: corrects === "" ? null : Number(corrects) };
  };

  const show = (found) => {
    form.querySelectorAll(".found").forEach((place) => {
      if (place.contains(document.activeElement)) return; // an explanation is being written
      place.innerHTML = found[place.dataset.item] || "";
      const cell = document.getElementById(`item-${place.dataset.item}`);
      if (place.querySelector(".stop")) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
    });
  };

  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
  const save = async () => {
    if (sending || stopped || !changed) return;
    sending = true;
    changed = false;
    let pause = PAUSE;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(contents()),
      });
      const told = await answer.json();
      saved.textContent = told.said;
      if (answer.ok) {
        form.elements.revision.value = told.revision;
        show(told.cells);
      } else {
        stopped = true;
        saved.classList.add("stop");
      }
    } catch {
      saved.textContent = form.dataset.failed;
      changed = true;
      pause = AGAIN;
    }
    sending = false;
    if (changed) later(pause);
  };
  const touch = () => { changed = true; if (!stopped) saved.textContent = form.dataset.unsaved; count(); later(PAUSE); };
  form.addEventListener("input", touch);

  // A page that is sent while a saving is under way would carry the revision before it.
  let leaving = false;
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (leaving || !sending) { stopped = true; return; }
    event.preventDefault();
    const button = event.submitter;
    changed = false;
    const wait = () => { if (sending) { setTimeout(wait, 50); return; } leaving = true; button.click(); };
    wait();
  });

  cells.forEach((cell, at) => {
    cell.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { Enter: event.shiftKey ? at - 1 : at + 1, ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault(); // Enter moves on; it never hands in
      if (cells[to]) { cells[to].focus(); cells[to].select(); }
    });
    // Of a block with several columns the last of each row counts: titles and codes stand before the number.
    cell.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
      if (!/[\n\t]/.test(text)) return;
      event.preventDefault();
      text.split(/\r?\n/).forEach((line, down) => {
        const value = line.split("\t").filter((part) => part.trim()).pop();
        if (cells[at + down] && value !== undefined) cells[at + down].value = value.trim();
      });
      touch();
    });
  });
  count();
})();
