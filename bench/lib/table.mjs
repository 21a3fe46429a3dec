import { OPERATION } from './operations.mjs';

export const round = (value, digits) =>
  value === null || value === undefined ? '–' : value.toFixed(digits);
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const small = (value) => round(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** Of the rounds of a cell. */
const middle = ({ rounds }, field) => median(rounds.map((turn) => turn[field]));
const high = (value) => round(value, value >= 100 ? 0 : 1);

const COLUMNS = [
  ['operation', ({ operation }) => operation],
  ['as', ({ viewer }) => viewer],
  ['contender', ({ contender }) => contender],
  ['requests/s', (cell) => high(middle(cell, 'perSecond')), 'right'],
  ['p50 ms', (cell) => small(middle(cell, 'p50Ms')), 'right'],
  ['p99 ms', (cell) => small(middle(cell, 'p99Ms')), 'right'],
  ['CPU ms', (cell) => small(middle(cell, 'cpuMs')), 'right'],
  ['peak MB', ({ rounds }) => round(Math.max(...rounds.map(({ peakMb }) => peakMb)), 0), 'right'],
  ['bytes', ({ bytes }) => round(bytes, 0), 'right'],
  ['SQL', (cell) => round(middle(cell, 'statements'), 1), 'right'],
];

export function markdown(columns, rows) {
  const cells = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, of]) => of(row))),
  ];
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((line) => line[i].length)));
  const padded = cells.map((line) =>
    line.map((cell, i) => (columns[i][2] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))),
  );
  const rule = columns.map(([, , side], i) =>
    side ? `${'-'.repeat(widths[i] - 1)}:` : '-'.repeat(widths[i]),
  );
  const [head, ...body] = padded;
  return [head, rule, ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Every cell of the run, the contenders of one operation below each other. */
export function resultTable(cells) {
  const place = (cell) =>
    cells.findIndex((it) => it.operation === cell.operation && it.viewer === cell.viewer);
  return markdown(
    COLUMNS,
    [...cells].sort((a, b) => place(a) - place(b)),
  );
}

/** `[title, target, contender, its operation, other contender, other operation, field]` */
function ratiosOf(viewer) {
  const us = 'this server';
  const against = (other, operation, field) => [us, operation, other, operation, field];
  const within = (operation, other, field) => [us, operation, us, other, field];
  return [
    [
      'portfolio, throughput, PostGraphile = 1',
      '≥ 1.25 (aim 1.5)',
      against('PostGraphile 5', OPERATION.portfolio, 'perSecond'),
    ],
    [
      'portfolio, CPU, PostGraphile = 1',
      '≤ 0.75 (aim 0.6)',
      against('PostGraphile 5', OPERATION.portfolio, 'cpuMs'),
    ],
    [
      'portfolio, throughput, hand-written = 1',
      'aim 0.55',
      against('hand-written SQL', OPERATION.portfolio, 'perSecond'),
    ],
    [
      'portfolio, throughput, Apollo = 1',
      '≥ 4',
      against('Apollo, TypeORM', OPERATION.portfolio, 'perSecond'),
    ],
    [
      'by id, throughput, PostGraphile = 1',
      '≥ 1.25 (aim 1.5)',
      against('PostGraphile 5', OPERATION.byId, 'perSecond'),
    ],
    [
      'page at 90 %, p50, first page = 1',
      '≤ 1.2',
      within(OPERATION.deepPage, OPERATION.firstPage, 'p50Ms'),
    ],
    [
      '100 customers, CPU, 20 customers = 1',
      '≤ 5.5',
      within(OPERATION.longPortfolio, OPERATION.portfolio, 'cpuMs'),
    ],
    [
      'request and accept, throughput, hand-written = 1',
      '≥ 0.4',
      against('hand-written SQL', OPERATION.pair, 'perSecond'),
    ],
  ].map(([what, target, compared]) => ({ what, viewer, target, compared }));
}

/**
 * What the run is measured by: this server against the others. A ratio is taken in each round, between
 * turns that followed each other, and the middle one counts.
 */
export function ratioTable(cells) {
  const find = (contender, operation, viewer) =>
    cells.find(
      (it) => it.contender === contender && it.operation === operation && it.viewer === viewer,
    );
  const rows = [];
  for (const viewer of ['reseller', 'operator', 'both sides']) {
    for (const { compared, ...row } of ratiosOf(viewer)) {
      const [contender, operation, other, otherOperation, field] = compared;
      const ours = find(contender, operation, viewer);
      const theirs = find(other, otherOperation, viewer);
      if (!ours || !theirs) continue;
      const each = ours.rounds.map((it, n) => it[field] / theirs.rounds[n][field]);
      rows.push({ ...row, each });
    }
  }
  return markdown(
    [
      ['ratio', ({ what }) => what],
      ['as', ({ viewer }) => viewer],
      ['value', ({ each }) => round(median(each), 2), 'right'],
      ['of each round', ({ each }) => each.map((value) => round(value, 2)).join(' '), 'right'],
      ['target', ({ target }) => target],
    ],
    rows,
  );
}
