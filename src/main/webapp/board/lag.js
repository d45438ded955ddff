/** How far the ledger's database is behind, as an answer's `Ledger-Behind` says. */

import { time, whole } from "./format.js";
import { t } from "./texts.js";

/** What the answer lacks, in words; empty where nothing. */
export function lag(answer) {
  const behind = /^events=(\d+), since=@(\d+)$/.exec(answer.headers.get("Ledger-Behind") ?? "");
  return behind
    ? t(
        "The database is behind: {0} events are not counted here yet, the oldest was recorded {1}.",
        whole(Number(behind[1])),
        time(new Date(Number(behind[2]) * 1000).toISOString()),
      )
    : "";
}
