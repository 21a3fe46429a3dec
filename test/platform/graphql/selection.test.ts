import { buildSchema, graphql, type GraphQLResolveInfo } from 'graphql';

import { pageWants } from '../../../src/platform/graphql/keyset';
import { isSelected, selectedFields } from '../../../src/platform/graphql/selection';

const schema = buildSchema(`
  type Query { list: List }
  type List { edges: [Edge!]! nodes: [Node!]! totalCount: Int! pageInfo: PageInfo! }
  type Edge { node: Node! }
  type Node { id: ID! other: Node }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
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
  expect(isSelected(await infoOf(source), 'totalCount')).toBe(true);
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
  expect(isSelected(await infoOf(source, variables), 'totalCount')).toBe(false);
});

test('a path is followed through edges and fragments', async () => {
  const info = await infoOf(
    '{ list { edges { ...e } } } fragment e on Edge { node { other { id } } }',
  );

  expect(isSelected(info, 'edges', 'node', 'other')).toBe(true);
  expect(selectedFields(info, 'edges', 'node')).toEqual(new Set(['other']));
  expect(isSelected(info, 'nodes')).toBe(false);
});

test.each([
  ['{ list { totalCount } }', { rows: false, totalCount: true, otherSide: false }],
  ['{ list { nodes { id } } }', { rows: true, totalCount: false, otherSide: false }],
  ['{ list { pageInfo { hasNextPage } } }', { rows: true, totalCount: false, otherSide: true }],
  ['{ list { pageInfo { endCursor } } }', { rows: true, totalCount: false, otherSide: false }],
])('%s reads no more than it selects', async (source, wants) => {
  expect(pageWants(await infoOf(source))).toEqual(wants);
});
