import type { Execution, Place } from './execution';

/** A field of the answer, as the code of its object uses it; `parent` is the place of that object. */
export interface FieldCode {
  /** In the schema. */
  readonly name: string;
  /** In the answer: the name, or an alias. */
  readonly key: string;
  /** null: the value is the property of that name. */
  readonly resolve: ((run: Execution, source: unknown, parent: Place) => unknown) | null;
  /** Values of this JavaScript type stand in the answer as they are; null: none do. */
  readonly asItIs: 'string' | 'boolean' | null;
  /** What stands in the answer for another value, or the promise of it. */
  readonly complete: (run: Execution, value: unknown, parent: Place, source: unknown) => unknown;
  /** The null for an error, or, where there may be none, throws for the parent. */
  readonly failed: (run: Execution, error: unknown, parent: Place) => null;
}

/** Makes the objects of one place in the document. */
export type ObjectCode = (run: Execution, source: unknown, place: Place) => Record<string, unknown>;

/** What has no properties, a text for instance, is read as if this were in its place. */
const NOTHING: object = Object.freeze(Object.create(null) as object);

/**
 * Writes the code that makes the objects of one place, so that the engine knows their shape and that of what
 * is read there. The only words in it that are not ours are names of fields of the schema: an alias is the client's,
 * and is handed over as a value.
 */
export function objectCode(fields: readonly FieldCode[]): ObjectCode {
  const parts = fields.map(
    (_field, n) => `{ resolve: r${n}, complete: c${n}, failed: f${n}, key: k${n} } = fields[${n}]`,
  );
  const values = fields.map(({ name, resolve, asItIs }, n) => {
    const value = resolve ? `r${n}(run, source, place)` : `from[${JSON.stringify(name)}]`;
    const condition = asItIs ? `if (typeof v${n} !== '${asItIs}') ` : '';
    const completed = `${condition}v${n} = c${n}(run, v${n}, place, source)`;
    return `let v${n}; try { v${n} = ${value}; ${completed}; } catch (error) { v${n} = f${n}(run, error, place); }`;
  });
  const properties = fields.map(
    ({ name, key }, n) => `${key === name ? JSON.stringify(name) : `[k${n}]`}: v${n}`,
  );
  const code = `const ${parts.join(', ')};
    return (run, source, place) => {
      const isRead = typeof source === 'object' ? source !== null : typeof source === 'function';
      const from = isRead ? source : nothing;
      ${values.join('\n')}
      return { ${properties.join(', ')} };
    };`;
  const made = new Function('fields', 'nothing', code) as (
    fields: readonly FieldCode[],
    nothing: object,
  ) => ObjectCode;
  return made(fields, NOTHING);
}
