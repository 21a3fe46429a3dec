import { DomainError } from '../../kernel/domain-error';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TYPE_NAME = /^[A-Z][A-Za-z0-9]*$/;

export interface DecodedId {
  readonly type: string;
  /** One to three keys: objects of a customer or reseller carry the key of their owner first. */
  readonly keys: readonly [string, ...string[]];
}

/** The opaque id of an object: base64url of `Type:uuid[:uuid]`. */
export function encodeGlobalId(type: string, ...keys: readonly [string, ...string[]]): string {
  const text = btoa(keys.length === 1 ? `${type}:${keys[0]}` : [type, ...keys].join(':'));
  // Letters, digits, `:` and `-` need neither of the two signs in which the alphabets differ. A list has
  // hundreds of ids, and a Buffer for each took three times as long.
  const padding = text.indexOf('=');
  return padding < 0 ? text : text.slice(0, padding);
}

/** INVALID_INPUT naming the field when the id was not made by this server (domain section 5, reads). */
export function decodeGlobalId(id: string, field: string): DecodedId {
  const [type = '', first = '', ...rest] = Buffer.from(id, 'base64url')
    .toString('latin1')
    .split(':');
  const keys = [first, ...rest] as const;
  const isWellFormed =
    TYPE_NAME.test(type) && keys.length <= 3 && keys.every((key) => UUID.test(key));
  // The decoder forgives stray characters, so only the exact spelling that we hand out counts:
  // otherwise one object would have many ids.
  if (!isWellFormed || encodeGlobalId(type, ...keys) !== id) {
    throw new DomainError('INVALID_INPUT', {
      args: { problem: 'NOT_AN_ID' },
      field,
    });
  }
  return { type, keys };
}

/** The keys of an id that must name an object of one type; another type is INVALID_INPUT too. */
export function decodeIdOf(
  type: string,
  id: string,
  field: string,
  keyCount?: number,
): readonly [string, ...string[]] {
  const decoded = decodeGlobalId(id, field);
  if (decoded.type !== type || (keyCount !== undefined && decoded.keys.length !== keyCount)) {
    throw new DomainError('INVALID_INPUT', {
      args: { objectType: type },
      detail: `It is the id of a ${decoded.type}.`,
      field,
    });
  }
  return decoded.keys;
}
