/** The choices at the top of the board, and the sprint's own words and days. */

import { changed, to, toBoard } from "./address.js";
import { element, moment, name } from "./dom.js";
import { counted, date, label, time } from "./format.js";
import { standsOut } from "./marks.js";
import { around, t } from "./texts.js";

const REPORTS = [
  ["html", "HTML"],
  ["md", "Markdown"],
  ["csv", "CSV"],
  ["json", "JSON"],
];

/** The product's name, which leads to the board, and the choices of a view. */
export function bar(...choices) {
  const { releases } = document.querySelector(".sd-board").dataset;
  return element(
    "div",
    { class: "sd-chooser" },
    element("a", { class: "sd-brand", href: toBoard({ view: null }) }, t("Sprint Delivery")),
    ...choices,
    releases ? element("a", { class: "sd-back", href: releases }, t("Releases")) : null,
  );
}

/** Sprint (with search), team, service, environment and ticket; `go` gets the address of what is chosen. */
export function chooser(sprints, board, view, go) {
  const service = options(board.services.items);
  const environment = options(board.environments.items.map((each) => each.name));
  return bar(
    element(
      "form",
      { class: "sd-choices", role: "search", "aria-label": t("What the board shows") },
      sprintSearch(sprints, board.sprint, "sprint", (sprint) => go(changed({ sprint, team: null }))),
      sprints.teams.length > 1
        ? select("team", t("Team"), options(sprints.teams), view.team ?? "", t("All teams"), (team) =>
            go(changed({ team, sprint: null })),
          )
        : null,
      select("service", t("Service"), service, board.scope.service ?? "", t("All services"), (chosen) =>
        go(changed({ service: chosen })),
      ),
      select("environment", t("Environment"), environment, board.scope.environment ?? "", t("All environments"), (chosen) =>
        go(changed({ environment: chosen })),
      ),
      ticketSearch(view.ticket ?? "", (ticket) => go(changed({ ticket }))),
    ),
  );
}

/**
 * A field that finds a sprint by a part of its name, and links to the ones before and after. The shown sprint is its
 * placeholder, so that the list of all opens at once.
 */
export function sprintSearch(sprints, shown, key, choose, text = t("Sprint")) {
  const items = sprints.sprints.items;
  const listId = `sd-list-${key}`;
  const field = element("input", {
    id: `sd-choice-${key}`,
    type: "search",
    list: listId,
    autocomplete: "off",
    placeholder: shown ? shown.name : items.length ? t("Search") : t("No sprints"),
    "aria-label": shown ? t("{0}: {1}. Type to find another one", text, shown.name) : text,
  });
  const names = new Map();
  for (const sprint of items) {
    names.set(names.has(sprint.name) ? `${sprint.name} (${sprint.id})` : sprint.name, sprint.id);
  }
  const found = () => {
    const typed = field.value.trim();
    const exact = names.get(typed) ?? items.find((sprint) => sprint.id === typed)?.id;
    if (exact) {
      return exact;
    }
    const near = [...names.keys()].filter((each) => each.toLowerCase().includes(typed.toLowerCase()));
    return typed && near.length === 1 ? names.get(near[0]) : null;
  };
  let taken = shown?.id;
  const take = () => {
    const sprint = found();
    field.setCustomValidity(field.value && !sprint ? t("No single sprint has this in its name.") : "");
    field.setAttribute("aria-invalid", field.value && !sprint ? "true" : "false");
    // Enter is a change too, and so is that the field goes away with what it holds
    if (sprint && sprint !== taken) {
      taken = sprint;
      choose(sprint);
    }
  };
  field.addEventListener("change", take);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      take();
    }
  });
  return element(
    "div",
    { class: "sd-choice" },
    element("label", { for: field.id }, text),
    element(
      "span",
      { class: "sd-stepper" },
      key === "sprint" ? neighbor(items, shown, 1, t("Earlier sprint"), "‹") : null,
      field,
      key === "sprint" ? neighbor(items, shown, -1, t("Later sprint"), "›") : null,
    ),
    element("datalist", { id: listId }, [...names.keys()].map((each) => element("option", { value: each }))),
  );
}

function neighbor(items, shown, step, text, sign) {
  const at = items.findIndex((sprint) => sprint.id === shown?.id);
  const other = at < 0 ? null : items[at + step];
  return other
    ? element(
        "a",
        { class: "sd-step-link", href: changed({ sprint: other.id, team: null }), "aria-label": `${text}: ${other.name}` },
        sign,
      )
    : element("span", { class: "sd-step-link sd-step-none", "aria-hidden": "true" }, sign);
}

function ticketSearch(shown, choose) {
  const field = element("input", {
    id: "sd-choice-ticket",
    type: "search",
    value: shown,
    autocomplete: "off",
    placeholder: t("Part of a key"),
  });
  field.addEventListener("change", () => choose(field.value.trim()));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      field.blur();
    }
  });
  return element("div", { class: "sd-choice" }, element("label", { for: field.id }, t("Ticket")), field);
}

/** Name, phase, dates, goal and days of the sprint, what stands out, and its report for download. */
export function sprintHeader(board, sprints, report, waiting) {
  const { sprint, scope } = board;
  const title = sprint ? name(sprint.name) : t("The last 30 days");
  const service = scope.service ? around("the service {0}", name(scope.service)) : t("all services");
  const place = scope.environment
    ? around("the environment {0}", name(scope.environment))
    : t("environments of the tier {0}", t(scope.tier));
  return element(
    "div",
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
      element("p", { class: "sd-dates" }, moment(scope.from, date(scope.from)), " – ", moment(scope.to, date(scope.to))),
      sprint?.goal ? element("p", { class: "sd-goal" }, around("Goal: {0}", name(sprint.goal))) : null,
      element(
        "p",
        { class: "sd-scope" },
        around("Metrics of {0} in {1}.", element("span", {}, service), element("span", {}, place)),
      ),
      standsOut(board, waiting),
    ),
    element(
      "div",
      { class: "sd-head-side" },
      sprint ? days(sprint) : null,
      element(
        "p",
        { class: "sd-reports" },
        t("Report:"),
        " ",
        REPORTS.map(([format, text], index) => [
          index ? " · " : "",
          element("a", { href: report(format), "aria-label": t("Report as {0}", text) }, text),
        ]),
      ),
      sprint ? comparison(sprints, sprint) : null,
      element("p", { class: "sd-at" }, around("As of {0}", moment(board.at, time(board.at)))),
    ),
  );
}

function comparison(sprints, sprint) {
  const items = sprints.sprints.items;
  const before = items[items.findIndex((each) => each.id === sprint.id) + 1];
  return before
    ? element(
        "p",
        {},
        element(
          "a",
          { href: to("compare", { sprint: sprint.id, with: before.id }) },
          around("Compare with {0}", name(before.name)),
        ),
      )
    : null;
}

function days(sprint) {
  const words = {
    future: t("Not begun, {0} planned", counted(sprint.days, "day")),
    active: t("{0} left of {1}", counted(sprint.daysLeft, "day"), sprint.days),
    closed: t("Over, it had {0}", counted(sprint.days, "day")),
  };
  const over = sprint.phase === "future" ? 0 : sprint.days - sprint.daysLeft;
  return element(
    "div",
    { class: "sd-days" },
    element("p", {}, words[sprint.phase]),
    element("progress", { value: over, max: sprint.days, "aria-label": t("Days of the sprint that are over") }),
  );
}

/** Names as choices. */
export function options(names) {
  return names.map((text) => ({ value: text, text }));
}

/** A labeled select; `choose` gets the value. */
export function select(key, text, choices, chosen, none, choose) {
  const control = element(
    "select",
    { id: `sd-choice-${key}`, autocomplete: "off" },
    none === null ? null : element("option", { value: "" }, none),
    choices.map((choice) =>
      element("option", { value: choice.value, selected: choice.value === chosen }, shortened(choice.text)),
    ),
  );
  control.addEventListener("change", () => choose(control.value));
  return element("div", { class: "sd-choice" }, element("label", { for: control.id }, text), control);
}

/** An option cannot wrap its text. */
function shortened(text) {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
