// The comparison page, once script runs: receipts open below their row, focus stays where the reader
// was, links are copied. Every link works without any of this.
(() => {
  "use strict";

  const result = () => document.getElementById("result");
  const announce = (words) => { document.getElementById("announce").textContent = words; };

  // --- A modified click opens a new tab, as with any link; htmx would swap it into this one.
  document.addEventListener("click", (event) => {
    if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a[hx-get]")) event.stopPropagation();
  }, true);

  // --- Receipts

  const openerOf = (slot) => document.querySelector(`[data-opens-receipt][aria-expanded="true"][hx-target="#${slot.id}"]`);

  function closeReceipt(slot, { andFocus = true } = {}) {
    const opener = openerOf(slot);
    slot.replaceChildren();
    if (!opener) return;
    opener.removeAttribute("aria-expanded");
    if (andFocus) opener.focus();
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const opener = event.target.closest("[data-opens-receipt]");
    if (!opener) return;
    const slot = event.detail.target;
    // The same number again closes what it opened.
    const wasOpen = opener.getAttribute("aria-expanded") === "true";
    closeReceipt(slot, { andFocus: wasOpen });
    if (wasOpen) event.preventDefault();
    else opener.setAttribute("aria-expanded", "true");
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches(".receipt-slot")) event.detail.target.querySelector(".receipt")?.focus({ preventScroll: false });
  });

  document.addEventListener("click", (event) => {
    const slot = event.target.closest("[data-closes-receipt]")?.closest(".receipt-slot");
    if (slot) closeReceipt(slot);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const slot = event.target.closest(".receipt-slot")
      ?? document.querySelector(event.target.closest("[aria-expanded='true'][data-opens-receipt]")?.getAttribute("hx-target") ?? "none");
    if (slot) closeReceipt(slot);
  });

  // --- The reader's place: what stands in sight, and where. Heights above it change with every column, and
  // a table in a box of its own is scrolled where the browser does not remember it.

  const region = () => result()?.querySelector(".sheet");
  const isBoxed = (table) => Boolean(table) && getComputedStyle(table).overflowY !== "visible";
  const topOf = (element) => element.getBoundingClientRect().top;

  function place(first = null) {
    const table = region();
    const head = table?.querySelector("thead th");
    const below = head ? Math.max(0, head.getBoundingClientRect().bottom) : 0;
    const marks = [...(result()?.querySelectorAll(".sheet tr[id], .chart-title[id], .references[id]") ?? [])]
      .filter((mark) => mark.getBoundingClientRect().bottom > below).slice(0, 60);
    if (first) marks.unshift(first);
    return {
      y: window.scrollY,
      left: table?.scrollLeft ?? 0,
      // Where the box stands and nothing of it was scrolled, only the page has a place to keep.
      box: isBoxed(table) ? topOf(table) : null,
      scrolled: isBoxed(table) ? table.scrollTop > 0 : Boolean(result()) && topOf(result()) < 0,
      marks: marks.map((mark) => [mark.id, topOf(mark)]),
    };
  }

  function standAt(kept) {
    const table = region();
    const boxed = isBoxed(table);
    if (table) table.scrollLeft = kept.left;
    const mark = kept.marks.map(([id, top]) => ({ element: document.getElementById(id), top })).find(({ element }) => element);
    if (!kept.scrolled || !mark) {
      window.scrollTo({ top: kept.y, behavior: "instant" });
      return;
    }
    const away = () => topOf(mark.element) - mark.top;
    if (boxed && table.contains(mark.element)) {
      window.scrollBy({ top: topOf(table) - (kept.box ?? 8), behavior: "instant" });
      table.scrollTop += away();
    } else window.scrollBy({ top: away(), behavior: "instant" });
  }

  // Back from an article: the browser knows how far the page was scrolled, not the box.
  const KEY = () => `place ${location.pathname}${location.search}`;

  function remember() {
    if (!region()) return;
    try { sessionStorage.setItem(KEY(), JSON.stringify(place())); } catch { /* then Back begins at the top of the table */ }
  }

  window.addEventListener("pagehide", remember);
  window.addEventListener("load", () => {
    if (!["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type)) return;
    if (!isBoxed(region())) return;
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(KEY())); } catch { /* somebody else's scribble */ }
    if (Array.isArray(kept?.marks)) standAt(kept);
  });

  // --- Swapping the result

  // Where focus goes when what was pressed is no longer there: a move that reached the end turns round,
  // a removal offers its undo.
  const heirs = (id) => [id, id.replace(/^left-/, "right-"), id.replace(/^right-/, "left-"), ...(/^drop-/.test(id) ? ["undo-here"] : []), ...(/^(remove|drop)-/.test(id) ? ["undo-link"] : []), ...(/^undo-/.test(id) ? [removal] : [])];
  const canFocus = (element) => Boolean(element) && element.getClientRects().length > 0;
  let pressed = "";
  let removal = "";   // what took the last hub out: its undo gives focus back to it
  let kept = null;

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target !== result()) return;
    pressed = event.target.id;
    if (/^(remove|drop)-/.test(pressed)) removal = pressed;
    remember();   // for Back to this address
    announce(result().dataset.updating);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== result()) return;
    // What was pressed stays under the finger; in the head, which is always there, the row in sight stays.
    const link = document.getElementById(pressed);
    kept = place(link?.closest("thead") ? null : link);
    document.documentElement.classList.add("keeps-place");
  });

  document.addEventListener("htmx:afterSwap", () => { if (kept && result()) standAt(kept); });

  document.addEventListener("htmx:afterSettle", (event) => {
    // An address that cannot be read leaves its problems where the result was.
    if (event.detail.requestConfig?.target?.id !== "result" || !result()) return;
    const { title, finding } = result().dataset;
    const site = document.title.split(" · ").pop();
    document.title = `${title} · ${site}`;
    announce([document.getElementById("undo")?.textContent.trim().replace(/\s+/g, " "), finding || title].filter(Boolean).join(" "));
    prepare();
    const focus = heirs(pressed).map((id) => id && document.getElementById(id)).find(canFocus) ?? result().querySelector("h1");
    if (focus.matches("h1")) focus.tabIndex = -1;
    focus.focus({ preventScroll: true });
    if (kept) standAt(kept);
    kept = null;
    requestAnimationFrame(() => requestAnimationFrame(() => document.documentElement.classList.remove("keeps-place")));
  });

  // A fragment that could not be had: the link still leads to the page.
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      const href = event.target.getAttribute?.("href");
      if (href) window.location.assign(href);
    });
  }

  // --- Buttons that need script

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      try {
        await navigator.clipboard.writeText(copy.dataset.copy);
        announce(copy.dataset.copied);
        const words = copy.textContent;
        copy.textContent = copy.dataset.copied;
        setTimeout(() => { copy.textContent = words; }, 2000);
      } catch {
        // No clipboard, as on plain http: mark the address in the line to cite instead.
        const address = document.querySelector(".permalink");
        getSelection().selectAllChildren(address);
        address.scrollIntoView({ block: "center" });
      }
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  // --- The picker: not more than fit, and comparing forgets the words searched for.

  document.addEventListener("change", (event) => {
    const picker = event.target.closest("#picker");
    if (!picker || event.target.name !== "hub") return;
    const boxes = [...picker.querySelectorAll("input[name=hub]")];
    const full = boxes.filter((box) => box.checked).length >= Number(picker.dataset.most);
    for (const box of boxes) box.disabled = full && !box.checked;
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-drops-find]")) return;
    const { find } = event.target.form.elements;
    find.disabled = true;   // a disabled field is not sent
    setTimeout(() => { find.disabled = false; });
  });

  // --- Print shows what the screen folds.

  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details.more:not([open])")];
    for (const details of unfolded) details.open = true;
  });
  window.addEventListener("afterprint", () => { for (const details of unfolded) details.open = false; });

  function prepare() {
    for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", prepare);
  if (document.readyState !== "loading") prepare();
})();
