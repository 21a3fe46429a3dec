import { METRICS } from '../src/platform/http/metric-definitions';

/** `docs/metrics.md` as the metrics are defined now. */
export function metricsPage(): string {
  const rows = Object.values(METRICS).map(({ name, type, help, labels }) => {
    const values = Object.entries<string>(labels).map(([label, of]) => `\`${label}\`: ${of}`);
    return `| \`${name}\` | ${type} | ${help} | ${values.join('<br>')} |`;
  });
  return [
    '# Metrics',
    '',
    'What `GET /metrics` tells Prometheus, of one process, besides the usual figures of Node (`process_…`, `nodejs_…`).',
    'Printed from the definitions by `npm run docs:print`; do not edit it by hand.',
    '',
    'No label has a name or an id of anybody. The names of operations are chosen by the developers of clients: the hundred',
    'that callers with a token use most are shown, each from its tenth use on, and only those with at most 64 characters and',
    'three digits. A name that is used less than another makes room for it, and its series ends. A client that writes',
    'somebody’s name into the name of an operation, and sends it again and again, would publish it here.',
    '',
    '| Metric | Type | What it tells | Labels and their values |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
