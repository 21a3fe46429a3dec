import type { Metric, Registry } from 'prom-client';

import type { MetricDefinition } from './metric-definitions';

type Labels<Label extends string> = Readonly<Record<Label, string>>;

/** One line of `/metrics`. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * A metric that is counted with every operation or statement. The library looks at all names and values of labels
 * each time; here a count is found by the values alone, and becomes text when somebody asks for it.
 */
abstract class Counted<Label extends string, Count> {
  readonly name: string;
  private readonly names: readonly Label[];
  private readonly counts = new Map<string, { readonly labels: Labels<Label>; count: Count }>();

  constructor(
    private readonly definition: MetricDefinition<Label>,
    registry: Registry,
  ) {
    this.name = definition.name;
    this.names = Object.keys(definition.labels) as Label[];
    // The registry asks any metric for its name and for `get`, whatever its type says.
    registry.registerMetric(this as unknown as Metric);
  }

  protected abstract none(): Count;
  protected abstract samplesOf(count: Count, labels: Labels<Label>): readonly Sample[];

  protected countOf(labels: Labels<Label>): { count: Count } {
    const key = this.keyOf(labels);
    const found = this.counts.get(key);
    if (found) return found;
    const made = { labels, count: this.none() };
    this.counts.set(key, made);
    return made;
  }

  remove(labels: Labels<Label>): void {
    this.counts.delete(this.keyOf(labels));
  }

  /** What the registry prints. */
  get(): Promise<{ name: string; help: string; type: string; values: readonly Sample[] }> {
    const { name, help, type } = this.definition;
    // Without labels there is one count from the beginning.
    if (this.names.length === 0) this.countOf({} as Labels<Label>);
    const counts = [...this.counts.values()];
    const values = counts.flatMap(({ labels, count }) => this.samplesOf(count, labels));
    return Promise.resolve({ name, help, type, values });
  }

  /** The values in the order of the definition; none of them has a line break. */
  private keyOf(labels: Labels<Label>): string {
    const [first, ...others] = this.names;
    let key = first === undefined ? '' : labels[first];
    for (const name of others) key += `\n${labels[name]}`;
    return key;
  }
}

/** How often something happened. */
export class Total<Label extends string> extends Counted<Label, number> {
  inc(labels: Labels<Label>): void {
    this.countOf(labels).count += 1;
  }

  protected none(): number {
    return 0;
  }

  protected samplesOf(value: number, labels: Labels<Label>): readonly Sample[] {
    return [{ metricName: this.name, labels, value }];
  }
}

/** How many values were at most how large; the last place is for those above all bounds. */
interface Spread {
  readonly counts: number[];
  sum: number;
}

/** How large values were. */
export class Distribution<Label extends string> extends Counted<Label, Spread> {
  constructor(
    definition: MetricDefinition<Label>,
    registry: Registry,
    /** Ascending. */
    private readonly bounds: readonly number[],
  ) {
    super(definition, registry);
  }

  observe(labels: Labels<Label>, value: number): void {
    const { count } = this.countOf(labels);
    let place = 0;
    while (place < this.bounds.length && value > (this.bounds[place] ?? 0)) place += 1;
    count.counts[place] = (count.counts[place] ?? 0) + 1;
    count.sum += value;
  }

  protected none(): Spread {
    return { counts: [...this.bounds, Infinity].map(() => 0), sum: 0 };
  }

  protected samplesOf({ counts, sum }: Spread, labels: Labels<Label>): readonly Sample[] {
    let upTo = 0;
    const buckets = [...this.bounds, '+Inf'].map((le, place) => {
      upTo += counts[place] ?? 0;
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: upTo };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: upTo },
    ];
  }
}
