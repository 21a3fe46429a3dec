import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One step of the demo story, as its file in `examples/story/` tells it. */
export interface StoryExample {
  /** Name of the file without its ending; the number in front gives the order. */
  readonly name: string;
  readonly title: string;
  /** Who is meant to send it; null = without a token. */
  readonly persona: string | null;
  /** The operation with the prose above it, without the header lines. */
  readonly query: string;
  /** A value `{{name}}` stands for something that an earlier step keeps. */
  readonly variables: Readonly<Record<string, unknown>> | null;
  /** What later steps need of the answer: a name, and the path to it, such as `data.viewer.id`. */
  readonly keep: Readonly<Record<string, string>>;
  /** Code of the refusal that the step shows; null = it is accepted. */
  readonly expectedCode: string | null;
}

const HEADER = /^# (title|persona|variables|keep|refused): *(.*)$/;
const NOBODY = 'nobody';

/** Reads every `.graphql` file of the folder, in order of name; a broken header names its file. */
export function readStoryExamples(directory: string): readonly StoryExample[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => parseStoryExample(file, readFileSync(join(directory, file), 'utf8')));
}

export function parseStoryExample(file: string, text: string): StoryExample {
  const headers = new Map<string, string>();
  const keep: Record<string, string> = {};
  const rest: string[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = HEADER.exec(line) ?? [];
    if (name === '') rest.push(line);
    else if (name === 'keep') Object.assign(keep, parseKeep(file, value));
    else headers.set(name, value.trim());
  }
  const persona = required(file, headers, 'persona');
  return {
    name: file.replace(/\.graphql$/, ''),
    title: required(file, headers, 'title'),
    persona: persona === NOBODY ? null : persona,
    query: `${rest.join('\n').trim()}\n`,
    variables: parseVariables(file, headers.get('variables')),
    keep,
    expectedCode: headers.get('refused') ?? null,
  };
}

function required(file: string, headers: ReadonlyMap<string, string>, name: string): string {
  const value = headers.get(name);
  if (!value) throw new Error(`${file}: the header line "# ${name}: …" is missing`);
  return value;
}

function parseVariables(file: string, text: string | undefined): Record<string, unknown> | null {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error(`${file}: the header line "# variables: …" is not JSON`);
  }
}

function parseKeep(file: string, text: string): Record<string, string> {
  const [, name, path] = /^(\w+) = (data(?:\.\w+)+)$/.exec(text.trim()) ?? [];
  if (name === undefined || path === undefined) {
    throw new Error(`${file}: "# keep: …" reads "name = data.path.to.value", not "${text}"`);
  }
  return { [name]: path };
}
