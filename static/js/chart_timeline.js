// Timeline: a lane per hub, each initiative a mark where it began, with a line to its end.
(() => {
  "use strict";

  const { options, yearStep, canvas, legend, stroke } = window.chartFrame;
  const marks = window.chartMarks;

  const MARK = 12;
  const ROW = 16;

  function timeline(frame, data, look) {
    const width = frame.clientWidth;
    const aside = width >= 640;
    const brush = document.createElement("canvas").getContext("2d");
    brush.font = look.text(15, 700);
    const gutter = aside ? Math.max(...data.lanes.map((lane) => brush.measureText(lane.hub).width)) + 20 : 0;
    const [head, foot] = [24, 24];
    const right = 8;
    const scale = (x) => gutter + ((x - data.min) / (data.max - data.min)) * (width - gutter - right);

    let top = head;
    const lanes = data.lanes.map((lane) => {
      const { placed, rows } = stacked(lane.marks, scale, width - right);
      const height = (aside ? Math.max(rows * ROW, 40) : rows * ROW + 30) + 16;
      const bottom = top + height;
      const found = { ...lane, top, bottom, placed: placed.map((each) => ({ ...each, y: bottom - 14 - each.row * ROW })) };
      top = bottom;
      return found;
    });

    const element = canvas(frame, width, top + foot);
    const chart = new Chart(element, {
      type: "scatter",
      data: {
        datasets: lanes.map((lane) => ({
          data: lane.placed.map(({ mark, y }) => ({ x: mark.x, y })),
          labels: lane.placed.map(({ mark }) => mark.lines),
          pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 9,
        })),
      },
      options: options(look, {
        layout: { padding: { left: gutter, right } },
        scales: {
          x: { type: "linear", min: data.min, max: data.max, display: false },
          // Rows are laid out in pixels, so that marks never touch: the scale is the canvas itself.
          y: { type: "linear", min: 0, max: top + foot, reverse: true, display: false },
        },
      }),
      plugins: [{
        id: "lanes",
        beforeDatasetsDraw({ ctx }) {
          drawYears(ctx, data, look, scale, { head, top, width: width - gutter - right });
          lanes.forEach((lane) => drawLane(ctx, lane, look, scale, { gutter, width, aside }));
        },
      }],
    });
    legend(frame, data.statuses, 14, 14, (context, { mark }) => marks.drawStatus(context, mark, 7, 7, MARK, look.ink));
    return [chart];
  }

  // Each mark in the lowest row of its lane where neither it nor its line meets another.
  function stacked(all, scale, right) {
    const rows = [];
    const placed = all.map((mark) => {
      const from = scale(mark.x);
      const to = mark.end === null ? from : scale(mark.end);
      const left = from - MARK / 2 - 2;
      let row = rows.findIndex((taken) => taken <= left);
      if (row < 0) row = rows.push(0) - 1;
      rows[row] = Math.max(from + MARK / 2, Math.min(to, right)) + 3;
      return { mark, row, from, to };
    });
    return { placed, rows: Math.max(rows.length, 1) };
  }

  function drawYears(ctx, data, look, scale, { head, top, width }) {
    const step = yearStep(data.max - data.min, width, look);
    if (data.newest) {
      const from = scale(data.newest.x);
      ctx.fillStyle = look.sunk;
      ctx.fillRect(from, head, scale(data.max) - from, top - head);
      stroke(ctx, [[from, head - 4], [from, top]], { colour: look.ink2, width: 1 });
      ctx.font = look.text(13);
      ctx.fillStyle = look.ink2;
      ctx.textBaseline = "alphabetic";
      ctx.textAlign = "right";
      ctx.fillText(data.newest.label, Math.min(from + 4, scale(data.max)), head - 9);
    }
    ctx.font = look.text(13);
    ctx.fillStyle = look.ink2;
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    for (let year = data.min; year <= data.max; year += 1) {
      const x = Math.round(scale(year)) + 0.5;
      stroke(ctx, [[x, head], [x, top]], { colour: look.rule, width: 1 });
      // The newest year always has its label.
      if (year < data.max && (data.max - 1 - year) % step === 0) ctx.fillText(year, (scale(year) + scale(year + 1)) / 2, top + 7);
    }
  }

  function drawLane(ctx, lane, look, scale, { gutter, width, aside }) {
    const colour = look.hub(lane.slot);
    stroke(ctx, [[0, lane.bottom - 0.5], [width, lane.bottom - 0.5]], { colour: look.rule2, width: 1 });
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.font = look.text(15, 700);
    ctx.fillStyle = colour;
    ctx.fillText(lane.hub, 0, lane.top + 10);
    const beside = ctx.measureText(lane.hub).width + 10;
    ctx.font = look.text(13);
    ctx.fillStyle = look.ink2;
    if (aside) ctx.fillText(lane.note, 0, lane.top + 31);
    else ctx.fillText(lane.note, beside, lane.top + 12);
    for (const { mark, from, to, y } of lane.placed) {
      if (to - from > MARK / 2 + 4) {
        stroke(ctx, [[from + MARK / 2 + 1, y], [to, y]], { colour, width: 1.4 });
        if (mark.closed) stroke(ctx, [[to, y - 4], [to, y + 4]], { colour, width: 1.4 });
      }
      marks.drawStatus(ctx, mark.mark, from, y, MARK, colour);
    }
  }

  (window.chartKinds ??= {}).timeline = timeline;
})();
