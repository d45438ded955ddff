/** Names that lead to their pages. */

import { to, toBoard } from "./address.js";
import { element, name } from "./dom.js";
import { time } from "./format.js";

export function ticketLink(key) {
  return element("a", { href: to("ticket", { key }) }, name(key));
}

export function deploymentLink(id, ...words) {
  return element("a", { href: to("deployment", { id }) }, words.length ? words : name(id));
}

export function buildLink({ job, number }) {
  return element("a", { href: to("build", { job, number }) }, name(`${job} #${number}`));
}

export function environmentLink(place, ...words) {
  return element("a", { href: to("environment", { place }) }, words.length ? words : name(place));
}

export function sprintLink(sprint, ...words) {
  return element("a", { href: toBoard({ sprint, team: null }) }, words.length ? words : name(sprint));
}

/**
 * A page of a build, where it has one: an address of the web, or one below the server's `root`, which is empty where builds
 * have no pages.
 */
export function buildPage(root, url, page) {
  if (!url) {
    return null;
  }
  if (/^https?:\/\//i.test(url)) {
    return `${url.replace(/\/?$/, "/")}${page}`;
  }
  return root ? `${root}${url.replace(/^\/+/, "").replace(/\/?$/, "/")}${page}` : null;
}

/** The moment a deployment began, leading to it. */
export function begun(deployment) {
  return deploymentLink(
    deployment.id,
    element("time", { datetime: deployment.started, title: deployment.started }, time(deployment.started)),
  );
}

/** An address from outside as a link, where it is one of the web; otherwise the words alone. */
export function webLink(url, words) {
  return /^https?:\/\//i.test(url ?? "") ? element("a", { href: url, rel: "noreferrer noopener" }, words) : words;
}
