import { graphql } from 'graphql';

import { pageRequest } from '../../../src/platform/graphql/page';
import { contextOf, salesAgent, sampleSchema } from './sample-schema';

test.each([
  ['nothing', {}, { direction: 'forward', size: 25 }],
  ['the smallest page', { first: 1 }, { direction: 'forward', size: 1 }],
  ['the largest page', { last: 100 }, { direction: 'backward', size: 100 }],
  ['null like left out', { first: null, last: 3 }, { direction: 'backward', size: 3 }],
])('%s is a page', (_, args, request) => {
  expect(pageRequest(args)).toMatchObject(request);
});

test.each([
  ['an empty page', { first: 0 }, 'first'],
  ['one too many', { first: 101 }, 'first'],
  ['a negative size', { last: -1 }, 'last'],
  ['both ends', { first: 1, last: 1 }, 'last'],
])('%s is INVALID_INPUT that names the argument', (_, args, field) => {
  expect(() => pageRequest(args)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', field }),
  );
});

test('a size out of range says what is allowed', () => {
  expect(() => pageRequest({ first: 101 })).toThrow(
    expect.objectContaining({ args: { field: 'first', minimum: 1, maximum: 100 } }),
  );
});

test('a connection answers its arguments through the schema', async () => {
  const { errors } = await graphql({
    schema: sampleSchema(),
    source: '{ subscriptions(first: 1, last: 1) { nodes { id } } }',
    contextValue: contextOf(salesAgent),
  });

  expect(errors?.[0]?.originalError).toMatchObject({ code: 'INVALID_INPUT' });
});
