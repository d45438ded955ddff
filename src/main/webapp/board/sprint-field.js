/** The choice among sprints. */

import { changed } from "./address.js";
import { element } from "./dom.js";
import { t } from "./texts.js";

/**
 * A field that finds a sprint by a part of its name. The shown sprint is its placeholder, so that the list of all opens at
 * once.
 */
export class SprintField {
  #element;
  #text;
  #choose;
  #field;
  #list;
  #steps;
  #sprints = null;
  #names = new Map();
  #taken;

  /**
   * @param key distinguishes it on the page
   * @param choose called with the id of the sprint that was found
   * @param steps whether links to the sprints before and after are at its sides
   */
  constructor(key, choose, { text = t("Sprint"), steps = false } = {}) {
    this.#text = text;
    this.#choose = choose;
    this.#list = element("datalist", { id: `sd-list-${key}` });
    this.#field = element("input", {
      id: `sd-choice-${key}`,
      type: "search",
      list: this.#list.id,
      autocomplete: "off",
    });
    this.#steps = steps;
    this.#field.addEventListener("change", () => this.#take());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.#take();
      }
    });
    this.#element = element(
      "div",
      { class: "sd-choice" },
      element("label", { for: this.#field.id }, text),
      element(
        "span",
        { class: "sd-stepper" },
        steps ? element("span") : null,
        this.#field,
        steps ? element("span") : null,
      ),
      this.#list,
    );
  }

  /** The field, which finds among these sprints, of which this one is shown. */
  show(sprints, shown) {
    const { items } = sprints.sprints;
    if (sprints !== this.#sprints) {
      this.#sprints = sprints;
      this.#names = new Map();
      for (const sprint of items) {
        this.#names.set(this.#names.has(sprint.name) ? `${sprint.name} (${sprint.id})` : sprint.name, sprint.id);
      }
      this.#list.replaceChildren(...[...this.#names.keys()].map((each) => element("option", { value: each })));
    }
    this.#taken = shown?.id;
    this.#field.value = "";
    this.#say("");
    this.#field.placeholder = shown ? shown.name : items.length ? t("Search") : t("No sprints");
    this.#field.setAttribute(
      "aria-label",
      shown ? t("{0}: {1}. Type to find another one", this.#text, shown.name) : this.#text,
    );
    if (this.#steps) {
      replace(this.#field.previousElementSibling, neighbor(items, shown, 1, t("Earlier sprint"), "‹"));
      replace(this.#field.nextElementSibling, neighbor(items, shown, -1, t("Later sprint"), "›"));
    }
    return this.#element;
  }

  #take() {
    const sprint = this.#found();
    this.#say(this.#field.value && !sprint ? t("No single sprint has this in its name.") : "");
    // Enter is a change too
    if (sprint && sprint !== this.#taken) {
      this.#taken = sprint;
      this.#choose(sprint);
    }
  }

  #say(problem) {
    this.#field.setCustomValidity(problem);
    this.#field.setAttribute("aria-invalid", problem ? "true" : "false");
  }

  #found() {
    const typed = this.#field.value.trim();
    const exact =
      this.#names.get(typed) ?? this.#sprints.sprints.items.find((sprint) => sprint.id === typed)?.id;
    if (exact) {
      return exact;
    }
    const near = [...this.#names.keys()].filter((each) => each.toLowerCase().includes(typed.toLowerCase()));
    return typed && near.length === 1 ? this.#names.get(near[0]) : null;
  }
}

/** One that has the focus hands it on. */
function replace(old, fresh) {
  const focused = old === document.activeElement;
  old.replaceWith(fresh);
  if (focused) {
    fresh.focus();
  }
}

function neighbor(items, shown, step, text, sign) {
  const at = items.findIndex((sprint) => sprint.id === shown?.id);
  const other = at < 0 ? null : items[at + step];
  return other
    ? element(
        "a",
        { class: "sd-step-link", href: changed({ sprint: other.id, team: null }), "aria-label": `${text}: ${other.name}` },
        sign,
      )
    : element("span", { class: "sd-step-link sd-step-none", "aria-hidden": "true" }, sign);
}
