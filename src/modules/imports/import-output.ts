import type { FileNotice } from './import-plan';
import type { ImportProblem } from './import-problem';
import type { ImportListener, ImportSummary } from './import-run';
import type { ImportCounts } from './import-tally';

/** Where the import command writes, one line at a time. */
export type WriteLine = (line: string) => void;

/** How a run is told, and how it is summed up. */
export interface ImportOutput extends Required<Pick<ImportListener, 'onProblem' | 'onNotice'>> {
  onDone(summary: ImportSummary): void;
}

/** For people: a line for each problem as it is met, a table of counts at the end. */
export class TextOutput implements ImportOutput {
  constructor(private readonly write: WriteLine) {}

  onProblem({ file, path, value, expected, code, rule }: ImportProblem): void {
    const refusal = code === null ? '' : ` (${[code, rule].filter(Boolean).join(', ')})`;
    this.write(`${file}: ${path} is ${value}, expected ${expected}${refusal}`);
  }

  onNotice({ file, sentence }: FileNotice): void {
    this.write(`${file}: ${sentence}`);
  }

  onDone(summary: ImportSummary): void {
    const counts = Object.entries(summary.tally.toJSON());
    if (counts.length > 0) {
      for (const line of ['', ...countsTable(counts), '']) this.write(line);
    }
    this.write(verdictOf(summary));
  }
}

const COLUMNS: readonly (readonly [title: string, name: keyof ImportCounts])[] = [
  ['Read', 'read'],
  ['Created', 'created'],
  ['Updated', 'updated'],
  ['Unchanged', 'unchanged'],
  ['Left out', 'leftOut'],
  ['Skipped', 'skipped'],
];

function countsTable(counts: readonly (readonly [kind: string, counts: ImportCounts])[]): string[] {
  const rows = [
    ['Kind', ...COLUMNS.map(([title]) => title)],
    ...counts.map(([kind, count]) => [kind, ...COLUMNS.map(([, name]) => String(count[name]))]),
  ];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...rows.map((row) => row[column + 1]?.length ?? 0)),
  );
  const kindWidth = Math.max(...rows.map(([kind = '']) => kind.length));
  return rows.map(([kind = '', ...cells]) =>
    [kind.padEnd(kindWidth), ...cells.map((cell, at) => cell.padStart(widths[at] ?? 0))].join('  '),
  );
}

function verdictOf({ isClean, problemCount, badFileCount }: ImportSummary): string {
  if (isClean) return 'Nothing was bad.';
  const problems = `${problemCount} ${problemCount === 1 ? 'problem' : 'problems'}`;
  const files = `${badFileCount} bad ${badFileCount === 1 ? 'file' : 'files'}`;
  return `${problems}, ${files}. Nothing that is bad was stored.`;
}

/**
 * For machines: one JSON document. Problems are written as they come, so that a million of them needs
 * no memory.
 */
export class JsonOutput implements ImportOutput {
  private readonly notices: (FileNotice & { readonly isBad: boolean })[] = [];
  private separator = '{"problems":[\n';

  constructor(private readonly writeRaw: (text: string) => void) {}

  onProblem(problem: ImportProblem): void {
    this.writeRaw(this.separator + JSON.stringify(problem));
    this.separator = ',\n';
  }

  onNotice({ file, sentence }: FileNotice, isBad: boolean): void {
    this.notices.push({ file, sentence, isBad });
  }

  onDone({ tally, problemCount, badFileCount, isClean }: ImportSummary): void {
    if (problemCount === 0) this.writeRaw(this.separator);
    const rest = { notices: this.notices, counts: tally, problemCount, badFileCount, isClean };
    this.writeRaw(`\n],${JSON.stringify(rest).slice(1)}\n`);
  }
}
