/** Numbers, times and labels in words for people. The server's reports use the same rules. */

import { language, t } from "./texts.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DATE = { day: "numeric", month: "short" };
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const dateFormat = new Intl.DateTimeFormat(language, DATE);
const dateOfYearFormat = new Intl.DateTimeFormat(language, { ...DATE, year: "numeric" });
const timeFormat = new Intl.DateTimeFormat(language, { ...DATE, ...CLOCK });
const timeOfYearFormat = new Intl.DateTimeFormat(language, { ...DATE, ...CLOCK, year: "numeric" });
const wholeFormat = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const decimalFormats = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** A day; its year where it is not this one. */
export function date(iso) {
  const moment = new Date(iso);
  return (isThisYear(moment) ? dateFormat : dateOfYearFormat).format(moment);
}

/** A day and a time; the year where it is not this one. */
export function time(iso) {
  const moment = new Date(iso);
  return (isThisYear(moment) ? timeFormat : timeOfYearFormat).format(moment);
}

export function whole(number) {
  return wholeFormat.format(number);
}

/** "1 day", "2 days"; both keys are texts. */
export function counted(number, one, many = `${one}s`) {
  return t(number === 1 ? `{0} ${one}` : `{0} ${many}`, whole(number));
}

/** A length of time by its two largest units. */
export function duration(seconds) {
  if (seconds < MINUTE) {
    return `${decimal(seconds, seconds < 10 ? 1 : 0)} ${t("s")}`;
  }
  if (seconds < HOUR) {
    return twoUnits(Math.round(seconds), 60, t("min"), t("s"));
  }
  if (seconds < DAY) {
    return twoUnits(Math.round(seconds / MINUTE), 60, t("h"), t("min"));
  }
  return twoUnits(Math.round(seconds / HOUR), 24, t("d"), t("h"));
}

/** How long a deployment took, or nothing while it is under way. */
export function took(deployment) {
  return deployment.finished ? duration((new Date(deployment.finished) - new Date(deployment.started)) / 1000) : "";
}

/** A share from 0 to 1 in percent. Only all is 100 %, only nothing is 0 %. */
export function share(value) {
  if (value > 0 && value < 0.001) {
    return `< ${decimal(0.1, 1)} %`;
  }
  if (value < 1 && value > 0.999) {
    return `> ${decimal(99.9, 1)} %`;
  }
  return `${decimal(value * 100, 1)} %`;
}

/** A metric's value in its unit. */
export function quantity(value, unit) {
  switch (unit) {
    case "ratio":
      return share(value);
    case "seconds":
      return duration(value);
    case "per-day":
      return t("{0} per day", decimal(value, value < 0.1 ? 3 : 2));
    default:
      return whole(value);
  }
}

/** A difference of two values in their unit, with its sign. */
export function difference(value, unit) {
  if (value === 0) {
    return t("Unchanged");
  }
  const sign = value > 0 ? "+" : "−";
  return `${sign}${unit === "ratio" ? t("{0} points", decimal(Math.abs(value) * 100, 1)) : quantity(Math.abs(value), unit)}`;
}

/** "rolled-back" as "Rolled back". */
export function label(word) {
  const text = word.replaceAll("-", " ");
  return t(text.charAt(0).toUpperCase() + text.slice(1));
}

/** Begins with a capital letter. */
export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isThisYear(moment) {
  return moment.getFullYear() === new Date().getFullYear();
}

function decimal(value, digits) {
  return decimalFormats[digits].format(value);
}

function twoUnits(small, ratio, largeUnit, smallUnit) {
  const rest = small % ratio;
  const large = `${whole(Math.floor(small / ratio))} ${largeUnit}`;
  return rest === 0 ? large : `${large} ${rest} ${smallUnit}`;
}
