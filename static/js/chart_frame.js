// What every kind of chart is drawn with: the page's own colours and type, axes, panels, legends, text.
// Loaded after chart_marks.js and before the kinds, which find it in window.chartFrame.
(() => {
  "use strict";

  // Colours and type of the page, read anew for every drawing because the theme may have changed.
  function look(figure) {
    const style = getComputedStyle(figure);
    const token = (name) => style.getPropertyValue(`--${name}`).trim();
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    return {
      paper: token("paper"), surface: token("surface"), sunk: token("sunk"), ink: token("ink"), ink2: token("ink-2"),
      control: token("control"), rule: token("rule"), rule2: token("rule-2"),
      hub: (slot) => token(`hub-${slot}`),
      rem,
      font: { family: style.fontFamily, size: 13 * rem },
      text: (size = 13, weight = 400) => `${weight} ${size * rem}px ${style.fontFamily}`,
    };
  }

  function options(look, more) {
    const { scales = {}, plugins = {}, ...rest } = more;
    return {
      animation: false,
      responsive: false,
      devicePixelRatio: window.devicePixelRatio,
      font: look.font,
      color: look.ink2,
      interaction: { mode: "nearest", intersect: true },
      ...rest,
      scales,
      plugins: {
        legend: { display: false },
        tooltip: {
          animation: false, displayColors: false, padding: 8, cornerRadius: 2, caretSize: 4,
          backgroundColor: look.surface, borderColor: look.control, borderWidth: 1,
          titleColor: look.ink, bodyColor: look.ink, bodyFont: look.font,
          callbacks: { title: () => "", label: (item) => item.dataset.labels[item.dataIndex].flatMap((line) => folded(line)) },
        },
        ...plugins,
      },
    };
  }

  function valueAxis(look, axis, more = {}) {
    const words = new Map(axis.ticks.map(({ value, label }) => [value, label]));
    return {
      min: axis.min, max: axis.max, reverse: axis.reverse ?? false,
      border: { display: false },
      grid: { color: ({ tick }) => (tick.value === 0 ? look.ink : look.rule), tickLength: 0, drawTicks: false },
      afterBuildTicks: (scale) => { scale.ticks = axis.ticks.map(({ value }) => ({ value })); },
      ticks: { callback: (value) => words.get(value), color: look.ink2, font: look.font, padding: 8, autoSkip: false },
      ...more,
    };
  }

  // Every year, or every second, fifth, tenth: as many as have room.
  function yearStep(years, width, look) {
    const room = 44 * look.rem;
    return [1, 2, 5, 10, 20, 50].find((step) => (width * step) / years >= room) ?? 100;
  }

  // Years, or the ticks that came with the axis.
  function timeAxis(look, { min, max, ticks }, width) {
    const step = yearStep(max - min, width, look);
    const words = new Map(ticks.map(({ value, label }) => [value, label]));
    return {
      type: "linear", min, max,
      border: { display: false },
      grid: { display: false },
      afterBuildTicks: (scale) => {
        scale.ticks = ticks.map(({ value }) => ({ value }));
        if (ticks.length) return;
        for (let year = Math.ceil(min / step) * step; year <= max; year += step) scale.ticks.push({ value: year });
      },
      ticks: {
        callback: (value) => words.get(value) ?? String(value),
        color: look.ink2, font: look.font, padding: 4, maxRotation: 0, autoSkip: false,
      },
    };
  }

  // A long line of a tooltip in pieces that fit a phone.
  function folded(text, longest = 40) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = `${lines.at(-1)} ${word}`.trim();
      if (line.length > longest && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = line;
    }
    return lines;
  }

  // Text cut into lines of a width, for drawing.
  function wrapped(context, text, width) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = `${lines.at(-1)} ${word}`.trim();
      if (context.measureText(line).width > width && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = line;
    }
    return lines;
  }

  function canvas(parent, width, height) {
    const element = document.createElement("canvas");
    element.width = width;
    element.height = height;
    parent.append(element);
    return element;
  }

  function panel(parent, { hub, slot }) {
    const element = document.createElement("div");
    element.className = "chart-panel";
    if (hub) {
      const name = document.createElement("p");
      name.className = `chart-hub chart-hub-${slot}`;
      name.textContent = hub;
      element.append(name);
    }
    parent.append(element);
    return element;
  }

  function panels(frame, number) {
    const element = document.createElement("div");
    element.className = "chart-panels";
    element.dataset.panels = number;
    frame.append(element);
    return element;
  }

  // Marks with their words, above the drawing; `paint` draws one mark of the given width and height.
  function legend(frame, entries, width, height, paint) {
    const list = document.createElement("ul");
    list.className = "chart-legend";
    for (const entry of entries) {
      const item = document.createElement("li");
      const ratio = window.devicePixelRatio || 1;
      const sample = canvas(item, width * ratio, height * ratio);
      sample.style.width = `${width}px`;
      sample.style.height = `${height}px`;
      const context = sample.getContext("2d");
      context.scale(ratio, ratio);
      paint(context, entry);
      item.append(entry.word);
      list.append(item);
    }
    frame.prepend(list);
  }

  function stroke(context, [first, ...rest], { colour, width, dash = [] }) {
    context.save();
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(...first);
    rest.forEach((point) => context.lineTo(...point));
    context.stroke();
    context.restore();
  }

  window.chartFrame = { look, options, valueAxis, yearStep, timeAxis, wrapped, canvas, panel, panels, legend, stroke };
})();
