/** Cards with a table. */

import { element, name } from "./dom.js";
import { label, whole } from "./format.js";
import { t } from "./texts.js";

const FIRST_ROWS = 25;
const MORE_ROWS = 100;

const MARKS = {
  successful: "good",
  PASS: "good",
  failed: "bad",
  FAIL: "bad",
  critical: "bad",
  high: "bad",
  "rolled-back": "warn",
  unstable: "warn",
  WARN: "warn",
  rollback: "warn",
  medium: "warn",
  INCONCLUSIVE: "warn",
  hotfix: "info",
  "in-progress": "info",
  pending: "info",
};

/**
 * A card with one table; a cell is a node, a text or a list of them, the first one heads its row. Of a long table the
 * first rows are made at once and the others on request, some at a time, so that no request makes the reader wait.
 */
export function tableCard({ id, title, caption, columns, list, none, row, csv, above }) {
  const titleId = `sd-${id}-title`;
  const count = `${whole(list.items.length)}${list.more || list.next ? "+" : ""}`;
  const card = element(
    "section",
    { class: `sd-card sd-table-card sd-${id}`, "aria-labelledby": titleId },
    element(
      "div",
      { class: "sd-card-head" },
      element(
        "h2",
        { id: titleId },
        title,
        list.items.length ? element("span", { class: "sd-count" }, count) : null,
      ),
      csv && list.items.length
        ? element("a", { class: "sd-csv", href: csv, "aria-label": t("{0} as CSV", title) }, "CSV")
        : null,
    ),
    above,
  );
  if (!list.items.length) {
    card.append(element("p", { class: "sd-none" }, none));
    return card;
  }
  const heads = columns.map((column) => (typeof column === "string" ? { text: column } : column));
  const body = element("tbody");
  const append = (items) =>
    body.append(...items.map((item) => element("tr", {}, row(item).map((cell, at) => tableCell(heads[at], cell, at)))));
  append(list.items.slice(0, FIRST_ROWS));
  card.append(
    element(
      "div",
      { class: "sd-scroll", tabindex: "0", role: "region", "aria-label": caption },
      element(
        "table",
        {},
        element("caption", { class: "sd-hidden" }, caption),
        element("thead", {}, element("tr", {}, heads.map(columnHead))),
        body,
      ),
    ),
  );
  if (list.items.length > FIRST_ROWS) {
    card.append(moreButton(list.items, title, body, append));
  }
  if (list.more) {
    card.append(element("p", { class: "sd-none" }, t("There are more; the CSV and the report have them.")));
  }
  return card;
}

function moreButton(items, title, body, append) {
  let shown = FIRST_ROWS;
  const words = () => t("Show {0} more of {1}: {2}", whole(Math.min(MORE_ROWS, items.length - shown)), whole(items.length), title);
  const button = element("button", { type: "button", class: "sd-button sd-more" }, words());
  button.addEventListener("click", () => {
    const first = shown;
    append(items.slice(shown, shown + MORE_ROWS));
    shown += MORE_ROWS;
    const cell = body.rows[first].cells[0];
    cell.setAttribute("tabindex", "-1");
    cell.focus();
    if (shown >= items.length) {
      button.remove();
    } else {
      button.textContent = words();
    }
  });
  return button;
}

/** A state in a word and a color that repeats it. */
export function badge(word, mark = MARKS[word]) {
  return element("span", { class: `sd-badge sd-${mark ?? "plain"}` }, label(word));
}

/** A version as it is written. */
export function version(text) {
  return element("span", { class: "sd-version" }, name(text));
}

function columnHead(column) {
  return element(
    "th",
    { scope: "col", class: column.number ? "sd-number" : null },
    column.head ?? name(column.text),
    column.note ? element("span", { class: "sd-note" }, column.note) : null,
  );
}

function tableCell(column, content, at) {
  return at === 0
    ? element("th", { scope: "row" }, content)
    : element("td", { class: column.number ? "sd-number" : null }, content);
}
