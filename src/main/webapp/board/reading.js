/**
 * The documents of one view. Those that the page shows already are taken as they are and asked for anew afterwards, so that
 * a choice waits only for the documents that it changes.
 */

import { lag } from "./lag.js";
import { t } from "./texts.js";

export class Reading {
  #shown;
  #taken = new Map();

  /** @param shown the documents that the page shows, see `documents` */
  constructor(shown) {
    this.#shown = shown;
  }

  /** The document at this address; fails with words for the reader. */
  async take(address) {
    const document = this.#shown.get(address) ?? (await load(address));
    this.#taken.set(address, document);
    return document.body;
  }

  /** What was taken, by address. */
  get documents() {
    return this.#taken;
  }

  /** What the documents lack, in words; of several the last one that lacks something says it. */
  get behind() {
    return [...this.#taken.values()].reduce((words, document) => document.behind || words, "");
  }

  /** Asks anew for what the page showed before. Whether something of it is another now. */
  async renew() {
    const before = [...this.#taken].filter(([address, document]) => this.#shown.get(address) === document);
    const now = await Promise.all(before.map(([address]) => load(address)));
    const others = before
      .map(([address, document], at) => ({ address, document, now: now[at] }))
      .filter((each) => each.document.tag !== each.now.tag || each.document.behind !== each.now.behind);
    // what is the same stays the same object, by which its card is known
    others.forEach((each) => this.#taken.set(each.address, each.now));
    return others.length > 0;
  }
}

async function load(address) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "application/json" } });
  } catch {
    throw new Error(t("The server does not answer. It may have been stopped."));
  }
  const body = await answer.json().catch(() => null);
  if (!answer.ok || body === null) {
    throw new Error(body?.error ?? t("The server answered with status {0}.", answer.status));
  }
  return { body, tag: answer.headers.get("ETag"), behind: lag(answer) };
}
