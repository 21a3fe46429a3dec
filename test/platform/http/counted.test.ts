import { Counter, Histogram, Registry } from 'prom-client';

import { Distribution, Total } from '../../../src/platform/http/counted';
import type { MetricDefinition } from '../../../src/platform/http/metric-definitions';

const BOUNDS = [0.005, 0.1, 1];
const VALUES = [0, 0.005, 0.005_1, 0.1, 0.99, 1, 1.5, 10_000, 1 / 3];

function defined<Label extends string>(
  type: MetricDefinition['type'],
  ...labels: Label[]
): MetricDefinition<Label> {
  const meanings = Object.fromEntries(labels.map((label) => [label, 'anything']));
  const help = 'A "test" of \\ and more.';
  return { name: 'what_is_counted', type, help, labels: meanings as Record<Label, string> };
}

/** The same, made by the library. */
function settingsOf<Label extends string>(
  { name, help, labels }: MetricDefinition<Label>,
  registry: Registry,
) {
  return { name, help, labelNames: Object.keys(labels) as Label[], registers: [registry] };
}

const pairs = ['query', 'mutation', 'a "quoted" one'].flatMap((type) =>
  ['ok', 'failed'].map((outcome) => ({ type, outcome })),
);

describe('the text is that of the library', () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const bothSay = async (): Promise<void> =>
    expect(await ours.metrics()).toBe(await theirs.metrics());
  beforeEach(() => [ours, theirs].forEach((registry) => registry.clear()));

  test('of totals, by two labels', async () => {
    const definition = defined('counter', 'type', 'outcome');
    const total = new Total(definition, ours);
    const counter = new Counter(settingsOf(definition, theirs));
    await bothSay();

    for (const labels of [...pairs, ...pairs.slice(2), ...pairs.slice(4)]) {
      for (const metric of [total, counter]) metric.inc(labels);
    }
    await bothSay();

    for (const metric of [total, counter]) metric.remove({ outcome: 'ok', type: 'query' });
    await bothSay();
  });

  test.each([[[]], [['type']]])('of distributions, by the labels %p', async (labels) => {
    const definition = defined('histogram', ...labels);
    const distribution = new Distribution(definition, ours, BOUNDS);
    const histogram = new Histogram({ ...settingsOf(definition, theirs), buckets: BOUNDS });
    await bothSay();

    for (const [n, value] of VALUES.entries()) {
      const labelled: Record<string, string> =
        labels.length > 0 ? { type: pairs[n % 4]?.type ?? '' } : {};
      distribution.observe(labelled, value);
      histogram.observe(labelled, value);
    }
    await bothSay();
  });
});
