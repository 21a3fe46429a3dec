const DATES = new Set([
  'acceptedAt',
  'commitmentEndDate',
  'createdAt',
  'creationDate',
  'grantedAt',
  'updatedAt',
]);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The row id in an opaque id. */
export function rowIdOf(id) {
  return UUID.test(id) ? id : Buffer.from(id, 'base64url').toString().split(':').at(-1);
}

/** Ids as row ids, instants as numbers, cursors as whether there is one: how they are written is nobody's answer. */
export function canonical(value, key = '') {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item));
    // By the partner's name there, by service elsewhere; nobody asked for an order.
    return key === 'partnersWithPrivileges' ? items.sort(byText) : items;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([name, it]) => [name, canonical(it, name)]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (value === null) return null;
  if (key === 'id') return rowIdOf(value);
  if (DATES.has(key)) return Date.parse(value);
  return key === 'endCursor' ? 'a cursor' : value;
}

/** Without ids, which every contender makes anew for what it writes. */
export function withoutIds(value) {
  return JSON.parse(JSON.stringify(value, (key, it) => (key === 'id' ? 'an id' : it)));
}

function byText(a, b) {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** The first place where two canonical answers differ, or null. */
export function difference(expected, found, path = 'data') {
  if (typeof expected !== 'object' || typeof found !== 'object' || !expected || !found) {
    const isSame = Object.is(expected, found);
    return isSame ? null : `${path}: ${JSON.stringify(expected)} and ${JSON.stringify(found)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const at = difference(expected[key], found[key], `${path}.${key}`);
    if (at) return at;
  }
  return null;
}
