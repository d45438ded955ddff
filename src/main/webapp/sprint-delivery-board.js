/**
 * The board of Sprint Delivery. It mounts on every element with `data-sprint-delivery-board`; that element's `data-api`
 * says where the board's JSON is, and its `data-language` which language the page around it has. Every state is in the
 * page's address, so that every view is a link.
 */

import { asked, changed, query, scopeOf, toBoard } from "./board/address.js";
import {
  buildPage,
  comparePage,
  deploymentPage,
  environmentPage,
  metricPage,
  pageBar,
  ticketPage,
} from "./board/details.js";
import { arrange, element } from "./board/dom.js";
import { Chooser, sprintHeader } from "./board/header.js";
import { standsOut } from "./board/marks.js";
import { metricTiles } from "./board/metrics.js";
import { promise } from "./board/promise.js";
import { Reading } from "./board/reading.js";
import { Sight } from "./board/sight.js";
import { dependencies, deployments, gates, incidents, running, tickets } from "./board/tables.js";
import { t } from "./board/texts.js";
import { trend } from "./board/trend.js";
import { Waiting } from "./board/waiting.js";

const SPRINTS = { limit: 1000 };
const ROWS = 200;
const MAX_WAITING = 200;

class Board {
  #mount;
  #api;
  #status = element("p", { class: "sd-status", role: "status", "aria-live": "polite" });
  #controls = element("div", { class: "sd-controls" });
  #content = element("div", { class: "sd-content" });
  #column = element("div", { class: "sd-column-of-cards" });
  #columns = element("div", { class: "sd-columns" });
  #chooser = new Chooser((address) => this.#go(address));
  #news = element("p", { class: "sd-hidden", role: "status", "aria-live": "polite" });
  #asked = 0;
  #documents = new Map();
  #waiting;
  #shown = null;

  /** What is shown for each `view` of the address. */
  #pages = {
    board: (view, reading) => this.#board(view, reading),
    build: (view, reading) => {
      const question = { job: view.job, number: view.number };
      return this.#page(reading, "build", question, (document) =>
        buildPage(document, this.#address("build.csv", question)),
      );
    },
    ticket: (view, reading) =>
      this.#page(reading, "ticket", { key: view.key }, (document) =>
        ticketPage(document, this.#address("ticket.csv", { key: view.key })),
      ),
    deployment: (view, reading) => {
      const question = { id: view.id, with: view.with };
      const tables = {
        csv: this.#address("deployment.csv", { id: view.id }),
        csvBetween: this.#address("deployment.csv", question),
      };
      return this.#page(reading, "deployment", question, (document) =>
        deploymentPage(document, tables, (address) => this.#go(address)),
      );
    },
    environment: (view, reading) => {
      const question = { ...scopeOf(view), environment: view.place };
      return this.#page(reading, "environment", { ...question, limit: ROWS, offset: view.offset }, (document) =>
        environmentPage(document, this.#address("environment.csv", question)),
      );
    },
    metric: (view, reading) => {
      const question = { ...scopeOf(view), name: view.name };
      return this.#page(reading, "metric", { ...question, limit: ROWS, offset: view.offset }, (document) =>
        metricPage(document, this.#address("metric.csv", question)),
      );
    },
    compare: (view, reading) => this.#compare(view, reading),
  };

  constructor(mount) {
    this.#mount = mount;
    this.#api = mount.dataset.api.replace(/\/?$/, "/");
    // only a server that knows what waits says so
    this.#waiting = mount.dataset.waiting ? new Waiting(mount.dataset.root ?? "", (news) => this.#wait(news)) : null;
    mount.replaceChildren(this.#controls, this.#status, this.#news, this.#content);
    window.addEventListener("popstate", () => this.show());
    mount.addEventListener("click", (event) => this.#follow(event));
  }

  /**
   * Fetches and shows what the address asks for. An answer that was overtaken by a later question is dropped. What the page
   * showed already is asked for anew once the choice is shown, and shown again where it is another by now.
   */
  async show() {
    const question = ++this.#asked;
    const view = asked();
    const reading = new Reading(this.#documents);
    this.#mount.setAttribute("aria-busy", "true");
    this.#status.textContent = t("Loading…");
    this.#shown = null;
    this.#waiting?.rest();
    try {
      await this.#read(question, view, reading);
    } catch (problem) {
      this.#fail(question, problem);
      return;
    } finally {
      if (question === this.#asked) {
        this.#mount.setAttribute("aria-busy", "false");
      }
    }
    this.#renew(question, view, reading);
  }

  async #read(question, view, reading) {
    const page = this.#pages[view.view ?? "board"];
    if (!page) {
      throw new Error(t("There is no page “{0}”.", view.view));
    }
    const render = await page(view, reading);
    if (question === this.#asked) {
      render();
      this.#documents = reading.documents;
      this.#status.textContent = reading.behind;
      performance.mark("sprint-delivery-shown");
    }
  }

  async #renew(question, view, reading) {
    await frame();
    if (question !== this.#asked) {
      return;
    }
    try {
      if (await reading.renew()) {
        await this.#read(question, view, new Reading(reading.documents));
      }
    } catch (problem) {
      this.#fail(question, problem);
    }
  }

  async #board(view, reading) {
    const scope = scopeOf(view);
    const place = { service: view.service, environment: view.environment };
    const [sprints, board, measured, promised, history] = await Promise.all([
      this.#take(reading, "sprints", SPRINTS),
      this.#take(reading, "board", { ...scope, ticket: view.ticket, without: "promise,metrics" }),
      this.#take(reading, "metrics", scope),
      // of the sprint alone, so that another service or environment leaves it as it is
      this.#take(reading, "promise", { sprint: view.sprint, team: view.team }),
      this.#take(reading, "trend", place),
      this.#waiting?.follow(this.#address("waiting", { ...place, limit: MAX_WAITING })),
    ]);
    const sprint = board.sprint?.id;
    const csv = (table, more = {}) => this.#address(`${table}.csv`, { ...scope, ...more });
    return () => {
      const sight = new Sight(this.#content);
      this.#shown = { board, waiting: () => this.#waiting?.card(this.#address("waiting.csv", place), view.mine) };
      arrange(this.#column, [
        sight.card("running", () => running(board.running, board.scope, this.#address("running.csv", place))),
        sight.card("trend", () => trend(history, sprint ?? null, (other) => changed({ sprint: other, team: null }))),
      ]);
      arrange(this.#columns, [
        sight.card("tickets", () =>
          tickets(board.tickets, board.marks, csv("tickets", { ticket: view.ticket, mark: view.mark }), view),
        ),
        this.#column,
      ]);
      this.#show(
        board.sprint ? board.sprint.name : null,
        this.#chooser.show(sprints, board, view),
        [
          sprintHeader(board, sprints, (format) => this.#address(`report.${format}`, scope), this.#waiting),
          this.#shown.waiting(),
          metricTiles(measured.metrics),
          sight.card("promise", () => promise(promised.promise, this.#address("promise.csv", { sprint })), promised),
          this.#columns,
          sight.card("dependencies", () => dependencies(board.dependencies, csv("dependencies"), view.readiness)),
          sight.card("deployments", () => deployments(board.deployments, csv("deployments"))),
          sight.card("gates", () => gates(board.gates, csv("gates"))),
          sight.card("incidents", () => incidents(board.incidents, csv("incidents"))),
        ],
        sight,
      );
    };
  }

  /** Something else waits than before: what says so is made anew, and said. */
  #wait(news) {
    if (!this.#shown) {
      return;
    }
    const head = this.#content.querySelector(".sd-standing");
    head?.replaceWith(standsOut(this.#shown.board, this.#waiting));
    const before = document.getElementById("sd-waiting");
    const focused = before?.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    before?.remove();
    const card = this.#shown.waiting();
    if (card) {
      this.#content.querySelector(".sd-head").after(card);
    }
    if (focused) {
      const again = [...(card?.querySelectorAll("a") ?? [])].find((link) => link.getAttribute("href") === focused);
      (again ?? this.#content.querySelector(".sd-standing a"))?.focus();
    }
    this.#news.textContent = news;
  }

  async #page(reading, path, question, make) {
    const document = await this.#take(reading, path, question);
    return () => this.#show(null, pageBar(document.sprint), make(document));
  }

  async #compare(view, reading) {
    const question = { ...scopeOf(view), with: view.with };
    const [sprints, comparison] = await Promise.all([
      this.#take(reading, "sprints", SPRINTS),
      this.#take(reading, "compare", question),
    ]);
    return () =>
      this.#show(
        null,
        pageBar(comparison.sprint),
        comparePage(comparison, sprints, this.#address("compare.csv", question), (address) => this.#go(address)),
      );
  }

  #show(title, controls, content, sight = new Sight(this.#content)) {
    const focused = document.activeElement?.id;
    if (this.#controls.firstChild !== controls) {
      this.#controls.replaceChildren(controls);
    }
    sight.show(...content.flat(Infinity).filter(Boolean));
    const heading = title ?? this.#content.querySelector("h1")?.textContent;
    document.title = heading ? `${heading} – ${t("Sprint Delivery")}` : t("Sprint Delivery");
    if (focused && document.activeElement?.id !== focused) {
      document.getElementById(focused)?.focus();
    }
  }

  #fail(question, problem) {
    if (question !== this.#asked) {
      return;
    }
    this.#documents = new Map();
    this.#shown = null;
    this.#status.textContent = "";
    const retry = element("button", { type: "button", class: "sd-button" }, t("Try again"));
    retry.addEventListener("click", () => this.show());
    const home = toBoard({ sprint: null, team: null, service: null, environment: null });
    const all = element("a", { class: "sd-button", href: home }, t("Show the current sprint"));
    this.#content.replaceChildren(
      element(
        "div",
        { class: "sd-card sd-problem", role: "alert" },
        element("h1", {}, t("The board cannot be shown")),
        element("p", {}, problem.message),
        element("p", { class: "sd-actions" }, retry, all),
      ),
    );
  }

  /** Follows a link of the board within the page; other links, and links opened in another tab, stay as they are. */
  #follow(event) {
    const link = event.target.closest?.("a[href]");
    const inside = link && link.getAttribute("href").startsWith("?");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!inside && link?.getAttribute("href") !== window.location.pathname) {
      return;
    }
    if (plain && !event.defaultPrevented) {
      event.preventDefault();
      const before = asked().view;
      this.#go(link.getAttribute("href")).then(() => {
        if (asked().view !== before) {
          window.scrollTo(0, 0);
          const heading = this.#content.querySelector("h1");
          heading?.setAttribute("tabindex", "-1");
          heading?.focus();
        }
      });
    }
  }

  #go(address) {
    window.history.pushState(null, "", address);
    return this.show();
  }

  #address(document, parameters) {
    const text = query(parameters);
    return `${this.#api}${document}${text ? `?${text}` : ""}`;
  }

  #take(reading, path, parameters) {
    return reading.take(this.#address(path, parameters));
  }
}

/** Done once what was changed is seen. */
function frame() {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

for (const mount of document.querySelectorAll("[data-sprint-delivery-board]")) {
  new Board(mount).show();
}
