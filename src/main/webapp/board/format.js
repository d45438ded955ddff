/** Numbers, times and labels in words for people. The server's reports use the same rules. */

const LANGUAGE = document.documentElement.lang || "en";
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DATE = { day: "numeric", month: "short" };
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const dateFormat = new Intl.DateTimeFormat(LANGUAGE, DATE);
const dateOfYearFormat = new Intl.DateTimeFormat(LANGUAGE, { ...DATE, year: "numeric" });
const timeFormat = new Intl.DateTimeFormat(LANGUAGE, { ...DATE, ...CLOCK });
const timeOfYearFormat = new Intl.DateTimeFormat(LANGUAGE, { ...DATE, ...CLOCK, year: "numeric" });
const wholeFormat = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });

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

/** "1 day", "2 days". */
export function counted(number, one, many = `${one}s`) {
  return `${whole(number)} ${number === 1 ? one : many}`;
}

/** A length of time by its two largest units. */
export function duration(seconds) {
  if (seconds < MINUTE) {
    return `${decimal(seconds, seconds < 10 ? 1 : 0)} s`;
  }
  if (seconds < HOUR) {
    return twoUnits(Math.round(seconds), 60, "min", "s");
  }
  if (seconds < DAY) {
    return twoUnits(Math.round(seconds / MINUTE), 60, "h", "min");
  }
  return twoUnits(Math.round(seconds / HOUR), 24, "d", "h");
}

/** A share from 0 to 1 in percent. Only all is 100 %, only nothing is 0 %. */
export function share(value) {
  if (value > 0 && value < 0.001) {
    return "< 0.1 %";
  }
  if (value < 1 && value > 0.999) {
    return "> 99.9 %";
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
      return `${decimal(value, value < 0.1 ? 3 : 2)} per day`;
    default:
      return whole(value);
  }
}

/** "rolled-back" as "Rolled back". */
export function label(word) {
  const text = word.replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isThisYear(moment) {
  return moment.getFullYear() === new Date().getFullYear();
}

function decimal(value, digits) {
  return value.toLocaleString(LANGUAGE, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function twoUnits(small, ratio, largeUnit, smallUnit) {
  const rest = small % ratio;
  const large = `${whole(Math.floor(small / ratio))} ${largeUnit}`;
  return rest === 0 ? large : `${large} ${rest} ${smallUnit}`;
}
