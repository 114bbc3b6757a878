// Draws the charts of a page. Each figure holds its values as JSON, words included, and as a table: without
// this script, or where drawing fails, the table is simply there. Chart.js is fetched when a figure comes near.
(() => {
  "use strict";

  const NEAR = "600px";
  // What was drawn, by figure: the charts to destroy before the next drawing, and the width they were made for.
  const drawn = new Map();

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      library(target.dataset.library).then(() => target.isConnected && draw(target), () => fallBack(target));
    }
  }, { rootMargin: NEAR });

  const sized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const figure = target.closest("[data-chart]");
      // Drawing sets the height, so only another width asks for a new drawing.
      if (drawn.has(figure) && target.clientWidth && drawn.get(figure).width !== target.clientWidth) draw(figure);
    }
  });

  let fetching = null;
  function library(address) {
    fetching ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    return fetching;
  }

  function prepare(root) {
    for (const [figure, { charts }] of drawn) {
      if (figure.isConnected) continue;
      charts.forEach((chart) => chart.destroy());
      drawn.delete(figure);
    }
    const figures = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
    if (root.matches?.("[data-chart]:not([data-drawn])")) figures.push(root);
    for (const figure of figures) {
      figure.dataset.drawn = "";
      const button = figure.querySelector(".chart-switch");
      button.hidden = figure.querySelector(".chart-drawing").hidden = false;
      button.addEventListener("click", () => {
        const shown = figure.toggleAttribute("data-table");
        button.setAttribute("aria-expanded", shown);
      });
      near.observe(figure);
    }
  }

  function fallBack(figure) {
    drawn.delete(figure);
    delete figure.dataset.drawn;
    figure.querySelector(".chart-switch").hidden = figure.querySelector(".chart-drawing").hidden = true;
  }

  function draw(figure) {
    const frame = figure.querySelector(".chart-drawing");
    const width = frame.clientWidth;
    drawn.get(figure)?.charts.forEach((chart) => chart.destroy());
    drawn.set(figure, { charts: [], width });
    sized.observe(frame);
    if (!width) return; // not shown, as on paper: drawn when it is
    const data = JSON.parse(figure.dataset.chart);
    frame.style.minHeight = `${frame.offsetHeight}px`; // the page does not jump between two drawings
    frame.replaceChildren();
    try {
      drawn.get(figure).charts = window.chartKinds[data.kind](frame, data, window.chartFrame.look(figure));
    } catch (problem) {
      fallBack(figure);
      throw problem;
    } finally {
      frame.style.minHeight = "";
    }
  }

  const redraw = () => [...drawn.keys()].forEach(draw);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => prepare(document));
  else prepare(document);
})();
