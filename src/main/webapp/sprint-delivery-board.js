/**
 * The board of Sprint Delivery. It mounts on every element with `data-sprint-delivery-board`; that element's `data-api`
 * says where the board's JSON is. Which sprint, service and environment are shown is in the page's address, so that
 * every view is a link.
 */

import { element } from "./board/dom.js";
import { chooser, sprintHeader } from "./board/header.js";
import { metricTiles } from "./board/metrics.js";
import { deployments, gates, incidents, running, tickets } from "./board/tables.js";
import { trend } from "./board/trend.js";

const CHOICES = ["sprint", "service", "environment"];

class Board {
  #mount;
  #api;
  #status = element("p", { class: "sd-status", role: "status", "aria-live": "polite" });
  #controls = element("div", { class: "sd-controls" });
  #content = element("div", { class: "sd-content" });
  #asked = 0;

  constructor(mount) {
    this.#mount = mount;
    this.#api = mount.dataset.api.replace(/\/?$/, "/");
    mount.replaceChildren(this.#controls, this.#status, this.#content);
    window.addEventListener("popstate", () => this.show());
  }

  /** Fetches and shows what the address asks for. An answer that was overtaken by a later question is dropped. */
  async show() {
    const question = ++this.#asked;
    const view = choices();
    this.#mount.setAttribute("aria-busy", "true");
    this.#status.textContent = "Loading the board…";
    try {
      const [sprints, board, history] = await Promise.all([
        this.#fetch("sprints", {}),
        this.#fetch("board", view),
        this.#fetch("trend", { service: view.service, environment: view.environment }),
      ]);
      if (question === this.#asked) {
        this.#render(view, sprints, board, history);
        this.#status.textContent = "";
      }
    } catch (problem) {
      if (question === this.#asked) {
        this.#fail(problem);
      }
    } finally {
      if (question === this.#asked) {
        this.#mount.setAttribute("aria-busy", "false");
      }
    }
  }

  #render(view, sprints, board, history) {
    const shownSprint = board.sprint ? board.sprint.id : null;
    document.title = board.sprint ? `${board.sprint.name} – Sprint Delivery` : "Sprint Delivery";
    const focused = document.activeElement?.id;
    this.#controls.replaceChildren(chooser(sprints, board, (change) => this.#go(change)));
    this.#content.replaceChildren(
      sprintHeader(board, (format) => this.#address(`report.${format}`, view)),
      metricTiles(board.metrics),
      element(
        "div",
        { class: "sd-columns" },
        tickets(board.tickets),
        element(
          "div",
          { class: "sd-column-of-cards" },
          running(board.running, board.scope),
          trend(history, shownSprint, (sprint) => link({ ...view, sprint })),
        ),
      ),
      deployments(board.deployments),
      gates(board.gates),
      incidents(board.incidents),
    );
    if (focused) {
      document.getElementById(focused)?.focus();
    }
  }

  #fail(problem) {
    this.#status.textContent = "";
    const retry = element("button", { type: "button", class: "sd-button" }, "Try again");
    retry.addEventListener("click", () => this.show());
    const all = element("a", { class: "sd-button", href: link({}) }, "Show the current sprint");
    this.#content.replaceChildren(
      element(
        "div",
        { class: "sd-card sd-problem", role: "alert" },
        element("h1", {}, "The board cannot be shown"),
        element("p", {}, problem.message),
        element("p", { class: "sd-actions" }, retry, all),
      ),
    );
  }

  #go(change) {
    window.history.pushState(null, "", link({ ...choices(), ...change }));
    this.show();
  }

  #address(document, view) {
    const query = queryOf(view);
    return `${this.#api}${document}${query ? `?${query}` : ""}`;
  }

  async #fetch(document, view) {
    let answer;
    try {
      answer = await fetch(this.#address(document, view), { headers: { Accept: "application/json" } });
    } catch {
      throw new Error("The server does not answer. It may have been stopped.");
    }
    const body = await answer.json().catch(() => null);
    if (!answer.ok || body === null) {
      throw new Error(body?.error ?? `The server answered with status ${answer.status}.`);
    }
    return body;
  }
}

/** What the address asks for. */
function choices() {
  const query = new URLSearchParams(window.location.search);
  return Object.fromEntries(CHOICES.map((choice) => [choice, query.get(choice)]));
}

/** This page with other choices; what else is in the address stays. */
function link(view) {
  const query = new URLSearchParams(window.location.search);
  for (const choice of CHOICES) {
    if (view[choice]) {
      query.set(choice, view[choice]);
    } else {
      query.delete(choice);
    }
  }
  const text = query.toString();
  return text ? `?${text}` : window.location.pathname;
}

function queryOf(view) {
  const chosen = Object.entries(view).filter(([, value]) => value);
  return new URLSearchParams(chosen).toString();
}

for (const mount of document.querySelectorAll("[data-sprint-delivery-board]")) {
  new Board(mount).show();
}
