import {
  resellerSight,
  visiblePartnerRelationships,
  visibleResellers,
} from '../../src/modules/visibility/parties.visibility';
import { sql } from '../../src/platform/database/sql';
import { Parties, type PartnerName, PARTNERS } from '../support/parties-in-sight';
import { OPERATOR, SEE_NOTHING, Sight } from '../support/sight';

const RESELLERS = sql`resellers r`;
const PARTNERSHIPS = sql`partner_relationships pr`;

/** Whom a partner's user sees besides its own account, by the sentence that says why. */
const OTHERS_SEEN: readonly (readonly [string, PartnerName, readonly PartnerName[]])[] = [
  ['the provider its resellers, former and others’ not', 'provider', ['its reseller']],
  ['the reseller its provider, and no other', 'its reseller', ['provider']],
  ['a former one nobody', 'its former reseller', []],
  [
    'who holds privileges whoever holds them for the same service of the same customer (R38)',
    'mail holder',
    ['second mail holder'],
  ],
  ['who holds them for another service nobody', 'phones holder', []],
  ['who holds them at another customer nobody', 'mail holder elsewhere', []],
  ['who holds them no more nobody', 'former mail holder', []],
  [
    'who works with another tier that one, by relationship and by invitation',
    'teller',
    ['invited provider', 'invited reseller', 'told provider', 'told reseller'],
  ],
  ['the tier that is named nobody', 'told provider', []],
  ['that of an invitation neither', 'invited reseller', []],
  [
    'a seller who is credited for what it sold, and for what else it sees: services for which it holds privileges there (R37)',
    'seller',
    ['credited by seller', 'credited for mail'],
  ],
  ['who held privileges once nobody', 'former phones holder', []],
];

/** Of the customers that a partner serves, sells to or asks. */
const SERVING: readonly PartnerName[] = [
  'asker',
  'asker by tenant',
  'its provider',
  'its tier',
  'removed worker',
  'supplier',
  'worker',
];

describe('which partners a viewer sees', () => {
  let sight: Sight;
  let parties: Parties;

  beforeAll(async () => {
    sight = await Sight.open();
    parties = await Parties.given(sight);
  }, 30_000);
  afterAll(() => sight.close());

  test.each(OTHERS_SEEN)('%s', async (_sentence, name, others) => {
    expect(await sight.those(RESELLERS, visibleResellers(parties.agent(name)))).toEqual(
      [name, ...others].sort(),
    );
  });

  test.each([
    ['its partner, as one of users, too', 'provider', 'USER_MGMT_ADMIN', ['its reseller']],
    ['and as the helpdesk', 'provider', 'HELPDESK_AGENT', ['its reseller']],
    ['nobody as one of bills', 'provider', 'BILLING_ADMIN', []],
    ['holders as the helpdesk', 'mail holder', 'HELPDESK_AGENT', ['second mail holder']],
    ['no holder as one of users', 'mail holder', 'USER_MGMT_ADMIN', []],
    ['no tier as one of users', 'teller', 'USER_MGMT_ADMIN', []],
    ['nobody credited as one of users', 'seller', 'USER_MGMT_ADMIN', []],
  ] as const)('%s', async (_sentence, name, role, others) => {
    expect(await sight.those(RESELLERS, visibleResellers(parties.agent(name, role)))).toEqual(
      [name, ...others].sort(),
    );
  });

  test('an administrator of a customer who serves it, asks it or sells to it, and who is credited for that', async () => {
    const admin = parties.user('served shop');

    expect(await sight.those(RESELLERS, visibleResellers(admin))).toEqual(
      [...SERVING, 'credited by supplier'].sort(),
    );
    expect(
      await sight.those(RESELLERS, visibleResellers(parties.user('served shop', 'CUSTOMER_USER'))),
    ).toEqual([]);
  });

  test('one of another customer neither who serves the first nor who asks it', async () => {
    const admin = parties.user('owned shop');

    expect(await sight.those(RESELLERS, visibleResellers(admin))).toEqual([
      'credited elsewhere',
      'second seller',
      'seller',
    ]);
  });

  test('the operator all, and who is nobody here none', async () => {
    expect(await sight.those(RESELLERS, visibleResellers(OPERATOR))).toEqual([...PARTNERS].sort());
    for (const [, actor] of SEE_NOTHING) {
      expect(await sight.those(RESELLERS, visibleResellers(actor))).toEqual([]);
      expect(await sight.those(PARTNERSHIPS, visiblePartnerRelationships(actor))).toEqual([]);
    }
  });

  test('a profile is for those who work together; of others there is the name', async () => {
    const full = async (actor: Parameters<typeof resellerSight>[0]) =>
      sight.those(RESELLERS, sql`${resellerSight(actor)} = 'FULL'`);

    expect(await full(parties.agent('provider'))).toEqual(['its reseller', 'provider']);
    expect(await full(parties.agent('mail holder'))).toEqual(['mail holder']);
    expect(await full(parties.agent('provider', 'HELPDESK_AGENT'))).toEqual([]);
    expect(await full(parties.user('served shop'))).toEqual(SERVING);
    expect(await full(OPERATOR)).toEqual([...PARTNERS].sort());
  });

  test('a partnership is for its two partners, ended or not, and for the operator', async () => {
    const of = async (actor: Parameters<typeof resellerSight>[0]) =>
      sight.those(PARTNERSHIPS, visiblePartnerRelationships(actor));
    const ended = 'provider and its former reseller';
    const lasting = 'provider and its reseller';
    const foreign = 'other provider and other reseller';

    expect(await of(parties.agent('provider'))).toEqual([ended, lasting]);
    expect(await of(parties.agent('its former reseller'))).toEqual([ended]);
    expect(await of(parties.agent('provider', 'HELPDESK_AGENT'))).toEqual([]);
    expect(await of(parties.user('served shop'))).toEqual([]);
    expect(await of(OPERATOR)).toEqual([foreign, ended, lasting]);
  });
});
