/** What stands out of tickets, by their sprint's promise. */

import { changed } from "./address.js";
import { element } from "./dom.js";
import { whole } from "./format.js";
import { ticketLink } from "./links.js";
import { filters } from "./filters.js";
import { around, t } from "./texts.js";

const WORDS = {
  "done-not-deployed": t("Done, not deployed"),
  "deployed-not-done": t("Deployed, not done"),
  blocked: t("Blocked"),
  unplanned: t("Unplanned"),
  "carried-over": t("Carried over"),
};

const COLORS = {
  "done-not-deployed": "warn",
  "deployed-not-done": "warn",
  blocked: "bad",
  unplanned: "info",
  "carried-over": "info",
};

/** Of how many tickets something stands out: each a link that keeps those. */
export function markCounts(marks) {
  return element(
    "ul",
    { class: "sd-standing", "aria-label": t("What stands out of the tickets") },
    marks.map(({ mark, count }) =>
      element(
        "li",
        {},
        count
          ? element("a", { href: changed({ mark, reached: null }) }, WORDS[mark], " ", element("b", {}, whole(count)))
          : element("span", { class: "sd-soft" }, WORDS[mark], " ", whole(count)),
      ),
    ),
  );
}

/** The same as a filter of the table; `chosen` is the mark that is kept. */
export function markFilter(marks, chosen) {
  const kept = marks.filter(({ mark, count }) => count || mark === chosen);
  return kept.length
    ? filters(
        t("What stands out of the tickets"),
        "mark",
        kept.map(({ mark, count }) => ({ value: mark, text: WORDS[mark], count })),
        chosen,
      )
    : null;
}

/** The marks of one ticket in words, and what it waits for. */
export function standing(ticket) {
  return [
    ticket.marks.map((mark) => [element("span", { class: `sd-badge sd-${COLORS[mark]}` }, WORDS[mark]), " "]),
    ticket.waitsFor.length
      ? element(
          "span",
          { class: "sd-note" },
          around(
            "waits for {0}",
            element("span", {}, ticket.waitsFor.map((key, index) => [index ? ", " : "", ticketLink(key)])),
          ),
        )
      : null,
  ];
}
