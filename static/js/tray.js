// The tray: hubs collected while browsing, kept in local storage. Without script the checkboxes are
// part of a plain form; with it they are remembered from page to page and shown in a strip.
(() => {
  "use strict";

  const KEY = "tray";
  const MOST = 6;

  // Storage can be refused or hold somebody else's scribble: then the tray is empty.
  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept.filter((hub) => hub && /^[a-z0-9-]+$/.test(hub.slug) && hub.name).slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  function remember(hubs) {
    try { localStorage.setItem(KEY, JSON.stringify(hubs)); } catch { /* it lasts for the page */ }
  }

  let hubs = recall();
  const boxes = () => [...document.querySelectorAll('input[type="checkbox"][name="hub"][form="tray"]')];
  // A page that ticks a hub names it: beside the box, or in a link to its profile.
  const nameOf = (box) => (box.dataset.name || document.querySelector(`main a[href$="/hubs/${box.value}/"]`)?.textContent || box.value).trim();

  function set(wanted) {
    hubs = wanted.slice(0, MOST);
    remember(hubs);
    show();
  }

  function address() {
    const query = new URLSearchParams(hubs.map((hub) => ["hub", hub.slug]));
    return `${document.getElementById("tray").getAttribute("action")}?${query}`;
  }

  function show() {
    for (const box of boxes()) {
      box.checked = hubs.some((hub) => hub.slug === box.value);
      box.disabled = !box.checked && hubs.length >= MOST;
    }
    const tray = document.getElementById("tray");
    if (!tray) return;
    const words = tray.dataset;
    tray.hidden = hubs.length === 0;
    tray.querySelector(".tray-hubs").replaceChildren(...hubs.map((hub) => chip(hub, words.remove.replace("%s", hub.name))));
    const left = MOST - hubs.length;
    tray.querySelector(".tray-places").textContent =
      left === 0 ? words.full : left === 1 ? words.place : words.places.replace("%s", left);
    const go = tray.querySelector(".tray-go");
    const ready = hubs.length > 1;
    go.href = address();
    go.textContent = ready ? words.many.replace("%s", hubs.length) : words.one;
    go.classList.toggle("button-filled", ready);
  }

  function chip(hub, label) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const remove = document.createElement("button");
    item.className = "chip";
    name.textContent = hub.name;
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", label);
    remove.addEventListener("click", () => {
      set(hubs.filter((other) => other.slug !== hub.slug));
      (document.querySelector(".tray:not([hidden]) .tray-go") ?? document.getElementById("main")).focus();
    });
    item.append(name, remove);
    return item;
  }

  // A comparison the reader made becomes what the tray holds, so that browsing on can add to it.
  function collect() {
    const made = document.querySelector("[data-collects]")?.dataset.collects;
    if (made) {
      hubs = made.split("|").map((pair) => ({ slug: pair.split("=")[0], name: pair.split("=").slice(1).join("=") }));
      remember(hubs);
    }
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches('input[type="checkbox"][name="hub"][form="tray"]')) return;
    const others = hubs.filter((hub) => hub.slug !== box.value);
    set(box.checked ? [...others, { slug: box.value, name: nameOf(box) }] : others);
  });

  // The address in the tray's order, each hub once, instead of what the form would send.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "tray" || !hubs.length) return;
    event.preventDefault();
    window.location.assign(address());
  });

  function start() { collect(); show(); }

  document.addEventListener("htmx:afterSettle", start);
  // Back may show a page from before the tray was changed elsewhere.
  window.addEventListener("pageshow", () => { hubs = recall(); show(); });
  window.addEventListener("storage", (event) => { if (event.key === KEY) { hubs = recall(); show(); } });
  start();
})();
