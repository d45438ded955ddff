/** The table of releases. A row is made anew only where it changed, so that the reader's place in the others stays. */

import { asked, changed } from "../board/address.js";
import { element, name } from "../board/dom.js";
import { duration, time } from "../board/format.js";
import { buildPage } from "../board/links.js";
import { badge, version } from "../board/table.js";
import { around, language, t } from "../board/texts.js";
import { badgeSnippets } from "./snippets.js";

const MARKS = {
  waiting: "info",
  frozen: "warn",
  overridden: "warn",
  passed: "good",
  warned: "warn",
  failed: "bad",
  inconclusive: "warn",
  none: "plain",
};

/** States that come from something else than the last gate's verdict. */
const OTHERWISE = ["waiting", "frozen"];

const MAX_OPEN = 5;
const MAX_FREEZES = 3;
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const relativeFormat = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

/** A state in the reader's language. */
export function stateWord(state) {
  switch (state) {
    case "waiting":
      return t("Waiting");
    case "frozen":
      return t("Frozen");
    case "overridden":
      return t("Overridden");
    case "passed":
      return t("Passed");
    case "warned":
      return t("Passed with warnings");
    case "failed":
      return t("Failed");
    case "inconclusive":
      return t("Inconclusive");
    default:
      return t("No gate");
  }
}

export const STATES = Object.keys(MARKS);

export class Rows {
  #body = element("tbody", { role: "rowgroup" });
  #heads = element("tr", { role: "row" });
  #rows = new Map();
  #sorted = null;
  #root;
  #badge;
  #page;

  /** The table's scrolling frame. */
  view;

  /**
   * @param places `root` leads to builds, or is empty where they have no pages; `badge` to badges, `page` to this page
   */
  constructor({ root, badge: badges, page }) {
    this.#root = root;
    this.#badge = badges;
    this.#page = page;
    const caption = t("Releases: each service in each environment");
    this.view = element(
      "div",
      { class: "sd-releases-table" },
      element(
        "table",
        { role: "table" },
        element("caption", { class: "sd-hidden" }, caption),
        element("thead", { role: "rowgroup" }, this.#heads),
        this.#body,
      ),
    );
  }

  /** Shows these rows, and says in words which of those shown before stand differently now. */
  show(releases) {
    this.#showHeads();
    const before = this.#rows;
    this.#rows = new Map();
    const news = [];
    const focused = focusIn(this.#body);
    for (const release of releases) {
      const key = JSON.stringify([release.service, release.environment.name]);
      const text = JSON.stringify(release);
      const known = before.get(key);
      if (known && known.state !== release.state) {
        news.push(t("{0} in {1}: {2}", release.service, release.environment.name, stateWord(release.state)));
      }
      const same = known?.text === text;
      this.#rows.set(key, { text, state: release.state, line: same ? known.line : this.#line(key, release, known?.line) });
    }
    const lines = [...this.#rows.values()].map((row) => row.line);
    // moving an element takes the focus from it, so that rows in place stay where they are
    if (lines.length !== this.#body.children.length || lines.some((line, at) => this.#body.children[at] !== line)) {
      this.#body.replaceChildren(...lines);
    }
    focused?.(this.#body);
    return news;
  }

  /** Says times that pass, such as how long something has waited, as they are now. */
  tick() {
    for (const element of this.#body.querySelectorAll("time[data-relative]")) {
      element.textContent = relative(element.dateTime);
    }
    for (const element of this.#body.querySelectorAll("time[data-elapsed]")) {
      element.textContent = elapsed(element.dateTime);
    }
  }

  #showHeads() {
    const heads = [
      [t("Service"), "service"],
      [t("Environment"), "environment"],
      [t("Runs"), "since"],
      [t("Sprint"), "sprint"],
      [t("Tickets"), "tickets"],
      [t("Gate"), "state"],
      [t("Waits"), "deadline"],
      [t("Freezes")],
    ];
    const view = asked();
    const sorted = `${view.sort} ${view.descending}`;
    if (sorted === this.#sorted) {
      return;
    }
    this.#sorted = sorted;
    const focused = focusIn(this.#heads);
    this.#heads.replaceChildren(...heads.map(([text, column]) => this.#head(text, column, view)));
    focused?.(this.#heads);
  }

  #head(text, column, view) {
    if (!column) {
      return element("th", { scope: "col", role: "columnheader" }, text);
    }
    const sorted = view.sort === column;
    const descending = sorted && view.descending === "true";
    const order = sorted ? (descending ? "descending" : "ascending") : "none";
    const address = changed({ sort: column, descending: sorted && !descending ? "true" : null });
    return element(
      "th",
      { scope: "col", role: "columnheader", "aria-sort": order },
      element(
        "a",
        { class: "sd-sort", href: address, "data-focus": column },
        text,
        element("span", { "aria-hidden": "true" }, sorted ? (descending ? " ▾" : " ▴") : ""),
      ),
    );
  }

  #line(key, release, before) {
    const cells = [
      [t("Service"), name(release.service)],
      [t("Environment"), this.#environment(release)],
      [t("Runs"), runs(release)],
      [t("Sprint"), release.sprint ? name(release.sprint.name) : ""],
      [t("Tickets"), release.tickets === undefined ? "" : String(release.tickets)],
      [t("Gate"), this.#gate(release)],
      [t("Waits"), release.waiting.map((each) => this.#waiting(each))],
      [t("Freezes"), freezes(release.freezes)],
    ];
    const line = element(
      "tr",
      { role: "row", class: release.waiting.some((each) => each.forYou) ? "sd-for-you" : null, "data-key": key },
      cells.map(([label, content], at) =>
        at === 0
          ? element("th", { scope: "row", role: "rowheader", "data-label": label }, content)
          : element("td", { role: "cell", "data-label": label, class: isEmpty(content) ? "sd-empty" : null }, content),
      ),
    );
    if (before?.querySelector(".sd-snippets")?.open) {
      line.querySelector(".sd-snippets").open = true;
    }
    return line;
  }

  #environment(release) {
    return [
      element("div", {}, name(release.environment.name)),
      badgeSnippets(release, this.#badge, this.#page),
    ];
  }

  #gate({ state, gate }) {
    const word = element("div", {}, element("span", { class: `sd-badge sd-${MARKS[state]}` }, stateWord(state)));
    if (!gate) {
      return word;
    }
    const at = element("time", { datetime: gate.at, title: time(gate.at), "data-relative": "" }, relative(gate.at));
    const address = buildPage(this.#root, gate.build, `sprint/#gate-${gate.id}`);
    // where the state is not what this gate said, the verdict stands beside it
    const said = [OTHERWISE.includes(state) ? [badge(gate.verdict), " "] : null, name(gate.policy)];
    return [
      word,
      element("div", { class: "sd-last" }, address ? link(address, `gate-${gate.id}`, said) : said),
      element("div", { class: "sd-soft" }, gate.version ? [version(gate.version), ", "] : null, at),
      gate.overriddenBy
        ? element("div", {}, around("Overridden by {0}: {1}", name(gate.overriddenBy), name(gate.reason)))
        : null,
      gate.verdict === "PASS" ? null : list(gate.open, MAX_OPEN),
    ];
  }

  #waiting(release) {
    const address = buildPage(this.#root, release.build.url, `gates/#gate-${release.id}`);
    const may = release.approve.allowed || release.override.allowed;
    return element(
      "div",
      { class: "sd-waits" },
      element(
        "div",
        {},
        release.version ? version(release.version) : name(`${release.build.job} #${release.build.number}`),
        " ",
        around("at gate {0}", name(release.policy)),
      ),
      element(
        "div",
        {},
        around(
          "for {0}, until {1}",
          element("time", { datetime: release.since, title: time(release.since), "data-elapsed": "" }, elapsed(release.since)),
          element("time", { datetime: release.deadline, title: release.deadline }, time(release.deadline)),
        ),
        " (",
        element("time", { datetime: release.deadline, "data-relative": "" }, relative(release.deadline)),
        ")",
      ),
      list(release.open, MAX_OPEN),
      acts(release),
      address
        ? element(
            "div",
            {},
            element(
              "a",
              { class: release.forYou ? "sd-button sd-main" : may ? "sd-button" : null, href: address, "data-focus": release.id },
              may ? t("Reasons and decision") : t("Reasons"),
              element("span", { class: "sd-hidden" }, ` ${release.service} ${release.environment.name}`),
            ),
          )
        : null,
    );
  }
}

function runs(release) {
  if (release.version === undefined) {
    return element("span", { class: "sd-soft" }, t("Nothing yet"));
  }
  return [
    element("div", {}, version(release.version)),
    element(
      "div",
      { class: "sd-soft" },
      element("time", { datetime: release.since, title: time(release.since), "data-relative": "" }, relative(release.since)),
    ),
  ];
}

function acts(release) {
  return element(
    "dl",
    { class: "sd-acts" },
    release.approvers.length
      ? element("div", {}, element("dt", {}, t("Asks for")), release.approvers.map((asked) => element("dd", {}, name(asked))))
      : null,
    act(t("Approve"), release.approve),
    act(t("Override"), release.override),
  );
}

function act(what, { allowed, why }) {
  return element("div", {}, element("dt", {}, what), element("dd", {}, allowed ? t("You may") : name(why)));
}

function freezes(all) {
  return all.length
    ? element(
        "ul",
        { class: "sd-plain-list" },
        all.slice(0, MAX_FREEZES).map((freeze) =>
          element(
            "li",
            {},
            freeze.holds ? [element("span", { class: "sd-badge sd-warn" }, t("Now")), " "] : null,
            name(freeze.name),
            element(
              "span",
              { class: "sd-note" },
              element("time", { datetime: freeze.from }, time(freeze.from)),
              " – ",
              element("time", { datetime: freeze.to }, time(freeze.to)),
            ),
          ),
        ),
        all.length > MAX_FREEZES ? element("li", {}, t("and {0} more", all.length - MAX_FREEZES)) : null,
      )
    : "";
}

function list(texts, most) {
  if (!texts.length) {
    return null;
  }
  return element(
    "ul",
    { class: "sd-open" },
    texts.slice(0, most).map((text) => element("li", {}, name(text))),
    texts.length > most ? element("li", {}, t("and {0} more", texts.length - most)) : null,
  );
}

function link(address, focus, ...content) {
  return element("a", { href: address, "data-focus": focus }, content);
}

function isEmpty(content) {
  return content === "" || (Array.isArray(content) && content.length === 0);
}

/** A moment as people say it: "5 minutes ago", "in 3 hours". */
function relative(iso) {
  const seconds = Math.round((new Date(iso) - Date.now()) / 1000);
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) {
      return relativeFormat.format(Math.trunc(seconds / size), unit);
    }
  }
  return t("just now");
}

/** How long ago a moment is, in whole minutes. */
function elapsed(iso) {
  return duration(Math.max(60, 60 * Math.floor((Date.now() - new Date(iso)) / 60_000)));
}

/** How to give the focus back that something in here has, to what took its place. */
function focusIn(place) {
  const focused = document.activeElement;
  const marked = focused?.closest?.("[data-focus]");
  if (!marked || !place.contains(marked)) {
    return null;
  }
  const row = marked.closest("[data-key]")?.dataset.key;
  const { focus } = marked.dataset;
  return (after) => {
    if (document.contains(focused)) {
      focused.focus();
      return;
    }
    const here = row ? [...after.children].find((line) => line.dataset.key === row) : after;
    const again = here?.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? here?.querySelector("a, summary");
    again?.focus();
  };
}
