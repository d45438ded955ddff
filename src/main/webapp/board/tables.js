/** The tables of the board and of its pages. */

import { element, moment, name } from "./dom.js";
import { filters } from "./filters.js";
import { date, duration, label, sentence, time, took, whole } from "./format.js";
import { begun, deploymentLink, environmentLink, ticketLink } from "./links.js";
import { markFilter, standing } from "./marks.js";
import { badge, tableCard, version } from "./table.js";
import { around, said, t } from "./texts.js";

const READINESS = {
  "not-ready": { text: t("Not ready"), mark: "bad" },
  unknown: { text: t("Cannot be compared"), mark: "warn" },
  ready: { text: t("Ready"), mark: "good" },
};

const TIERS = ["development", "testing", "staging", "production"];

/**
 * Tickets with their way through the tiers; `reached` keeps those that came just so far, `mark` those with it. Without
 * `marks` no tracker said anything of the sprint, and no state is shown.
 */
export function tickets(list, marks, csv, { reached, mark }) {
  const kept = list.items.filter(
    (ticket) => (!reached || reach(ticket) === reached) && (!mark || ticket.marks.includes(mark)),
  );
  return tableCard({
    id: "tickets",
    title: t("Tickets"),
    caption: t("Tickets of the sprint and how far they have come"),
    csv,
    above: list.items.length ? [reaches(list.items, reached), marks ? markFilter(marks, mark) : null] : null,
    columns: [
      t("Ticket"),
      t("Way"),
      ...(marks ? [t("State")] : []),
      t("Furthest"),
      t("Since"),
      { text: t("Commits"), number: true },
    ],
    list: { items: kept, more: list.more },
    none: list.items.length
      ? t("No ticket is like that.")
      : t("No build or deployment of this time carries a ticket."),
    row: (ticket) => [
      ticketLink(ticket.key),
      way(ticket.furthest),
      ...(marks ? [standing(ticket)] : []),
      ticket.furthest
        ? environmentLink(ticket.furthest.name)
        : element("span", { class: "sd-soft" }, t("Not deployed")),
      ticket.since ? moment(ticket.since, time(ticket.since)) : "",
      whole(ticket.commits),
    ],
  });
}

/** How many tickets have come how far, each a link that keeps those. */
function reaches(items, reached) {
  const counts = new Map();
  for (const ticket of items) {
    counts.set(reach(ticket), (counts.get(reach(ticket)) ?? 0) + 1);
  }
  const steps = ["none", ...TIERS, "unmapped"].filter((step) => counts.has(step) || step === reached);
  return filters(
    t("How far the tickets have come"),
    "reached",
    steps.map((step) => ({
      value: step,
      text: step === "none" ? t("Not deployed") : label(step),
      count: counts.get(step) ?? 0,
    })),
    reached,
  );
}

function reach(ticket) {
  return ticket.furthest ? ticket.furthest.tier : "none";
}

/** Services against environments: which version runs where. */
export function running(list, scope, csv) {
  const services = [...new Set(list.items.map((item) => item.service))].sort();
  const places = new Map(list.items.map((item) => [item.environment.name, item.environment]));
  const environments = [...places.values()].sort(
    (one, other) => rank(one.tier) - rank(other.tier) || one.name.localeCompare(other.name),
  );
  const cells = new Map(list.items.map((item) => [cellKey(item.service, item.environment.name), item]));
  return tableCard({
    id: "running",
    title: t("What runs where"),
    caption: t("Versions that run now, by service and environment"),
    csv,
    columns: [
      t("Service"),
      ...environments.map((environment) => ({
        head: environmentLink(environment.name),
        note: environment.tier === environment.name ? null : t(environment.tier),
      })),
    ],
    list: { items: services, more: list.more },
    none: scope.service || scope.environment ? t("Nothing runs there.") : t("Nothing was deployed yet."),
    row: (service) => [
      name(service),
      ...environments.map((environment) => {
        const item = cells.get(cellKey(service, environment.name));
        return item
          ? [
              deploymentLink(item.deploymentId, version(item.version)),
              element("span", { class: "sd-note" }, around("since {0}", moment(item.since, date(item.since)))),
            ]
          : element("span", { class: "sd-soft" }, "–");
      }),
    ],
  });
}

/** Which services depend on which others, only where there are some; `readiness` keeps those that are so. */
export function dependencies(list, csv, readiness) {
  if (!list.items.length) {
    return null;
  }
  const counts = new Map();
  for (const each of list.items) {
    counts.set(each.readiness, (counts.get(each.readiness) ?? 0) + 1);
  }
  return tableCard({
    id: "dependencies",
    title: t("Dependencies"),
    caption: t("Which services need which others, and whether these are ready"),
    csv,
    above: filters(
      t("Readiness of the dependencies"),
      "readiness",
      Object.keys(READINESS)
        .filter((each) => counts.has(each) || each === readiness)
        .map((each) => ({ value: each, text: READINESS[each].text, count: counts.get(each) ?? 0 })),
      readiness,
    ),
    columns: [t("Service"), t("Environment"), t("Needs"), t("Runs there now"), t("State"), t("By the gate of")],
    list: { items: list.items.filter((each) => !readiness || each.readiness === readiness), more: list.more },
    none: t("No dependency is like that."),
    row: (each) => [
      name(each.service),
      each.environment ? environmentLink(each.environment.name) : "",
      each.atLeast
        ? around("{0} {1} or higher in {2}", name(each.needs), version(each.atLeast), environmentLink(each.in))
        : around("{0} in {1}", name(each.needs), environmentLink(each.in)),
      each.running ? version(each.running) : element("span", { class: "sd-soft" }, t("Nothing")),
      element("span", { class: `sd-badge sd-${READINESS[each.readiness].mark}` }, READINESS[each.readiness].text),
      [moment(each.at, time(each.at)), element("span", { class: "sd-note" }, name(each.policy))],
    ],
  });
}

export function deployments(list, csv, more = {}) {
  return tableCard({
    id: "deployments",
    title: t("Deployments"),
    caption: t("Deployments, newest first"),
    csv,
    columns: [
      t("Started"),
      t("Service"),
      t("Environment"),
      t("Version"),
      t("Kind"),
      t("Status"),
      { text: t("Duration"), number: true },
      t("Tickets"),
    ],
    list,
    none: t("Nothing was deployed in this time."),
    row: (deployment) => [
      begun(deployment),
      name(deployment.service),
      environmentLink(deployment.environment.name),
      [
        version(deployment.version),
        deployment.previousVersion
          ? element("span", { class: "sd-note" }, around("after {0}", name(deployment.previousVersion)))
          : null,
      ],
      deployment.kind ? badge(deployment.kind) : "",
      badge(deployment.status),
      took(deployment),
      keys(deployment.tickets),
    ],
    ...more,
  });
}

export function gates(list, csv) {
  return tableCard({
    id: "gates",
    title: t("Gates"),
    caption: t("Gate evaluations, newest first"),
    csv,
    columns: [
      t("Time"),
      t("Service"),
      t("Environment"),
      t("Version"),
      t("Policy"),
      t("Verdict"),
      t("What was not met"),
    ],
    list,
    none: t("No gate was evaluated in this time."),
    row: (gate) => [
      moment(gate.at, time(gate.at)),
      name(gate.service),
      gate.environment ? environmentLink(gate.environment.name) : "",
      gate.version ? version(gate.version) : "",
      name(gate.result.policy),
      badge(gate.result.verdict),
      unmet(gate.result.conditions),
    ],
  });
}

/** Incidents, only where there are some. */
export function incidents(list, csv) {
  if (!list.items.length) {
    return null;
  }
  return tableCard({
    id: "incidents",
    title: t("Incidents"),
    caption: t("Incidents, newest first"),
    csv,
    columns: [
      t("Opened"),
      t("Service"),
      t("Environment"),
      t("Severity"),
      t("Summary"),
      t("Resolved"),
      t("Caused by"),
    ],
    list,
    none: "",
    row: (incident) => [
      moment(incident.opened, time(incident.opened)),
      name(incident.service),
      environmentLink(incident.environment.name),
      badge(incident.severity),
      name(incident.summary),
      incident.resolved ? moment(incident.resolved, time(incident.resolved)) : badge("open", "bad"),
      incident.causedBy ? deploymentLink(incident.causedBy, t("Deployment")) : "",
    ],
  });
}

export function commits(list, more = {}) {
  return tableCard({
    id: "commits",
    title: t("Commits"),
    caption: t("Commits, newest first"),
    columns: [t("Commit"), t("Authored"), t("Subject"), t("Tickets")],
    list,
    none: t("No commit is known."),
    row: (commit) => [
      version(commit.id.slice(0, 10)),
      moment(commit.authored, time(commit.authored)),
      name(commit.subject),
      keys(commit.tickets),
    ],
    ...more,
  });
}

/** The facts that a metric was made from, or what it left out. */
export function facts({ id, title, list, csv, none, measured }) {
  return tableCard({
    id,
    title,
    caption: title,
    csv,
    columns: [
      t("Fact"),
      t("Service"),
      t("Environment"),
      t("Time"),
      ...(measured ? [{ text: t("Measured"), number: true }] : []),
      t("Note"),
    ],
    list,
    none,
    row: (fact) => [
      factLink(fact),
      fact.service ? name(fact.service) : "",
      fact.environment ? environmentLink(fact.environment) : "",
      fact.at ? moment(fact.at, time(fact.at)) : "",
      ...(measured ? [fact.seconds === undefined ? "" : duration(fact.seconds)] : []),
      fact.note ? sentence(fact.note.split(", ").map(said).join(", ")) : "",
    ],
  });
}

function factLink(fact) {
  switch (fact.kind) {
    case "deployment":
      return deploymentLink(fact.id, around("Deployment of {0}", version(fact.version)));
    case "commit":
      return [
        around("Commit {0}", version(fact.id.slice(0, 10))),
        element("span", { class: "sd-note" }, deploymentLink(fact.deployment, t("shipped by this deployment"))),
      ];
    case "incident":
      return around("Incident {0}", name(fact.id));
    case "ticket":
      return ticketLink(fact.id);
    default:
      return t("Running");
  }
}

/** Four steps, filled as far as the ticket has come. */
function way(furthest) {
  const reached = furthest ? TIERS.indexOf(furthest.tier) : -1;
  const words =
    reached >= 0
      ? t("Reached {0}", t(furthest.tier))
      : furthest
        ? t("Reached an environment outside the way")
        : t("Not deployed");
  return element(
    "span",
    { class: `sd-way${reached === TIERS.length - 1 ? " sd-way-done" : ""}`, role: "img", "aria-label": words },
    TIERS.map((tier, index) => element("span", { class: index <= reached ? "sd-step sd-step-on" : "sd-step" })),
  );
}

/** Ticket keys; of many the first ones, the others on request. */
export function keys(tickets) {
  const first = tickets.slice(0, 5);
  const others = tickets.slice(5);
  return [
    first.map((key, index) => [index ? ", " : "", ticketLink(key)]),
    others.length
      ? element(
          "details",
          {},
          element("summary", {}, t("{0} more", whole(others.length))),
          others.map((key, index) => [index ? ", " : "", ticketLink(key)]),
        )
      : null,
  ];
}

function unmet(conditions) {
  const open = conditions.filter((condition) => condition.verdict !== "PASS");
  if (!open.length) {
    return element("span", { class: "sd-soft" }, t("All was met"));
  }
  return element(
    "ul",
    {},
    open.map((condition) =>
      element(
        "li",
        {},
        condition.expected || condition.actual
          ? around(
              "{0}: expected {1}, was {2}",
              name(condition.type),
              name(condition.expected ?? "–"),
              name(condition.actual ?? "–"),
            )
          : name(condition.type),
      ),
    ),
  );
}

function rank(tier) {
  return TIERS.includes(tier) ? TIERS.indexOf(tier) : TIERS.length;
}

function cellKey(service, environment) {
  return JSON.stringify([service, environment]);
}
