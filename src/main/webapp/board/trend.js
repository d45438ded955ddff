/** Delivery from sprint to sprint, as columns in a drawing and as a table. */

import { asked, changed } from "./address.js";
import { drawing, element, name } from "./dom.js";
import { counted, date, quantity } from "./format.js";
import { t } from "./texts.js";

const SERIES = [
  { key: "deploymentsPerDay", text: t("Deployment frequency"), unit: "per-day", n: "successfulDeployments", of: "deployment" },
  { key: "leadTimeSeconds", text: t("Lead time"), unit: "seconds", n: "commitsShipped", of: "commit" },
  { key: "changeFailureRate", text: t("Change failure rate"), unit: "ratio", n: "finishedDeployments", of: "deployment" },
  { key: "deliveredTickets", text: t("Delivered tickets"), unit: "count", n: "deliveredTickets", of: "ticket" },
  { key: "buildSuccessRate", text: t("Build success"), unit: "ratio", n: "builds", of: "build" },
];

const SHOWN = 26;
const WIDTH = 640;
const HEIGHT = 260;
const LEFT = 78;
const RIGHT = 38;
const TOP = 16;
const BOTTOM = 34;

/** The card; `sprintLink` gives the address of the board with another sprint. */
export function trend(history, shownSprint, sprintLink) {
  const card = element(
    "section",
    { class: "sd-card sd-trend", "aria-labelledby": "sd-trend-title" },
    element("h2", { id: "sd-trend-title" }, t("Trend over sprints")),
  );
  if (!history.points.length) {
    card.append(element("p", { class: "sd-none" }, t("There is no sprint yet.")));
    return card;
  }
  const wanted = asked().trend;
  const chosen = SERIES.find((series) => series.key === wanted) ?? SERIES[0];
  const place = element("div", { class: "sd-chart", tabindex: "0", role: "region", "aria-label": t("The trend as a drawing") });
  const show = (series) => place.replaceChildren(chart(excerpt(history.points, shownSprint), series, shownSprint));
  const radios = SERIES.map((series) => {
    const radio = element("input", {
      type: "radio",
      name: "sd-trend",
      id: `sd-trend-${series.key}`,
      value: series.key,
      checked: series === chosen,
    });
    radio.addEventListener("change", () => {
      window.history.replaceState(null, "", changed({ trend: series.key }));
      show(series);
    });
    return element("label", { class: "sd-radio" }, radio, element("span", {}, series.text));
  });
  show(chosen);
  card.append(
    element("fieldset", { class: "sd-radios" }, element("legend", { class: "sd-hidden" }, t("Metric")), radios),
    place,
    asTable(history.points, sprintLink),
  );
  return card;
}

/** The table of a hundred sprints is made when somebody opens it. */
function asTable(points, sprintLink) {
  const summary = element("summary", {}, t("The trend as a table"));
  const details = element("details", {}, summary);
  const open = () => {
    details.append(
      element(
        "div",
        { class: "sd-scroll", tabindex: "0", role: "region", "aria-label": t("The trend as a table") },
        table(points, sprintLink),
      ),
    );
  };
  details.addEventListener("toggle", open, { once: true });
  return details;
}

/** As many of the newest sprints as fit, or those around the one that is shown where it is older. */
function excerpt(points, shownSprint) {
  const shown = points.findIndex((point) => point.sprint === shownSprint);
  const older = shown >= 0 && shown < points.length - SHOWN;
  const end = older ? Math.max(SHOWN, shown + SHOWN / 2) : points.length;
  return points.slice(Math.max(0, end - SHOWN), end);
}

function chart(points, series, shownSprint) {
  const values = points.map((point) => point[series.key]);
  const known = values.filter((value) => value !== null);
  if (!known.length) {
    return element("p", { class: "sd-none" }, t("Insufficient data: no sprint has a sample of “{0}”.", series.text));
  }
  const top = ceiling(Math.max(...known), series.unit);
  const slot = (WIDTH - LEFT - RIGHT) / points.length;
  const high = HEIGHT - TOP - BOTTOM;
  const y = (value) => TOP + high * (1 - value / top);
  const width = Math.min(44, slot * 0.66);
  const every = Math.ceil(points.length / 6);
  const lines = [0, 0.5, 1].map((share) => [
    drawing("line", { class: "sd-grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(top * share), y2: y(top * share) }),
    drawing(
      "text",
      { class: "sd-axis", x: LEFT - 10, y: y(top * share) + 4, "text-anchor": "end" },
      share === 0 ? "0" : quantity(top * share, series.unit),
    ),
  ]);
  const columns = points.map((point, index) => {
    const value = values[index];
    const middle = LEFT + slot * (index + 0.5);
    const tall = value === null ? 0 : Math.max(2, high * (value / top));
    const text = words(point, value, series);
    return drawing(
      "g",
      {},
      drawing("title", {}, text),
      drawing("rect", { class: "sd-hit", x: middle - slot / 2, y: TOP, width: slot, height: high }),
      value === null
        ? drawing("text", { class: "sd-gap", x: middle, y: TOP + high - 6, "text-anchor": "middle" }, "–")
        : drawing("rect", {
            class: point.sprint === shownSprint ? "sd-column sd-column-shown" : "sd-column",
            x: middle - width / 2,
            y: TOP + high - tall,
            width,
            height: tall,
            rx: Math.min(3, width / 3),
          }),
      (points.length - 1 - index) % every === 0
        ? drawing("text", { class: "sd-axis", x: middle, y: HEIGHT - 12, "text-anchor": "middle" }, date(point.start))
        : null,
    );
  });
  const newest = points[points.length - 1];
  const label =
    t("{0} over {1}, newest: {2}", series.text, counted(points.length, "sprint"), words(newest, newest[series.key], series));
  return drawing("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label }, lines, columns);
}

function words(point, value, series) {
  const shown = value === null ? t("Insufficient data") : quantity(value, series.unit);
  return t("{0}: {1}, from {2}", point.name, shown, counted(point[series.n] ?? 0, series.of));
}

/** The next round number, so that the highest column stays under the upper line. */
function ceiling(value, unit) {
  if (unit === "ratio") {
    return value > 0.5 ? 1 : value > 0.2 ? 0.5 : value > 0.1 ? 0.2 : 0.1;
  }
  if (value <= 0) {
    return 1;
  }
  const base = unit === "seconds" ? (value > 86400 ? 86400 : value > 3600 ? 3600 : 60) : 1;
  const scaled = value / base;
  const power = 10 ** Math.floor(Math.log10(scaled));
  const step = [1, 2, 4, 6, 8, 10].find((candidate) => scaled <= candidate * power);
  const top = step * power * base;
  return unit === "count" ? Math.max(2, top) : top;
}

function table(points, sprintLink) {
  return element(
    "table",
    {},
    element("caption", { class: "sd-hidden" }, t("Delivery by sprint, newest first; a dash is insufficient data")),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        [t("Sprint"), t("Began"), ...SERIES.map((series) => series.text)].map((text) => element("th", { scope: "col" }, text)),
      ),
    ),
    element(
      "tbody",
      {},
      points.toReversed().map((point) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, element("a", { href: sprintLink(point.sprint) }, name(point.name))),
          element("td", {}, date(point.start)),
          SERIES.map((series) =>
            element("td", {}, point[series.key] === null ? "–" : quantity(point[series.key], series.unit)),
          ),
        ),
      ),
    ),
  );
}
