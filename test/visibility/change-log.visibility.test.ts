import type { Caller } from '../../src/kernel/actor';
import { knowsCustomerOf, visibleEvents } from '../../src/modules/visibility/change-log.visibility';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { givenRelationship } from '../support/party-rows';
import {
  admin,
  ADVENTURE,
  CONTOSO,
  FABRIKAM,
  NORTHWIND,
  OPERATOR,
  partner,
  SEE_NOTHING,
  Sight,
  TREY,
  user,
  WOODGROVE,
} from '../support/sight';

const EVENTS = sql`events e`;

/** Customer, whether it is for the customer, and the resellers that it was sent to. */
const GIVEN = [
  ['Adventure and Trey', ADVENTURE, true, [CONTOSO, TREY]],
  ['Fabrikam about Adventure', ADVENTURE, false, [FABRIKAM]],
  ['Woodgrove', WOODGROVE, true, []],
  ['Trey alone', null, false, [TREY]],
] as const;
const ALL = GIVEN.map(([name]) => name).sort();

describe('what clauses of the change log let through', () => {
  let sight: Sight;

  beforeAll(async () => {
    sight = await Sight.open();
    const { database } = sight;
    await givenRelationship(database, { customerId: ADVENTURE, resellerId: CONTOSO });
    await givenRelationship(database, {
      customerId: ADVENTURE,
      resellerId: TREY,
      status: 'REMOVED',
    });
    await givenRelationship(database, { customerId: NORTHWIND, resellerId: TREY });
    for (const [name, customerId, toCustomer, recipients] of GIVEN) {
      await sight.write(sql`
        INSERT INTO events (id, scope_id, sequence, customer_id, recipient_reseller_ids, to_customer, name, version,
          resource_type, resource_id, actor, correlation_id, occurred_at, data)
        VALUES (${sight.name(name, newId())}, ${newId()}, 1, ${customerId}, ${recipients}, ${toCustomer},
          'INVITATION_ROTATED', 1, 'INVITATION', ${newId()}, '{}', 'c', now(), '{}')`);
    }
  });
  afterAll(() => sight.close());

  test.each<readonly [string, Caller | null, readonly string[]]>([
    [
      'a reseller the events that it was sent, and none of the other recipients',
      partner(TREY),
      ['Adventure and Trey', 'Trey alone'],
    ],
    [
      'an administrator those for its tenant, not those about it',
      admin(ADVENTURE),
      ['Adventure and Trey'],
    ],
    ['nor those for another tenant', admin(WOODGROVE), ['Woodgrove']],
    ['a plain user of the customer none', user(ADVENTURE, 'CUSTOMER_USER'), []],
    ['a billing administrator of a recipient none', partner(TREY, 'BILLING_ADMIN'), []],
    ['the operator all', OPERATOR, ALL],
    ...SEE_NOTHING.map(([who, actor]) => [`${who} none`, actor, []] as const),
  ])('%s', async (_sentence, actor, names) => {
    expect(await sight.those(EVENTS, visibleEvents(actor))).toEqual(names);
  });

  test.each<readonly [string, Caller | null, readonly string[]]>([
    [
      'a related reseller knows the customer, and that of no event without one',
      partner(CONTOSO),
      ['Adventure and Trey', 'Fabrikam about Adventure', 'Woodgrove'],
    ],
    [
      'one whose relationship with it ended does not, whoever else is related to it (R36)',
      partner(TREY),
      [],
    ],
    ['nor a stranger', partner(FABRIKAM), []],
    [
      'a user of the customer its own',
      user(ADVENTURE, 'CUSTOMER_USER'),
      ['Adventure and Trey', 'Fabrikam about Adventure'],
    ],
    ['the operator all', OPERATOR, ALL],
    ...SEE_NOTHING.map(([who, actor]) => [`${who} none`, actor, []] as const),
  ])('%s', async (_sentence, actor, names) => {
    expect(await sight.those(EVENTS, knowsCustomerOf(actor))).toEqual(names);
  });
});
