export const round = (value, digits) =>
  value === null || value === undefined ? '–' : value.toFixed(digits);
const small = (value) => round(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);

const COLUMNS = [
  ['operation', ({ operation }) => operation],
  ['as', ({ viewer }) => viewer],
  ['contender', ({ contender }) => contender],
  ['requests/s', ({ perSecond }) => round(perSecond, perSecond >= 100 ? 0 : 1), 'right'],
  ['p50 ms', ({ p50Ms }) => small(p50Ms), 'right'],
  ['p99 ms', ({ p99Ms }) => small(p99Ms), 'right'],
  ['CPU ms', ({ cpuMs }) => small(cpuMs), 'right'],
  ['peak MB', ({ peakMb }) => round(peakMb, 0), 'right'],
  ['bytes', ({ bytes }) => round(bytes, 0), 'right'],
  ['SQL', ({ statements }) => round(statements, 1), 'right'],
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

/** What the run is measured by: this server against the others, as ratios of one run. */
export function ratioTable(cells) {
  const find = (contender, operation, viewer) =>
    cells.find(
      (it) => it.contender === contender && it.operation === operation && it.viewer === viewer,
    );
  const rows = [];
  const add = (what, viewer, value, target) => {
    if (Number.isFinite(value)) rows.push({ what, viewer, value, target });
  };
  const against = (other, field, operation, viewer) =>
    find('this server', operation, viewer)?.[field] / find(other, operation, viewer)?.[field];
  for (const viewer of ['reseller', 'operator']) {
    const versus = (...args) => against(...args, viewer);
    const portfolio = 'portfolio, 20 customers';
    const rate = 'perSecond';
    add(
      'portfolio, throughput, PostGraphile = 1',
      viewer,
      versus('PostGraphile 5', rate, portfolio),
      '≥ 1.25 (aim 1.5)',
    );
    add(
      'portfolio, CPU, PostGraphile = 1',
      viewer,
      versus('PostGraphile 5', 'cpuMs', portfolio),
      '≤ 0.75 (aim 0.6)',
    );
    add(
      'portfolio, throughput, hand-written = 1',
      viewer,
      versus('hand-written SQL', rate, portfolio),
      'aim 0.55',
    );
    add(
      'portfolio, throughput, Apollo = 1',
      viewer,
      versus('Apollo, TypeORM', rate, portfolio),
      '≥ 4',
    );
    add(
      'by id, throughput, PostGraphile = 1',
      viewer,
      versus('PostGraphile 5', rate, 'customer by id'),
      '≥ 1.25 (aim 1.5)',
    );
    const own = (operation, field) => find('this server', operation, viewer)?.[field];
    add(
      'page at 90 %, p50, first page = 1',
      viewer,
      own('subscriptions, page at 90 %', 'p50Ms') / own('subscriptions, first page', 'p50Ms'),
      '≤ 1.2',
    );
    add(
      '100 customers, CPU, 20 customers = 1',
      viewer,
      own('portfolio, 100 customers', 'cpuMs') / own(portfolio, 'cpuMs'),
      '≤ 5.5',
    );
  }
  const pair = ['request and accept', 'both sides'];
  add(
    'request and accept, throughput, hand-written = 1',
    pair[1],
    against('hand-written SQL', 'perSecond', ...pair),
    '≥ 0.4',
  );
  return markdown(
    [
      ['ratio', ({ what }) => what],
      ['as', ({ viewer }) => viewer],
      ['value', ({ value }) => value.toFixed(2), 'right'],
      ['target', ({ target }) => target],
    ],
    rows,
  );
}
