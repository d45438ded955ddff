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

/**
 * What stands out, in numbers: tickets by mark, where a tracker said something of the sprint, dependencies that are not
 * ready, and gates that wait, where that is known. Each is a link that keeps those.
 */
export function standsOut({ marks, dependencies }, waiting) {
  const numbers = (marks ?? []).map(({ mark, count }) => [WORDS[mark], count, { mark, reached: null }]);
  if (dependencies.items.length) {
    const open = dependencies.items.filter((each) => each.readiness === "not-ready").length;
    numbers.push([t("Dependencies not ready"), open, { readiness: "not-ready" }]);
  }
  if (waiting) {
    numbers.push([t("Gates waiting"), waiting.count(), { mine: null }]);
    if (waiting.countForYou()) {
      numbers.push([t("Waiting for you"), waiting.countForYou(), { mine: "true" }]);
    }
  }
  return numbers.length
    ? element(
        "ul",
        { class: "sd-standing", "aria-label": t("What stands out") },
        numbers.map(([words, count, choice]) =>
          element(
            "li",
            {},
            count
              ? element("a", { href: changed(choice) }, words, " ", element("b", {}, whole(count)))
              : element("span", { class: "sd-soft" }, words, " ", whole(count)),
          ),
        ),
      )
    : null;
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
