/** The choices at the top of the board, and the sprint's own words and days. */

import { element, moment, name } from "./dom.js";
import { counted, date, label, time } from "./format.js";

const REPORTS = [
  ["html", "HTML"],
  ["md", "Markdown"],
  ["csv", "CSV"],
  ["json", "JSON"],
];

/** Selects for sprint, service and environment; `go` gets what changed. */
export function chooser(sprints, board, go) {
  const sprintOptions = sprints.sprints.items.map((sprint) => ({
    value: sprint.id,
    text: sprint.phase === "closed" ? sprint.name : `${sprint.name} (${sprint.phase})`,
  }));
  return element(
    "form",
    { class: "sd-chooser", role: "search", "aria-label": "What the board shows" },
    element("span", { class: "sd-brand" }, "Sprint Delivery"),
    select("sprint", "Sprint", sprintOptions, board.sprint?.id ?? "", sprintOptions.length ? null : "No sprints", go),
    select("service", "Service", options(board.services.items), board.scope.service ?? "", "All services", go),
    select(
      "environment",
      "Environment",
      options(board.environments.items.map((environment) => environment.name)),
      board.scope.environment ?? "",
      "All environments",
      go,
    ),
  );
}

/** Name, phase, dates, goal and days of the sprint, and its report for download. */
export function sprintHeader(board, report) {
  const { sprint, scope } = board;
  const title = sprint ? name(sprint.name) : "The last 30 days";
  const service = scope.service ? ["the service ", name(scope.service)] : ["all services"];
  const place = scope.environment
    ? ["the environment ", name(scope.environment)]
    : [`environments of the tier ${scope.tier}`];
  return element(
    "header",
    { class: "sd-head" },
    element(
      "div",
      { class: "sd-head-words" },
      element(
        "div",
        { class: "sd-title" },
        element("h1", {}, title),
        sprint ? element("span", { class: `sd-badge sd-phase-${sprint.phase}` }, label(sprint.phase)) : null,
      ),
      element(
        "p",
        { class: "sd-dates" },
        moment(scope.from, date(scope.from)),
        " – ",
        moment(scope.to, date(scope.to)),
      ),
      sprint?.goal ? element("p", { class: "sd-goal" }, "Goal: ", name(sprint.goal)) : null,
      element("p", { class: "sd-scope" }, "Metrics of ", ...service, " in ", ...place, "."),
    ),
    element(
      "div",
      { class: "sd-head-side" },
      sprint ? days(sprint) : null,
      element(
        "p",
        { class: "sd-reports" },
        "Report: ",
        REPORTS.map(([format, text], index) => [
          index ? " · " : "",
          element("a", { href: report(format), "aria-label": `Report as ${text}` }, text),
        ]),
      ),
      element("p", { class: "sd-at" }, "As of ", moment(board.at, time(board.at))),
    ),
  );
}

function days(sprint) {
  const words = {
    future: `Not begun, ${counted(sprint.days, "day")} planned`,
    active: `${counted(sprint.daysLeft, "day")} left of ${sprint.days}`,
    closed: `Over, it had ${counted(sprint.days, "day")}`,
  };
  const over = sprint.phase === "future" ? 0 : sprint.days - sprint.daysLeft;
  return element(
    "div",
    { class: "sd-days" },
    element("p", {}, words[sprint.phase]),
    element("progress", { value: over, max: sprint.days, "aria-label": "Days of the sprint that are over" }),
  );
}

function options(names) {
  return names.map((text) => ({ value: text, text }));
}

function select(key, text, choices, chosen, none, go) {
  const control = element(
    "select",
    { id: `sd-choice-${key}`, name: key, autocomplete: "off" },
    none === null ? null : element("option", { value: "" }, none),
    choices.map((choice) =>
      element("option", { value: choice.value, selected: choice.value === chosen }, shortened(choice.text)),
    ),
  );
  control.addEventListener("change", () => go({ [key]: control.value }));
  return element("label", { class: "sd-choice" }, element("span", {}, text), control);
}

/** An option cannot wrap its text. */
function shortened(text) {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
