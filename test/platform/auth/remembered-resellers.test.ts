import type { HeldTenant } from '../../../src/platform/auth/caller';
import { rememberingResellers } from '../../../src/platform/auth/remembered-resellers';

const object = { id: 'row', cloudInstance: 'CHINA_21VIANET' } as const;

/** A lookup that counts, over what is held at that moment. */
function counted(held: Map<string, HeldTenant>) {
  let count = 0;
  const lookup = rememberingResellers((tenantId) => {
    count += 1;
    return Promise.resolve(held.get(tenantId) ?? {});
  });
  return { lookup, count: () => count };
}

test('a reseller is looked up once', async () => {
  const { lookup, count } = counted(new Map([['t', { reseller: object }]]));
  await lookup('t');
  expect(await lookup('t')).toEqual({ reseller: object });
  expect(count()).toBe(1);
});

test.each<[string, HeldTenant]>([
  ['a customer', { customer: object }],
  ['a tenant that is not held', {}],
])('%s is looked up each time, and found to be a reseller once it is one', async (_, before) => {
  const held = new Map([['t', before]]);
  const { lookup, count } = counted(held);
  await lookup('t');
  expect(await lookup('t')).toEqual(before);
  expect(count()).toBe(2);
  held.set('t', { reseller: object });
  expect(await lookup('t')).toEqual({ reseller: object });
});
