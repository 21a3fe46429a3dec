import type { Example } from './demo';

/** A path such as `data.nodes.0.id`, followed through an answer. */
function valueAt(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], answer);
}

/**
 * What the steps of the story found out, so that nobody has to copy an id from one answer into the
 * variables of the next: a step says what it keeps, a later one writes `{{name}}` for it.
 */
export class KeptValues {
  private readonly values = new Map<string, string>();

  constructor(private readonly examples: readonly Example[]) {}

  /** Takes what the example with this operation name says it keeps. */
  learn(operationName: string | null | undefined, answer: unknown): void {
    if (!operationName) return;
    const definition = new RegExp(`^\\s*(query|mutation)\\s+${operationName}\\b`, 'm');
    const example = this.examples.find(({ query }) => definition.test(query));
    for (const [name, path] of Object.entries(example?.keep ?? {})) {
      const value = valueAt(answer, path);
      if (typeof value === 'string') this.values.set(name, value);
    }
  }

  /** Puts the known values into a text of JSON; an unknown one stays as `{{name}}`. */
  fill(json: string): string {
    return json.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
      const value = this.values.get(name);
      return value === undefined ? placeholder : JSON.stringify(value).slice(1, -1);
    });
  }

  fillVariables<T>(variables: T): T {
    return variables === undefined
      ? variables
      : (JSON.parse(this.fill(JSON.stringify(variables))) as T);
  }
}
