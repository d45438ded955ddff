/** The metrics as tiles: value or "Insufficient data", sample, formula and what was left out. */

import { element, name } from "./dom.js";
import { counted, quantity, whole } from "./format.js";

const NO_TRACKER = "no tracker is configured";
const HEADLINES = [
  "deployment-frequency",
  "lead-time",
  "change-failure-rate",
  "recovery-time",
  "rework-rate",
  "availability",
  "delivered-tickets",
];

/** Which facts a metric's sample consists of. */
const SAMPLES = {
  "deployment-frequency": ["deployment"],
  "lead-time": ["commit"],
  "lead-time-p90": ["commit"],
  "change-failure-rate": ["deployment"],
  "recovery-time": ["restored deployment"],
  "rework-rate": ["deployment"],
  availability: ["running service"],
  "delivered-tickets": ["ticket"],
  builds: ["build"],
  "build-success-rate": ["build"],
  "build-duration": ["build"],
  "test-pass-rate": ["test run", "test runs"],
  "flaky-tests": ["test run", "test runs"],
  "gate-pass-rate": ["gate"],
};

export function metricTiles(metrics) {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const headlines = HEADLINES.map((key) => byName.get(key)).filter(Boolean);
  const untracked = metrics.filter((metric) => metric.gap === NO_TRACKER);
  const shown = new Set([...HEADLINES, "lead-time-p90", ...untracked.map((metric) => metric.name)]);
  const others = metrics.filter((metric) => !shown.has(metric.name));
  return element(
    "section",
    { class: "sd-metrics", "aria-labelledby": "sd-metrics-title" },
    element("h2", { id: "sd-metrics-title" }, "Delivery"),
    element(
      "div",
      { class: "sd-tiles" },
      headlines.map((metric) => tile(metric, metric.name === "lead-time" ? byName.get("lead-time-p90") : null)),
    ),
    others.length ? element("h2", {}, "Builds, tests and gates") : null,
    others.length
      ? element(
          "div",
          { class: "sd-tiles sd-tiles-small" },
          others.map((metric) => tile(metric, null)),
        )
      : null,
    untracked.length ? trackerMetrics(untracked) : null,
  );
}

function tile(metric, percentile) {
  const id = `sd-metric-${metric.name}`;
  return element(
    "article",
    { class: "sd-card sd-tile", "aria-labelledby": id, "data-metric": metric.name },
    element("h3", { id }, metric.label),
    metric.sufficient
      ? element("p", { class: "sd-value" }, quantity(metric.value, metric.unit))
      : element("p", { class: "sd-value sd-insufficient" }, "Insufficient data"),
    element("p", { class: "sd-sample" }, sample(metric)),
    percentile?.sufficient
      ? element("p", { class: "sd-sample" }, `90 % within ${quantity(percentile.value, percentile.unit)}`)
      : null,
    element(
      "details",
      {},
      element("summary", { "aria-label": `How ${metric.label} is calculated` }, "How it is calculated"),
      element("p", {}, `${sentence(metric.formula)}.`),
      exclusions(metric),
      parts(metric),
    ),
  );
}

function sample(metric) {
  if (!metric.sufficient) {
    return `${sentence(metric.gap)}.`;
  }
  return `From ${counted(metric.n, ...(SAMPLES[metric.name] ?? ["fact"]))}`;
}

function exclusions(metric) {
  if (!metric.excluded.length) {
    return element("p", {}, "Nothing was left out.");
  }
  return [
    element("p", {}, "Left out:"),
    element(
      "ul",
      {},
      metric.excluded.map((excluded) => element("li", {}, `${sentence(excluded.reason)}: ${whole(excluded.count)}`)),
    ),
  ];
}

function parts(metric) {
  if (metric.parts.length < 2) {
    return null;
  }
  return element(
    "ul",
    {},
    metric.parts.map((part) =>
      element("li", {}, name(part.service), " in ", name(part.environment), `: ${quantity(part.value, metric.unit)}`),
    ),
  );
}

function trackerMetrics(metrics) {
  return element(
    "details",
    { class: "sd-card sd-untracked" },
    element("summary", {}, `${counted(metrics.length, "metric")} with insufficient data: ${NO_TRACKER}`),
    element(
      "dl",
      {},
      metrics.map((metric) => [
        element("dt", {}, metric.label),
        element("dd", {}, `${sentence(metric.formula)}.`),
      ]),
    ),
  );
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
