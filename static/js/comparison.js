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

  // --- Swapping the result

  // Where focus goes when what was pressed is no longer there: a move that reached the end turns round,
  // a removal offers its undo.
  const heirs = (id) => [id, id.replace(/^left-/, "right-"), id.replace(/^right-/, "left-"), ...(/^(remove|drop)-/.test(id) ? ["undo-link"] : [])];
  let pressed = "";

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target !== result()) return;
    pressed = event.target.id;
    announce(result().dataset.updating);
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    // An address that cannot be read leaves its problems where the result was.
    if (event.detail.requestConfig?.target?.id !== "result" || !result()) return;
    const { title, finding } = result().dataset;
    const site = document.title.split(" · ").pop();
    document.title = `${title} · ${site}`;
    announce(finding || title);
    prepare();
    const focus = heirs(pressed).map((id) => id && document.getElementById(id)).find(Boolean) ?? result().querySelector("h1");
    if (focus.matches("h1")) focus.tabIndex = -1;
    focus.focus({ preventScroll: true });
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
