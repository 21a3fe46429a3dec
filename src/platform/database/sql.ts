import { type Piece, StatementTexts, type Step } from './statement-texts';

/** All columns of a table; longer lists are of ids, and hardly two have one length. */
const MAX_REMEMBERED_LIST = 64;
const VALUE: Piece = {};

const texts = new StatementTexts();
/** The strings of lists, by separator and length. */
const lists = new Map<string, (readonly string[])[]>();

/**
 * Composable SQL with parameters: values never become text of a statement. It holds what it was made of; text and
 * values are made once, of the whole statement, when they are asked for.
 */
export class Sql {
  private written: { readonly text: string; readonly values: unknown[] } | null = null;

  /** `parts` are values and other SQL, each between two of the strings. They do not change any more. */
  constructor(
    private readonly strings: readonly string[],
    private readonly parts: readonly unknown[],
    /** The strings come again as the same array, or are a single text. */
    private readonly isRemembered = true,
  ) {}

  get text(): string {
    return this.write().text;
  }

  get values(): unknown[] {
    return this.write().values;
  }

  private write(): { readonly text: string; readonly values: unknown[] } {
    if (this.written) return this.written;
    const values: unknown[] = [];
    const step = this.follow(texts.start, values);
    const text = step?.text ?? this.writeText();
    if (step && step.text === null) texts.remember(step, text);
    this.written = { text, values };
    return this.written;
  }

  /** Collects the values; answers with where the pieces lead to, or null where that is not remembered. */
  private follow(from: Step | null, values: unknown[]): Step | null {
    const { strings, parts } = this;
    const piece = parts.length === 0 ? (strings[0] as string) : strings;
    let step = from && this.isRemembered ? texts.after(from, piece) : null;
    for (const part of parts) {
      if (part instanceof Sql) {
        step = part.follow(step, values);
      } else {
        values.push(part);
        step &&= texts.after(step, VALUE);
      }
    }
    return step;
  }

  private writeText(): string {
    const pieces: string[] = [];
    this.collect(pieces, 0);
    return pieces.join('');
  }

  /** Answers with the number of parameters so far. */
  private collect(pieces: string[], before: number): number {
    let count = before;
    this.strings.forEach((string, index) => {
      pieces.push(string);
      if (index === this.parts.length) return;
      const part = this.parts[index];
      if (part instanceof Sql) {
        count = part.collect(pieces, count);
      } else {
        count += 1;
        pieces.push(`$${count}`);
      }
    });
    return count;
  }
}

/** Columns of a SELECT, and their names alone for a statement around it. */
export class Columns extends Sql {
  constructor(
    selected: readonly Sql[],
    readonly names: Sql,
  ) {
    super(stringsOf(selected.length, ', '), selected, isRememberedList(selected.length));
  }
}

/** Columns of a SELECT, each under its name. */
export function columns(byName: Readonly<Record<string, Sql>>): Columns {
  const selected = Object.entries(byName).map(([name, column]) => columnAs(column, name));
  return new Columns(selected, columnNames(Object.keys(byName)));
}

/** A column under its name. The name is ours: it becomes text of the statement. */
export function columnAs(column: Sql, name: string): Sql {
  return sql`${column} AS ${raw(`"${name}"`)}`;
}

export function columnNames(names: readonly string[]): Sql {
  return raw(names.map((name) => `"${name}"`).join(', '));
}

/** A template whose values become parameters, and whose SQL becomes part of it. */
export function sql(template: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  return new Sql(template, parts);
}

/** Text of the statement itself; never of what came from outside. */
export function raw(text: string): Sql {
  return new Sql([text], []);
}

export const empty = raw('');

/** At least one value or SQL, with the separator between them. */
export function join(parts: readonly unknown[], separator = ','): Sql {
  if (parts.length === 0) throw new TypeError('Nothing to join');
  return new Sql(stringsOf(parts.length, separator), parts, isRememberedList(parts.length));
}

function isRememberedList(count: number): boolean {
  return count <= MAX_REMEMBERED_LIST;
}

function stringsOf(count: number, separator: string): readonly string[] {
  if (!isRememberedList(count)) return stringsOfList(count, separator);
  let ofSeparator = lists.get(separator);
  if (!ofSeparator) lists.set(separator, (ofSeparator = []));
  return (ofSeparator[count] ??= stringsOfList(count, separator));
}

function stringsOfList(count: number, separator: string): readonly string[] {
  return ['', ...Array.from({ length: count - 1 }, () => separator), ''];
}

/** All of the conditions, each in brackets; without any, true. */
export function allOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql`TRUE`;
  return join(
    conditions.map((condition) => sql`(${condition})`),
    ' AND ',
  );
}

/**
 * That a column is one of these ids. A single one is said as such: of an array the planner expects ten, and plans the
 * statement anew each time, which takes it several times as long as to read one object.
 */
export function isOneOf(column: Sql, ids: readonly string[]): Sql {
  const [first, ...others] = ids;
  return first !== undefined && others.length === 0
    ? sql`${column} = ${first}::uuid`
    : sql`${column} = ANY(${[...ids]}::uuid[])`;
}
