import { types } from 'pg';

import { instantIn } from './instant';

const { BOOL, DATE, FLOAT4, FLOAT8, INT2, INT4, INT8, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID } =
  types.builtins;
/** Types whose values are written in ASCII, whatever they are. */
const WRITTEN_IN_ASCII: ReadonlySet<number> = new Set([
  ...[BOOL, DATE, FLOAT4, FLOAT8, INT2, INT4, INT8, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID],
]);
const unusualInstant = types.getTypeParser(TIMESTAMPTZ, 'text');
/** What the driver reads a type by that it does not know. */
const asItIs: unknown = types.getTypeParser(0 as never, 'text');
/** Beyond what a process names; makers of statements whose names were given up are forgotten with the others. */
const MAX_COMPILED = 500;

type Read = (text: string) => unknown;
type ReadBytes = (bytes: Buffer, at: number, length: number) => unknown;

/** A text that is longer is looked at by the engine's own reader, which costs a call and is faster then. */
const LONGEST_LOOKED_AT = 64;

/** A column as the database describes it. */
export interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

/**
 * The object for a row, whose message goes from `from` to `end` of the bytes: the number of its values, and of
 * each its length (-1 for NULL) and its text.
 */
export type RowMaker = (bytes: Buffer, from: number, end: number) => object;

export function readInstant(text: string): unknown {
  const bytes = Buffer.from(text);
  return instantIn(bytes, 0, bytes.length) ?? unusualInstant(text);
}

const readInstantIn: ReadBytes = (bytes, at, length) =>
  instantIn(bytes, at, length) ?? unusualInstant(bytes.toString('latin1', at, at + length));

function isAscii(bytes: Buffer, at: number, end: number): boolean {
  for (let n = at; n < end; n += 1) if ((bytes[n] as number) > 127) return false;
  return true;
}

/** Null for a type whose values stand for themselves. */
function readOf({ dataTypeID }: Column): Read | null {
  if (dataTypeID === TIMESTAMPTZ) return readInstant;
  const read = types.getTypeParser(dataTypeID, 'text') as Read;
  return read === asItIs ? null : read;
}

const compiled = new Map<string, RowMaker>();

/**
 * For statements that come again: code of its own, in which the names stand. It takes less than half of the time,
 * and rows of all connections have one hidden class.
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

/** A call to the engine for each value costs more than the value; what is ASCII is cut out of the row's text. */
function compile(columns: readonly Column[]): RowMaker {
  const reads = columns.map(readOf);
  const values = columns.map(({ dataTypeID }, n) => {
    const cut = 'row.substring(at - from, at - from + length)';
    const text = WRITTEN_IN_ASCII.has(dataTypeID)
      ? cut
      : `length <= ${LONGEST_LOOKED_AT} && isAscii(bytes, at, at + length) ? ${cut} : bytes.toString('utf8', at, at + length)`;
    const value = reads[n] ? `read${n}(${text})` : text;
    return `
      length = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
      at += 4;
      const value${n} = length < 0 ? null : ${dataTypeID === TIMESTAMPTZ ? 'readInstantIn(bytes, at, length)' : value};
      if (length > 0) at += length;`;
  });
  // Callers choose no names of columns; as a quoted text, none could be more than a name.
  const properties = columns.map(({ name }, n) => `${JSON.stringify(name)}: value${n}`);
  const make = new Function(
    'isAscii',
    'readInstantIn',
    ...reads.map((_, n) => `read${n}`),
    `return (bytes, from, end) => {
      const row = bytes.toString('latin1', from, end);
      let at = from + 2, length = 0;
      ${values.join('')}
      return { ${properties.join(', ')} };
    };`,
  ) as (ascii: typeof isAscii, instant: ReadBytes, ...given: readonly (Read | null)[]) => RowMaker;
  return make(isAscii, readInstantIn, ...reads);
}

/** For statements that may never come again. */
export function plainRowMaker(columns: readonly Column[]): RowMaker {
  const reads = columns.map(readOf);
  return (bytes, from) => {
    const row: Record<string, unknown> = {};
    let at = from + 2;
    columns.forEach(({ name }, n) => {
      const length = bytes.readInt32BE(at);
      at += 4;
      const text = length < 0 ? null : bytes.toString('utf8', at, at + length);
      const read = reads[n];
      row[name] = text === null || !read ? text : read(text);
      if (text !== null) at += length;
    });
    return row;
  };
}
