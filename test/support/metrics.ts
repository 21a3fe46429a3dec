/** One line of `/metrics`. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a server tells Prometheus now, without the figures of Node. */
export async function samplesOf(url: string): Promise<readonly Sample[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value] =
      /^(multipartner_\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (value === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        name,
        labels: Object.fromEntries(pairs.map(([, key = '', of = '']) => [key, of])),
        value: Number(value),
      },
    ];
  });
}

/** The value of one series; null where there is none. */
export async function valueOf(
  url: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  const samples = await samplesOf(url);
  const isIt = (it: Sample): boolean =>
    it.name === `multipartner_${name}` &&
    Object.entries(labels).every(([key, value]) => it.labels[key] === value);
  return samples.find(isIt)?.value ?? null;
}
