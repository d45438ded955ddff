/**
 * The releases of Sprint Delivery. It mounts on every element with `data-sprint-delivery-releases`: `data-api` says where
 * its JSON is, `data-badge` where badges are, `data-root` where builds are, `data-language` which language the page around
 * it has. What is chosen is in the page's address, so that every choice is a link.
 */

import { asked, changed, query } from "./board/address.js";
import { element, name } from "./board/dom.js";
import { whole } from "./board/format.js";
import { options, select } from "./board/header.js";
import { t } from "./board/texts.js";
import { Live } from "./releases/live.js";
import { Rows, STATES, stateWord } from "./releases/rows.js";

const CHOICES = ["service", "environment", "team", "sprint", "state", "mine", "sort", "descending"];
const SAID_AT_ONCE = 3;
const TICK = 30_000;

class Releases {
  #mount;
  #api;
  #rows;
  #live;
  #heading = element("h1", { tabindex: "-1" }, t("Releases"));
  #count = element("p", { class: "sd-soft" });
  #choices = element("div", { class: "sd-controls" });
  #news = element("p", { class: "sd-hidden", role: "status", "aria-live": "polite" });
  #behind = element("p", { class: "sd-status", role: "status", "aria-live": "polite" });
  #problem = element("div", { role: "alert" });
  #none = element("p", { class: "sd-none" }, t("No release matches."));
  #csv = element("a", { class: "sd-csv", "aria-label": t("{0} as CSV", t("Releases")) }, "CSV");
  #shown = null;
  #offered = null;
  #failing = false;

  constructor(mount) {
    this.#mount = mount;
    this.#api = mount.dataset.api.replace(/\/?$/, "/");
    this.#rows = new Rows({
      root: mount.dataset.root ?? "",
      badge: mount.dataset.badge,
      page: window.location.pathname,
    });
    this.#live = new Live(
      (document, behind) => this.#take(document, behind),
      (status, error, final) => this.#fail(status, error, final),
    );
    mount.replaceChildren(
      element(
        "div",
        { class: "sd-releases-head" },
        this.#heading,
        this.#count,
        this.#csv,
        mount.dataset.board ? element("a", { class: "sd-csv", href: mount.dataset.board }, t("Board")) : null,
      ),
      this.#choices,
      this.#news,
      this.#behind,
      this.#problem,
      this.#none,
      this.#rows.view,
    );
    this.#none.hidden = true;
    this.#rows.view.hidden = true;
    window.addEventListener("popstate", () => this.show());
    mount.addEventListener("click", (event) => this.#follow(event));
    setInterval(() => document.hidden || this.#rows.tick(), TICK);
    document.title = document.body.classList.contains("sd-page")
      ? `${t("Releases")} – ${t("Sprint Delivery")}`
      : document.title;
  }

  /** Shows what the address asks for, and follows it. */
  async show() {
    const view = asked();
    const text = query(Object.fromEntries(CHOICES.map((choice) => [choice, view[choice]])));
    this.#shown = null;
    this.#mount.setAttribute("aria-busy", "true");
    this.#csv.setAttribute("href", `${this.#api}releases.csv${text ? `?${text}` : ""}`);
    await this.#live.follow(`${this.#api}releases${text ? `?${text}` : ""}`);
    this.#mount.setAttribute("aria-busy", "false");
    performance.mark("sprint-delivery-shown");
  }

  /** Takes a new document, or none where it is as it was. */
  #take(document, behind) {
    if (this.#behind.textContent !== behind) {
      this.#behind.textContent = behind;
    }
    if (document === null) {
      if (this.#failing) {
        this.#warn(this.#shown.problems);
      }
      return;
    }
    this.#warn(document.problems);
    const { items } = document.releases;
    this.#count.textContent = t("{0} of {1} shown, {2} waiting for you.", whole(items.length), whole(document.all), whole(document.forYou));
    this.#showChoices(document);
    const news = this.#rows.show(items);
    this.#rows.view.hidden = items.length === 0;
    this.#none.hidden = items.length > 0;
    const before = this.#shown;
    this.#shown = document;
    if (before) {
      this.#say(news, document.forYou - before.forYou);
    }
  }

  /** What somebody who cannot see it wants to know: what stands differently, and whether more waits for them. */
  #say(news, more) {
    const words = news.slice(0, SAID_AT_ONCE);
    if (news.length > SAID_AT_ONCE) {
      words.push(t("and {0} more", news.length - SAID_AT_ONCE));
    }
    if (more > 0) {
      words.push(t("{0} more waiting for you.", whole(more)));
    }
    if (words.length) {
      this.#news.textContent = words.join(". ");
    }
  }

  /** What could not be told. */
  #warn(problems) {
    this.#failing = false;
    this.#problem.replaceChildren(
      ...problems.map((problem) => element("p", { class: "sd-card sd-problem" }, name(problem))),
    );
  }

  #fail(status, error, final) {
    this.#failing = true;
    const words = status === 0 ? t("The server does not answer. It may have been stopped.") : error;
    const retry = element("button", { type: "button", class: "sd-button" }, t("Try again"));
    retry.addEventListener("click", () => this.show());
    this.#problem.replaceChildren(
      element(
        "div",
        { class: "sd-card sd-problem" },
        element("p", {}, words ?? t("The server answered with status {0}.", status)),
        final ? null : element("p", {}, t("What is shown may be old; it is asked for again in a while.")),
        element("p", { class: "sd-actions" }, retry),
      ),
    );
  }

  #showChoices(document) {
    const view = asked();
    const offered = JSON.stringify([document.services, document.environments, document.teams, document.sprints, view]);
    if (offered === this.#offered) {
      // so that a list that is open stays open
      return;
    }
    this.#offered = offered;
    const focused = window.document.activeElement?.id;
    const inside = this.#choices.contains(window.document.activeElement);
    const choose = (choice) => (chosen) => this.#go(changed({ [choice]: chosen }));
    const known = document.sprints.some((sprint) => sprint.id === view.sprint);
    const sprints = [
      ...document.sprints.map((sprint) => ({ value: sprint.id, text: sprint.name })),
      ...(view.sprint && !known ? options([view.sprint]) : []),
    ];
    const states = STATES.map((state) => ({ value: state, text: stateWord(state) }));
    const mine = element("input", { type: "checkbox", id: "sd-choice-mine", checked: view.mine === "true" });
    mine.addEventListener("change", () => this.#go(changed({ mine: mine.checked ? "true" : null })));
    const form = element(
      "form",
      { class: "sd-choices", role: "search", "aria-label": t("Which releases are shown") },
      select("service", t("Service"), offer(document.services, view.service), view.service ?? "", t("All services"), choose("service")),
      select("environment", t("Environment"), offer(document.environments, view.environment), view.environment ?? "", t("All environments"), choose("environment")),
      document.teams.length
        ? select("team", t("Team"), offer(document.teams, view.team), view.team ?? "", t("All teams"), choose("team"))
        : null,
      select("sprint", t("Sprint"), sprints, view.sprint ?? "", t("All sprints"), choose("sprint")),
      select("state", t("State"), states, view.state ?? "", t("All states"), choose("state")),
      element("div", { class: "sd-check" }, mine, element("label", { for: mine.id }, t("Only what waits for me"))),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    this.#choices.replaceChildren(form);
    if (inside && focused) {
      window.document.getElementById(focused)?.focus();
    }
  }

  #follow(event) {
    const link = event.target.closest?.("a[href^='?']");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain) {
      event.preventDefault();
      this.#go(link.getAttribute("href"));
    }
  }

  #go(address) {
    window.history.pushState(null, "", address);
    return this.show();
  }
}

/** The names to choose from, with the chosen one also where a link is older than what there is. */
function offer(names, chosen) {
  return options(chosen && !names.includes(chosen) ? [...names, chosen] : names);
}

for (const mount of document.querySelectorAll("[data-sprint-delivery-releases]")) {
  new Releases(mount).show();
}
