/** Filters of a table whose state is in the address. */

import { changed } from "./address.js";
import { element } from "./dom.js";
import { whole } from "./format.js";

/** Links, each of which keeps the rows of one value, or all of them again; `choices` have value, text and count. */
export function filters(title, parameter, choices, chosen) {
  return element(
    "ul",
    { class: "sd-reaches", "aria-label": title },
    choices.map(({ value, text, count }) =>
      element(
        "li",
        {},
        element(
          "a",
          {
            class: value === chosen ? "sd-reach sd-reach-on" : "sd-reach",
            href: changed({ [parameter]: value === chosen ? null : value }),
            "aria-current": value === chosen ? "true" : null,
          },
          text,
          " ",
          element("b", {}, whole(count)),
        ),
      ),
    ),
  );
}
