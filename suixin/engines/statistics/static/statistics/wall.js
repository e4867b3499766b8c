// The wall keeps itself up to date: every half minute it asks for its own page and takes over what is on the board. When
// nobody answers, the board stays, and says since when.
(() => {
  "use strict";
  const board = () => document.querySelector("[data-board]");
  const said = document.querySelector("[data-said]");
  const alarm = document.querySelector("[data-alarm]");
  const hold = document.querySelector("[data-hold]");
  const full = document.querySelector("[data-full]");
  const clock = document.querySelector("[data-clock]");
  if (!board()) return;
  const every = Number(board().dataset.every) * 1000;
  const zone = { timeZone: "Asia/Shanghai", hour12: false };
  const language = document.documentElement.lang;
  const times = new Intl.DateTimeFormat(language, { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const days = new Intl.DateTimeFormat(language, { ...zone, year: "numeric", month: document.documentElement.lang === "en" ? "short" : "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  let since = new Date();
  let held = false;
  let broken = false;

  const tell = () => {
    const words = held ? said.dataset.paused : broken ? said.dataset.broken : said.dataset.connected;
    said.textContent = words.replace("{time}", times.format(since));
    said.classList.toggle("broken", broken && !held);
  };
  const found = (lost) => {
    if (lost !== broken) alarm.textContent = lost ? said.dataset.broken.replace("{time}", times.format(since)) : "";
    broken = lost;
    tell();
  };
  const ask = async () => {
    if (held || document.hidden) return;
    try {
      const answer = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout ? AbortSignal.timeout(every / 2) : undefined });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-board]");
      if (!fresh) throw new Error("another page");
      if (fresh.innerHTML !== board().innerHTML) board().replaceWith(document.adoptNode(fresh));
      since = new Date();
      found(false);
    } catch {
      found(true);
    }
  };
  const pause = () => {
    held = !held;
    hold.setAttribute("aria-pressed", String(held));
    tell();
    if (!held) ask();
  };
  const fill = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  };

  hold.hidden = false;
  hold.addEventListener("click", pause);
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", fill);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "f" || event.key === "F") { event.preventDefault(); fill(); }
    if (event.key === " " && !event.target.closest("button, a")) { event.preventDefault(); pause(); }
  });
  window.addEventListener("online", ask);
  window.addEventListener("offline", () => found(true));
  document.addEventListener("visibilitychange", ask);
  const tick = () => { clock.textContent = days.format(new Date()); };
  tick();
  setInterval(tick, 5000);
  tell();
  setInterval(ask, every);
})();
