/** The pages that a name on the board opens to: a ticket, a build, a deployment, an environment, a metric, two sprints. */

import { changed, to } from "./address.js";
import { element, moment, name } from "./dom.js";
import { date, difference, duration, label, quantity, sentence, time, took, whole } from "./format.js";
import { buildLink, deploymentLink, environmentLink, sprintLink, ticketLink, webLink } from "./links.js";
import { bar, select } from "./header.js";
import { standing } from "./marks.js";
import { bandOf, exclusions, parts, sampleOf, thresholds, valueOf } from "./metrics.js";
import { SprintField } from "./sprint-field.js";
import { badge, tableCard, version } from "./table.js";
import { commits, deployments, facts, incidents, keys } from "./tables.js";
import { around, said, t } from "./texts.js";

/** Everywhere a ticket has been built and deployed. */
export function ticketPage(ticket, csv) {
  return [
    heading(
      name(ticket.key),
      ticket.furthest
        ? around("Furthest environment: {0}", environmentLink(ticket.furthest.name))
        : t("Not deployed anywhere yet."),
    ),
    tableCard({
      id: "arrivals",
      title: t("Its way"),
      caption: t("When the ticket first reached each environment, oldest first"),
      columns: [t("Environment"), t("Tier"), t("Service"), t("Version"), t("Reached")],
      list: { items: ticket.arrivals, more: false },
      none: t("No successful deployment carries it."),
      row: (arrival) => [
        environmentLink(arrival.environment.name),
        label(arrival.environment.tier),
        name(arrival.service),
        version(arrival.version),
        deploymentLink(arrival.deployment, moment(arrival.at, time(arrival.at))),
      ],
    }),
    deployments(ticket.deployments),
    tableCard({
      id: "builds",
      title: t("Builds"),
      caption: t("Builds that carry the ticket, newest first"),
      csv,
      columns: [t("Started"), t("Build"), t("Service"), t("Version"), t("Result"), t("Deployed to")],
      list: ticket.builds,
      none: t("No build carries it."),
      row: (each) => [
        moment(each.started, time(each.started)),
        buildLink(each.build),
        name(each.service),
        each.version ? version(each.version) : "",
        badge(each.result),
        each.deployed.length
          ? each.deployed.map((environment, index) => [index ? ", " : "", environmentLink(environment.name)])
          : element("span", { class: "sd-soft" }, t("Never deployed")),
      ],
    }),
    commits(ticket.commits),
  ];
}

/** One deployment; `csvBetween` is of what lies between it and another one, `go` gets the address of the one that is chosen. */
export function deploymentPage(document, { csv, csvBetween }, go) {
  const { deployment } = document;
  return [
    heading(
      around("{0} {1} to {2}", name(deployment.service), version(deployment.version), name(deployment.environment.name)),
      element(
        "span",
        { class: "sd-badges" },
        badge(deployment.status),
        deployment.kind ? badge(deployment.kind) : null,
        document.running ? badge("runs now", "good") : null,
        document.failure ? badge("counts as a failure", "bad") : null,
      ),
    ),
    element(
      "div",
      { class: "sd-columns" },
      definitions(t("What it was"), [
        [t("Environment"), environmentLink(deployment.environment.name)],
        [t("Started"), moment(deployment.started, time(deployment.started))],
        [t("Duration"), took(deployment)],
        [t("Version before"), deployment.previousVersion ? version(deployment.previousVersion) : t("None")],
        [t("Commit"), deployment.commit ? version(deployment.commit.slice(0, 10)) : null],
        [t("Build"), deployment.build ? buildLink(deployment.build) : null],
        [t("Sprint"), deployment.sprintId ? sprintLink(deployment.sprintId) : null],
        [t("Tickets"), deployment.tickets.length ? keys(deployment.tickets) : t("None")],
      ]),
      definitions(t("What came of it"), outcome(document)),
    ),
    incidents({ items: document.broke, more: false }),
    comparison(document, csvBetween, go),
    commits(document.commits, { csv }),
  ];
}

function outcome(document) {
  if (!document.failure) {
    return [[t("Harm"), document.deployment.finished ? t("None is known.") : t("It is still under way.")]];
  }
  const restored = document.restoredAt
    ? [
        moment(document.restoredAt, time(document.restoredAt)),
        document.deployment.finished
          ? element(
              "span",
              { class: "sd-note" },
              t("after {0}", duration((new Date(document.restoredAt) - new Date(document.deployment.finished)) / 1000)),
            )
          : null,
      ]
    : t("Not yet");
  return [
    [
      t("It broke"),
      document.broke.length
        ? document.broke.map((incident, index) => [index ? ", " : "", name(incident.summary || incident.id)])
        : t("The deployment itself failed or was rolled back."),
    ],
    [t("Restored"), restored],
    [
      t("Restored by"),
      document.restoredBy
        ? deploymentLink(
            document.restoredBy.id,
            around("{0} {1} to {2}", name(document.restoredBy.service), version(document.restoredBy.version), name(document.restoredBy.environment.name)),
          )
        : null,
    ],
  ];
}

/** One build: how far its tickets have come, and what it would change in each environment. */
export function buildPage({ build, tickets, environments }, csv) {
  const { reference } = build;
  return [
    heading(
      around("{0} #{1}", name(reference.job), String(reference.number)),
      element("span", { class: "sd-badges" }, badge(build.result)),
    ),
    definitions(t("What it was"), [
      [t("Service"), name(build.service)],
      [t("Version"), build.version ? version(build.version) : null],
      [t("Started"), moment(build.started, time(build.started))],
      [t("Duration"), build.durationMillis ? duration(build.durationMillis / 1000) : null],
      [t("Sprint"), build.sprintId ? sprintLink(build.sprintId) : null],
      [t("On the build server"), /^https?:/i.test(reference.url ?? "") ? webLink(reference.url, name(reference.url)) : null],
    ]),
    tableCard({
      id: "changes",
      title: t("What it would change"),
      caption: t("What the build would change in each environment, against what succeeded there last"),
      csv,
      columns: [
        t("Environment"),
        t("Runs now"),
        t("Since"),
        t("By build"),
        t("This build"),
        { text: t("Commits"), number: true },
        t("Tickets"),
      ],
      list: { items: environments, more: false },
      none: t("Its service came to no environment yet."),
      row: ({ environment, running, by, direction, commits: changes, tickets: touched, more }) => [
        environmentLink(environment.name),
        running ? deploymentLink(running.deploymentId, version(running.version)) : element("span", { class: "sd-soft" }, t("Nothing")),
        running ? moment(running.since, time(running.since)) : "",
        by ? buildLink(by) : "",
        badge(DIRECTIONS[direction].text, DIRECTIONS[direction].mark),
        changes.length ? changesOf(changes, more) : whole(0),
        touched.length ? keys(touched) : "",
      ],
    }),
    tableCard({
      id: "tickets",
      title: t("Tickets"),
      caption: t("The build's tickets and how far they have come"),
      columns: [t("Ticket"), t("Furthest"), t("Since"), t("State")],
      list: { items: tickets, more: false },
      none: t("The build carries no ticket."),
      row: (ticket) => [
        ticketLink(ticket.key),
        ticket.furthest
          ? environmentLink(ticket.furthest.name)
          : element("span", { class: "sd-soft" }, t("Not deployed")),
        ticket.since ? moment(ticket.since, time(ticket.since)) : "",
        standing(ticket),
      ],
    }),
  ];
}

const DIRECTIONS = {
  forward: { text: t("brings changes"), mark: "info" },
  same: { text: t("runs there"), mark: "good" },
  back: { text: t("takes changes back"), mark: "warn" },
};

function changesOf(commits, more) {
  return element(
    "details",
    {},
    element("summary", {}, more ? t("{0} and more", whole(commits.length)) : whole(commits.length)),
    element(
      "ul",
      {},
      commits.map((commit) => element("li", {}, version(commit.id.slice(0, 10)), " ", name(commit.subject))),
    ),
  );
}

function comparison(document, csv, go) {
  const { comparison: found, others } = document;
  const chosen = found
    ? found.older.id === document.deployment.id
      ? found.newer.id
      : found.older.id
    : "";
  const card = element(
    "section",
    { class: "sd-card sd-comparison", "aria-labelledby": "sd-comparison-title" },
    element("h2", { id: "sd-comparison-title" }, t("Compare with")),
    select(
      "with",
      t("Another deployment of the service"),
      others.map((other) => ({
        value: other.id,
        text: `${other.version} · ${other.environment.name} · ${date(other.started)}`,
      })),
      chosen,
      t("None"),
      (id) => go(changed({ with: id })),
    ),
  );
  if (found) {
    card.append(
      element(
        "p",
        { class: "sd-scope" },
        found.samePlace
          ? around("What reached the environment after {0} up to {1}:", version(found.older.version), version(found.newer.version))
          : t("The two are of different places, so that each is compared by what it carries itself."),
      ),
      element(
        "dl",
        { class: "sd-facts" },
        pair(t("Tickets new since"), found.ticketsOfNewer.length ? keys(found.ticketsOfNewer) : t("None")),
        pair(t("Tickets of the older one only"), found.ticketsOfOlder.length ? keys(found.ticketsOfOlder) : t("None")),
        pair(
          t("Deployments between"),
          found.samePlace
            ? found.between.items.map((each, index) => [index ? ", " : "", deploymentLink(each.id, version(each.version))])
            : null,
        ),
        pair(t("Duration"), `${took(found.older) || "–"} → ${took(found.newer) || "–"}`),
      ),
    );
  }
  const title = t("Commits between");
  return found ? [card, commits(found.commits, { id: "commits-between", title, caption: title, csv })] : card;
}

/** One environment. */
export function environmentPage(document, csv) {
  const { environment, availability, history } = document;
  return [
    heading(
      name(environment.name),
      around("Tier: {0}", label(environment.tier)),
      period(document),
    ),
    element(
      "div",
      { class: "sd-columns" },
      tableCard({
        id: "here",
        title: t("What runs here"),
        caption: t("Versions that run here now, by service"),
        columns: [t("Service"), t("Version"), t("Since")],
        list: document.running,
        none: t("Nothing runs here."),
        row: (running) => [
          name(running.service),
          deploymentLink(running.deploymentId, version(running.version)),
          moment(running.since, time(running.since)),
        ],
      }),
      element(
        "section",
        { class: "sd-card", "aria-labelledby": "sd-availability-title" },
        element("h2", { id: "sd-availability-title" }, said(availability.label)),
        element("p", {}, valueOf(availability)),
        element("p", { class: "sd-sample" }, sampleOf(availability)),
        parts(availability),
        exclusions(availability),
        element(
          "p",
          {},
          element(
            "a",
            { href: to("metric", { name: "availability", environment: environment.name }) },
            t("What it is made from"),
          ),
        ),
      ),
    ),
    incidents(document.incidents),
    deployments(history, csv, { title: t("History") }),
    pager(history),
  ];
}

/** A metric with the facts behind it. */
export function metricPage(document, csv) {
  const { metric, counted, leftOut } = document;
  const measured = counted.items.some((fact) => fact.seconds !== undefined);
  return [
    heading(
      said(metric.label),
      element("span", { class: "sd-value-line" }, valueOf(metric), bandOf(metric)),
      sampleOf(metric),
      period(document),
    ),
    element(
      "section",
      { class: "sd-card", "aria-labelledby": "sd-formula-title" },
      element("h2", { id: "sd-formula-title" }, t("How it is calculated")),
      element("p", {}, `${sentence(said(metric.formula))}.`),
      exclusions(metric),
      parts(metric),
      thresholds(metric),
    ),
    facts({
      id: "counted",
      title: t("What it is made from"),
      list: counted,
      csv,
      measured,
      none: t("No single fact is kept for this metric, only their numbers."),
    }),
    pager(counted),
    leftOut.items.length
      ? facts({ id: "left-out", title: t("What was left out"), list: leftOut, none: "" })
      : null,
  ];
}

/** Two sprints side by side; `go` gets the address of the comparison that is chosen. */
export function comparePage(document, sprints, csv, go) {
  const { sprint, with: other } = document;
  return [
    heading(
      around("{0} compared with {1}", name(sprint.name), name(other.name)),
      [date(sprint.start), " – ", date(sprint.end ?? sprint.actualEnd ?? sprint.plannedEnd)],
    ),
    element(
      "div",
      { class: "sd-choices sd-card" },
      new SprintField("left", (id) => go(changed({ sprint: id }))).show(sprints, sprint),
      new SprintField("with", (id) => go(changed({ with: id })), { text: t("Compare with") }).show(sprints, other),
      element(
        "a",
        { class: "sd-button", href: changed({ sprint: other.id, with: sprint.id }) },
        t("Swap"),
      ),
    ),
    tableCard({
      id: "compared",
      title: t("Metrics"),
      caption: t("Metrics of both sprints"),
      csv,
      columns: [
        t("Metric"),
        { head: sprintLink(sprint.id, name(sprint.name)), number: true },
        { head: sprintLink(other.id, name(other.name)), number: true },
        { text: t("Change"), number: true },
      ],
      list: { items: document.rows, more: false },
      none: "",
      row: (row) => [
        element("a", { href: to("metric", { name: row.metric.name }) }, said(row.metric.label)),
        compared(row.metric),
        compared(row.with),
        row.change === null ? "–" : difference(row.change, row.metric.unit),
      ],
    }),
  ];
}

function compared(metric) {
  return metric.sufficient
    ? [quantity(metric.value, metric.unit), element("span", { class: "sd-note" }, `n = ${metric.n}`)]
    : element("span", { class: "sd-soft" }, t("Insufficient data"));
}

/** The bar over a page that is not the board. */
export function pageBar(sprint) {
  return bar(
    element(
      "nav",
      { class: "sd-back", "aria-label": t("Way back") },
      element("a", { href: to(null, {}) }, sprint ? around("Back to {0}", name(sprint.name)) : t("Back to the board")),
    ),
  );
}

function heading(title, ...lines) {
  return element(
    "div",
    { class: "sd-head" },
    element(
      "div",
      { class: "sd-head-words" },
      element("div", { class: "sd-title" }, element("h1", {}, title)),
      lines.filter(Boolean).map((line) => element("p", { class: "sd-scope" }, line)),
    ),
  );
}

function period({ sprint, scope }) {
  return [
    sprint ? [sprintLink(sprint.id, name(sprint.name)), ", "] : "",
    moment(scope.from, date(scope.from)),
    " – ",
    moment(scope.to, date(scope.to)),
    scope.service ? [", ", name(scope.service)] : "",
  ];
}

function definitions(title, pairs) {
  const id = `sd-${title.replace(/\W+/g, "-").toLowerCase()}`;
  return element(
    "section",
    { class: "sd-card", "aria-labelledby": id },
    element("h2", { id }, title),
    element("dl", { class: "sd-facts" }, pairs.map(([term, value]) => pair(term, value))),
  );
}

function pair(term, value) {
  return value === null || value === "" ? null : element("div", {}, element("dt", {}, term), element("dd", {}, value));
}

/** Links to the parts of a long list before and after the one that is shown. */
function pager(page) {
  if (!page.next && page.offset === 0) {
    return null;
  }
  return element(
    "nav",
    { class: "sd-actions", "aria-label": t("Pages") },
    page.offset > 0
      ? element("a", { class: "sd-button", href: changed({ offset: Math.max(0, page.offset - page.limit) || null }) }, t("Newer"))
      : null,
    page.next
      ? element("a", { class: "sd-button", href: changed({ offset: page.offset + page.limit }) }, t("Older"))
      : null,
  );
}
