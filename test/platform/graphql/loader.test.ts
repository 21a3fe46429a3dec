import { defineLoader, groupedInKeyOrder, inKeyOrder } from '../../../src/platform/graphql/loader';
import { contextOf, salesAgent } from './sample-schema';

interface Thing {
  readonly id: string;
}

function countingLoader() {
  const batches: (readonly string[])[] = [];
  const thingById = defineLoader<string, Thing>('thingById', async (_ctx, ids) => {
    batches.push(ids);
    const known = ids.filter((id) => id !== 'absent').map((id) => ({ id }));
    return inKeyOrder(ids, known.reverse(), (row) => row.id);
  });
  return { batches, thingById };
}

test('what one tick asks for is one batch, and each key gets its own row', async () => {
  const { batches, thingById } = countingLoader();
  const loader = contextOf(salesAgent).loader(thingById);

  const found = await Promise.all(['a', 'b', 'a', 'absent'].map((id) => loader.load(id)));

  expect(batches).toEqual([['a', 'b', 'absent']]);
  expect(found).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'a' }, null]);
});

test('two requests share nothing, because their viewers differ', async () => {
  const { batches, thingById } = countingLoader();

  await contextOf(salesAgent).loader(thingById).load('a');
  await contextOf(null).loader(thingById).load('a');

  expect(batches).toHaveLength(2);
});

test('one request has one loader of a definition, until a command clears it', async () => {
  const { batches, thingById } = countingLoader();
  const ctx = contextOf(salesAgent);

  await ctx.loader(thingById).load('a');
  await ctx.loader(thingById).load('a');
  ctx.clearLoaders();
  await ctx.loader(thingById).load('a');

  expect(batches).toHaveLength(2);
});

test('inside a transaction the loaders read through it', async () => {
  const tx = { query: async <Row>(): Promise<Row[]> => [{ id: 'tx' } as Row] };
  const fromDatabase = defineLoader<string, Thing>('fromDatabase', async (ctx, ids) => {
    const rows = await ctx.db.query<Thing>(undefined as never);
    return ids.map(() => rows[0] ?? null);
  });

  const inside = contextOf(salesAgent).withReader(tx);

  expect(await inside.loader(fromDatabase).load('a')).toEqual({ id: 'tx' });
  expect(inside.actor).toBe(salesAgent);
});

test('keys of several parts are the same key when their parts are', async () => {
  const seen: unknown[] = [];
  const byPair = defineLoader<{ customerId: string; service: string }, string>(
    'byPair',
    async (_ctx, keys) => {
      seen.push(keys.length);
      return keys.map((key) => key.service);
    },
    (key) => `${key.customerId} ${key.service}`,
  );
  const loader = contextOf(salesAgent).loader(byPair);

  await Promise.all([
    loader.load({ customerId: 'a', service: 'X' }),
    loader.load({ customerId: 'a', service: 'X' }),
  ]);

  expect(seen).toEqual([1]);
});

test('a batch that answers too few is a fault, not a wrong answer', async () => {
  const short = defineLoader<string, string>('short', async () => []);

  await expect(contextOf(null).loader(short).load('a')).rejects.toThrow(/short/);
});

test('rows of one key stay together and in their order', () => {
  const rows = [
    { of: 'b', n: 1 },
    { of: 'a', n: 2 },
    { of: 'b', n: 3 },
  ];

  expect(groupedInKeyOrder(['a', 'b', 'c'], rows, (row) => row.of)).toEqual([
    [{ of: 'a', n: 2 }],
    [
      { of: 'b', n: 1 },
      { of: 'b', n: 3 },
    ],
    [],
  ]);
});
