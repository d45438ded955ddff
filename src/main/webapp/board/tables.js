/** The board's tables. */

import { element, moment, name } from "./dom.js";
import { date, duration, label, time, whole } from "./format.js";

const TIERS = ["development", "testing", "staging", "production"];
const FIRST_ROWS = 25;

const MARKS = {
  successful: "good",
  PASS: "good",
  failed: "bad",
  FAIL: "bad",
  critical: "bad",
  high: "bad",
  "rolled-back": "warn",
  WARN: "warn",
  rollback: "warn",
  medium: "warn",
  INCONCLUSIVE: "warn",
  hotfix: "info",
  "in-progress": "info",
  pending: "info",
};

/** Tickets with their way through the tiers. */
export function tickets(list) {
  return tableCard({
    id: "tickets",
    title: "Tickets",
    caption: "Tickets of the sprint and how far they have come",
    columns: ["Ticket", "Way", "Furthest", "Since", { text: "Commits", number: true }],
    list,
    none: "No build or deployment of this time carries a ticket.",
    row: (ticket) => [
      name(ticket.key),
      way(ticket.furthest),
      ticket.furthest ? name(ticket.furthest.name) : element("span", { class: "sd-soft" }, "Not deployed"),
      ticket.since ? moment(ticket.since, time(ticket.since)) : "",
      whole(ticket.commits),
    ],
  });
}

/** Services against environments: which version runs where. */
export function running(list, scope) {
  const services = [...new Set(list.items.map((item) => item.service))].sort();
  const places = new Map(list.items.map((item) => [item.environment.name, item.environment]));
  const environments = [...places.values()].sort(
    (one, other) => rank(one.tier) - rank(other.tier) || one.name.localeCompare(other.name),
  );
  const cells = new Map(list.items.map((item) => [cellKey(item.service, item.environment.name), item]));
  return tableCard({
    id: "running",
    title: "What runs where",
    caption: "Versions that run now, by service and environment",
    columns: [
      "Service",
      ...environments.map((environment) => ({
        text: environment.name,
        note: environment.tier === environment.name ? null : environment.tier,
      })),
    ],
    list: { items: services, more: list.more },
    none: scope.service || scope.environment ? "Nothing runs there." : "Nothing was deployed yet.",
    row: (service) => [
      name(service),
      ...environments.map((environment) => {
        const item = cells.get(cellKey(service, environment.name));
        return item
          ? [
              element("span", { class: "sd-version" }, name(item.version)),
              element("span", { class: "sd-note" }, "since ", moment(item.since, date(item.since))),
            ]
          : element("span", { class: "sd-soft" }, "–");
      }),
    ],
  });
}

export function deployments(list) {
  return tableCard({
    id: "deployments",
    title: "Deployments",
    caption: "Deployments of the sprint, newest first",
    columns: [
      "Started",
      "Service",
      "Environment",
      "Version",
      "Kind",
      "Status",
      { text: "Duration", number: true },
      "Tickets",
    ],
    list,
    none: "Nothing was deployed in this time.",
    row: (deployment) => [
      moment(deployment.started, time(deployment.started)),
      name(deployment.service),
      name(deployment.environment.name),
      [
        element("span", { class: "sd-version" }, name(deployment.version)),
        deployment.previousVersion
          ? element("span", { class: "sd-note" }, "after ", name(deployment.previousVersion))
          : null,
      ],
      deployment.kind ? badge(deployment.kind) : "",
      badge(deployment.status),
      deployment.finished ? duration((new Date(deployment.finished) - new Date(deployment.started)) / 1000) : "",
      keys(deployment.tickets),
    ],
  });
}

export function gates(list) {
  return tableCard({
    id: "gates",
    title: "Gates",
    caption: "Gate evaluations of the sprint, newest first",
    columns: ["Time", "Service", "Environment", "Version", "Policy", "Verdict", "What was not met"],
    list,
    none: "No gate was evaluated in this time.",
    row: (gate) => [
      moment(gate.at, time(gate.at)),
      name(gate.service),
      gate.environment ? name(gate.environment.name) : "",
      gate.version ? element("span", { class: "sd-version" }, name(gate.version)) : "",
      name(gate.result.policy),
      badge(gate.result.verdict),
      unmet(gate.result.conditions),
    ],
  });
}

/** Incidents, only where there are some. */
export function incidents(list) {
  if (!list.items.length) {
    return null;
  }
  return tableCard({
    id: "incidents",
    title: "Incidents",
    caption: "Incidents that overlap the sprint, newest first",
    columns: ["Opened", "Service", "Environment", "Severity", "Summary", "Resolved"],
    list,
    none: "",
    row: (incident) => [
      moment(incident.opened, time(incident.opened)),
      name(incident.service),
      name(incident.environment.name),
      badge(incident.severity),
      name(incident.summary),
      incident.resolved ? moment(incident.resolved, time(incident.resolved)) : badge("open", "bad"),
    ],
  });
}

/**
 * A card with one table; a cell is a node, a text or a list of them, the first one heads its row. Of a long table the
 * first rows are made at once and the others on request.
 */
function tableCard({ id, title, caption, columns, list, none, row }) {
  const titleId = `sd-${id}-title`;
  const count = `${whole(list.items.length)}${list.more ? "+" : ""}`;
  const heading = element(
    "h2",
    { id: titleId },
    title,
    list.items.length ? element("span", { class: "sd-count" }, count) : null,
  );
  const card = element("section", { class: `sd-card sd-table-card sd-${id}`, "aria-labelledby": titleId }, heading);
  if (!list.items.length) {
    card.append(element("p", { class: "sd-none" }, none));
    return card;
  }
  const heads = columns.map((column) => (typeof column === "string" ? { text: column } : column));
  const body = element("tbody");
  const append = (items) =>
    body.append(...items.map((item) => element("tr", {}, row(item).map((cell, at) => tableCell(heads[at], cell, at)))));
  append(list.items.slice(0, FIRST_ROWS));
  card.append(
    element(
      "div",
      { class: "sd-scroll", tabindex: "0", role: "region", "aria-label": caption },
      element(
        "table",
        {},
        element("caption", { class: "sd-hidden" }, caption),
        element("thead", {}, element("tr", {}, heads.map(columnHead))),
        body,
      ),
    ),
  );
  const others = list.items.slice(FIRST_ROWS);
  if (others.length) {
    const button = element(
      "button",
      { type: "button", class: "sd-button sd-more" },
      `Show ${whole(others.length)} more ${title.toLowerCase()}`,
    );
    button.addEventListener("click", () => {
      append(others);
      body.rows[FIRST_ROWS].cells[0].setAttribute("tabindex", "-1");
      body.rows[FIRST_ROWS].cells[0].focus();
      button.remove();
    });
    card.append(button);
  }
  if (list.more) {
    card.append(element("p", { class: "sd-none" }, "There are more; the report has them."));
  }
  return card;
}

function columnHead(column) {
  return element(
    "th",
    { scope: "col", class: column.number ? "sd-number" : null },
    name(column.text),
    column.note ? element("span", { class: "sd-note" }, column.note) : null,
  );
}

function tableCell(column, content, at) {
  return at === 0
    ? element("th", { scope: "row" }, content)
    : element("td", { class: column.number ? "sd-number" : null }, content);
}

/** Four steps, filled as far as the ticket has come. */
function way(furthest) {
  const reached = furthest ? TIERS.indexOf(furthest.tier) : -1;
  const words =
    reached >= 0
      ? `Reached ${furthest.tier}`
      : furthest
        ? "Reached an environment outside the way"
        : "Not deployed";
  return element(
    "span",
    { class: `sd-way${reached === TIERS.length - 1 ? " sd-way-done" : ""}`, role: "img", "aria-label": words },
    TIERS.map((tier, index) => element("span", { class: index <= reached ? "sd-step sd-step-on" : "sd-step", title: label(tier) })),
  );
}

function keys(tickets) {
  const first = tickets.slice(0, 5);
  const others = tickets.slice(5);
  return [
    first.map((key, index) => [index ? ", " : "", name(key)]),
    others.length
      ? element(
          "details",
          {},
          element("summary", {}, `${whole(others.length)} more`),
          others.map((key, index) => [index ? ", " : "", name(key)]),
        )
      : null,
  ];
}

function unmet(conditions) {
  const open = conditions.filter((condition) => condition.verdict !== "PASS");
  if (!open.length) {
    return element("span", { class: "sd-soft" }, "All was met");
  }
  return element(
    "ul",
    {},
    open.map((condition) =>
      element(
        "li",
        {},
        name(condition.type),
        condition.expected || condition.actual
          ? [": expected ", name(condition.expected ?? "–"), ", was ", name(condition.actual ?? "–")]
          : "",
      ),
    ),
  );
}

function badge(word, mark = MARKS[word]) {
  return element("span", { class: `sd-badge sd-${mark ?? "plain"}` }, label(word));
}

function rank(tier) {
  return TIERS.includes(tier) ? TIERS.indexOf(tier) : TIERS.length;
}

function cellKey(service, environment) {
  return JSON.stringify([service, environment]);
}
