// Lines: values of hubs over time, broken where a definition changes, labelled at their ends.
(() => {
  "use strict";

  const { options, valueAxis, timeAxis, wrapped, canvas, panel, panels, legend, stroke } = window.chartFrame;
  const marks = window.chartMarks;
  const BREAK_DASH = [5, 4];

  function lines(frame, data, look) {
    const apart = data.panels.length > 1;
    const holder = panels(frame, data.panels.length);
    const boxes = data.panels.map((each) => panel(holder, each));
    return data.panels.map((each, place) => {
      const width = boxes[place].clientWidth;
      const height = apart ? 170 : 280;
      const element = canvas(boxes[place], width, height);
      const chart = lineChart(element, each, data, look, !apart);
      if (apart || labelsFit(chart, each, look)) return chart;
      // Labels at the ends would cover each other or a line: a legend says the same.
      chart.destroy();
      element.remove();
      legend(boxes[place], each.lines.map((line) => ({ ...line, word: line.hub })), 40, 14, (context, line) => {
        const colour = look.hub(line.slot);
        stroke(context, [[0, 7], [40, 7]], { colour, width: 2.4, dash: marks.dash(line.slot) });
        marks.drawHub(context, line.slot, 20, 7, 10, colour);
      });
      return lineChart(canvas(boxes[place], width, height), each, data, look, false);
    });
  }

  function lineChart(element, each, data, look, labelled) {
    const context = element.getContext("2d");
    context.font = look.text(14, 700);
    const room = labelled ? Math.max(...each.lines.map((line) => context.measureText(line.end).width)) + 16 : 16;
    const datasets = each.lines.flatMap((line) => line.segments.map((points, index) => ({
      data: points.map(({ x, y }) => ({ x, y })),
      labels: points.map((point) => [point.label]),
      points, line,
      borderColor: look.hub(line.slot),
      borderWidth: 2.4,
      // Before a break of definition dashed, after it solid; without one the dash of the hub.
      borderDash: index < line.segments.length - 1 ? BREAK_DASH : line.breaks.length ? [] : marks.dash(line.slot),
      stepped: data.stepped,
      tension: 0,
      clip: false,
      pointRadius: 0,
      pointHoverRadius: 0,
      pointHitRadius: 10,
    })));
    return new Chart(element, {
      type: "line",
      data: { datasets },
      options: options(look, {
        layout: { padding: { top: 10, right: room } },
        scales: {
          x: timeAxis(look, data.x, element.width - room - 40),
          y: valueAxis(look, data.y),
        },
      }),
      plugins: [{
        id: "marks",
        afterDatasetsDraw(chart) {
          drawPoints(chart, look);
          drawBreaks(chart, each, look);
          if (labelled) drawEndLabels(chart, look);
        },
      }],
    });
  }

  function drawPoints(chart, look) {
    const { ctx, scales } = chart;
    for (const { points, line } of chart.data.datasets) {
      const colour = look.hub(line.slot);
      for (const point of points) {
        const [x, y] = [scales.x.getPixelForValue(point.x), scales.y.getPixelForValue(point.y)];
        if (point.high !== null) {
          const top = scales.y.getPixelForValue(point.high);
          stroke(ctx, [[x, y], [x, top]], { colour, width: 1.6 });
          stroke(ctx, [[x - 4, top], [x + 4, top]], { colour, width: 1.6 });
        }
        marks.drawHub(ctx, line.slot, x, y, 10, colour, point.open ? look.paper : "");
      }
    }
  }

  // Two dashed uprights where a definition changes, and the reason beside them where there is room; the caption has it anyway.
  function drawBreaks(chart, each, look) {
    const { ctx, scales, chartArea: area } = chart;
    const taken = [];
    for (const line of each.lines) {
      for (const { x, reason } of line.breaks) {
        const middle = scales.x.getPixelForValue(x);
        for (const side of [-4, 4]) {
          stroke(ctx, [[middle + side, area.top], [middle + side, area.bottom]], { colour: look.ink, width: 1, dash: [3, 3] });
        }
        ctx.save();
        ctx.font = look.text(13);
        ctx.textBaseline = "top";
        const room = freeBox(chart, look, middle, reason, taken);
        if (room) {
          taken.push(room);
          // On plain paper: no hairline runs through the words.
          ctx.fillStyle = look.paper;
          ctx.fillRect(room.left - 3, room.top, room.right - room.left + 6, room.bottom - room.top);
          ctx.fillStyle = look.ink;
          room.lines.forEach((text, index) => ctx.fillText(text, room.left, room.top + index * room.step));
        }
        ctx.restore();
      }
    }
  }

  // A place for the reason of a break that nothing runs through: right or left of it, high or low.
  function freeBox(chart, look, middle, reason, taken) {
    const { ctx, chartArea: area } = chart;
    const step = 16 * look.rem;
    for (const [start, space] of [[middle + 12, area.right - middle - 16], [null, middle - area.left - 16]]) {
      if (space < 90) continue;
      const lines = wrapped(ctx, reason, Math.min(space, 260));
      const width = Math.max(...lines.map((text) => ctx.measureText(text).width));
      if (width > space) continue;
      const left = start ?? middle - 12 - width;
      for (const top of [area.top + 2, area.bottom - lines.length * step - 2]) {
        const box = { left, right: left + width, top, bottom: top + lines.length * step, lines, step };
        if (!crossed(chart, box) && !taken.some((other) => meet(box, other))) return box;
      }
    }
    return null;
  }

  function meet(a, b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }

  // Whether a line runs through a box or close to it; the line whose label the box is may come close.
  function crossed(chart, box, own = null) {
    const { scales, data } = chart;
    for (const { points, line, stepped } of data.datasets) {
      const pixels = points.map(({ x, y }) => [scales.x.getPixelForValue(x), scales.y.getPixelForValue(y)]);
      const path = stepped ? pixels.flatMap(([x, y], i) => (i ? [[x, pixels[i - 1][1]], [x, y]] : [[x, y]])) : pixels;
      for (let i = 0; i < path.length; i += 1) {
        const [from, to] = [path[Math.max(i - 1, 0)], path[i]];
        const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 3));
        for (let s = 0; s <= steps; s += 1) {
          const [x, y] = [from[0] + ((to[0] - from[0]) * s) / steps, from[1] + ((to[1] - from[1]) * s) / steps];
          const reach = line === own ? 0 : 5;
          if (x > box.left - reach && x < box.right + reach && y > box.top - reach && y < box.bottom + reach) return true;
        }
      }
    }
    return false;
  }

  // Where the label of each line stands: right of its last value, moved up or down a little where two would meet.
  function endLabels(chart) {
    const { ctx, scales } = chart;
    const ends = new Map();
    for (const { points, line, borderColor } of chart.data.datasets) {
      const { x, y } = points.at(-1);
      ends.set(line, { line, colour: borderColor, x: scales.x.getPixelForValue(x) + 11, at: scales.y.getPixelForValue(y) });
    }
    const labels = [...ends.values()].sort((a, b) => a.at - b.at);
    labels.forEach((label, index) => {
      label.width = ctx.measureText(label.line.end).width;
      const above = labels.slice(0, index).filter((other) => other.x < label.x + label.width && label.x < other.x + other.width);
      label.y = Math.max(label.at, ...above.map((other) => other.y + 17));
    });
    return labels;
  }

  function labelsFit(chart, each, look) {
    if (chart.width < 420 && each.lines.length > 1) return false;
    chart.ctx.save();
    chart.ctx.font = look.text(14, 700);
    const labels = endLabels(chart);
    chart.ctx.restore();
    return labels.every(({ line, x, y, at, width }) => y - at < 12
      && x + width <= chart.width
      && !crossed(chart, { left: x, right: x + width, top: y - 7, bottom: y + 7 }, line));
  }

  function drawEndLabels(chart, look) {
    const { ctx } = chart;
    ctx.save();
    ctx.font = look.text(14, 700);
    ctx.textBaseline = "middle";
    for (const { line, colour, x, y } of endLabels(chart)) {
      ctx.fillStyle = colour;
      ctx.fillText(line.end, x, y);
    }
    ctx.restore();
  }

  (window.chartKinds ??= {}).lines = lines;
})();
