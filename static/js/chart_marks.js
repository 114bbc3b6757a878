// The marks of charts, drawn on a canvas: a status is told by its shape, a hub by mark, dash and stripes besides its
// colour. The same shapes stand in templates/marks/. Loaded before the kinds of charts, which find
// them in window.chartMarks.
(() => {
  "use strict";

  // In a box of 14 by 14, as in templates/marks/_status.html: `fill` is painted, `stroke` is drawn.
  const STATUSES = {
    proposed: { stroke: circle(5.4), dash: [3.2, 2.45] },
    announced: { stroke: circle(5.4) },
    pilot: { stroke: circle(5.4), fill: "M7 1.6a5.4 5.4 0 0 1 0 10.8z" },
    live: { fill: circle(6.2) },
    enacted: { stroke: "M1.9 1.9h10.2v10.2H1.9z" },
    in_force: { fill: "M1 1h12v12H1z" },
    completed: { stroke: "M1.4 7.4l3.8 3.8L12.6 2.6", width: 2.2 },
    superseded: { stroke: "M1.4 2.2L6.2 7l-4.8 4.8M7.4 2.2L12.2 7l-4.8 4.8" },
    abandoned: { stroke: "M2 2l10 10M12 2L2 12", width: 2.2 },
    unknown: { stroke: "M4 4.4C4 2.6 5.3 1.5 7 1.5s3 1.1 3 2.7c0 2.3-3 2.4-3 4.8", fill: "M5.8 12.2a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0z", width: 1.9 },
    "": { fill: circle(2.2) },
  };

  // In a box of 12 by 12, as in templates/marks/_hub.html, by home slot.
  const HUBS = {
    1: { fill: "M1.5 1.5h9v9h-9z", dash: [] },
    2: { fill: "M1 6a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", dash: [7, 4] },
    3: { fill: "M6 .4L11.6 6 6 11.6.4 6z", dash: [2, 3] },
    4: { fill: "M6 1l5.4 10H.6z", dash: [10, 3, 2, 3] },
    5: { stroke: "M1.5 1.5l9 9m0-9l-9 9", width: 2.4, dash: [] },
    6: { fill: "M.6 1h10.8L6 11z", dash: [4, 4] },
  };
  // Directions of the stripes on a bar, in degrees; slots without any are plain.
  const STRIPES = { 2: 45, 4: -45, 5: 0, 6: 90 };

  function circle(radius) {
    return `M${7 - radius} 7a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0-${2 * radius} 0z`;
  }

  function draw(context, shape, box, x, y, size, colour, paper) {
    context.save();
    context.translate(x - size / 2, y - size / 2);
    context.scale(size / box, size / box);
    context.fillStyle = context.strokeStyle = colour;
    context.lineWidth = shape.width ?? 1.8;
    context.setLineDash(shape.stroke && box === 14 ? shape.dash ?? [] : []);
    if (shape.stroke) context.stroke(new Path2D(shape.stroke));
    if (shape.fill) {
      const path = new Path2D(shape.fill);
      if (paper) {
        // Open: not an exact value.
        context.fillStyle = paper;
        context.fill(path);
        context.stroke(path);
      } else context.fill(path);
    }
    context.restore();
  }

  // What fills a bar: its colour, with stripes of paper across where the slot has them.
  function bar(context, slot, colour, paper) {
    if (!(slot in STRIPES)) return colour;
    const ratio = window.devicePixelRatio || 1;
    const tile = document.createElement("canvas");
    tile.width = tile.height = Math.round(6 * ratio);
    const brush = tile.getContext("2d");
    brush.fillStyle = colour;
    brush.fillRect(0, 0, tile.width, tile.height);
    brush.fillStyle = paper;
    brush.fillRect(0, 0, tile.width, Math.round(1.5 * ratio));
    const pattern = context.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio).rotate(-STRIPES[slot]));
    return pattern;
  }

  window.chartMarks = {
    bar,
    dash: (slot) => HUBS[slot].dash,
    drawHub: (context, slot, x, y, size, colour, paper) => draw(context, HUBS[slot], 12, x, y, size, colour, paper),
    drawStatus: (context, status, x, y, size, colour) => draw(context, STATUSES[status] ?? STATUSES[""], 14, x, y, size, colour),
  };
})();
