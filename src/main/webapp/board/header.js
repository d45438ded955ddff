/** The choices at the top of the board, and the sprint's own words and days. */

import { changed, to, toBoard } from "./address.js";
import { element, moment, name } from "./dom.js";
import { counted, date, label, time } from "./format.js";
import { standsOut } from "./marks.js";
import { SprintField } from "./sprint-field.js";
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

/**
 * Sprint (with search), team, service, environment and ticket. Its fields stay from one view to the next, so that whoever
 * chooses keeps the focus, and so that they need not be made and laid out anew.
 */
export class Chooser {
  #go;
  #bar = null;
  #form = element("form", { class: "sd-choices", role: "search", "aria-label": t("What the board shows") });
  #sprint = new SprintField("sprint", (sprint) => this.#go(changed({ sprint, team: null })), { steps: true });
  #selects = new Map();
  #ticket = ticketSearch((ticket) => this.#go(changed({ ticket })));

  /** @param go gets the address of what is chosen */
  constructor(go) {
    this.#go = go;
  }

  /** The choices of a view. */
  show(sprints, board, view) {
    const teams = sprints.teams.length > 1 ? sprints.teams : null;
    const parts = [
      this.#sprint.show(sprints, board.sprint),
      teams && this.#select("team", t("Team"), teams, view.team, t("All teams"), (team) => ({ team, sprint: null })),
      this.#select("service", t("Service"), board.services.items, board.scope.service, t("All services")),
      this.#select(
        "environment",
        t("Environment"),
        board.environments.items.map((each) => each.name),
        board.scope.environment,
        t("All environments"),
      ),
      this.#ticket,
    ].filter(Boolean);
    if (parts.length !== this.#form.children.length || parts.some((part, at) => part !== this.#form.children[at])) {
      this.#form.replaceChildren(...parts);
    }
    this.#ticket.querySelector("input").value = view.ticket ?? "";
    this.#bar ??= bar(this.#form);
    this.#bar.querySelector(".sd-brand").setAttribute("href", toBoard({ view: null }));
    return this.#bar;
  }

  #select(key, text, names, chosen, none, change = (value) => ({ [key]: value })) {
    const list = JSON.stringify(names);
    let known = this.#selects.get(key);
    if (known?.list !== list) {
      const node = select(key, text, options(names), chosen ?? "", none, (value) => this.#go(changed(change(value))));
      known = { list, node };
      this.#selects.set(key, known);
    }
    known.node.querySelector("select").value = chosen ?? "";
    return known.node;
  }
}

function ticketSearch(choose) {
  const field = element("input", {
    id: "sd-choice-ticket",
    type: "search",
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
