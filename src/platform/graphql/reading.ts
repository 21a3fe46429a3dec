import type { Caller } from '../../kernel/actor';
import { columnAs, columnNames, Columns, join, raw, type Sql, sql } from '../database/sql';
import type { NamedObjects, NamedSource } from './named-objects';
import { type AnyField, readObjectClass } from './read-object';
import { anyOf, EVERYTHING, type Selection } from './selection';

/** A column of a statement, as this viewer may read it; `selection` is what is asked for of the object. */
type Column = (viewer: Caller | null, selection: Selection) => Sql;

/** What a column names, and what is asked for of it where so much is asked for of the object around it. */
interface NamedColumn {
  readonly source: NamedSource;
  readonly selection: (selection: Selection) => Selection;
}

/** A field that is made of columns. */
export interface FieldReading<Row, Value> {
  readonly needs: readonly (keyof Row & string)[];
  readonly value: (row: Row, viewer: Caller | null) => Value;
}

/** A field that is the column of its name needs no line of its own. */
type Fields<Type, Row> = {
  readonly [
    Field in keyof Type as Field extends keyof Row
      ? Row[Field] extends Type[Field]
        ? never
        : Field
      : Field
  ]: FieldReading<Row, Type[Field]>;
} & { readonly [Field in keyof Type & keyof Row]?: FieldReading<Row, Type[Field]> };

export interface ReadingParts<Type extends object, Row extends object> {
  /** Class of the object type. */
  readonly type: abstract new () => Type;
  /** Over the tables of the statement. */
  readonly columns: { readonly [Name in keyof Row]-?: Column | Sql };
  /** Columns that hold the id of an object of another table; in the rows of `NamingQueries`, the object. */
  readonly names?: { readonly [Name in keyof Row]?: NamedColumn };
  /** Columns that every statement selects, because loaders and rules ask for them. */
  readonly always: readonly (keyof Row & string)[];
  readonly fields: Fields<Type, Row>;
  /** What fields with a resolver of their own ask the object for, by name of the field. */
  readonly resolved?: Readonly<Record<string, readonly (keyof Type & string)[]>>;
  /** Paths of fields that lead back to the same object, which then needs what is asked for there too. */
  readonly leadsBack?: readonly (readonly string[])[];
  /** Whether a field is null for this viewer whatever its columns say. */
  readonly isWithheld?: (field: string, row: Row, viewer: Caller | null) => boolean;
}

/**
 * How the objects of one type are read. A statement selects the columns of the fields that an operation
 * asks for and no others; an object makes the value of a field when it is read. A new field joins by its
 * column, and by a line here where it is more than the column of its name.
 */
export interface Reading<Type extends object, Row extends object> {
  /** Columns for what is asked for, each under its name. */
  select(viewer: Caller | null, selection: Selection): Columns;
  /** What these columns name, for `NamingQueries`. */
  named(viewer: Caller | null, selection: Selection): readonly NamedObjects[];
  /** The same as one JSON object, for what is joined to something else. */
  selectJson(viewer: Caller | null, selection: Selection): Sql;
  /** The object of the graph. A field whose columns were not selected throws when it is read. */
  toObject(viewer: Caller | null, row: Row): Type;
}

/** What a selection asks of a reading: itself, widened by what leads back, and the columns for all of that. */
interface Asked {
  readonly all: Selection;
  readonly columns: readonly string[];
  readonly names: Sql;
}

/**
 * By reading, on the selection itself: that of a compiled query is the same for all executions. Not in a
 * WeakMap: what an old map holds survives every minor collection, also of selections that nobody asks for again.
 */
const ASKED = Symbol('what readings were asked for');

interface Remembering {
  [ASKED]?: Map<object, Asked>;
}

/** A column as statements select it. */
interface StatementColumn {
  readonly selected: Column;
  readonly inJson: Column;
}

/** One that is the same for every viewer is written once. */
function statementColumn(name: string, column: Column | Sql): StatementColumn {
  const selected = (it: Sql): Sql => columnAs(it, name);
  const inJson = (it: Sql): Sql => sql`${raw(`'${name}'`)}, ${it}`;
  if (typeof column === 'function') {
    return {
      selected: (viewer, selection) => selected(column(viewer, selection)),
      inJson: (viewer, selection) => inJson(column(viewer, selection)),
    };
  }
  const [asColumn, asPair] = [selected(column), inJson(column)];
  return { selected: () => asColumn, inJson: () => asPair };
}

export function defineReading<Type extends object, Row extends object>(
  parts: ReadingParts<Type, Row>,
): Reading<Type, Row> {
  const fields = fieldsOf(parts);
  const columns = new Map(
    Object.entries(parts.columns as Record<string, Column | Sql>).map(([name, column]) => [
      name,
      statementColumn(name, column),
    ]),
  );
  const widened = (selection: Selection): Selection => {
    if (!parts.leadsBack || selection === EVERYTHING) return selection;
    const back = parts.leadsBack
      .map((path) => path.reduce((it, field) => it.below(field), selection))
      .filter(({ signature }) => signature !== '');
    return back.length === 0 ? selection : anyOf([selection, ...back.map(widened)]);
  };
  const asked = (selection: Selection): Asked => {
    const known = ((selection as Remembering)[ASKED] ??= new Map<object, Asked>());
    let found = known.get(parts);
    if (!found) {
      const all = widened(selection);
      const needs = neededColumns(parts, fields, all);
      found = { all, columns: needs, names: columnNames(needs) };
      known.set(parts, found);
    }
    return found;
  };
  const of = (name: string): StatementColumn => columns.get(name) as StatementColumn;
  const names = new Map(Object.entries<NamedColumn | undefined>(parts.names ?? {}));
  const ReadObject = readObjectClass(parts, fields);
  return {
    select: (viewer, selection) => {
      const { all, columns: needs, names: selected } = asked(selection);
      return new Columns(
        needs.map((name) => of(name).selected(viewer, all)),
        selected,
      );
    },
    named: (viewer, selection) => {
      const { all, columns: needs } = asked(selection);
      return bySource(names.size === 0 ? [] : needs, names, all, viewer);
    },
    selectJson: (viewer, selection) => {
      const { all, columns: needs } = asked(selection);
      const pairs = needs.map((name) => of(name).inJson(viewer, all));
      return sql`json_build_object(${join(pairs, ', ')})`;
    },
    toObject: (viewer, row) => new ReadObject(row, viewer) as Type,
  };
}

/** For the fields of a selection. */
function neededColumns<Type extends object, Row extends object>(
  { always, resolved = {} }: ReadingParts<Type, Row>,
  fields: ReadonlyMap<string, AnyField<Row>>,
  selection: Selection,
): readonly string[] {
  const names = new Set<string>(always);
  for (const [name, { needs }] of fields)
    if (selection.has(name)) needs.forEach((column) => names.add(column));
  for (const [name, asked] of Object.entries(resolved))
    if (selection.has(name))
      for (const field of asked) fields.get(field)?.needs.forEach((column) => names.add(column));
  return [...names];
}

/** What these columns name, the columns of one source together. */
function bySource(
  columns: readonly string[],
  names: ReadonlyMap<string, NamedColumn | undefined>,
  selection: Selection,
  viewer: Caller | null,
): readonly NamedObjects[] {
  const asked = columns.flatMap((column) => {
    const named = names.get(column);
    return named ? [{ column, ...named }] : [];
  });
  return [...new Set(asked.map(({ source }) => source))].map((source) => {
    const ofSource = asked.filter((it) => it.source === source);
    return {
      source,
      viewer,
      columns: ofSource.map(({ column }) => column),
      selection: anyOf(ofSource.map((it) => it.selection(selection))),
    };
  });
}

function fieldsOf<Type extends object, Row extends object>({
  columns,
  fields,
}: ReadingParts<Type, Row>): ReadonlyMap<string, AnyField<Row>> {
  const plain = (Object.keys(columns) as (keyof Row & string)[]).map(
    (name): [string, AnyField<Row>] => [name, { needs: [name], value: null }],
  );
  return new Map([...plain, ...Object.entries<AnyField<Row>>(fields as never)]);
}
