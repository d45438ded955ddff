/** The badge of a service in an environment, and what to paste elsewhere to show it. */

import { element } from "../board/dom.js";
import { t } from "../board/texts.js";

/** Opens to the picture and its snippets; they are made when it is first opened. */
export function badgeSnippets(row, badge, page) {
  const details = element("details", { class: "sd-snippets" }, element("summary", { "data-focus": "badge" }, t("Badge")));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(...content(row, badge, page));
    }
  });
  return details;
}

function content(row, badge, page) {
  const query = `service=${encoded(row.service)}&environment=${encoded(row.environment.name)}`;
  const picture = new URL(`${badge}?${query}`, window.location.href).href;
  const link = new URL(`${page}?${query}`, window.location.href).href;
  const words = t("{0} in {1}", row.service, row.environment.name);
  const plain = words.replace(/[[\]\\"<>&]/g, " ");
  return [
    element("p", {}, element("img", { src: picture, alt: words, height: 20 })),
    snippet("Markdown", `[![${plain}](${picture})](${link})`),
    snippet("HTML", `<a href="${link.replaceAll("&", "&amp;")}"><img src="${picture.replaceAll("&", "&amp;")}" alt="${plain}"></a>`),
    snippet("AsciiDoc", `image:${picture}["${plain}",link="${link}"]`),
  ];
}

function encoded(text) {
  return encodeURIComponent(text).replace(/[()'*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function snippet(language, text) {
  const field = element("input", { type: "text", readonly: true, value: text, "aria-label": t("Badge as {0}", language) });
  field.addEventListener("focus", () => field.select());
  const button = element("button", { type: "button", class: "sd-button sd-small" }, t("Copy {0}", language));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = t("Copied");
    } catch {
      // without HTTPS a browser has no clipboard for pages; the reader copies what is selected
      field.focus();
    }
  });
  return element("p", { class: "sd-snippet" }, field, button);
}
