// The review of an article: keys, the passage and its suggestion lit together, words chosen by hand.
// Decisions are plain forms; with script their answer replaces the review in place.
(() => {
  "use strict";

  const review = () => document.getElementById("review");
  const cards = () => [...review().querySelectorAll("[data-card]")];
  const selected = () => review().querySelector(".card.selected");

  function prepare() {
    for (const each of review().querySelectorAll("[data-script]")) each.hidden = false;
    for (const form of review().querySelectorAll("[data-entry]")) fit(form);
    light();
  }

  // --- Selecting ---------------------------------------------------------------------------------------------

  function light() {
    const number = selected()?.dataset.card;
    for (const piece of review().querySelectorAll("[data-numbers]")) {
      if (!piece.matches(".chosen")) piece.classList.toggle("lit", Boolean(number) && piece.dataset.numbers.split(" ").includes(number));
    }
  }

  function select(card, { focus = true } = {}) {
    if (!card) return;
    for (const other of cards()) other.classList.toggle("selected", other === card);
    light();
    remember();
    if (focus) card.focus({ preventScroll: true });
    show();
  }

  // Whoever comes back to an article finds the card again that was left; a browser that keeps nothing is no matter.
  function remember() {
    try { localStorage.setItem(place(), selected()?.id || ""); } catch { /* refused */ }
  }

  function left() {
    try { return document.getElementById(localStorage.getItem(place()) || "none"); } catch { return null; }
  }

  const place = () => `place ${review().dataset.review}`;

  // Opened by its plain address, the page stands at its top, unless another card was left.
  function begin() {
    const asked = new URLSearchParams(location.search).has("at");
    const card = asked || review().querySelector("[data-entry], [aria-invalid]") ? null : left();
    if (card && card !== selected()) select(card, { focus: false });
    else if (asked) show();
    else turn();
  }

  // Both are brought into view; on a narrow screen, where they stand one above the other, only the card is.
  function show() {
    const card = selected();
    if (!card) return;
    card.scrollIntoView({ block: "nearest" });
    turn();
  }

  function turn() {
    const passage = review().querySelector(".piece.chosen") || review().querySelector(".piece.lit");
    const column = review().querySelector("[data-text]");
    if (passage && getComputedStyle(column).overflowY === "auto") {
      const shift = passage.getBoundingClientRect().top - column.getBoundingClientRect().top - column.clientHeight / 3;
      column.scrollTop += shift;
    }
  }

  function step(by) {
    const all = cards();
    const at = all.indexOf(selected());
    select(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  // --- Keys --------------------------------------------------------------------------------------------------

  // At once: what is typed next is the reason, and no key of the page.
  function ask(details) {
    details.open = true;
    details.querySelector("input[name=reason]").focus();
  }

  function leave(event) {
    const reject = event.target.closest("details.reject[open]");
    const cancel = review().querySelector("[data-cancel]");
    if (reject) { reject.open = false; select(selected()); } else if (cancel && !event.target.closest("dialog")) cancel.click();
  }

  const ACTS = { a: '[data-act="accept"] button', e: '[data-act="edit"]' };

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !review()) return;
    if (event.key === "Escape") { leave(event); return; }
    // While a form stands open, letters belong to it.
    if (event.target.closest("input, textarea, select, dialog, details.reject[open]") || review().querySelector("[data-entry]")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "s") step(1);
    else if (key === "k") step(-1);
    else if (key === "?") review().querySelector("[data-keys]").showModal();
    else if (key === "u") review().querySelector('[data-act="undo"] button')?.click();
    else if (key === "r") {
      const details = selected()?.querySelector("details.reject");
      if (details) ask(details);
    } else if (key in ACTS) selected()?.querySelector(ACTS[key])?.click();
    else return;
    event.preventDefault();
  }

  // --- The form: only what the chosen topic wants ------------------------------------------------------------

  function fit(form) {
    const topic = form.elements.topic;
    const kinds = JSON.parse(form.dataset.topics || "{}");
    const counted = JSON.parse(form.dataset.series || "{}");
    const apply = () => {
      const [subject, kind] = kinds[topic.value] || ["", ""];
      const own = ![...form.querySelectorAll("[name=cites]")].some((radio) => radio.checked && radio.value);
      form.querySelector(".own").hidden = !own;
      const wanted = {
        jurisdiction: subject === "jurisdiction",
        initiative: subject === "initiative",
        new: !form.elements.initiative.value,
        choice: kind === "choice" || topic.value === "planned-date",
        number: kind === "number",
        prose: kind === "prose",
        dated: kind === "date" || subject === "initiative",
      };
      for (const part of form.querySelectorAll("[data-for]")) part.hidden = Boolean(topic.value) && !wanted[part.dataset.for];
      for (const name of ["choice", "series"]) keep(form.elements[name], topic);
      form.querySelector("[data-rule]").textContent = (kinds[topic.value] || [])[2] || "";
      form.querySelector("[data-definition]").textContent = kind === "number" ? counted[form.elements.series.value] || "" : "";
    };
    form.addEventListener("change", apply);
    apply();
  }

  // Answers and series of other topics are out of the way; what was chosen stays.
  function keep(field, topic) {
    const name = topic.selectedOptions[0]?.textContent;
    for (const group of field.querySelectorAll("optgroup")) {
      const fits = group.label === name || (topic.value === "planned-date" && group.querySelector('[value^="status:"]'));
      group.hidden = group.disabled = Boolean(topic.value) && !fits;
    }
  }

  // Into the form, where something is wrong or missing, or else at its first words; into a list only where it is what
  // is missing, as a stray letter chooses there. Of words chosen by hand the topic is what is missing first.
  function enter() {
    review().querySelector("[data-by-hand] [aria-invalid]")?.focus();
    const form = review().querySelector("[data-entry]");
    if (!form) return;
    const wrong = [...form.querySelectorAll(".errors, .wrong :is(input, select, textarea)")];
    if (form.elements.words) wrong.push(form.elements.topic);
    const words = [...form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea")];
    [...wrong, ...words].find((field) => field.offsetParent)?.focus();
    form.closest(".card").scrollIntoView({ block: "nearest" });
  }

  // --- Words chosen by hand ----------------------------------------------------------------------------------

  let pressed = false;

  function selection() {
    const picked = document.getSelection();
    const text = review()?.querySelector("[data-text]");
    if (!text || !picked || picked.isCollapsed || !text.contains(picked.anchorNode) || !text.contains(picked.focusNode)) return null;
    const range = picked.getRangeAt(0);
    const start = range.startContainer;
    const paragraph = (start.nodeType === 1 ? start : start.parentElement).closest("p");
    const words = picked.toString().trim();
    return paragraph && words ? { range, paragraph, words } : null;
  }

  // Beside the words once they are chosen, and not while they are: whoever drags would hit it.
  function offer() {
    const button = review()?.querySelector("[data-choose]");
    if (!button) return;
    const chosen = pressed ? null : selection();
    button.hidden = !chosen;
    if (!chosen) return;
    const around = button.offsetParent.getBoundingClientRect();
    const column = review().querySelector("[data-text]").getBoundingClientRect();
    const last = [...chosen.range.getClientRects()].at(-1);
    const top = Math.min(Math.max(last.bottom, column.top), column.bottom);
    button.style.top = `${top - around.top + 4}px`;
    button.style.left = `${Math.max(0, Math.min(last.right - around.left, around.width) - button.offsetWidth)}px`;
  }

  function choose() {
    const chosen = selection();
    if (!chosen) return;
    const { range, paragraph, words } = chosen;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const form = review().querySelector("[data-by-hand] form");
    form.elements.words.value = words;
    // Positions count characters; a browser counts some of them twice.
    form.elements.start.value = Number(paragraph.dataset.start) + [...before.toString()].length;
    // Going to a place of the page would take the focus from the form.
    form.action = form.action.replace(/#.*/, "");
    form.submit();
  }

  function click(event) {
    if (!review()) return;
    const keys = event.target.closest("[data-keys-open]");
    if (keys) { review().querySelector("[data-keys]").showModal(); return; }
    if (event.target.closest("[data-choose]")) { choose(); return; }
    const reject = event.target.closest("details.reject:not([open]) > summary");
    if (reject) { event.preventDefault(); ask(reject.parentElement); return; }
    const piece = event.target.closest("[data-numbers]");
    if (piece && document.getSelection().isCollapsed) {
      const numbers = piece.dataset.numbers.trim().split(" ");
      const now = numbers.indexOf(selected()?.dataset.card);
      select(review().querySelector(`[data-card="${numbers[(now + 1) % numbers.length]}"]`));
      return;
    }
    const card = event.target.closest("[data-card]");
    if (!card || event.target.closest("button, input, select, textarea, summary, label, a:not([data-select])")) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    select(card, { focus: false });
  }

  document.addEventListener("keydown", press);
  document.addEventListener("click", click);
  // Pressing the button leaves the words selected.
  document.addEventListener("mousedown", (event) => { if (event.target.closest("[data-choose]")) event.preventDefault(); });
  document.addEventListener("pointerdown", (event) => { pressed = !event.target.closest("[data-choose]"); });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { pressed = false; offer(); });
  document.addEventListener("selectionchange", offer);
  document.addEventListener("scroll", offer, { capture: true, passive: true });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "review" && event.target.id !== "review") return;
    // Where a form had an address of its own, the review has its own again.
    const address = event.detail.xhr?.responseURL;
    if (address && new URL(address).pathname === review().dataset.review) history.replaceState(null, "", address);
    prepare();
    select(selected(), { focus: !review().querySelector("[data-entry]") });
    remember();
    // When all is decided, publishing is next.
    if (!selected() && event.detail.requestConfig?.verb === "post") review().querySelector(".review-end .button")?.focus();
    enter();
  });
  prepare();
  begin();
  enter();
})();
