/**
 * The reader's language. A text's key is its English words, so that English needs no dictionary; what a dictionary does
 * not have stays English. The language is the one in the address (`lang`), the page's, or the first of the browser's that
 * there is a dictionary for.
 */

const LANGUAGES = ["en", "de", "ja"];

/** The language of everything on the page. */
export const language = chosen();

const dictionary = language === "en" ? {} : (await import(`./texts-${language}.js`)).default;

/** A text of this page, with `{0}`, `{1}` … replaced. */
export function t(key, ...values) {
  const text = dictionary[key] ?? key;
  return values.length ? text.replace(/\{(\d)\}/g, (whole, index) => values[index] ?? whole) : text;
}

/** A text that came from the server in English, such as a metric's formula. */
export function said(text) {
  return dictionary[text] ?? text;
}

/**
 * The parts of a text around nodes that stand in for `{0}`, `{1}` …, so that a name from outside stays an element of its
 * own.
 */
export function around(key, ...nodes) {
  return t(key)
    .split(/(\{\d\})/)
    .map((part) => (/^\{\d\}$/.test(part) ? nodes[Number(part[1])] : part));
}

function chosen() {
  const asked = new URLSearchParams(window.location.search).get("lang");
  const page = document.querySelector(".sd-board")?.dataset.language;
  const wanted = [asked, page, ...navigator.languages]
    .filter(Boolean)
    .map((tag) => tag.toLowerCase().split("-")[0]);
  const found = wanted.find((tag) => LANGUAGES.includes(tag)) ?? "en";
  // a page of its own is of one language; in Jenkins the board may differ from what is around it
  const whole = document.body?.classList.contains("sd-page");
  (whole ? document.documentElement : document.querySelector(".sd-board"))?.setAttribute("lang", found);
  return found;
}
