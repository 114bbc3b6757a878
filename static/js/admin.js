// Names, for who hears the admin and does not see it, where Django and select2 give none; and a preview that says
// when it is one of something else.
(() => {
  "use strict";

  let unnamed = 0;
  const idOf = (element) => (element.id ||= `name-${(unnamed += 1)}`);

  // In a table of parts, the head of its column is what a field is called.
  function columnHead(field) {
    const cell = field.closest(".tabular td");
    return cell?.closest("table").tHead.rows[0].cells[cell.cellIndex];
  }

  function nameFields() {
    for (const head of document.querySelectorAll(".tabular thead th:empty")) {
      head.replaceWith(Object.assign(document.createElement("td"), { className: head.className }));
    }
    for (const field of document.querySelectorAll(".tabular td :is(input, select, textarea):not([type=hidden])")) {
      const head = columnHead(field);
      if (head && !field.labels.length) field.setAttribute("aria-labelledby", idOf(head));
    }
    // The box that select2 puts in place of a select: what it is called, then what is chosen.
    for (const box of document.querySelectorAll(".select2-selection")) {
      const field = box.closest(".select2").previousElementSibling;
      const name = field?.labels?.[0] ?? columnHead(box);
      const chosen = box.querySelector(".select2-selection__rendered");
      if (!name || !chosen) continue;
      chosen.setAttribute("aria-labelledby", idOf(name));
      box.setAttribute("aria-labelledby", `${idOf(name)} ${idOf(chosen)}`);
    }
    const search = document.getElementById("searchbar");
    search?.setAttribute("aria-label", search.form.querySelector("[type=submit]").value);
  }

  // After jQuery's other callbacks, so that select2 has put its boxes in place.
  if (window.django?.jQuery) window.django.jQuery(nameFields);
  else nameFields();
  document.addEventListener("formset:added", nameFields);

  // What is typed while a preview is on its way is not in it either.
  const preview = document.getElementById("preview");
  let typed = false;

  function mark() {
    typed = true;
    if (!preview.firstElementChild || preview.querySelector(".outdated")) return;
    preview.prepend(Object.assign(document.createElement("p"), { className: "notice outdated", textContent: preview.dataset.outdated }));
  }

  if (preview) {
    const form = preview.closest("form");
    // select2 tells only jQuery that something else was chosen.
    if (window.django?.jQuery) window.django.jQuery(form).on("input change", mark);
    else form.addEventListener("input", mark);
    form.addEventListener("htmx:beforeRequest", () => { typed = false; });
    preview.addEventListener("htmx:afterSwap", () => { if (typed) mark(); });
  }
})();
