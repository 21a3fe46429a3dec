import fc from 'fast-check';
import {
  buildSchema,
  execute,
  type ExecutionResult,
  getNamedType,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  parse,
  validate,
} from 'graphql';

import { isCompilable } from '../../../src/platform/graphql/compilable';
import { compileQuery } from '../../../src/platform/graphql/compiled-query';

/*
 * Random queries over a small schema, whose fields answer with whatever a resolver can: the compiled query has the
 * same data and the same errors as graphql-js, in the same order.
 */

const SDL = `
  scalar Odd
  enum Colour { RED GREEN }
  interface Named { name: String }
  type Query implements Named { name: String thing: Thing sure: Thing! things: [Thing] sureThings: [Thing!]! }
  type Thing implements Named {
    name: String
    id: ID!
    colour: Colour
    sureColour: Colour!
    count: Int
    isTrue: Boolean
    odd: Odd
    sureOdd: Odd!
    names: [String]
    sureNames: [String!]!
    grid: [[Int!]]
    thing: Thing
    sure: Thing!
    things: [Thing]
    thingsOrNone: [Thing!]
    sureThings: [Thing!]!
    sureGrid: [[Thing!]!]!
    asked(text: String = "none", count: [Int], colour: Colour): String
  }
`;

/** What a field answers, as it is decided for its place in the answer. */
type Kind = 'usual' | 'null' | 'throws' | 'error' | 'wrong' | 'undefined' | 'text';
type Delay = 'none' | 'now' | 'later' | 'last';
interface Answer {
  readonly kind: Kind;
  readonly delay: Delay;
}

/** The same number for the same place, whichever executor asks. */
function numberOf(place: string, seed: number): number {
  let hash = seed | 0;
  for (const letter of place) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

interface Context {
  readonly seed: number;
  readonly oddities: readonly Kind[];
  readonly delays: readonly Delay[];
  readonly calls: string[];
}

function answerAt(place: string, { seed, oddities, delays }: Context): Answer {
  const number = numberOf(place, seed);
  const isOdd = number % 6 === 0;
  return {
    kind: (isOdd && oddities[(number >>> 5) % oddities.length]) || 'usual',
    delay: delays[(number >>> 9) % delays.length] ?? 'none',
  };
}

function delayed(delay: Delay, value: () => unknown): unknown {
  switch (delay) {
    case 'none':
      return value();
    case 'now':
      return new Promise((resolve) => resolve(value()));
    case 'later':
      return Promise.resolve().then(() => Promise.resolve().then(value));
    case 'last':
      return new Promise((resolve) => setImmediate(resolve)).then(value);
  }
}

class Source {
  constructor(
    readonly place: string,
    readonly context: Context,
  ) {}
}

/** A value for a type, decided by its place; lists hold values and promises of them. */
function valueFor(type: GraphQLOutputType, place: string, context: Context): unknown {
  const { kind, delay } = answerAt(place, context);
  return delayed(delay, () => {
    switch (kind) {
      case 'usual':
        return usual(type, place, context);
      case 'null':
        return null;
      case 'undefined':
        return undefined;
      case 'throws':
        if (place.length % 3 === 0) throw `thrown at ${place}`;
        throw new GraphQLError(`thrown at ${place}`, { extensions: { code: 'X' } });
      case 'error':
        return new Error(`given at ${place}`);
      case 'wrong':
        return Symbol.for('wrong');
      case 'text':
        return 'a text';
    }
  });
}

function usual(type: GraphQLOutputType, place: string, context: Context): unknown {
  if ('ofType' in type) {
    if (String(type).endsWith('!')) return usual(type.ofType, place, context);
    const length = numberOf(`${place} length`, context.seed) % 4;
    const items = Array.from({ length }, (_, n) => itemFor(type.ofType, `${place}.${n}`, context));
    return length === 2 ? new Set(items) : items;
  }
  switch (type.name) {
    case 'Boolean':
      return place.length % 2 === 0;
    case 'Int':
      return place.length;
    case 'Colour':
      return 'RED';
    case 'String':
    case 'ID':
      return place.length % 2 === 0 ? `${place} "\u2028\\` : place.length;
    case 'Odd':
      return place;
    default:
      return new Source(place, context);
  }
}

/** An item cannot throw: it is an error, or a promise that fails, and that also where nobody takes it any more. */
function itemFor(type: GraphQLOutputType, place: string, context: Context): unknown {
  try {
    const item = valueFor(type, place, context);
    if (item instanceof Promise) item.catch(() => undefined);
    return item;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function testSchema(): GraphQLSchema {
  const schema = buildSchema(SDL);
  const odd = schema.getType('Odd');
  if (isScalarType(odd)) {
    odd.serialize = (value) => {
      const text = String(value);
      if (text.length % 5 === 0) return null;
      if (text.length % 7 === 0) throw new TypeError(`not serialized: ${text}`);
      return { text, list: [text.length, { __proto__: null, text }] };
    };
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const answer = (source: unknown, key: unknown, context: Context, args: object): unknown => {
        const above = source instanceof Source ? source.place : '';
        const place = `${above}.${String(key)}${JSON.stringify(args)}`;
        context.calls.push(place);
        return valueFor(field.type, place, context);
      };
      const isProperty =
        type.name === 'Thing' && /^(name|id|sureColour|isTrue|thing|things|odd)$/.test(field.name);
      if (isProperty) {
        Object.defineProperty(Source.prototype, field.name, {
          configurable: true,
          get(this: Source) {
            if (field.name !== 'odd') return answer(this, field.name, this.context, {});
            return function (
              this: Source,
              args: object,
              context: Context,
              info: { path: { key: unknown } },
            ) {
              return answer(this, info.path.key, context, args);
            };
          },
        });
      } else {
        field.resolve = (source, args: object, context: Context, info) =>
          answer(source, info.path.key, context, args);
      }
    }
  }
  return schema;
}

const schema = testSchema();

/** A selection on a type, at most so deep. */
function selection(typeName: string, depth: number): fc.Arbitrary<string> {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} has no fields`);
  const fields = Object.values(type.getFields()).filter(
    (field) => depth > 0 || !isObjectType(getNamedType(field.type)),
  );
  const one = fc.constantFrom('__typename', ...fields.map((field) => field.name)).chain((name) => {
    const field = type.getFields()[name];
    const below = field && getNamedType(field.type);
    if (isObjectType(below)) {
      // No aliases: two places of one key must agree in their arguments, which are left to `asked`.
      return selection(below.name, depth - 1).map((inner) => `${name} ${inner}`);
    }
    if (name !== 'asked')
      return fc.constantFrom(
        name,
        `x_${name}: ${name}`,
        ...(name === 'id' ? ['__proto__: id', 'toString: id'] : []),
      );
    return fc.constantFrom(
      'asked',
      'a: asked(text: "\\"); throw 1; (\\"")',
      'b: asked(text: $text)',
      'c: asked(count: [1, $count], colour: GREEN)',
      'd: asked(text: null, count: 3)',
    );
  });
  const fragment = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc
      .tuple(fc.constantFrom(`... on ${typeName}`, '...'), inner)
      .map(([on, fields]) => `${on} { ${fields} }`);
  const several = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: one },
      fragment(one),
      fc.constantFrom(typeName === 'Thing' ? '...F' : '... on Named { name }'),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  return several.map((parts) => `{ ${parts.join(' ')} }`);
}

const query = selection('Query', 3).map(
  (fields) =>
    `query ($text: String, $count: Int = 4) { set: thing { asked(text: $text) id c: asked(count: [$count]) ...F } ...Q }
    fragment Q on Query ${fields}
    fragment F on Thing { id name sureGrid { id colour } ... on Named { name } }`,
);

const context = fc.record({
  seed: fc.integer(),
  oddities: fc.subarray<Kind>(['null', 'throws', 'error', 'wrong', 'undefined', 'text'], {
    minLength: 1,
  }),
  delays: fc.subarray<Delay>(['none', 'now', 'later', 'last'], { minLength: 1 }),
});

const variables = fc.record(
  { text: fc.constantFrom('given', null), count: fc.constantFrom(5, null) },
  { requiredKeys: [] },
);

function shown({ data, errors = [] }: ExecutionResult): object {
  return {
    data: JSON.stringify(data),
    errors: errors.map((error) => ({
      ...error.toJSON(),
      isError: error instanceof GraphQLError,
      cause: error.originalError?.message,
    })),
  };
}

/**
 * graphql-js forgets promises of a list of which another item has failed; if they fail too, nobody hears of it, and
 * the test runner takes that for a failure. Whatever is made meanwhile counts as heard.
 */
async function hearingAll<Result>(run: () => Promise<Result>): Promise<Result> {
  const { then } = Promise.prototype;
  const { all } = Promise;
  const heard = <Of extends Promise<unknown>>(promise: Of): Of => {
    void then.call(promise, undefined, () => undefined);
    return promise;
  };
  try {
    Promise.prototype.then = function (this: Promise<unknown>, ...args: never) {
      return heard(then.apply(this, args) as Promise<unknown>);
    } as typeof then;
    Promise.all = ((values: readonly unknown[]) => heard(all.call(Promise, values))) as typeof all;
    return await run();
  } finally {
    Promise.prototype.then = then;
    Promise.all = all;
  }
}

describe('a compiled query', () => {
  /** What clients are told, and which fields were asked until then. */
  async function outcome(
    execute: (context: Context) => ExecutionResult | Promise<ExecutionResult>,
    given: Omit<Context, 'calls'>,
  ): Promise<unknown> {
    const calls: string[] = [];
    const found = shown(await execute({ ...given, calls }));
    const asked = [...calls];
    // Until nothing is left of it.
    for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return { ...found, asked };
  }

  test('answers as graphql-js does, whatever resolvers give', async () => {
    let withErrors = 0;
    let withData = 0;
    await fc.assert(
      fc.asyncProperty(query, context, variables, async (text, given, values) => {
        const document = parse(text);
        if (validate(schema, document).length > 0) return;
        const [operation] = document.definitions;
        if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
        // Some have too many fields.
        if (!isCompilable(schema, document, operation)) return;
        const compiled = compileQuery(schema, document, operation);
        const variableValues = { ...values };
        const expected = await hearingAll(() =>
          outcome(
            (contextValue) =>
              execute({ schema, document, contextValue, variableValues }) as ExecutionResult,
            given,
          ),
        );
        const found = await outcome((it) => compiled(it, variableValues), given);
        expect(found).toEqual(expected);
        const { data, errors } = found as { data: string; errors: readonly unknown[] };
        if (errors.length > 0) withErrors += 1;
        if (data !== 'null') withData += 1;
      }),
      // A smaller failing query would take minutes to find.
      { numRuns: 2_000, endOnFailure: true },
    );
    expect(withErrors).toBeGreaterThan(500);
    expect(withData).toBeGreaterThan(500);
  }, 120_000);
});
