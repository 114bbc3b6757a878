// Bars: one panel per hub, the same scale in each, the highest bar labelled.
(() => {
  "use strict";

  const { options, valueAxis, yearStep, canvas, panel, panels } = window.chartFrame;
  const marks = window.chartMarks;

  function bars(frame, data, look) {
    const holder = panels(frame, data.panels.length);
    const boxes = data.panels.map((each) => panel(holder, each));
    const axis = { min: 0, max: data.ticks.at(-1).value, ticks: data.ticks };
    return data.panels.map((each, place) => {
      const width = boxes[place].clientWidth;
      const step = yearStep(data.years.length, width - 32, look);
      const element = canvas(boxes[place], width, data.panels.length > 1 ? 170 : 250);
      const colour = look.hub(each.slot);
      const peaks = {
        id: "peaks",
        afterDatasetsDraw(chart) {
          const { ctx } = chart;
          ctx.save();
          ctx.font = look.text(14, 700);
          ctx.fillStyle = look.ink;
          ctx.textAlign = "center";
          chart.getDatasetMeta(0).data.forEach((bar, index) => {
            if (each.bars[index].peak) ctx.fillText(each.bars[index].peak, bar.x, bar.y - 6);
          });
          ctx.restore();
        },
      };
      return new Chart(element, {
        type: "bar",
        data: {
          labels: data.years,
          datasets: [{
            data: each.bars.map((bar) => bar.value),
            labels: each.bars.map((bar) => [bar.label]),
            backgroundColor: marks.bar(element.getContext("2d"), each.slot, colour, look.paper),
            categoryPercentage: 1,
            barPercentage: 0.8,
          }],
        },
        options: options(look, {
          layout: { padding: { top: 20 } },
          interaction: { mode: "index", intersect: false },
          scales: {
            x: {
              border: { display: false }, grid: { display: false },
              // The newest year always has its label; the others follow backwards.
              ticks: {
                callback: (_value, index) => ((data.years.length - 1 - index) % step ? "" : data.years[index]),
                color: look.ink2, font: look.font, padding: 4, autoSkip: false, maxRotation: 0,
              },
            },
            y: valueAxis(look, axis),
          },
        }),
        plugins: [peaks],
      });
    });
  }

  (window.chartKinds ??= {}).bars = bars;
})();
