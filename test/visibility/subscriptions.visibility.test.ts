import type { Caller } from '../../src/kernel/actor';
import {
  gatheredSubscriptions,
  ownSales,
  subscriptionSight,
  visibleSubscriptions,
} from '../../src/modules/visibility/subscriptions.visibility';
import { type Sql, sql } from '../../src/platform/database/sql';
import { givenRelationship, givenRemovedPrivilege } from '../support/party-rows';
import {
  admin,
  ADVENTURE,
  CONTOSO,
  FABRIKAM,
  NORTHWIND,
  OPERATOR,
  partner,
  PROSEWARE,
  SEE_NOTHING,
  Sight,
  TAILSPIN,
  TREY,
  user,
} from '../support/sight';

const SUBSCRIPTIONS = sql`subscriptions s`;
const CLAUSES: Readonly<Record<string, (actor: Caller | null) => Sql>> = {
  ownSales: (actor) => ownSales(actor),
  visibleSubscriptions: (actor) => visibleSubscriptions(actor),
  gatheredSubscriptions: (actor) => gatheredSubscriptions(actor),
};

/** Sales at Adventure: service, seller, state. Contoso holds INTUNE too, but at Woodgrove. */
const SALES = [
  ['Contoso AZURE', CONTOSO, 'AZURE', 'ACTIVE'],
  ['Contoso DYNAMICS deleted', CONTOSO, 'DYNAMICS', 'DELETED'],
  ['Fabrikam DYNAMICS', FABRIKAM, 'DYNAMICS', 'ACTIVE'],
  ['Fabrikam INTUNE', FABRIKAM, 'INTUNE', 'ACTIVE'],
  ['Proseware AZURE', PROSEWARE, 'AZURE', 'ACTIVE'],
  ['Trey INTUNE', TREY, 'INTUNE', 'ACTIVE'],
  ['Trey OTHER suspended', TREY, 'OTHER', 'SUSPENDED'],
] as const;
const ALL = SALES.map(([name]) => name);
const OF_CONTOSO = ['Contoso AZURE', 'Contoso DYNAMICS deleted'];
const OF_TREY = ['Trey INTUNE', 'Trey OTHER suspended'];

const SEEN: readonly (readonly [sentence: string, clause: string, Caller, readonly string[]])[] = [
  ['a seller owns what it sold, whatever became of it', 'ownSales', partner(CONTOSO), OF_CONTOSO],
  [
    'whose relationship was removed keeps what is suspended, and no other, whoever else is related there (R32)',
    'ownSales',
    partner(TREY),
    ['Trey OTHER suspended'],
  ],
  [
    'who never had a relationship keeps what it sold',
    'ownSales',
    partner(PROSEWARE),
    ['Proseware AZURE'],
  ],
  ['who sold nothing there owns nothing', 'ownSales', partner(TAILSPIN), []],
  ['a customer sells nothing', 'ownSales', admin(ADVENTURE), []],
  ['the operator neither', 'ownSales', OPERATOR, []],
  [
    'a holder of privileges sees others’ sales of that service to that customer, not of another, and not of one that it holds elsewhere (R37)',
    'visibleSubscriptions',
    partner(CONTOSO),
    [...OF_CONTOSO, 'Fabrikam DYNAMICS'],
  ],
  [
    'a seller without privileges its own only',
    'visibleSubscriptions',
    partner(FABRIKAM),
    ['Fabrikam DYNAMICS', 'Fabrikam INTUNE'],
  ],
  ['whose privileges have ended nothing of others', 'visibleSubscriptions', partner(TAILSPIN), []],
  ['an administrator all of its tenant', 'visibleSubscriptions', admin(ADVENTURE), ALL],
  ['one of another customer none', 'visibleSubscriptions', admin(NORTHWIND), []],
  [
    'a plain user of the customer none',
    'visibleSubscriptions',
    user(ADVENTURE, 'CUSTOMER_USER'),
    [],
  ],
  ['the operator all', 'visibleSubscriptions', OPERATOR, ALL],
  [
    'a list gathers for a seller what it sold and what it holds privileges for, and no more',
    'gatheredSubscriptions',
    partner(CONTOSO),
    [...OF_CONTOSO, 'Fabrikam DYNAMICS'],
  ],
  [
    'even what it may not read any more, which the clause beside it leaves out',
    'gatheredSubscriptions',
    partner(TREY),
    OF_TREY,
  ],
  ['nothing by ended privileges', 'gatheredSubscriptions', partner(TAILSPIN), []],
  ['and leaves others to that clause', 'gatheredSubscriptions', admin(ADVENTURE), ALL],
];

describe('what clauses of subscriptions let through', () => {
  let sight: Sight;

  beforeAll(async () => {
    sight = await Sight.open();
    await givenPartners(sight);
    for (const [name, seller, service, status] of SALES) {
      await sight.sale(name, { customerId: ADVENTURE, seller, service, status });
    }
  });
  afterAll(() => sight.close());

  test.each(SEEN)('%s (%s)', async (_sentence, name, actor, names) => {
    const clause = CLAUSES[name] as (actor: Caller) => Sql;

    expect(await sight.those(SUBSCRIPTIONS, clause(actor))).toEqual(names);
  });

  test.each([
    ...SEE_NOTHING,
    ['a billing administrator of the seller', partner(CONTOSO, 'BILLING_ADMIN')] as const,
  ])('%s sees nothing', async (_who, actor) => {
    expect(await sight.those(SUBSCRIPTIONS, ownSales(actor))).toEqual([]);
    expect(await sight.those(SUBSCRIPTIONS, visibleSubscriptions(actor))).toEqual([]);
  });

  test('a seller reads its own in full and all others reduced; customer and operator in full', async () => {
    const own = await sight.each(SUBSCRIPTIONS, subscriptionSight(partner(CONTOSO)));
    const asCustomer = await sight.each(SUBSCRIPTIONS, subscriptionSight(admin(ADVENTURE)));
    const asOperator = await sight.each(SUBSCRIPTIONS, subscriptionSight(OPERATOR));

    expect(own).toEqual(
      Object.fromEntries(
        SALES.map(([name, seller]) => [name, seller === CONTOSO ? 'FULL' : 'REDUCED']),
      ),
    );
    expect(new Set(Object.values(asCustomer))).toEqual(new Set(['FULL']));
    expect(new Set(Object.values(asOperator))).toEqual(new Set(['FULL']));
  });
});

/** Trey works for Northwind still; for Adventure it works no more. */
async function givenPartners({ database }: Sight): Promise<void> {
  const at = { customerId: ADVENTURE };
  await givenRelationship(database, { ...at, resellerId: CONTOSO, services: ['DYNAMICS'] });
  await givenRelationship(database, { ...at, resellerId: FABRIKAM });
  await givenRelationship(database, { ...at, resellerId: TREY, status: 'REMOVED' });
  await givenRelationship(database, { customerId: NORTHWIND, resellerId: TREY });
  const services = ['DYNAMICS'] as const;
  const ended = await givenRelationship(database, { ...at, resellerId: TAILSPIN, services });
  await givenRemovedPrivilege(database, ended, 'DYNAMICS');
}
