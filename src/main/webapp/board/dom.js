/**
 * Builds the page's elements. Text from outside only ever becomes a text node or an attribute's value, so it cannot
 * become markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (null and false are left out) and children: nodes, texts, or nothing. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An element of a drawing. */
export function drawing(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** A text from outside, kept from turning the direction of what stands around it. */
export function name(text) {
  return element("bdi", {}, text);
}

/** The moment in the reader's time zone, with the exact one for programs. */
export function moment(iso, text) {
  return element("time", { datetime: iso, title: iso }, text);
}

/** Gives the element these children, in this order; those that stand there already stay, and are not laid out anew. */
export function arrange(target, nodes) {
  const staying = new Set(nodes);
  [...target.childNodes].filter((child) => !staying.has(child)).forEach((child) => child.remove());
  nodes.forEach((node, at) => {
    if (target.childNodes[at] !== node) {
      target.insertBefore(node, target.childNodes[at] ?? null);
    }
  });
}

function fill(target, attributes, children) {
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== null && value !== undefined && value !== false) {
      target.setAttribute(key, value === true ? "" : value);
    }
  }
  append(target, children);
  return target;
}

/** Lists may hold lists. */
function append(target, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(target, child);
    } else if (child !== null && child !== undefined && child !== "") {
      target.append(child);
    }
  }
}
