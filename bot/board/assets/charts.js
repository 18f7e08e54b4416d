// The bars of a page's charts: Chart.js draws them, each number in its part, in the page's colours.
"use strict";

const drawn = new Map();
const FAILED = "The chart could not be drawn here. Its numbers are in the table below.";

// Each number in its part of the bar, where it has room; the table has every one.
const numbers = {
  id: "numbers",
  afterDatasetsDraw(chart) {
    const { ctx } = chart;
    ctx.save();
    ctx.font = `600 ${FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colour("on-part");
    chart.data.datasets.forEach((part, at) => chart.getDatasetMeta(at).data.forEach((bar, row) => {
      const { x, base, y } = bar.getProps(["x", "base", "y"], true), text = String(part.data[row]);
      if (part.data[row] && ctx.measureText(text).width + 4 <= Math.abs(x - base)) ctx.fillText(text, (x + base) / 2, y);
    }));
    ctx.restore();
  },
};
const FONT = "12px 'Segoe UI', 'Open Sans', system-ui, sans-serif";
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function draw(figure) {
  const { parts, bars } = JSON.parse(figure.dataset.chart), box = figure.querySelector(".bars");
  const labels = bars.map((bar) => bar.label.split(", ")), ink = colour("ink"), line = colour("line");
  const lines = Math.max(1, ...labels.map((label) => label.length));
  box.style.height = `${72 + bars.length * (10 + 16 * lines)}px`;
  drawn.set(figure, new Chart(box.firstElementChild, {
    type: "bar",
    data: {
      labels,
      datasets: parts.map((part, at) => ({
        label: part.name, data: bars.map((bar) => bar.counts[at]), maxBarThickness: 24,
        backgroundColor: colour(`part-${part.colour}`), borderColor: colour("panel"), borderWidth: 1,
      })),
    },
    options: {
      indexAxis: "y", animation: false, maintainAspectRatio: false, font: { family: FONT.slice(5), size: 12 },
      scales: {
        x: { stacked: true, beginAtZero: true, ticks: { precision: 0, color: ink }, grid: { color: line } },
        y: { stacked: true, ticks: { color: ink, autoSkip: false }, grid: { display: false } },
      },
      plugins: {
        legend: { align: "start", onClick: () => {}, labels: { color: ink, boxWidth: 12, boxHeight: 12 } },
        tooltip: { backgroundColor: ink, titleColor: colour("panel"), bodyColor: colour("panel") },
      },
    },
    plugins: [numbers],
  }));
  figure.querySelector(".state").hidden = true;
}

function drawAll() {
  for (const [figure, chart] of drawn) chart.destroy();
  drawn.clear();
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    try {
      draw(figure);
    } catch {
      figure.querySelector(".state").textContent = FAILED;
      figure.querySelector(".bars").hidden = true;
    }
  }
}

drawAll();
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
new MutationObserver(drawAll).observe(document.getElementById("page"), { childList: true });
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(query).addEventListener("change", drawAll);
}
