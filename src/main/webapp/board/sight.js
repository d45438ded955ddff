/** What the reader sees comes first: the frame of a choice does not wait for cards further down. */

const LATER = "sd-later";

/**
 * Replaces what an element holds. All of it is there at once; cards out of sight are laid out and painted right after the
 * frame that shows the others. Until then they keep the room that the cards in their place had, so that nothing jumps.
 */
export function show(content, ...nodes) {
  const heights = new Map(cards(content).map((card) => [place(card), inner(card)]));
  content.replaceChildren(...nodes);
  let later = cards(content);
  for (const card of later) {
    card.classList.add(LATER);
    if (heights.has(place(card))) {
      card.style.containIntrinsicBlockSize = `auto ${heights.get(place(card))}px`;
    }
  }
  // what comes into sight may move the next ones into it
  for (let seen = later.filter(isInSight); seen.length; seen = later.filter(isInSight)) {
    seen.forEach((card) => card.classList.remove(LATER));
    later = later.filter((card) => card.classList.contains(LATER));
  }
  requestAnimationFrame(() => setTimeout(() => later.forEach((card) => card.classList.remove(LATER))));
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
