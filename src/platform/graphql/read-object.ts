import type { Caller } from '../../kernel/actor';

/** A field of the objects of a reading, as the code of their class uses it. */
export interface AnyField<Row> {
  readonly needs: readonly (keyof Row & string)[];
  /** null: the column of its name, as it is. */
  readonly value: ((row: Row, viewer: Caller | null) => unknown) | null;
}

interface ReadParts<Row> {
  readonly type: abstract new () => object;
  readonly isWithheld?: (field: string, row: Row, viewer: Caller | null) => boolean;
}

interface ReadObject<Row> {
  readonly $row: Row;
  readonly $viewer: Caller | null;
}

/** One class for each type, so that the engine knows the shape of its objects; values are made on reading. */
export function readObjectClass<Row extends object>(
  { type, isWithheld }: ReadParts<Row>,
  fields: ReadonlyMap<string, AnyField<Row>>,
): new (row: Row, viewer: Caller | null) => object {
  class ReadFromRow implements ReadObject<Row> {
    constructor(
      readonly $row: Row,
      readonly $viewer: Caller | null,
    ) {}
  }
  for (const [name, field] of fields) {
    const notSelected = (column: string): never => {
      throw new Error(`${type.name}.${name} is read, and ${column} was not selected for it`);
    };
    const get = getterOf(name, field, isWithheld ?? null, notSelected);
    Object.defineProperty(ReadFromRow.prototype, name, { enumerable: true, get });
  }
  // An instance of the type for whoever asks; its constructor, which would make every field, is not run.
  Object.setPrototypeOf(ReadFromRow.prototype, type.prototype as object);
  Object.defineProperty(ReadFromRow.prototype, '__typename', { value: type.name });
  return ReadFromRow;
}

type Getter<Row> = (this: ReadObject<Row>) => unknown;

/**
 * Code of its own for each field, in which the columns stand by name: one getter for all of them would look for each
 * by a variable, in rows of all shapes. The words in it are names of our fields and columns.
 */
function getterOf<Row>(
  name: string,
  { needs, value }: AnyField<Row>,
  isWithheld: ReadParts<Row>['isWithheld'] | null,
  notSelected: (column: string) => never,
): Getter<Row> {
  const checks = needs.map((column) => {
    const word = JSON.stringify(column);
    return `if (row[${word}] === undefined) notSelected(${word});`;
  });
  const word = JSON.stringify(name);
  const code = `return function () {
    const row = this.$row;
    ${isWithheld ? `if (isWithheld(${word}, row, this.$viewer)) return null;` : ''}
    ${checks.join('\n')}
    return ${value ? 'value(row, this.$viewer)' : `row[${word}]`};
  };`;
  const make = new Function('isWithheld', 'notSelected', 'value', code) as (
    ...given: readonly unknown[]
  ) => Getter<Row>;
  return make(isWithheld, notSelected, value);
}
