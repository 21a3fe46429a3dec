/** A part of a condition in SQL text, and what it becomes when it is left out. */
export interface SqlPart {
  readonly start: number;
  readonly end: number;
  readonly without: string;
}

const KEYWORD =
  /\b(AND|OR|WHERE|ON|HAVING|IF|ELSIF|SELECT|FROM|JOIN|LEFT|UNION|GROUP|ORDER|LIMIT|SET|CASE|WHEN|THEN|ELSE|END|RETURN|RAISE|BEGIN)\b/g;

/** After these words stands a condition even if it has one part only. */
const OPENS_CONDITION = new Set(['WHERE', 'ON', 'HAVING', 'IF', 'ELSIF']);
/** After these words stands something else than a condition. */
const OPENS_OTHER = new Set(
  'SELECT FROM JOIN LEFT UNION GROUP ORDER LIMIT SET CASE WHEN ELSE END RETURN RAISE BEGIN'.split(
    ' ',
  ),
);

interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

interface Condition {
  readonly opener: string | null;
  readonly start: number;
  readonly end: number;
  readonly signs: readonly Word[];
}

/**
 * Every part of an AND or an OR, at every depth, and every condition that has one part. Left out, a
 * part of an AND is TRUE and a part of an OR is FALSE. Text in quotes and comments is skipped;
 * `masked` must have blanked everything else that is not SQL, in place.
 */
export function sqlPartsOf(masked: string): readonly SqlPart[] {
  return levelsOf(withoutTexts(masked)).flatMap((level) => conditionsOf(level).flatMap(partsOf));
}

/** The values of each `IN (…)` and `ARRAY[…]` list of texts, each with the comma that leaves with it. */
export function listItemsOf(sql: string): readonly SqlPart[] {
  const lists = sql.matchAll(/(?:\bIN\s*\(|\bARRAY\s*\[)([^()[\]]*'[^()[\]]*)[)\]]/g);
  return [...lists].flatMap((list) => {
    const items = [...(list[1] ?? '').matchAll(/'[^']*'(::\w+)?/g)];
    if (items.length < 2) return [];
    const begin = list.index + list[0].indexOf(list[1] ?? '');
    return items.map((item, index) => {
      const start = begin + (index === 0 ? item.index : endOf(items[index - 1]));
      const end = begin + (index === 0 ? (items[1]?.index ?? 0) : endOf(item));
      return { start, end, without: '' };
    });
  });
}

function endOf(match: RegExpMatchArray | undefined): number {
  return (match?.index ?? 0) + (match?.[0].length ?? 0);
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

function withoutTexts(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, blank)
    .replace(/\bDISTINCT FROM\b/g, (words) => 'x'.repeat(words.length))
    .replace(/'(?:[^']|'')*'/g, (text) => `'${'x'.repeat(text.length - 2)}'`);
}

/** The text outside of all brackets and inside each pair, everything deeper hidden, in place. */
function levelsOf(sql: string): readonly string[] {
  const pairs: { readonly start: number; readonly end: number }[] = [];
  const open: number[] = [];
  for (let at = 0; at < sql.length; at += 1) {
    if (sql[at] === '(') open.push(at);
    const start = sql[at] === ')' ? open.pop() : undefined;
    if (start !== undefined) pairs.push({ start, end: at });
  }
  return [{ start: -1, end: sql.length }, ...pairs].map(({ start, end }) => level(sql, start, end));
}

function level(sql: string, start: number, end: number): string {
  let depth = 0;
  let shown = '';
  for (let at = 0; at < sql.length; at += 1) {
    const char = sql[at] ?? '';
    const isInside = at > start && at < end;
    if (isInside && char === '(') depth += 1;
    if (!isInside) shown += ' ';
    else shown += depth > 0 ? '#' : char;
    if (isInside && char === ')') depth -= 1;
  }
  return shown;
}

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(KEYWORD)].map((match) => ({
    word: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Cuts one level where another clause begins. */
function conditionsOf(text: string): readonly Condition[] {
  const conditions: Condition[] = [];
  let opener: string | null = null;
  let start = 0;
  let isCondition = true;
  let signs: Word[] = [];
  const close = (end: number): void => {
    if (isCondition) conditions.push(trimmed(text, { opener, start, end, signs }));
    signs = [];
  };
  for (const word of wordsOf(text)) {
    if (word.word === 'AND' || word.word === 'OR') {
      signs.push(word);
      continue;
    }
    close(word.start);
    opener = word.word;
    start = word.end;
    isCondition = !OPENS_OTHER.has(word.word);
  }
  close(text.length);
  return conditions.filter((it) => it.end > it.start);
}

/** Without the blanks around it, and without the `;` or `,` that ends it. */
function trimmed(text: string, { start, end, ...rest }: Condition): Condition {
  const piece = text.slice(start, end);
  const head = piece.length - piece.trimStart().length;
  const tail = piece.length - piece.replace(/[\s;,]+$/, '').length;
  return { ...rest, start: start + head, end: Math.max(start + head, end - tail) };
}

function partsOf({ opener, start, end, signs }: Condition): readonly SqlPart[] {
  if (signs.length === 0) {
    if (opener === 'THEN') return [];
    return OPENS_CONDITION.has(opener ?? '') ? [{ start, end, without: 'TRUE' }] : [];
  }
  const ors = split({ start, end }, signs, 'OR');
  return ors.flatMap((group) => {
    const ands = split(group, signs, 'AND');
    return [
      ...(ors.length > 1 ? [{ ...group, without: 'FALSE' }] : []),
      ...(ands.length > 1 ? ands.map((part) => ({ ...part, without: 'TRUE' })) : []),
    ];
  });
}

function split(
  { start, end }: { readonly start: number; readonly end: number },
  signs: readonly Word[],
  sign: string,
): readonly { readonly start: number; readonly end: number }[] {
  const between = signs.filter((it) => it.word === sign && it.start >= start && it.end <= end);
  const starts = [start, ...between.map((it) => it.end + 1)];
  const ends = [...between.map((it) => it.start), end];
  return starts.map((from, index) => ({ start: from, end: ends[index] ?? end }));
}
