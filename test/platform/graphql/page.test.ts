import { graphql } from 'graphql';

import { mapPage, pageRequest } from '../../../src/platform/graphql/page';
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

test('a changed page keeps its place and makes cursors only when they are read', () => {
  let made = 0;
  const page = {
    edges: [
      {
        node: 1,
        get cursor() {
          made += 1;
          return 'c';
        },
      },
    ],
    nodes: [1],
    totalCount: 7,
    pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'c', endCursor: 'c' },
  };

  const changed = mapPage(page, (node) => node + 1);

  expect(changed.nodes).toEqual([2]);
  expect(changed.totalCount).toBe(7);
  expect(made).toBe(0);
  expect(changed.edges[0]?.cursor).toBe('c');
});

test('a connection answers its arguments through the schema', async () => {
  const { errors } = await graphql({
    schema: sampleSchema(),
    source: '{ subscriptions(first: 1, last: 1) { nodes { id } } }',
    contextValue: contextOf(salesAgent),
  });

  expect(errors?.[0]?.originalError).toMatchObject({ code: 'INVALID_INPUT' });
});
