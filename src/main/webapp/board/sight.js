/** What the reader sees comes first: the frame of a choice does not wait for cards further down. */

import { arrange } from "./dom.js";

const LATER = "sd-later";
/** Nobody scrolls there and reads sooner. */
const PATIENCE_MILLIS = 100;

/** A view to be shown in place of the one before, whose cards tell the same of something else. */
export class Sight {
  /** What was shown last in each element: who comes later leaves nothing to those before. */
  static #newest = new WeakMap();
  /** The document that a card was made from, where it was made from one alone. */
  static #told = new WeakMap();

  #content;
  #before;
  #late = new Map();

  /** @param content the element that holds the view; what it shows is measured now, before anything of it changes */
  constructor(content) {
    this.#content = content;
    this.#before = new Map(
      cards(content).map((card) => [place(card), { card, height: inner(card), inSight: isInSight(card) }]),
    );
  }

  /**
   * The card of this place. Out of sight it is made later, and until then the one before stands in for it, in which nobody
   * is. One that was made from the same document stays.
   *
   * @param make what makes the card, or nothing
   * @param document what the card is made from, where it is made from nothing else
   */
  card(id, make, document = null) {
    const makeOf = () => {
      const made = make();
      if (made && document) {
        Sight.#told.set(made, document);
      }
      return made;
    };
    const before = this.#before.get(`sd-${id}-title`);
    if (before && document && Sight.#told.get(before.card) === document) {
      return before.card;
    }
    if (!before || before.inSight || before.card.contains(window.document.activeElement)) {
      return makeOf();
    }
    this.#late.set(before.card, makeOf);
    return before.card;
  }

  /**
   * Replaces what the element holds. Cards out of sight are made, laid out and painted once the browser has nothing else to do
   * after the frame that shows the others. Until then they keep the room that the cards in their place had, so that nothing
   * jumps.
   */
  show(...nodes) {
    Sight.#newest.set(this.#content, this);
    arrange(this.#content, nodes);
    let later = cards(this.#content).filter((card) => this.#late.has(card) || card !== this.#before.get(place(card))?.card);
    for (const card of later) {
      card.classList.add(LATER);
      if (this.#before.has(place(card))) {
        card.style.containIntrinsicBlockSize = `auto ${this.#before.get(place(card)).height}px`;
      }
    }
    // what comes into sight may move the next ones into it
    for (let seen = later.filter(isInSight); seen.length; seen = later.filter(isInSight)) {
      seen.forEach((card) => this.#reveal(card));
      later = later.filter((card) => card.classList.contains(LATER) && card.isConnected);
    }
    requestAnimationFrame(() =>
      whenIdle(() => {
        if (Sight.#newest.get(this.#content) === this) {
          later.forEach((card) => this.#reveal(card));
        }
      }),
    );
  }

  #reveal(card) {
    if (!this.#late.has(card)) {
      card.classList.remove(LATER);
      return;
    }
    const made = this.#late.get(card)();
    if (made) {
      made.style.containIntrinsicBlockSize = card.style.containIntrinsicBlockSize;
      card.replaceWith(made);
    } else {
      card.remove();
    }
  }
}

/** Not every browser knows when it is idle; those are given a moment for the frame. */
function whenIdle(work) {
  if (window.requestIdleCallback) {
    requestIdleCallback(work, { timeout: PATIENCE_MILLIS });
  } else {
    setTimeout(work, PATIENCE_MILLIS);
  }
}

function cards(content) {
  return [...content.querySelectorAll(".sd-table-card, .sd-trend")];
}

/** Cards of two views that tell the same are in the same place. */
function place(card) {
  return card.getAttribute("aria-labelledby");
}

/** Its height in pixels without padding and border. */
function inner(card) {
  const style = getComputedStyle(card);
  const around = ["paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"];
  return around.reduce((height, edge) => height - parseFloat(style[edge]), card.getBoundingClientRect().height);
}

function isInSight(card) {
  const { top, bottom } = card.getBoundingClientRect();
  return top < window.innerHeight && bottom > 0;
}
