import {
  buildSchema,
  type ExecutionResult,
  getNamedType,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  parse,
  validate,
} from 'graphql';

import { DomainError } from '../../../src/kernel/domain-error';
import { createErrorMap } from '../../../src/platform/graphql/error-map';
import { createExecutor } from '../../../src/platform/graphql/executor';
import { DateTimeScalar } from '../../../src/platform/graphql/scalars';
import { selectionOf } from '../../../src/platform/graphql/selection';

/*
 * Each case is executed by graphql-js and by a compiled query, and both answer the same. What is not compiled has to
 * be seen to stay with graphql-js.
 */

const SDL = `
  scalar DateTime
  enum Colour { RED GREEN }
  input Filter {
    name: String
    colours: [Colour!]
    since: DateTime
    size: Int! = 7
    mode: Colour = RED
    inner: Filter
  }
  input Order { field: Colour!, reversed: Boolean = false }
  input Either @oneOf { one: Int, other: Int }
  interface Node { id: ID! }
  type Query {
    echo(text: String, id: ID, first: Int, since: DateTime, colour: Colour, filter: Filter, order: Order,
      list: [Int], needed: Int! = 5, either: Either): String
    thing(id: ID): Thing
    things: [Thing!]!
    maybeThings: [Thing]
    node: Node
    refused: String
    thrown: String
    sure: Thing!
  }
  type Thing implements Node {
    id: ID!
    name: String
    at: DateTime
    colour: Colour
    count: Int
    parent: Thing
    children: [Thing!]!
    bad: String!
    refused: String
    late: String
    b: Thing
    seen(first: Int): String
  }
  type Mutation { write: Int refused: String }
  type EventStream { tick: Int }
  schema { query: Query mutation: Mutation subscription: EventStream }
`;

interface Context {
  readonly infos: GraphQLResolveInfo[];
  writes: number;
}

type Resolver = GraphQLFieldResolver<Record<string, unknown>, Context, Record<string, unknown>>;

const leaf = { id: 'leaf', name: 'Leaf', at: new Date(0), colour: 'RED', count: 3, children: [] };
const tree = {
  ...leaf,
  id: 'tree',
  colour: 'NO_COLOUR',
  parent: { ...leaf, count: 'not a number' },
  children: [leaf, { ...leaf, id: 'other', name: null }],
  b: leaf,
};

const byName = (args: object): [string, unknown][] =>
  Object.entries(args).sort(([one], [other]) => one.localeCompare(other));

/** Tells an instant from the text of one, and what was left out from what was not. */
function shown(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (this[key] instanceof Date) return `instant ${String(value)}`;
  return value === undefined ? 'undefined' : value;
}

const RESOLVERS: Readonly<Record<string, Resolver>> = {
  // Which argument comes first means nothing.
  'Query.echo': (_source, args) => JSON.stringify(byName(args), shown),
  'Query.thing': () => Promise.resolve(tree),
  'Query.things': () => [tree, leaf],
  'Query.maybeThings': () => [tree, null, Promise.resolve(leaf), new Error('of an item')],
  'Query.refused': () => {
    throw new DomainError('ROLE_NOT_ALLOWED', { field: 'refused' });
  },
  'Query.thrown': () => {
    throw 'a text';
  },
  'Query.sure': () => tree,
  'Thing.refused': () => Promise.reject(new DomainError('FEATURE_NOT_AVAILABLE_IN_CLOUD')),
  'Thing.bad': ({ id }) => {
    if (id !== 'tree')
      return Promise.reject(new GraphQLError('own', { extensions: { code: 'X' } }));
    return null;
  },
  'Thing.late': () => new Promise((resolve) => setImmediate(() => resolve('late'))),
  'Thing.seen': (_source, args, { infos }, info) => {
    infos.push(info);
    return JSON.stringify(args);
  },
  'Thing.b': (source, _args, { infos }, info) => {
    infos.push(info);
    return source['b'];
  },
  'Mutation.write': (_source, _args, context) => {
    context.writes += 1;
    return context.writes;
  },
};

function testSchema(): GraphQLSchema {
  const schema = buildSchema(SDL);
  const instant = schema.getType('DateTime');
  if (isScalarType(instant)) {
    const { serialize, parseValue, parseLiteral } = DateTimeScalar;
    Object.assign(instant, { serialize, parseValue, parseLiteral });
  }
  for (const [name, resolve] of Object.entries(RESOLVERS)) {
    const [type = '', field = ''] = name.split('.');
    const owner = schema.getType(type);
    if (isObjectType(owner)) Object.assign(owner.getFields()[field] ?? {}, { resolve });
  }
  return schema;
}

const schema = testSchema();

/** An answer as clients read it, errors through the one map. */
function asSent(result: ExecutionResult): unknown {
  const logged: string[] = [];
  const map = createErrorMap({ logFailure: (error) => logged.push((error as Error).message) });
  const scope = { correlationId: null, requestId: null, locale: 'en-US' };
  const errors = (result.errors ?? []).map((error) => map(error, scope));
  const sent = { data: result.data, errors, logged };
  return JSON.parse(JSON.stringify(sent)) as unknown;
}

interface Run {
  readonly result: ExecutionResult;
  readonly sent: unknown;
  readonly isCompiled: boolean;
  readonly context: Context;
}

async function run(
  compiledWhenSeen: number,
  query: string,
  variables?: Record<string, unknown>,
  operationName?: string,
): Promise<Run> {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const executions: boolean[] = [];
  const onExecution = (isCompiled: boolean): void => void executions.push(isCompiled);
  const executor = createExecutor(schema, { compiledWhenSeen, onExecution });
  const context: Context = { infos: [], writes: 0 };
  const result = await executor({ document, operationName, variables, context });
  expect(executions.length).toBeLessThanOrEqual(1);
  return { result, sent: asSent(result), isCompiled: executions[0] ?? false, context };
}

/** Executed by graphql-js, and compiled at first sight where that is possible. */
async function both(
  query: string,
  variables?: Record<string, unknown>,
  operationName?: string,
): Promise<{ readonly expected: Run; readonly found: Run }> {
  const expected = await run(Infinity, query, variables, operationName);
  const found = await run(1, query, variables, operationName);
  expect(expected.isCompiled).toBe(false);
  expect(found.sent).toEqual(expected.sent);
  return { expected, found };
}

async function expectCompiled(
  query: string,
  variables?: Record<string, unknown>,
  operationName?: string,
): Promise<Run> {
  const { found } = await both(query, variables, operationName);
  expect(found.isCompiled).toBe(true);
  return found;
}

async function expectInterpreted(
  query: string,
  variables?: Record<string, unknown>,
  operationName?: string,
): Promise<Run> {
  const { found } = await both(query, variables, operationName);
  expect(found.isCompiled).toBe(false);
  return found;
}

describe('compiled queries answer as graphql-js does', () => {
  test.each([
    ['plain fields', '{ thing { id name at count: count __typename } }'],
    ['aliases', '{ one: thing { key: id } two: thing { id } three: __typename }'],
    ['fields that are asked for twice', '{ thing { id b { id } } thing { name b { name } } }'],
    ['lists', '{ things { id children { id name } } }'],
    ['lists with null, a promise and an error', '{ maybeThings { id } }'],
    ['promises', '{ thing { late parent { late } } things { late } }'],
    [
      'fragments',
      '{ thing { ...F } } fragment F on Thing { id ... on Thing { name } ... { at } b { ...G } } fragment G on Thing { id }',
    ],
    ['a value that its type refuses', '{ thing { colour parent { count } } }'],
    ['a refusal', '{ refused thing { refused } }'],
    ['something thrown that is no error', '{ thrown }'],
    ['a null that its parent takes', '{ thing { b { bad } parent { id } } }'],
    ['a null that takes a whole list', '{ thing { children { id bad } } }'],
    ['a null that takes everything', '{ sure { bad } thing { id } }'],
    [
      'constants that are no texts',
      '{ echo(first: 3, colour: RED, order: { field: GREEN }, list: [1, null]) }',
    ],
    ['a fragment on an interface', '{ thing { ... on Node { id } } }'],
    [
      'texts among the arguments',
      '{ echo(text: "\\"); throw 1; (\u2028", id: "`${1}`", since: "2026-01-31T08:00:00Z", filter: { colours: [RED], name: "x" }) }',
    ],
    [
      'an alias that joins the names of another path',
      '{ thing { b { id seen } } seen_b_thing: thing { id } b_thing: thing { name } }',
    ],
    [
      'aliases that are names of what every object has',
      '{ __proto__: thing { constructor: id toString: name hasOwnProperty: count } toJSON: __typename }',
    ],
    ['an argument that is left out', '{ echo }'],
    ['an argument of the value null', '{ echo(first: null, list: null) }'],
  ])('%s', async (_name, query) => {
    await expectCompiled(query);
  });

  test.each<[string, string, Record<string, unknown>]>([
    [
      'of every kind',
      'query ($t: String, $i: ID, $f: Int, $s: DateTime, $c: Colour) { echo(text: $t, id: $i, first: $f, since: $s, colour: $c) }',
      { t: 'text', i: 5, f: 3, s: '2026-01-31T08:00:00Z', c: 'RED' },
    ],
    [
      'that are left out',
      'query ($t: String, $f: Int, $n: Int! = 9) { echo(text: $t, first: $f, needed: $n) }',
      {},
    ],
    [
      'of the value null',
      'query ($t: String, $f: Int) { echo(text: $t, first: $f) }',
      { t: null, f: null },
    ],
    [
      'with defaults',
      'query ($t: String = "x", $n: Int! = 9, $s: DateTime = "2026-01-31T08:00:00Z", $o: Order = { field: RED }) { echo(text: $t, needed: $n, since: $s, order: $o) }',
      {},
    ],
    [
      'with a default that looks like code',
      'query ($t: String = "\\"; throw 1; (\u2028") { echo(text: $t) }',
      {},
    ],
    [
      'with defaults that are not taken',
      'query ($t: String = "x", $n: Int! = 9) { echo(text: $t, needed: $n) }',
      { t: null, n: 1 },
    ],
    [
      'that are objects',
      'query ($f: Filter) { echo(filter: $f) }',
      { f: { size: 1, since: '2026-01-31T08:00:00Z', colours: 'RED' } },
    ],
    ['that are lists', 'query ($l: [Int]) { echo(list: $l) }', { l: [1, null, 3] }],
    ['that are no lists', 'query ($l: [Int]) { echo(list: $l) }', { l: 1 }],
    [
      'that look like code',
      'query ($t: String) { echo(text: $t) }',
      { t: '"); process.exit(1); ("' },
    ],
    ['that nobody asked for', 'query ($t: String) { echo(text: $t) }', { t: 'x', other: 1 }],
  ])('variables %s', async (_name, query, variables) => {
    const { result } = await expectCompiled(query, variables);

    expect(JSON.stringify(result.errors ?? [])).toBe('[]');
  });

  test('a variable in an object or a list that is left out stays left out', async () => {
    const query = 'query ($n: String, $f: Int) { echo(filter: { name: $n }, list: [$f]) }';

    const { result } = await expectCompiled(query, {});

    expect(result.data?.['echo']).not.toContain('name');
  });

  test.each<[string, Record<string, unknown>]>([
    ['of the wrong type', { f: 'three', c: 'RED' }],
    ['that is no value of the enum', { f: 3, c: 'BLUE' }],
    ['that must not be null', { f: 3, c: null }],
    ['that is missing', { f: 3 }],
  ])('a variable %s', async (_name, variables) => {
    const query = 'query ($f: Int, $c: Colour!) { echo(first: $f, colour: $c) }';

    const { result } = await expectCompiled(query, variables);

    expect(result.errors).toHaveLength(1);
  });

  test('an input of which one field may be given, and two are', async () => {
    const query = 'query ($e: Either) { echo(either: $e) }';

    await expectCompiled(query, { e: { one: 1 } });
    const { result } = await expectCompiled(query, { e: { one: 1, other: 2 } });

    expect(result.errors).toHaveLength(1);
  });

  test('a field of an input that has a default', async () => {
    const query = 'query ($o: Order) { echo(order: $o) }';

    const { result } = await expectCompiled(query, { o: { field: 'RED' } });

    expect(result.data?.['echo']).toContain('"reversed":false');
  });

  test('each execution has variables of its own, in lists and objects too', async () => {
    const document = parse(
      'query ($n: String, $f: Int) { echo(filter: { name: $n }) list: echo(list: [$f]) text: echo(text: $n) }',
    );
    const compiling = createExecutor(schema, { compiledWhenSeen: 1 });
    const graphqlJs = createExecutor(schema, { compiledWhenSeen: Infinity });
    for (const variables of [{ n: 'one', f: 1 }, { n: 'two', f: 2 }, {}, { n: null, f: 1 }]) {
      const operation = { document, operationName: null, variables };
      const context: Context = { infos: [], writes: 0 };

      const found = await compiling({ ...operation, context });

      expect(asSent(found)).toEqual(asSent(await graphqlJs({ ...operation, context })));
    }
  });

  test('errors carry what the map of errors reads', async () => {
    const { expected, found } = await both('{\n  thing { name\r\n\r\n refused }\n}');

    const [error] = found.result.errors ?? [];
    const [wanted] = expected.result.errors ?? [];

    expect(found.isCompiled).toBe(true);
    expect(error).toBeInstanceOf(GraphQLError);
    expect(error?.originalError).toBeInstanceOf(DomainError);
    expect(error?.locations).toEqual([{ line: 4, column: 2 }]);
    expect(error?.toJSON()).toEqual(wanted?.toJSON());
    expect(error?.extensions).toEqual(wanted?.extensions);
  });

  test('what a resolver learns of the operation is complete', async () => {
    const query = `query ($first: Int = 4) {
      thing { seen(first: $first) b { id ...F } other: b { x: name } b { n: name } }
    }
    fragment F on Thing { parent { id } seen }`;
    const { expected, found } = await both(query);
    const facts = ({ context: { infos } }: Run): unknown =>
      infos.map((info) => ({
        field: info.fieldName,
        nodes: info.fieldNodes.map((node) => node.loc?.start),
        selected: [...selectionOf(info).fields].sort(),
        parent: selectionOf(info).below('parent').has('id'),
        fragments: Object.keys(info.fragments),
        variables: { ...info.variableValues },
        path: [info.path.key, info.path.prev?.key],
        type: [String(getNamedType(info.returnType)), String(info.parentType)],
      }));

    expect(found.isCompiled).toBe(true);
    expect(facts(found)).toEqual(facts(expected));
    expect(JSON.stringify(facts(found))).toContain('["id","name","parent","seen"]');
  });
});

describe('what is not compiled stays with graphql-js', () => {
  test.each([
    ['a mutation', 'mutation { write }'],
    ['a mutation of the name of a query', 'mutation { refused }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['introspection of a type', '{ __type(name: "Thing") { name } }'],
    ['an interface', '{ node { id } }'],
    ['@skip and @include', '{ thing { id @skip(if: true) name @include(if: true) } }'],
    [
      '@include on one of two equal fields',
      'query ($x: Boolean! = false) { thing { b @include(if: $x) { ...F } b { id } } } fragment F on Thing { name }',
    ],
    [
      '@include around one of two uses of a fragment',
      'query ($x: Boolean! = false) { thing { b @include(if: $x) { ...F } parent { ...F } } } fragment F on Thing { name }',
    ],
  ])('%s', async (_name, query) => {
    await expectInterpreted(query);
  });

  test('more fields than a compiled query may have', async () => {
    const fields = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, n) => `f${n}: __typename`).join(' ')} }`;

    await expectCompiled(fields(150));
    await expectInterpreted(fields(151));
  });
});

describe('which operation is executed', () => {
  const DOCUMENT = 'query A { thing { id } } query B { thing { name } } mutation C { write }';

  test.each([['A'], ['B']])('%s by its name', async (name) => {
    const { result } = await expectCompiled(DOCUMENT, {}, name);

    expect(Object.keys(result.data?.['thing'] as object)).toEqual([name === 'A' ? 'id' : 'name']);
  });

  test.each([['D'], [''], [undefined]])('none where the name is %p', async (name) => {
    const { result, context } = await expectInterpreted(DOCUMENT, {}, name);

    expect(result.data).toBeUndefined();
    expect(result.errors).toHaveLength(1);
    expect(context.writes).toBe(0);
  });

  test('no live one', async () => {
    const { result, isCompiled } = await run(1, 'subscription { tick }');

    expect(isCompiled).toBe(false);
    expect(result.errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
    expect(result.data).toBeUndefined();
  });
});

describe('when a query is compiled', () => {
  const execute = (times: number, ...queries: readonly string[]): Promise<readonly boolean[]> =>
    (async () => {
      const executions: boolean[] = [];
      const executor = createExecutor(schema, { onExecution: (it) => void executions.push(it) });
      const documents = queries.map((query) => parse(query));
      for (let time = 0; time < times; time += 1) {
        for (const document of documents) {
          const context: Context = { infos: [], writes: 0 };
          await executor({ document, operationName: null, variables: {}, context });
        }
      }
      return executions;
    })();

  test('when it is seen for the third time', async () => {
    expect(await execute(4, '{ thing { id } }')).toEqual([false, false, true, true]);
  });

  test('operations of one document are counted and compiled apart', async () => {
    const executions: boolean[] = [];
    const executor = createExecutor(schema, { onExecution: (it) => void executions.push(it) });
    const document = parse('query A { things { id } } query B { things { name } }');
    const context: Context = { infos: [], writes: 0 };
    const answers: ExecutionResult[] = [];
    for (const operationName of ['A', 'A', 'A', 'B', 'A']) {
      answers.push(await executor({ document, operationName, variables: {}, context }));
    }

    expect(executions).toEqual([false, false, true, false, true]);
    expect(answers[3]?.data).toEqual({ things: [{ name: 'Leaf' }, { name: 'Leaf' }] });
    expect(answers[4]?.data).toEqual({ things: [{ id: 'tree' }, { id: 'leaf' }] });
  });

  test('the least recently used is forgotten', async () => {
    const others = Array.from({ length: 200 }, (_, n) => `{ o${n}: thing { id } }`);

    const executions = await execute(4, '{ thing { id } }', ...others);

    expect(executions).not.toContain(true);
  });
});
