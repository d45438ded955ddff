/** The metrics as tiles: value or "Insufficient data", DORA's band, sample, formula and what was left out. */

import { to } from "./address.js";
import { element, name } from "./dom.js";
import { counted, label, quantity, sentence, whole } from "./format.js";
import { said, t } from "./texts.js";

const HEADLINES = [
  "deployment-frequency",
  "lead-time",
  "change-failure-rate",
  "recovery-time",
  "rework-rate",
  "availability",
  "delivered-tickets",
];

/** What a sprint promised; needs a tracker's word. */
const PROMISE = ["done-not-deployed", "deployed-not-done", "carried-over", "added-after-start", "unplanned-share"];

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
  "done-not-deployed": ["ticket"],
  "deployed-not-done": ["ticket"],
  "carried-over": ["ticket"],
  "added-after-start": ["ticket"],
  "unplanned-share": ["ticket"],
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
  const promise = PROMISE.map((key) => byName.get(key)).filter(Boolean);
  const isTold = promise.some((metric) => metric.sufficient || metric.excluded.length);
  const shown = new Set([...HEADLINES, "lead-time-p90", ...PROMISE]);
  const others = metrics.filter((metric) => !shown.has(metric.name));
  return element(
    "section",
    { class: "sd-metrics", "aria-labelledby": "sd-metrics-title" },
    element("h2", { id: "sd-metrics-title" }, t("Delivery")),
    element(
      "div",
      { class: "sd-tiles" },
      headlines.map((metric) => tile(metric, metric.name === "lead-time" ? byName.get("lead-time-p90") : null)),
    ),
    isTold ? small(t("The sprint's promise"), promise) : null,
    small(t("Builds, tests and gates"), others),
    promise.length && !isTold ? trackerMetrics(promise) : null,
  );
}

function small(title, metrics) {
  return metrics.length
    ? [
        element("h2", {}, title),
        element(
          "div",
          { class: "sd-tiles sd-tiles-small" },
          metrics.map((metric) => tile(metric, null)),
        ),
      ]
    : null;
}

function tile(metric, percentile) {
  const id = `sd-metric-${metric.name}`;
  return element(
    "article",
    { class: "sd-card sd-tile", "aria-labelledby": id, "data-metric": metric.name },
    element("h3", { id }, said(metric.label)),
    element("p", { class: "sd-value-line" }, valueOf(metric), bandOf(metric)),
    element("p", { class: "sd-sample" }, sampleOf(metric)),
    percentile?.sufficient
      ? element("p", { class: "sd-sample" }, t("90 % within {0}", quantity(percentile.value, percentile.unit)))
      : null,
    element(
      "details",
      {},
      element("summary", { "aria-label": t("How {0} is calculated", said(metric.label)) }, t("How it is calculated")),
      element("p", {}, `${sentence(said(metric.formula))}.`),
      exclusions(metric),
      parts(metric),
      thresholds(metric),
    ),
    element(
      "p",
      { class: "sd-tile-link" },
      element(
        "a",
        { href: to("metric", { name: metric.name }), "aria-label": t("What {0} is made from", said(metric.label)) },
        t("What it is made from"),
      ),
    ),
  );
}

/** The value, or that there is none. */
export function valueOf(metric) {
  return metric.sufficient
    ? element("span", { class: "sd-value" }, quantity(metric.value, metric.unit))
    : element("span", { class: "sd-value sd-insufficient" }, t("Insufficient data"));
}

/** DORA's band of the value, where there is one. */
export function bandOf(metric) {
  const band = metric.bands?.band;
  return band ? element("span", { class: `sd-badge sd-band-${band}` }, `DORA: ${label(band)}`) : null;
}

/** What the value was made from, or why there is none. */
export function sampleOf(metric) {
  if (!metric.sufficient) {
    return `${sentence(said(metric.gap))}.`;
  }
  return t("From {0}", counted(metric.n, ...(SAMPLES[metric.name] ?? ["fact"])));
}

/** What was left out, by reason. */
export function exclusions(metric) {
  if (!metric.excluded.length) {
    return element("p", {}, t("Nothing was left out."));
  }
  return [
    element("p", {}, t("Left out:")),
    element(
      "ul",
      {},
      metric.excluded.map((excluded) =>
        element("li", {}, `${sentence(said(excluded.reason))}: ${whole(excluded.count)}`),
      ),
    ),
  ];
}

/** The metric of each service and environment. */
export function parts(metric) {
  if (metric.parts.length < 2) {
    return null;
  }
  return element(
    "ul",
    {},
    metric.parts.map((part) =>
      element("li", {}, name(part.service), " · ", name(part.environment), `: ${quantity(part.value, metric.unit)}`),
    ),
  );
}

/** DORA's bands with their limits. */
export function thresholds(metric) {
  if (!metric.bands) {
    return null;
  }
  return [
    element("p", {}, t("DORA's bands (report of 2023):")),
    element(
      "ul",
      {},
      metric.bands.limits.map((limit) =>
        element("li", {}, `${label(limit.band)}: ${limit.comparison} ${quantity(limit.limit, metric.unit)}`),
      ),
      element("li", {}, t("Low: everything else")),
    ),
  ];
}

function trackerMetrics(metrics) {
  return element(
    "details",
    { class: "sd-card sd-untracked" },
    element("summary", {}, t("{0} need a tracker's word: insufficient data", counted(metrics.length, "metric"))),
    [...new Set(metrics.map((metric) => metric.gap))].map((gap) => element("p", {}, `${sentence(said(gap))}.`)),
    element(
      "dl",
      {},
      metrics.map((metric) => [
        element("dt", {}, said(metric.label)),
        element("dd", {}, `${sentence(said(metric.formula))}.`),
      ]),
      element("dt", {}, t("Blocked")),
      element("dd", {}, t("Tickets that the tracker calls blocked.")),
    ),
  );
}
