/** An instant that came inside a JSON value of a statement, where the database writes it as text. */
export function instantOf(text: string): Date;
export function instantOf(text: string | null): Date | null;
export function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

const ZERO = '0'.charCodeAt(0);
const DASH = '-'.charCodeAt(0);
const BLANK = ' '.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const POINT = '.'.charCodeAt(0);
const PLUS = '+'.charCodeAt(0);
const SHORTEST = '2026-01-31 08:00:00+00'.length;
const LONGEST = '2026-01-31 08:00:00.123456+00'.length;
const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;
/** Whatever is added to it stays below zero. */
const NONE = -1_000_000;

/** Months of which the first instant is remembered, each in the slot of its number: those of 85 years in a row. */
const MONTH_SLOTS = 1_024;
const monthInSlot = new Int32Array(MONTH_SLOTS).fill(NONE);
const startInSlot = new Float64Array(MONTH_SLOTS);

/**
 * An instant as a session in UTC writes it: `2026-01-31 08:00:00`, up to six digits of a second, `+00`. The driver's
 * own reader takes three times as long, and a list has hundreds; what it has to look at twice (infinity, years
 * before our era or of five digits, other offsets) is left to it.
 *
 * @returns finer than a millisecond is cut off, as the driver does; null: not of this form
 */
export function instantIn(bytes: Uint8Array, at: number, length: number): Date | null {
  if (length < SHORTEST || length > LONGEST) return null;
  const end = at + length;
  const isUsual =
    bytes[at + 4] === DASH &&
    bytes[at + 7] === DASH &&
    bytes[at + 10] === BLANK &&
    bytes[at + 13] === COLON &&
    bytes[at + 16] === COLON &&
    bytes[end - 3] === PLUS &&
    twoDigits(bytes, end - 2) === 0;
  if (!isUsual) return null;
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  const hour = twoDigits(bytes, at + 11);
  const minute = twoDigits(bytes, at + 14);
  const milliseconds = twoDigits(bytes, at + 17) * 1_000 + fraction(bytes, at + 19, end - 3);
  // Date.UTC takes the first hundred years for those of the last century.
  if (year < 100 || month < 0 || day < 0 || hour < 0 || minute < 0 || milliseconds < 0) return null;
  const minutes = (day - 1) * DAY_MINUTES + hour * 60 + minute;
  return new Date(startOfMonth(year, month) + minutes * MINUTE_MS + milliseconds);
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = digit(bytes[at]);
  const ones = digit(bytes[at + 1]);
  return tens < 0 || ones < 0 ? NONE : tens * 10 + ones;
}

function digit(code = 0): number {
  const value = code - ZERO;
  return value > 9 ? NONE : value;
}

/** Milliseconds of a point and the digits after it; none without. */
function fraction(bytes: Uint8Array, from: number, end: number): number {
  if (from === end) return 0;
  if (bytes[from] !== POINT || from + 1 === end) return NONE;
  let milliseconds = 0;
  let worth = 100;
  for (let at = from + 1; at < end; at += 1) {
    const value = digit(bytes[at]);
    if (value < 0) return NONE;
    milliseconds += value * worth;
    worth = worth > 1 ? worth / 10 : 0;
  }
  return milliseconds;
}

function startOfMonth(year: number, month: number): number {
  const number = year * 12 + month;
  const slot = number & (MONTH_SLOTS - 1);
  if (monthInSlot[slot] !== number) {
    monthInSlot[slot] = number;
    startInSlot[slot] = Date.UTC(year, month - 1);
  }
  return startInSlot[slot] as number;
}
