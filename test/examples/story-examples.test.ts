import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema, parse, validate } from 'graphql';

import { ERROR_CATALOGUE } from '../../src/kernel/error-code';
import { PERSONAS } from '../../src/modules/demo/personas';
import { parseStoryExample, readStoryExamples } from '../../src/modules/demo/story-examples';

const ROOT = join(__dirname, '..', '..');
const STORY = join(ROOT, 'examples', 'story');
const SCHEMA = join(ROOT, 'schema', 'schema.graphql');
const examples = readStoryExamples(STORY);

const placeholdersOf = (value: unknown): string[] =>
  [...JSON.stringify(value ?? {}).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');

function operationOf(query: string): { name: string; variables: string[] } {
  const [definition, ...others] = parse(query).definitions;
  if (definition?.kind !== 'OperationDefinition' || others.length > 0) {
    throw new Error('one operation per file');
  }
  return {
    name: definition.name?.value ?? '',
    variables: (definition.variableDefinitions ?? []).map((it) => it.variable.name.value),
  };
}

describe.each(examples.map((example) => [example.name, example] as const))('%s', (_, example) => {
  test('is sent by a persona of the demo', () => {
    expect([null, ...PERSONAS.map(({ name }) => name)]).toContain(example.persona);
  });

  test('is one named operation, and has a value for each of its variables', () => {
    const { name, variables } = operationOf(example.query);

    expect(name).not.toBe('');
    expect(Object.keys(example.variables ?? {}).sort()).toEqual(variables.sort());
  });

  test('expects a code of the catalogue, if it is refused', () => {
    expect([null, ...Object.keys(ERROR_CATALOGUE)]).toContain(example.expectedCode);
  });

  test('uses only values that an earlier step keeps', () => {
    const earlier = examples.slice(0, examples.indexOf(example));
    const kept = earlier.flatMap(({ keep }) => Object.keys(keep));

    expect(kept).toEqual(expect.arrayContaining(placeholdersOf(example.variables)));
  });
});

const whenPrinted = existsSync(SCHEMA) ? describe : describe.skip;

whenPrinted('against the printed schema', () => {
  const schema = buildSchema(
    existsSync(SCHEMA) ? readFileSync(SCHEMA, 'utf8') : 'type Query { none: Int }',
  );

  test.each(examples.map(({ name, query }) => [name, query]))('%s is valid', (_, query) => {
    expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
  });
});

test('the scenarios S1 to S10 are told in order', () => {
  const told = examples.flatMap(({ query }) => /^# S(\d+)\./m.exec(query)?.[1] ?? []).map(Number);

  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect([...new Set(told)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('no two steps share an operation name, by which GraphiQL knows them', () => {
  const names = examples.map(({ query }) => operationOf(query).name);

  expect(new Set(names).size).toBe(names.length);
});

test('the header lines are read and left out of the operation; prose stays', () => {
  const example = parseStoryExample(
    '01-x.graphql',
    [
      '# title: A title',
      '# persona: nobody',
      '# variables: {"id": "{{a}}"}',
      '# keep: b = data.c.d',
      '# refused: NOT_FOUND',
      '# Prose.',
      'query X($id: ID!) { x(id: $id) }',
      '',
    ].join('\n'),
  );

  expect(example).toEqual({
    name: '01-x',
    title: 'A title',
    persona: null,
    query: '# Prose.\nquery X($id: ID!) { x(id: $id) }\n',
    variables: { id: '{{a}}' },
    keep: { b: 'data.c.d' },
    expectedCode: 'NOT_FOUND',
  });
});

test.each([
  ['# persona: nobody\nquery X { x }', 'title'],
  ['# title: A\nquery X { x }', 'persona'],
  ['# title: A\n# persona: b\n# variables: {\nquery X { x }', 'variables'],
  ['# title: A\n# persona: b\n# keep: data.id\nquery X { x }', 'keep'],
])('a broken header names its file and its line: %j', (text, line) => {
  expect(() => parseStoryExample('07-broken.graphql', text)).toThrow(
    new RegExp(`^07-broken.graphql: .*# ${line}: `),
  );
});
