/**
 * Keeps a document fresh with few questions: one conditional request at a time, answered with 304 where nothing changed;
 * less often the longer nothing changes, and after failures; not at all while the tab is hidden.
 */

import { lag } from "../board/lag.js";
import { language } from "../board/texts.js";

const SOONEST = 10_000;
const LATEST_UNCHANGED = 60_000;
const LATEST_FAILING = 300_000;
const JITTER = 0.2;

/** Statuses after which asking again is of no use: not logged in any more, not allowed, gone. */
const FINAL = [401, 403, 404];

export class Live {
  #address;
  #changed;
  #failed;
  #tag = null;
  #pause = SOONEST;
  #timer = null;
  #question = 0;
  #stopped = false;

  /**
   * @param changed called with each new document, or null where it is as it was, and with what it lacks in words
   * @param failed called with the status (0 for no answer), what the server says, and whether it is final
   */
  constructor(changed, failed) {
    this.#changed = changed;
    this.#failed = failed;
    document.addEventListener("visibilitychange", () => this.#seen());
  }

  /** Asks at this address from now on, at once. */
  async follow(address) {
    this.#address = address;
    this.#tag = null;
    this.#pause = SOONEST;
    this.#stopped = false;
    await this.#ask();
  }

  /** Asks no more, until it is to follow an address again. */
  rest() {
    clearTimeout(this.#timer);
    this.#stopped = true;
    this.#question++;
  }

  #seen() {
    clearTimeout(this.#timer);
    if (!document.hidden && !this.#stopped && this.#address) {
      this.#pause = SOONEST;
      this.#ask();
    }
  }

  async #ask() {
    clearTimeout(this.#timer);
    const question = ++this.#question;
    let answer;
    try {
      const headers = { Accept: "application/json", "Accept-Language": language };
      if (this.#tag) {
        headers["If-None-Match"] = this.#tag;
      }
      // the page compares by itself, so that it sees the 304 that a browser's cache would hide
      answer = await fetch(this.#address, { headers, cache: "no-store" });
    } catch {
      answer = { ok: false, status: 0 };
    }
    const document = answer.status === 0 || answer.status === 304 ? null : await answer.json().catch(() => null);
    if (question !== this.#question) {
      return;
    }
    if (answer.status === 304) {
      this.#pause = Math.min(LATEST_UNCHANGED, this.#pause * 1.25);
      this.#changed(null, lag(answer));
    } else if (answer.ok && document) {
      this.#tag = answer.headers.get("ETag");
      this.#pause = SOONEST;
      this.#changed(document, lag(answer));
    } else {
      this.#stopped = FINAL.includes(answer.status) || answer.ok;
      this.#pause = Math.min(LATEST_FAILING, this.#pause * 2);
      this.#failed(answer.status, document?.error, this.#stopped);
    }
    this.#later(Number(answer.headers?.get("Retry-After")) * 1000);
  }

  #later(atLeast) {
    if (!this.#stopped && !document.hidden) {
      const pause = Math.max(this.#pause, atLeast || 0) * (1 + JITTER * (2 * Math.random() - 1));
      this.#timer = setTimeout(() => this.#ask(), pause);
    }
  }
}
