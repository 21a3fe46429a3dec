import { countryCode } from '../../kernel/country-codes';
import { isStorableText } from '../../kernel/text';
import { type BodyProblem, unreadableValue } from './import-problem';
import { canonicalId, instant, isMpnId, isUuid } from './values';

/** Longest text taken over; names are indexed, and the index refuses longer ones. */
const MAX_TEXT_LENGTH = 512;
const MAX_INTEGER = 2 ** 31 - 1;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Source spelling, without underscores and in lower case, to the graph's spelling. */
export type SourceEnum<T extends string> = Readonly<Record<string, T>>;

/** Builds the table from the graph's names: `one_time`, `OneTime` and `ONE_TIME` are one value. */
export function sourceEnum<T extends string>(values: readonly T[]): SourceEnum<T> {
  return Object.fromEntries(values.map((value) => [enumKey(value), value])) as SourceEnum<T>;
}

function enumKey(text: string): string {
  return text.replace(/[_-]/g, '').toLowerCase();
}

/**
 * Reads the fields of one object of a body. Every bad value is noted with its path, and reading goes
 * on, so that a person hears all that is wrong with an item at once. What a required field returns
 * after it was found bad is of no use: an item with problems is left out as a whole.
 *
 * Absent, null and blank mean the same: the source uses all three for "not set".
 */
export class FieldReader {
  constructor(
    private readonly source: JsonObject,
    private readonly path: string,
    readonly problems: BodyProblem[],
  ) {}

  pathOf(name: string): string {
    return `${this.path}.${name}`;
  }

  report(name: string, expected: string): void {
    this.problems.push(unreadableValue(this.pathOf(name), this.own(name), expected));
  }

  has(name: string): boolean {
    const value = this.own(name);
    return value !== undefined && value !== null && !(typeof value === 'string' && !value.trim());
  }

  text(name: string): string | null {
    const value = this.value(name);
    if (value === null) return null;
    if (typeof value !== 'string' || value.length > MAX_TEXT_LENGTH || !isStorableText(value)) {
      this.report(name, `a text of at most ${MAX_TEXT_LENGTH} characters`);
      return null;
    }
    return value;
  }

  requiredText(name: string): string {
    return this.required(name, this.text(name), `a text of at most ${MAX_TEXT_LENGTH} characters`);
  }

  uuid(name: string): string | null {
    return this.matching(name, (text) => (isUuid(text) ? canonicalId(text) : null), 'a UUID');
  }

  requiredUuid(name: string): string {
    return this.required(name, this.uuid(name), 'a UUID');
  }

  /** An id of any form. */
  id(name: string): string | null {
    const text = this.text(name);
    return text === null ? null : canonicalId(text);
  }

  mpnId(name: string): string | null {
    return this.matching(
      name,
      (text) => (isMpnId(text) ? text : null),
      'an MPN id: a decimal string such as "4847383"',
    );
  }

  country(name: string): string | null {
    return this.matching(name, countryCode, 'a country code of two letters (ISO 3166-1)');
  }

  instant(name: string): Date | null {
    const expected = 'an instant such as "2017-01-25T23:01:08.693Z"';
    return this.matching(name, instant, expected)?.value ?? null;
  }

  boolean(name: string): boolean | null {
    const value = this.value(name);
    if (value === null || typeof value === 'boolean') return value;
    this.report(name, 'true or false');
    return null;
  }

  count(name: string): number | null {
    const value = this.value(name);
    if (value === null) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_INTEGER)
      return value;
    this.report(name, `a whole number from 0 to ${MAX_INTEGER}`);
    return null;
  }

  requiredCount(name: string): number {
    return this.required(name, this.count(name), `a whole number from 0 to ${MAX_INTEGER}`);
  }

  enumValue<T extends string>(
    name: string,
    values: SourceEnum<T>,
    expected = `one of ${Object.values(values).join(', ')}`,
  ): T | null {
    return this.matching(
      name,
      (text) => (Object.hasOwn(values, enumKey(text)) ? (values[enumKey(text)] ?? null) : null),
      expected,
    );
  }

  /** For fields that are an object in newer bodies and a plain value in older ones. */
  holdsObject(name: string): boolean {
    return isJsonObject(this.value(name));
  }

  object(name: string): FieldReader | null {
    const value = this.value(name);
    if (value === null) return null;
    if (isJsonObject(value)) return new FieldReader(value, this.pathOf(name), this.problems);
    this.report(name, 'an object');
    return null;
  }

  objects(name: string): FieldReader[] {
    return this.list(name).flatMap((value, index) => {
      const path = `${this.pathOf(name)}[${index}]`;
      if (isJsonObject(value)) return [new FieldReader(value, path, this.problems)];
      this.problems.push(unreadableValue(path, value, 'an object'));
      return [];
    });
  }

  texts(name: string): string[] | null {
    if (!this.has(name)) return null;
    return this.list(name).flatMap((value, index) => {
      if (typeof value === 'string' && value.length <= MAX_TEXT_LENGTH && isStorableText(value))
        return [value];
      const path = `${this.pathOf(name)}[${index}]`;
      this.problems.push(unreadableValue(path, value, 'a text'));
      return [];
    });
  }

  private list(name: string): readonly unknown[] {
    const value = this.value(name);
    if (value === null) return [];
    if (Array.isArray(value)) return value;
    this.report(name, 'a list');
    return [];
  }

  private matching<T>(name: string, read: (text: string) => T | null, expected: string): T | null {
    const value = this.value(name);
    if (value === null) return null;
    const result = typeof value === 'string' ? read(value.trim()) : null;
    if (result === null) this.report(name, expected);
    return result;
  }

  /** Notes a missing value, once: a bad one has been noted by the reader that met it. */
  private required<T>(name: string, value: T | null, expected: string): T {
    if (value === null && !this.has(name)) this.report(name, expected);
    return value as T;
  }

  private value(name: string): unknown {
    return this.has(name) ? this.own(name) : null;
  }

  private own(name: string): unknown {
    return Object.hasOwn(this.source, name) ? this.source[name] : undefined;
  }
}
