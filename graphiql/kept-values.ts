import type { Example } from './demo';

const STORAGE_KEY = 'multipartner:kept';

/** A path such as `data.nodes.0.id`, followed through an answer. */
function valueAt(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], answer);
}

/**
 * What the steps of the story found out, so that nobody has to copy an id from one answer into the
 * variables of the next: a step says what it keeps, a later one writes `{{name}}` for it. The values
 * are the same in every window of the browser, because a live operation wants a window of its own.
 */
export class KeptValues {
  private inMemory: Record<string, string> = {};

  constructor(private readonly examples: readonly Example[]) {}

  /** Takes what the example with this operation name says it keeps. */
  learn(operationName: string | null | undefined, answer: unknown): void {
    if (!operationName) return;
    const definition = new RegExp(`^\\s*(query|mutation)\\s+${operationName}\\b`, 'm');
    const example = this.examples.find(({ query }) => definition.test(query));
    for (const [name, path] of Object.entries(example?.keep ?? {})) {
      const value = valueAt(answer, path);
      if (typeof value === 'string') this.write({ ...this.read(), [name]: value });
    }
  }

  /** Puts the known values into a text of JSON; an unknown one stays as `{{name}}`. */
  fill(json: string): string {
    const values = this.read();
    return json.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
      const value = values[name];
      return value === undefined ? placeholder : JSON.stringify(value).slice(1, -1);
    });
  }

  fillVariables<T>(variables: T): T {
    if (variables === undefined || this.examples.length === 0) return variables;
    return JSON.parse(this.fill(JSON.stringify(variables))) as T;
  }

  private read(): Record<string, string> {
    try {
      const stored = localStorage.getItem(STORAGE_KEY);
      return stored === null ? this.inMemory : (JSON.parse(stored) as Record<string, string>);
    } catch {
      return this.inMemory;
    }
  }

  private write(values: Record<string, string>): void {
    this.inMemory = values;
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(values));
    } catch {
      // A browser may forbid storage; the values then last until the page is reloaded.
    }
  }
}
