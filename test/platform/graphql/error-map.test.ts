import { execute, graphql, GraphQLError, parse, validate } from 'graphql';

import { DomainError } from '../../../src/kernel/domain-error';
import { DatabaseUnavailableError } from '../../../src/platform/database/database';
import { createErrorMap, type ErrorScope } from '../../../src/platform/graphql/error-map';
import { contextOf, failure, salesAgent, sampleSchema } from './sample-schema';

const schema = sampleSchema();
const scope: ErrorScope = {
  correlationId: 'correlation-1',
  requestId: 'request-1',
  locale: 'en-US',
};
const logged: unknown[] = [];
const toClient = createErrorMap({ logFailure: (error) => logged.push(error) });

beforeEach(() => {
  logged.length = 0;
});

async function failedWith(error: unknown): Promise<GraphQLError> {
  failure.next = error;
  const { errors } = await graphql({
    schema,
    source: '{ failing }',
    contextValue: contextOf(salesAgent),
  });
  return errors?.[0] as GraphQLError;
}

const KEYS = [
  'code',
  'kind',
  'rule',
  'httpStatus',
  'legacyCode',
  'message',
  'detail',
  'field',
  'refusals',
  'allowedRoles',
  'blockers',
  'correlationId',
  'requestId',
  'retryAfterSeconds',
];

describe('a refusal', () => {
  test('carries all its facts, and the position in the operation', async () => {
    const error = await failedWith(
      new DomainError('TERMS_CHANGE_NOT_ALLOWED', {
        field: 'input.billingCycle',
        detail: 'Ask the seller.',
        refusals: [
          { code: 'TERMS_CHANGE_NOT_ALLOWED', rule: 'R3', fields: ['billingCycle'], args: {} },
          {
            code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
            rule: 'R5',
            fields: ['quantity'],
            args: {},
          },
        ],
        blockers: [{ type: 'Subscription', id: 'x', name: null, service: null, clearedBy: null }],
      }),
    );

    const client = toClient(error, scope);

    expect(Object.keys(client.extensions)).toEqual(KEYS);
    expect(client).toMatchObject({
      path: ['failing'],
      locations: [{ line: 1, column: 3 }],
      extensions: {
        code: 'TERMS_CHANGE_NOT_ALLOWED',
        kind: 'FORBIDDEN',
        rule: 'R3',
        httpStatus: 403,
        legacyCode: '800097',
        field: 'input.billingCycle',
        detail: 'Ask the seller.',
        refusals: [{ rule: 'R3' }, { rule: 'R5' }],
        blockers: [{ id: 'x' }],
        allowedRoles: [],
        correlationId: 'correlation-1',
        requestId: 'request-1',
        retryAfterSeconds: null,
      },
    });
    expect(logged).toEqual([]);
  });

  test('is written in the caller’s language, each attempt too', async () => {
    const localized = createErrorMap({
      logFailure: () => undefined,
      localize: ({ code }, locale) => `${code} in ${locale}`,
    });

    const client = localized(new DomainError('NOT_FOUND'), { ...scope, locale: 'de-DE' });

    expect(client.message).toBe('NOT_FOUND in de-DE');
    expect(client.extensions.message).toBe('NOT_FOUND in de-DE');
    expect(client.extensions.refusals).toMatchObject([{ message: 'NOT_FOUND in de-DE' }]);
  });

  test('of a limit, expressed as a GraphQL error with our code, has the same shape', () => {
    const error = new GraphQLError('Too deep.', {
      extensions: { code: 'QUERY_TOO_COMPLEX', detail: 'At most 12.' },
    });

    expect(toClient(error, scope).extensions).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      kind: 'LIMITED',
      detail: 'At most 12.',
      requestId: 'request-1',
    });
  });

  test('of a limit keeps its code inside what Apollo makes of a validation error', () => {
    const limit = new GraphQLError('Too deep.', { extensions: { code: 'QUERY_TOO_COMPLEX' } });
    const wrapped = new GraphQLError('Too deep.', {
      originalError: limit,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });

    expect(toClient(wrapped, scope).extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  test('that only the database could give is the refusal of the rule', () => {
    const mapped = createErrorMap({
      logFailure: (error) => logged.push(error),
      refusalOfDatabase: () => new DomainError('POR_CHANGE_NOT_ALLOWED'),
    });

    expect(mapped(new Error('MP001'), scope).extensions).toMatchObject({ rule: 'R4' });
    expect(logged).toEqual([]);
  });
});

describe('anything else', () => {
  test('becomes INTERNAL without a word about the cause, and the cause goes to the log', async () => {
    const cause = new Error('password of the database is hunter2');

    const client = toClient(await failedWith(cause), scope);

    expect(client.extensions).toMatchObject({ code: 'INTERNAL', correlationId: 'correlation-1' });
    expect(JSON.stringify(client)).not.toMatch(/hunter2|stack|error-map/);
    expect(logged).toEqual([cause]);
  });

  test('is logged once, however many fields waited for it', async () => {
    const cause = new Error('one batch failed');
    const first = await failedWith(cause);
    const second = await failedWith(cause);

    toClient(first, scope);
    toClient(second, scope);

    expect(logged).toEqual([cause]);
  });

  test('that claims our own code INTERNAL does not get its message through', () => {
    const error = new GraphQLError('secret', { extensions: { code: 'INTERNAL' } });

    expect(toClient(error, scope).message).not.toContain('secret');
  });

  test.each([
    ['a value that is no error', 'text'],
    ['nothing', undefined],
    ['an error that never ends', Object.assign(new Error('x'), { driverError: undefined })],
  ])('even %s has the shape of an error', (_, thrown) => {
    expect(toClient(thrown, scope).extensions).toMatchObject({ code: 'INTERNAL' });
  });

  test.each([
    ['a refused connection', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
    ['a lost connection', Object.assign(new Error('x'), { driverError: { code: '08006' } })],
    ['a server that stops', Object.assign(new Error('x'), { driverError: { code: '57P01' } })],
    ['a server that is full', Object.assign(new Error('x'), { code: '53300' })],
    ['a socket that ended', new Error('Connection terminated unexpectedly')],
    ['no way to connect, for whatever reason', new DatabaseUnavailableError(new Error('x'))],
    [
      'a connection that died while nobody used it',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
    [
      'all addresses refused',
      new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
    ],
  ])('from the database for %s is UNAVAILABLE', (_, error) => {
    expect(toClient(error, scope).extensions).toMatchObject({
      code: 'UNAVAILABLE',
      httpStatus: 503,
      retryAfterSeconds: 5,
    });
  });

  test.each(['22003', '22008', '22009', '22021', '22P05'])(
    'from the database for a value that it cannot hold (%s) is INVALID_INPUT, and logged',
    (code) => {
      const error = Object.assign(new Error('x'), { driverError: { code } });

      expect(toClient(error, scope).extensions).toMatchObject({ code: 'INVALID_INPUT' });
      expect(logged).toEqual([error]);
    },
  );

  test('from the database for another reason is INTERNAL', () => {
    const error = Object.assign(new Error('x'), { driverError: { code: '22P02' } });

    expect(toClient(error, scope).extensions).toMatchObject({ code: 'INTERNAL' });
  });
});

describe('names of the GraphQL layer', () => {
  test('stay as they are known', () => {
    const error = new GraphQLError('PersistedQueryNotFound', {
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    });

    expect(toClient(error, scope)).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', kind: 'INVALID' },
    });
  });

  test('are given to the plain errors of transports without them', () => {
    const syntax = (): unknown => {
      try {
        return parse('{');
      } catch (error) {
        return error;
      }
    };
    const [invalid] = validate(schema, parse('{ nothing }'));

    expect(toClient(syntax(), scope).extensions.code).toBe('GRAPHQL_PARSE_FAILED');
    expect(toClient(invalid, scope).extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(logged).toEqual([]);
  });

  test.each([
    [
      'a variable of the wrong type',
      'query ($first: Int) { subscriptions(first: $first) { totalCount } }',
      { first: 'x' },
      'first',
    ],
    [
      'a variable that is missing',
      'mutation ($id: UUID!) { changeQuantity(input: {subscriptionId: $id}) { subscription { id } } }',
      {},
      'id',
    ],
    [
      'a field of an input object',
      'mutation ($input: ChangeQuantityInput!) { changeQuantity(input: $input) { subscription { id } } }',
      { input: { subscriptionId: '<guid>' } },
      'input.subscriptionId',
    ],
  ])(
    'do not exist for bad input: %s is INVALID_INPUT',
    async (_, source, variableValues, field) => {
      const { errors } = await execute({
        schema,
        document: parse(source),
        variableValues,
        contextValue: contextOf(salesAgent),
      });

      expect(toClient(errors?.[0], scope).extensions).toMatchObject({
        code: 'INVALID_INPUT',
        kind: 'INVALID',
        field,
      });
      expect(logged).toEqual([]);
    },
  );

  test('more wrong places than graphql-js lists are INVALID_INPUT to the last', async () => {
    const { errors = [] } = await execute({
      schema,
      document: parse('query ($input: [Int]) { __typename @skip(if: false) }'),
      variableValues: { input: Array.from({ length: 60 }, () => 'x') },
      contextValue: contextOf(salesAgent),
    });

    const codes = errors.map((error) => toClient(error, scope).extensions.code);
    expect(codes.length).toBeGreaterThan(50);
    expect(new Set(codes)).toEqual(new Set(['INVALID_INPUT']));
    expect(logged).toEqual([]);
  });

  test('BAD_USER_INPUT becomes INVALID_INPUT', () => {
    const error = new GraphQLError('x', { extensions: { code: 'BAD_USER_INPUT' } });

    expect(toClient(error, scope).extensions.code).toBe('INVALID_INPUT');
  });

  test('a value that the server itself cannot print is an internal error, not bad input', async () => {
    const error = new GraphQLError('Int cannot represent non-integer value: secret', {
      path: ['subscriptions', 0, 'quantity'],
    });

    const client = toClient(error, scope);

    expect(client.extensions.code).toBe('INTERNAL');
    expect(client.message).not.toContain('secret');
    expect(logged).toEqual([error]);
  });
});
