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
  let leaving = false;

  const count = () => {
    const empty = cells.filter((cell) => "required" in cell.dataset && !cell.value.trim());
    left.textContent = empty.length ? form.dataset.left.replace("{n}", empty.length) : form.dataset.none;
    if (next) { next.hidden = !empty.length; if (empty.length) next.hash = empty[0].id; }
  };
  if (next) next.addEventListener("click", (event) => { event.preventDefault(); document.getElementById(next.hash.slice(1)).focus(); });

  const contents = () => {
    const data = {};
    [...form.elements].filter((input) => input.matches(".cell input, .found input, .returned textarea")).forEach((input) => { data[input.name] = input.value; });
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

  // After a new sign-in elsewhere the page's token no longer counts: a new one comes with the page. What is typed stays.
  const renew = async () => {
    const answer = await fetch(location.pathname);
    if (answer.redirected || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#grid [name=csrfmiddlewaretoken]");
    if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
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
        keepalive: true, // also while the page is being left
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify(contents()),
      });
      if (answer.redirected || answer.status === 403) {
        saved.textContent = form.dataset.signin;
        changed = true;
        pause = AGAIN;
        await renew();
      } else {
        const told = await answer.json();
        saved.textContent = told.said;
        if (answer.ok) {
          form.elements.revision.value = told.revision;
          show(told.cells);
        } else {
          stopped = true;
        }
      }
      saved.classList.toggle("stop", !answer.ok || answer.redirected);
    } catch {
      saved.textContent = form.dataset.failed;
      changed = true;
      pause = AGAIN;
    }
    sending = false;
    if (changed) later(pause);
  };
  const touch = () => { changed = true; if (!stopped) saved.textContent = form.dataset.unsaved; count(); later(PAUSE); };
  document.addEventListener("input", (event) => { if (event.target.form === form) touch(); }); // the reply stands above

  // Whoever goes away at once after typing finds it there all the same.
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !leaving) save(); });
  document.querySelectorAll("[data-leave]").forEach((link) => link.addEventListener("click", async (event) => {
    if (stopped || !(changed || sending)) return;
    event.preventDefault();
    await save();
    const go = () => { if (sending) setTimeout(go, 50); else location.assign(link.href); };
    go();
  }));

  // A page that is sent while a saving is under way would carry the revision before it.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (leaving || !sending) { stopped = true; return; }
    event.preventDefault();
    const button = event.submitter;
    changed = false;
    const wait = () => { if (sending) { setTimeout(wait, 50); return; } leaving = true; button.click(); };
    wait();
  });

  // A row with the code of an item is that item's, whatever stands around it: its number comes after the code, or after
  // the unit behind it. Of other rows the last column counts: titles stand before the number.
  const take = (parts, beside) => {
    const code = parts.findIndex((part) => part && document.getElementById(`item-${part}`));
    const cell = code < 0 ? beside : document.getElementById(`item-${parts[code]}`);
    if (!cell) return false;
    const number = code + (parts[code + 1] === cell.dataset.unit ? 2 : 1);
    const value = code < 0 ? parts.filter(Boolean).pop() : parts[number];
    if (!value) return false;
    cell.value = value;
    return true;
  };

  cells.forEach((cell, at) => {
    cell.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { Enter: event.shiftKey ? at - 1 : at + 1, ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault(); // Enter moves on; it never hands in
      if (cells[to]) { cells[to].focus(); cells[to].select(); }
    });
    cell.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
      if (!/[\n\t]/.test(text)) return;
      event.preventDefault();
      const pasted = text.split(/\r?\n/).map((line) => line.split("\t").map((part) => part.trim()));
      const filled = pasted.filter((parts, down) => take(parts, cells[at + down])).length;
      touch();
      saved.textContent = form.dataset.pasted.replace("{n}", filled);
    });
  });
  count();
})();
