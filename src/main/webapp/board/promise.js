/** What a sprint promised, and what became of it. */

import { element, moment, name } from "./dom.js";
import { time, whole } from "./format.js";
import { ticketLink, webLink } from "./links.js";
import { badge, tableCard } from "./table.js";
import { around, t } from "./texts.js";

/** The promise of the sprint, only where a tracker said something of it. */
export function promise(sprint, csv) {
  if (!sprint) {
    return null;
  }
  return tableCard({
    id: "promise",
    title: t("Promise"),
    caption: t("Tickets that were promised, and what became of them"),
    csv,
    above: [counts(sprint), origin(sprint)],
    columns: [t("Ticket"), t("Promise"), t("Came and left"), t("Other sprints")],
    list: { items: sprint.tickets, more: sprint.more },
    none: t("Nothing was promised."),
    row: (ticket) => [
      [
        ticketLink(ticket.key),
        ticket.page ? element("span", { class: "sd-note" }, webLink(ticket.page, t("in the tracker"))) : null,
      ],
      states(ticket),
      ticket.changes.map(change),
      [
        ticket.from.length ? element("div", {}, around("from {0}", name(ticket.from.join(", ")))) : null,
        ticket.to.length ? element("div", {}, around("into {0}", name(ticket.to.join(", ")))) : null,
      ],
    ],
  });
}

function counts(sprint) {
  const parts = [
    [t("Committed"), sprint.committed],
    [t("Added"), sprint.added],
    [t("Removed"), sprint.removed],
    [t("Done"), sprint.done],
    [t("Carried over from before"), sprint.carriedIn],
    [t("Carried over to later"), sprint.carriedOut],
  ];
  return element(
    "ul",
    { class: "sd-reaches", "aria-label": t("The promise in numbers") },
    parts.map(([words, count]) =>
      element("li", { class: "sd-reach" }, words, " ", element("b", {}, whole(count))),
    ),
  );
}

function origin(sprint) {
  const at = sprint.committedAt ? moment(sprint.committedAt, time(sprint.committedAt)) : null;
  const tracker = name(sprint.tracker);
  return element(
    "p",
    { class: "sd-note" },
    !at
      ? around("What was committed is not known. By the tracker {0}.", tracker)
      : sprint.basis === "history"
        ? around("Committed at {0}, by the history of the tracker {1}.", at, tracker)
        : around("Committed at {0}, when the tracker {1} was first asked.", at, tracker),
  );
}

function states(ticket) {
  return [
    ticket.committed ? badge("committed", "info") : badge("added", "warn"),
    " ",
    ticket.in ? null : badge("removed", "warn"),
    " ",
    ticket.in && ticket.done ? badge("done", "good") : null,
  ];
}

function change(one) {
  const when = one.at ?? one.noticed;
  const at = moment(when, time(when));
  const who = one.by ? name(one.by) : null;
  const words = one.kind === "added" ? t("added") : t("removed");
  return element(
    "div",
    {},
    who
      ? around("{0} {1} by {2}", words, at, who)
      : one.at
        ? around("{0} {1}", words, at)
        : around("{0}, noticed {1}", words, at),
  );
}
