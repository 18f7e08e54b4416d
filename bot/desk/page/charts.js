// Draws the charts that Teams adds to Adaptive Cards, which Microsoft's library leaves to its fallback.
// Colours are the page's custom properties; every number also stands in words beside its colour.

const AC = window.AdaptiveCards;
const SVG = "http://www.w3.org/2000/svg";

const made = (name, className, ...children) => {
  const node = document.createElement(name);
  node.className = className;
  node.append(...children);
  return node;
};
const drawn = (name, attributes, ...children) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
const colour = (point) => `chart-${point.color ?? "neutral"}`;
const swatch = (point) => made("span", `chart-swatch ${colour(point)}`);

function key(points) {
  return made("ul", "chart-key", ...points.map((one) => made("li", "", swatch(one), ` ${one.legend}${one.value === undefined ? "" : ` ${one.value}`}`)));
}

function stackedBars({ data }) {
  const rows = data.map((row) => {
    const bar = made("div", "chart-bar", ...row.data.filter((one) => one.value > 0).map((one) => {
      const part = made("span", `chart-part ${colour(one)}`, String(one.value));
      part.style.flexGrow = one.value;
      return part;
    }));
    bar.setAttribute("role", "img");
    bar.setAttribute("aria-label", row.data.map((one) => `${one.value} ${one.legend}`).join(", "));
    return made("div", "chart-row", made("div", "chart-name", row.title), bar);
  });
  return [...rows, key(data[0]?.data.map(({ legend, color }) => ({ legend, color })) ?? [])];
}

function donut({ data }) {
  const whole = data.reduce((sum, one) => sum + one.value, 0) || 1;
  let from = 0;
  const rings = data.filter((one) => one.value > 0).map((one) => {
    const ring = drawn("circle", {
      class: `chart-ring ${colour(one)}`, cx: 50, cy: 50, r: 38, pathLength: whole,
      "stroke-dasharray": `${one.value} ${whole - one.value}`, "stroke-dashoffset": -from,
    });
    from += one.value;
    return ring;
  });
  const label = drawn("text", { x: 50, y: 56, "text-anchor": "middle", class: "chart-whole" }, String(from));
  const picture = drawn("svg", { viewBox: "0 0 100 100", class: "chart-donut", role: "img" }, ...rings, label);
  picture.setAttribute("aria-label", data.map((one) => `${one.value} ${one.legend}`).join(", "));
  return [made("div", "chart-beside", picture, key(data))];
}

const WIDE = 320;
const HIGH = 120;
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

function lines({ data }) {
  const values = data.flatMap((one) => one.values);
  const most = Math.max(1, ...values.map((one) => one.y));
  const days = data[0]?.values.map((one) => one.x) ?? [];
  const step = WIDE / Math.max(1, days.length - 1);
  const at = (one, place) => [place * step, HIGH - (one.y / most) * HIGH];
  const courses = data.map((one, n) => drawn("polyline", {
    class: `chart-course ${colour(one)} chart-course-${n}`,
    points: one.values.map((value, place) => at(value, place).join(",")).join(" "),
  }));
  const picture = drawn("svg", { viewBox: `-4 -6 ${WIDE + 8} ${HIGH + 12}`, class: "chart-lines", role: "img" },
    drawn("line", { x1: 0, y1: HIGH, x2: WIDE, y2: HIGH, class: "chart-axis" }), ...courses);
  picture.setAttribute("aria-label", data.map((one) => `${one.legend}: ${one.values.map((value) => value.y).join(", ")}`).join("; "));
  const last = data.map((one) => ({ legend: one.legend, color: one.color, value: one.values.at(-1)?.y }));
  const ends = made("div", "chart-ends", made("span", "", day.format(new Date(days[0]))), made("span", "", `0 to ${most}`), made("span", "", day.format(new Date(days.at(-1)))));
  return [picture, ends, key(last)];
}

const KINDS = { "Chart.HorizontalBar.Stacked": stackedBars, "Chart.Donut": donut, "Chart.Line": lines };

function element(kind, draw) {
  return class extends AC.CardElement {
    getJsonTypeName() { return kind; }
    internalParse(source, context) { super.internalParse(source, context); this.chart = source; }
    internalRender() {
      const title = made("div", "chart-title", this.chart.title ?? "");
      const figure = made("div", "chart", title, ...draw(this.chart));
      figure.setAttribute("role", "group");
      figure.setAttribute("aria-label", this.chart.title ?? "Chart");
      return figure;
    }
  };
}

// What a card is read with: Teams' charts among its elements, or not, as in clients without them.
export function reading({ charts }) {
  const registry = new AC.CardObjectRegistry();
  AC.GlobalRegistry.populateWithDefaultElements(registry);
  if (charts) for (const [kind, draw] of Object.entries(KINDS)) registry.register(kind, element(kind, draw));
  const context = new AC.SerializationContext();
  context.setElementRegistry(registry);
  return context;
}
