/** An instant that came inside a JSON value of a statement, where the database writes it as text. */
export function instantOf(text: string): Date;
export function instantOf(text: string | null): Date | null;
export function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

const ZERO = '0'.charCodeAt(0);
/** `2026-01-31 08:00:00`, up to six digits of a second, `+00`: what a session in UTC answers with in our era. */
const USUAL = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

/**
 * An instant as the database writes it. The driver's own reader takes five times as long, and a list has
 * hundreds; what it has to look at twice (infinity, years before our era, other offsets) is left to it.
 */
export function instantFrom(text: string, unusual: (text: string) => unknown): unknown {
  if (!USUAL.test(text)) return unusual(text);
  const two = (at: number): number =>
    (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
  const year = two(0) * 100 + two(2);
  // Date.UTC takes the first hundred years for those of the last century.
  if (year < 100) return unusual(text);
  const digits = text.length - '2026-01-31 08:00:00.+00'.length;
  // Finer than a millisecond is cut off, as the driver does.
  const milliseconds =
    digits > 0 ? Number(text.slice(20, 20 + Math.min(digits, 3)).padEnd(3, '0')) : 0;
  return new Date(Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17), milliseconds));
}
