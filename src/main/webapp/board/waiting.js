/** The gates that wait, kept fresh while the board is open. */

import { element, moment, name } from "./dom.js";
import { filters } from "./filters.js";
import { time, whole } from "./format.js";
import { buildPage } from "./links.js";
import { tableCard, version } from "./table.js";
import { t } from "./texts.js";
import { Live } from "../releases/live.js";

const MAX_OPEN = 5;

export class Waiting {
  #root;
  #changed;
  #live;
  #page = { items: [] };
  #problem = null;

  /**
   * @param root where builds are
   * @param changed called when something else waits than before, with what that is in words
   */
  constructor(root, changed) {
    this.#root = root;
    this.#changed = changed;
    this.#live = new Live(
      (document) => document && this.#take(document),
      (status, error) => this.#fail(error ?? t("The server answered with status {0}.", status)),
    );
  }

  /** Asks at this address from now on; done when the first answer is there. */
  follow(address) {
    return this.#live.follow(address);
  }

  /** Asks no more. */
  rest() {
    this.#live.rest();
  }

  #take(document) {
    this.#page = document;
    this.#problem = null;
    this.#changed(t("Gates waiting: {0}, for you: {1}.", whole(this.count()), whole(this.countForYou())));
  }

  #fail(problem) {
    this.#problem = problem;
    this.#changed(problem);
  }

  count() {
    return this.#page.items.length;
  }

  countForYou() {
    return this.#page.items.filter((release) => release.forYou).length;
  }

  /** The card; nothing where nothing waits. `mine` keeps what waits for the reader. */
  card(csv, mine) {
    if (this.#problem) {
      return element(
        "section",
        { class: "sd-card sd-problem", id: "sd-waiting" },
        element("h2", {}, t("Gates waiting")),
        element("p", {}, name(this.#problem)),
      );
    }
    if (!this.count()) {
      return null;
    }
    const { items, next } = this.#page;
    const card = tableCard({
      id: "waiting",
      title: t("Gates waiting"),
      caption: t("Releases that wait at a gate, the nearest deadline first"),
      csv,
      above: this.countForYou()
        ? filters(t("For whom they wait"), "mine", [{ value: "true", text: t("For you"), count: this.countForYou() }], mine)
        : null,
      columns: [t("Service"), t("Environment"), t("Version"), t("Gate"), t("Waits for"), t("Since"), t("Until")],
      list: { items: mine ? items.filter((release) => release.forYou) : items, more: Boolean(next) },
      none: t("Nothing waits for you."),
      row: (release) => this.#row(release),
    });
    card.id = "sd-waiting";
    return card;
  }

  #row(release) {
    const gate = buildPage(this.#root, release.build.url, `gates/#gate-${release.id}`);
    return [
      name(release.service),
      name(release.environment.name),
      release.version ? version(release.version) : name(`${release.build.job} #${release.build.number}`),
      [
        gate
          ? element(
              "a",
              { href: gate },
              name(release.policy),
              element("span", { class: "sd-hidden" }, ` ${release.service} ${release.environment.name}`),
            )
          : name(release.policy),
        release.forYou ? [" ", element("span", { class: "sd-badge sd-info" }, t("For you"))] : null,
      ],
      element(
        "ul",
        {},
        release.open.slice(0, MAX_OPEN).map((text) => element("li", {}, name(text))),
        release.open.length > MAX_OPEN ? element("li", {}, t("and {0} more", release.open.length - MAX_OPEN)) : null,
      ),
      moment(release.since, time(release.since)),
      moment(release.deadline, time(release.deadline)),
    ];
  }
}
