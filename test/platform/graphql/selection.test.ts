import { buildSchema, graphql, type GraphQLResolveInfo } from 'graphql';

import { pageWants } from '../../../src/platform/graphql/keyset';
import {
  anyOf,
  EVERYTHING,
  selectionOf,
  selectionOfNames,
} from '../../../src/platform/graphql/selection';

const schema = buildSchema(`
  type Query { list: List }
  type List { edges: [Edge!]! nodes: [Node!]! totalCount: Int! pageInfo: PageInfo! }
  type Edge { cursor: String! node: Node! }
  type Node { id: ID! other: Node }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String }
`);

async function infoOf(source: string, variableValues = {}): Promise<GraphQLResolveInfo> {
  let seen: GraphQLResolveInfo | undefined;
  await graphql({
    schema,
    source,
    variableValues,
    rootValue: {
      list: (_args: unknown, _ctx: unknown, info: GraphQLResolveInfo) => {
        seen = info;
        return null;
      },
    },
  });
  if (!seen) throw new Error('the operation did not run');
  return seen;
}

test.each([
  ['plainly', '{ list { totalCount } }'],
  ['under an alias', '{ list { count: totalCount } }'],
  ['in an inline fragment', '{ list { ... on List { totalCount } } }'],
  ['in a fragment', '{ list { ...f } } fragment f on List { totalCount }'],
  ['in the second place where the field stands', '{ list { nodes { id } } list { totalCount } }'],
  ['when included', '{ list { totalCount @include(if: true) } }'],
  ['when not skipped', '{ list { totalCount @skip(if: false) } }'],
])('a field counts as selected %s', async (_, source) => {
  expect(selectionOf(await infoOf(source)).has('totalCount')).toBe(true);
});

test.each([
  [
    'it is skipped',
    'query ($no: Boolean!) { list { nodes { id } totalCount @skip(if: $no) } }',
    { no: true },
  ],
  [
    'its fragment is left out',
    '{ list { nodes { id } ... @include(if: false) { totalCount } } }',
    {},
  ],
  ['only a field of its name stands elsewhere', '{ list { nodes { totalCount: id } } }', {}],
])('a field does not count as selected when %s', async (_, source, variables) => {
  expect(selectionOf(await infoOf(source, variables)).has('totalCount')).toBe(false);
});

test('a path is followed through edges and fragments', async () => {
  const info = await infoOf(
    '{ list { edges { ...e } } } fragment e on Edge { node { other { id } } }',
  );

  const selection = selectionOf(info);
  expect(selection.below('edges').below('node').has('other')).toBe(true);
  expect(selection.below('edges').below('node').fields).toEqual(['other']);
  expect(selection.has('nodes')).toBe(false);
  expect(selection.below('nodes').has('id')).toBe(false);
});

test('of one field under several names each place keeps its own nodes', async () => {
  const selection = selectionOf(
    await infoOf(
      '{ list { a: nodes { id } b: nodes { id } ...f } } fragment f on List { a: nodes { id } }',
    ),
  );

  const places = selection.placesOf('nodes');

  expect(places.map((nodes) => nodes.map(({ alias }) => alias?.value))).toEqual([
    ['a', 'a'],
    ['b'],
  ]);
});

test.each([
  ['{ list { nodes { id other { id } } totalCount } }', 'nodes{id other{id}} totalCount'],
  [
    '{ list { totalCount nodes { other { id } ... on Node { id } } } }',
    'nodes{id other{id}} totalCount',
  ],
  ['{ list { nodes { id } } }', 'nodes{id}'],
])('%s has the signature %s', async (source, signature) => {
  expect(selectionOf(await infoOf(source)).signature).toBe(signature);
});

test('what any of several selections asks for', () => {
  const some = selectionOfNames('a', 'b');

  expect(anyOf([some, selectionOfNames('b', 'a')]).signature).toBe('a b');
  const both = anyOf([some, selectionOfNames('c')]);
  expect(['a', 'b', 'c', 'd'].map((name) => both.has(name))).toEqual([true, true, true, false]);
  expect(anyOf([some, EVERYTHING])).toBe(EVERYTHING);
  expect(EVERYTHING.below('d').has('e')).toBe(true);
  expect(anyOf([]).has('a')).toBe(false);
});

test.each([
  ['{ list { totalCount } }', { totalCount: true }],
  ['{ list { nodes { id } } }', { rows: true }],
  ['{ list { edges { node { id } } } }', { rows: true }],
  ['{ list { edges { cursor } } }', { rows: true, cursors: true }],
  ['{ list { pageInfo { hasNextPage } } }', { rows: true, hasNextPage: true }],
  ['{ list { pageInfo { hasPreviousPage } } }', { rows: true, hasPreviousPage: true }],
  ['{ list { pageInfo { endCursor } } }', { rows: true, cursors: true }],
])('%s reads no more than it selects', async (source, wants) => {
  const nothing = {
    rows: false,
    cursors: false,
    totalCount: false,
    hasNextPage: false,
    hasPreviousPage: false,
  };
  expect(pageWants(selectionOf(await infoOf(source)))).toEqual({ ...nothing, ...wants });
});
