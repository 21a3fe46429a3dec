import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import {
  customerIdOf,
  partnerRelationshipIdOf,
  relationshipIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { TestApp } from '../support/test-app';

const { customers, resellers, relationships, subscriptions } = DEMO_IDS;

/** Every object of the demo story, by a name for the tables below. */
const OBJECTS: Readonly<Record<string, string>> = {
  woodgrove: customerIdOf(customers.customer),
  adventure: customerIdOf(customers.customer2),
  northwind: customerIdOf(customers.customer3),
  contoso: resellerIdOf(resellers.resellerA),
  fabrikam: resellerIdOf(resellers.resellerB),
  tailspin: resellerIdOf(resellers.provider),
  proseware: resellerIdOf(resellers.indirectReseller),
  litware: resellerIdOf(resellers.resellerSuspended),
  trey: resellerIdOf(resellers.resellerUs),
  operator: resellerIdOf(resellers.operator),
  partnership: partnerRelationshipIdOf(DEMO_IDS.partnership),
  woodgroveContoso: relationshipIdOf(relationships.woodgroveContoso),
  northwindContoso: relationshipIdOf(relationships.northwindContoso),
  northwindFabrikam: relationshipIdOf(relationships.northwindFabrikam),
  woodgroveMail: subscriptionIdOf(subscriptions.woodgroveMail.id),
  woodgroveShops: subscriptionIdOf(subscriptions.woodgroveShops.id),
  woodgroveSales: subscriptionIdOf(subscriptions.woodgroveSales.id),
  northwindMail: subscriptionIdOf(subscriptions.northwindMail.id),
  northwindProPlus: subscriptionIdOf(subscriptions.northwindProPlus.id),
};

const WOODGROVE = [
  'woodgrove',
  'woodgroveContoso',
  'woodgroveMail',
  'woodgroveShops',
  'woodgroveSales',
];
// The other sale to Northwind is of a service for which Contoso holds privileges (R37), and names its partner.
const CONTOSO = [
  ...WOODGROVE,
  'northwind',
  'northwindContoso',
  'northwindMail',
  'northwindProPlus',
  'contoso',
  'fabrikam',
];
const FABRIKAM = ['northwind', 'northwindFabrikam', 'northwindProPlus', 'fabrikam'];
const NORTHWIND = [
  'northwind',
  'northwindContoso',
  'northwindFabrikam',
  'northwindMail',
  'northwindProPlus',
  'contoso',
  'fabrikam',
];

const SEEN: readonly (readonly [persona: string | null, seen: readonly string[]])[] = [
  ['reseller-a-admin', CONTOSO],
  ['reseller-a-sales', CONTOSO],
  ['reseller-a-helpdesk', CONTOSO],
  ['reseller-a-global', CONTOSO],
  ['reseller-a-billing', ['contoso']],
  ['reseller-a-usermgmt', ['contoso']],
  ['reseller-b-admin', FABRIKAM],
  ['reseller-b-sales', FABRIKAM],
  ['reseller-b-helpdesk', FABRIKAM],
  ['reseller-b-global', FABRIKAM],
  ['reseller-b-billing', ['fabrikam']],
  ['reseller-b-usermgmt', ['fabrikam']],
  ['reseller-b-app', FABRIKAM],
  ['provider-global', ['tailspin', 'proseware', 'partnership']],
  ['indirect-reseller-admin', ['tailspin', 'proseware', 'partnership']],
  ['reseller-suspended-admin', ['litware']],
  ['reseller-us-admin', ['trey']],
  ['customer-global', [...WOODGROVE, 'contoso']],
  ['customer-billing', [...WOODGROVE, 'contoso']],
  ['customer-user', ['woodgrove']],
  ['customer2-global', ['adventure']],
  ['customer3-global', NORTHWIND],
  ['operator', Object.keys(OBJECTS)],
];

const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;

interface Nodes {
  readonly nodes: readonly ({ readonly id: string } | null)[];
}

describe('who sees which objects of the demo story', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function seenBy(who: string | Record<string, unknown>): Promise<readonly string[]> {
    const names = Object.keys(OBJECTS);
    const { nodes } = await app.succeed<Nodes>(who, NODES, { ids: Object.values(OBJECTS) });
    return names.filter((_, index) => nodes[index] !== null);
  }

  test.each(SEEN)('%s sees by id exactly what the rules show it', async (persona, seen) => {
    const found = await seenBy(persona as string);

    expect([...found].sort()).toEqual([...seen].sort());
  });

  test('a tenant that is not held yet sees nothing, whatever its role', async () => {
    const found = await seenBy({
      sub: 'new',
      tid: 'ffffffff-0000-4000-8000-00000000000f',
      roles: ['CUSTOMER_GLOBAL_ADMIN', 'ADMIN_AGENT'],
    });

    expect(found).toEqual([]);
  });

  test('an application of a customer sees nothing', async () => {
    const found = await seenBy({
      sub: 'app',
      tid: 'cccccccc-0000-4000-8000-000000000001',
      idtyp: 'app',
      roles: ['CUSTOMER_GLOBAL_ADMIN'],
    });

    expect(found).toEqual([]);
  });

  test('roles of the other side open nothing', async () => {
    const found = await seenBy({
      sub: 'wrong-side',
      tid: 'cccccccc-0000-4000-8000-000000000001',
      roles: ['GLOBAL_ADMIN', 'ADMIN_AGENT'],
    });

    expect(found).toEqual([]);
  });

  // Each list must agree with the reads by id, in its nodes as in its count.
  const LISTS: readonly (readonly [field: string, action: string, names: readonly string[]])[] = [
    ['customers', 'SEARCH_CUSTOMERS', ['woodgrove', 'adventure', 'northwind']],
    [
      'resellers',
      'SEE_PARTNER_PROFILES',
      ['contoso', 'fabrikam', 'tailspin', 'proseware', 'litware', 'trey', 'operator'],
    ],
    [
      'relationships',
      'SEE_RELATIONSHIPS',
      ['woodgroveContoso', 'northwindContoso', 'northwindFabrikam'],
    ],
    [
      'subscriptions',
      'SEARCH_CUSTOMERS',
      ['woodgroveMail', 'woodgroveShops', 'woodgroveSales', 'northwindMail', 'northwindProPlus'],
    ],
  ];
  const REFUSED: Readonly<Record<string, readonly RegExp[]>> = {
    customers: [/-billing$/, /-usermgmt$/],
    resellers: [/helpdesk/, /^reseller-.*-billing$/, /^customer-user$/],
    relationships: [/^reseller-.*-billing$/, /-usermgmt$/, /^customer-user$/],
    subscriptions: [/^reseller-.*-billing$/, /-usermgmt$/, /^customer-user$/],
  };

  function isRefused(field: string, persona: string): boolean {
    if (field === 'customers' && persona === 'customer-billing') return false;
    return (REFUSED[field] ?? []).some((pattern) => pattern.test(persona));
  }

  const CASES = LISTS.flatMap(([field, , names]) =>
    SEEN.map(([persona, seen]) => [field, persona as string, names, seen] as const),
  );

  test.each(CASES)(
    '%s as %s lists and counts what is seen by id',
    async (field, persona, names, seen) => {
      const answer = await app.as<
        Record<string, { totalCount: number; nodes: { id: string }[] } | null>
      >(persona, `{ ${field}(first: 100) { totalCount nodes { id } } }`);

      const list = answer.data[field];
      if (isRefused(field, persona)) {
        expect(list).toBeNull();
        expect(answer.errors.map((error) => error.extensions.code)).toEqual(['ROLE_NOT_ALLOWED']);
        return;
      }
      const expected = names.filter((name) => seen.includes(name)).map((name) => OBJECTS[name]);
      expect(answer.errors).toEqual([]);
      expect(list?.nodes.map(({ id }) => id).sort()).toEqual([...expected].sort());
      expect(list?.totalCount).toBe(expected.length);
    },
  );

  test.each(['customers', 'resellers', 'relationships', 'relationshipRequests'])(
    '%s without a token is refused with UNAUTHENTICATED and answers null',
    async (field) => {
      const answer = await app.as(null, `{ ${field} { totalCount } }`);

      expect(answer.data).toEqual({ [field]: null });
      expect(answer.errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
    },
  );
});
