/** What the reader sees comes first: the frame of a choice does not wait for cards further down. */

const LATER = "sd-later";

/** A view to be shown in place of the one before, whose cards tell the same of something else. */
export class Sight {
  /** What was shown last in each element: who comes later leaves nothing to those before. */
  static #newest = new WeakMap();

  #content;
  #late = new Map();

  /** @param content the element that holds the view */
  constructor(content) {
    this.#content = content;
  }

  /**
   * The card of this id. Out of sight it is made later, and until then the one before stands in for it, in which nobody is.
   *
   * @param make what makes the card, or nothing
   */
  card(id, make) {
    const before = this.#content.querySelector(`.sd-table-card.sd-${id}`);
    if (!before || isInSight(before) || before.contains(document.activeElement)) {
      return make();
    }
    this.#late.set(before, make);
    return before;
  }

  /**
   * Replaces what the element holds. Cards out of sight are made, laid out and painted right after the frame that shows the
   * others. Until then they keep the room that the cards in their place had, so that nothing jumps.
   */
  show(...nodes) {
    Sight.#newest.set(this.#content, this);
    const heights = new Map(cards(this.#content).map((card) => [place(card), inner(card)]));
    this.#content.replaceChildren(...nodes);
    let later = cards(this.#content);
    for (const card of later) {
      card.classList.add(LATER);
      if (heights.has(place(card))) {
        card.style.containIntrinsicBlockSize = `auto ${heights.get(place(card))}px`;
      }
    }
    // what comes into sight may move the next ones into it
    for (let seen = later.filter(isInSight); seen.length; seen = later.filter(isInSight)) {
      seen.forEach((card) => this.#reveal(card));
      later = later.filter((card) => card.classList.contains(LATER) && card.isConnected);
    }
    requestAnimationFrame(() =>
      setTimeout(() => {
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
