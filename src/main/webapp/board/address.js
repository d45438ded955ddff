/** Every state of the page is an address. What the address asks for, and addresses of other states. */

/** What a view is about; kept from one view to the next. */
const SCOPE = ["sprint", "team", "service", "environment"];
const KEPT = [...SCOPE, "lang"];

let read = { search: null, view: null, kept: null };

/** Every parameter of the address, each once; never to be changed. */
export function asked() {
  return current().view;
}

/** What a question to the API is about. */
export function scopeOf(view) {
  return pick(view, SCOPE);
}

/** The same view with other choices; an empty choice is none. */
export function changed(changes) {
  return address({ ...asked(), offset: null, ...changes });
}

/** Another view of the same sprint, team, service and environment, unless these are given. */
export function to(view, parameters = {}) {
  return address({ ...current().kept, view, ...parameters });
}

/** The board of the same choices. */
export function toBoard(parameters = {}) {
  return to(null, parameters);
}

/** Parameters as the query of an address, without those that are empty. */
export function query(parameters) {
  const chosen = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return new URLSearchParams(chosen).toString();
}

/** The address, taken apart once: each of the page's many links asks. */
function current() {
  const { search } = window.location;
  if (search !== read.search) {
    const view = Object.freeze(Object.fromEntries(new URLSearchParams(search)));
    read = { search, view, kept: pick(view, KEPT) };
  }
  return read;
}

function address(parameters) {
  const text = query(parameters);
  return text ? `?${text}` : window.location.pathname;
}

function pick(object, names) {
  return Object.fromEntries(names.filter((name) => object[name]).map((name) => [name, object[name]]));
}
