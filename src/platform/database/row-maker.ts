import { types } from 'pg';

import { instantFrom } from './instant';

const { TIMESTAMPTZ } = types.builtins;
const unusualInstant = types.getTypeParser(TIMESTAMPTZ, 'text');
/** What the driver reads a type by that it does not know. */
const asItIs: unknown = types.getTypeParser(0 as never, 'text');
/** Beyond what a process names; makers of statements whose names were given up are forgotten with the others. */
const MAX_COMPILED = 500;

type Read = (text: string) => unknown;

/** A column as the database describes it. */
export interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

/** The object for a row of values as the database writes them. */
export type RowMaker = (values: readonly (string | null)[]) => object;

export function readInstant(text: string): unknown {
  return instantFrom(text, unusualInstant);
}

/** Null for a type whose values stand for themselves. */
function readOf({ dataTypeID }: Column): Read | null {
  if (dataTypeID === TIMESTAMPTZ) return readInstant;
  const read = types.getTypeParser(dataTypeID, 'text') as Read;
  return read === asItIs ? null : read;
}

const compiled = new Map<string, RowMaker>();

/**
 * For statements that come again: code of its own, in which the names stand. It takes a third of the time, and
 * rows of all connections have one hidden class.
 */
export function compiledRowMaker(columns: readonly Column[]): RowMaker {
  const key = columns.map(({ name, dataTypeID }) => `${dataTypeID} ${name}`).join('\n');
  const known = compiled.get(key);
  if (known) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const made = compile(columns);
  compiled.set(key, made);
  return made;
}

function compile(columns: readonly Column[]): RowMaker {
  const reads = columns.map(readOf);
  const properties = columns.map(({ name }, at) => {
    const value = `values[${at}]`;
    // Callers choose no names of columns; as a quoted text, none could be more than a name.
    return `${JSON.stringify(name)}: ${reads[at] ? `${value} === null ? null : read${at}(${value})` : value}`;
  });
  const parameters = reads.map((_, at) => `read${at}`);
  const make = new Function(
    ...parameters,
    `return (values) => ({ ${properties.join(', ')} });`,
  ) as (...given: readonly (Read | null)[]) => RowMaker;
  return make(...reads);
}

/** For statements that may never come again. */
export function plainRowMaker(columns: readonly Column[]): RowMaker {
  const reads = columns.map(readOf);
  return (values) => {
    const row: Record<string, unknown> = {};
    columns.forEach(({ name }, at) => {
      const value = values[at] ?? null;
      const read = reads[at];
      row[name] = value === null || !read ? value : read(value);
    });
    return row;
  };
}
