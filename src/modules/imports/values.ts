const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/i;

/** What a .NET service sends where it has no instant. */
const NO_INSTANT_YEAR = '0001';

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** UUIDs are kept in lower case, all other ids as they are. */
export function canonicalId(text: string): string {
  return isUuid(text) ? text.toLowerCase() : text;
}

/** Partner-network ids are decimal strings. */
export function isMpnId(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

/**
 * An instant of the source: `value` null where the source says that there is none. All times are UTC
 * (domain section 2), so one without an offset is. What is finer than a millisecond is cut, as in
 * the digest. Returns null when the text is no instant.
 */
export function instant(text: string): { readonly value: Date | null } | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', offset = 'Z'] = match;
  if (year === NO_INSTANT_YEAR) return { value: null };
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const asUtc = new Date(`${local}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  // The platform's parser moves 30 February to March instead of refusing it.
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) return null;
  const value = new Date(asUtc.getTime() - offsetMs(offset));
  return Number.isNaN(value.getTime()) ? null : { value };
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return Number.NaN;
  return sign * (hours * 60 + minutes) * 60_000;
}
