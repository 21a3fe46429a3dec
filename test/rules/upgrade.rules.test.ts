import type { DomainError } from '../../src/kernel/domain-error';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import type { PurchaseTrade } from '../../src/modules/subscriptions/purchase.rules';
import type { SubscriptionFacts } from '../../src/modules/subscriptions/subscription.rules';
import type { SubscriptionCaller } from '../../src/modules/subscriptions/subscription-guard.rules';
import type { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import {
  reasonsAgainstUpgrade,
  refusalToUpgrade,
  type UpgradeFacts,
  type UpgradeOrder,
} from '../../src/modules/subscriptions/upgrade.rules';
import { offerOf, TEST_CATALOGUE } from '../support/catalogue';
import { BASE, BASE_ID, heldAddOn, OTHER_HOLDER, trade } from '../support/purchase-facts';
import { reseller } from '../support/rule-facts';
import { caller, NOW, subscription } from '../support/subscription-facts';

const SELLER = caller('TRANSACTING_RESELLER');
const TARGET = offerOf(OFFER_IDS.OFFICE_365_ENTERPRISE_E3);
const INTUNE = offerOf(OFFER_IDS.INTUNE);
const NO_PATH = 'NO_UPGRADE_PATH R45';
const NOT_ACTIVE = 'SUBSCRIPTION_NOT_ACTIVE R45';
const NOT_PRIVILEGED = 'DAP_NOT_GRANTED R45';

function order(change: Partial<UpgradeOrder> = {}): UpgradeOrder {
  return {
    target: TARGET,
    terms: { quantity: 10, termDuration: 'P1Y', billingCycle: 'ANNUAL' },
    ...change,
  };
}

interface Situation {
  readonly who?: SubscriptionCaller;
  readonly state?: Partial<SubscriptionFacts>;
  readonly trade?: PurchaseTrade | null;
  readonly facts?: Partial<UpgradeFacts>;
  readonly order?: UpgradeOrder | null;
}

type Asked = Parameters<typeof refusalToUpgrade>;

/** Business Essentials to Enterprise E3, which nothing stands in the way of. */
function asked({
  who = SELLER,
  state,
  trade: between = trade(),
  facts,
  ...rest
}: Situation): Asked {
  const all: UpgradeFacts = {
    subscription: subscription(state),
    trade: between,
    subscriptionId: BASE_ID,
    service: BASE.service,
    offer: BASE,
    targets: [TARGET],
    held: [],
    findOffer: (id) => TEST_CATALOGUE.find('CHINA_21VIANET', id),
    ...facts,
  };
  return [who, all, NOW, rest.order === undefined ? order() : rest.order];
}

/** "CODE rule field" as far as there are any, or "allowed". */
function said(refusal: DomainError | null): string {
  if (refusal === null) return 'allowed';
  return [refusal.code, refusal.rule, refusal.field].filter(Boolean).join(' ');
}

function upgrade(situation: Situation): string {
  return said(refusalToUpgrade(...asked(situation)));
}

/** What the verdict lists, each with the code that the mutation would answer. */
function reasons(situation: Situation): readonly string[] {
  const [who, facts, now, ordered = null] = asked(situation);
  return reasonsAgainstUpgrade(who, facts, now, ordered).map(
    ({ reason, refusal }) => `${reason}: ${refusal.code}`,
  );
}

test.each<[SubscriptionCaller['kind'], string, readonly string[]]>([
  ['TRANSACTING_RESELLER', 'allowed', []],
  [
    'RESELLER_THAT_SEES',
    'SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2 input.targetOfferId',
    ['OTHER: SUBSCRIPTION_TRANSITION_NOT_ALLOWED'],
  ],
  [
    'CUSTOMER_ADMIN',
    'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39 input.targetOfferId',
    ['OTHER: CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION'],
  ],
  [
    'OPERATOR',
    'SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2 input.targetOfferId',
    ['OTHER: SUBSCRIPTION_TRANSITION_NOT_ALLOWED'],
  ],
  ['NO_ROLE', 'ROLE_NOT_ALLOWED', ['OTHER: ROLE_NOT_ALLOWED']],
])('%s upgrades, or asks whether it could: %s', (kind, expected, listed) => {
  expect(upgrade({ who: caller(kind) })).toBe(expected);
  expect(upgrade({ who: caller(kind), order: null })).toBe(expected);
  expect(reasons({ who: caller(kind) })).toEqual(listed);
});

test('who does not see the subscription hears that there is none', () => {
  expect(upgrade({ who: caller('BLIND') })).toBe('NOT_FOUND R36');
});

test('an application is told once, that a user is required', () => {
  const who = caller('NO_ROLE', { isApplication: true, accountStatus: 'SUSPENDED' });

  expect(upgrade({ who })).toBe('ROLE_NOT_ALLOWED');
  expect(reasons({ who })).toEqual(['USER_CONTEXT_REQUIRED: ROLE_NOT_ALLOWED']);
});

test.each<[SubscriptionStatus, string, readonly string[]]>([
  ['NONE', NOT_ACTIVE, ['SUBSCRIPTION_NOT_PROVISIONED: SUBSCRIPTION_NOT_ACTIVE']],
  ['PENDING', NOT_ACTIVE, ['SUBSCRIPTION_NOT_PROVISIONED: SUBSCRIPTION_NOT_ACTIVE']],
  ['ACTIVE', 'allowed', []],
  ['SUSPENDED', NOT_ACTIVE, ['SUBSCRIPTION_STATUS_NOT_ACTIVE: SUBSCRIPTION_NOT_ACTIVE']],
  ['EXPIRED', NOT_ACTIVE, ['SUBSCRIPTION_STATUS_NOT_ACTIVE: SUBSCRIPTION_NOT_ACTIVE']],
  ['DISABLED', NOT_ACTIVE, ['SUBSCRIPTION_STATUS_NOT_ACTIVE: SUBSCRIPTION_NOT_ACTIVE']],
  ['DELETED', 'SUBSCRIPTION_DELETED R43', ['SUBSCRIPTION_STATUS_NOT_ACTIVE: SUBSCRIPTION_DELETED']],
])('while it is %s: %s (R45)', (status, expected, listed) => {
  expect(upgrade({ state: { status } })).toBe(expected);
  expect(reasons({ state: { status } })).toEqual(listed);
});

test.each<[string, string, Situation]>([
  ['is suspended', 'RESELLER_SUSPENDED R18', { who: { ...SELLER, accountStatus: 'SUSPENDED' } }],
  ['is restricted', 'allowed', { who: { ...SELLER, accountStatus: 'RESTRICTED' } }],
  [
    'has no relationship any more',
    'NO_RESELLER_RELATIONSHIP R32',
    { who: { ...SELLER, hasActiveRelationship: false } },
  ],
  [
    'has not signed the agreement of its instance',
    'AGREEMENT_NOT_ACCEPTED R20',
    { trade: trade({ reseller: reseller({ agreementAccepted: false }) }) },
  ],
  [
    'would be the second transacting holder of privileges',
    'DAP_CONFLICT R21',
    { trade: trade({ otherHolders: [OTHER_HOLDER] }) },
  ],
  ['has no privilege for the service', NOT_PRIVILEGED, { trade: trade({ activeServices: [] }) }],
  [
    'has privileges for another service',
    NOT_PRIVILEGED,
    { trade: trade({ activeServices: ['DYNAMICS'] }) },
  ],
  ['is asked nothing about the customer', 'allowed', { trade: null }],
])('a seller that %s: %s', (_, expected, situation) => {
  expect(upgrade(situation)).toBe(expected);
});

test.each<[string, string, Situation, readonly string[]]>([
  ['to what the offer may become', 'allowed', {}, []],
  [
    'of an offer that may become nothing',
    NO_PATH,
    { facts: { offer: { ...BASE, upgradeTargetOffers: [] }, targets: [] } },
    ['SUBSCRIPTION_DOES_NOT_HAVE_ANY_UPGRADE_PATHS: NO_UPGRADE_PATH'],
  ],
  [
    'to an offer without a path',
    `${NO_PATH} input.targetOfferId`,
    { order: order({ target: INTUNE }) },
    ['SUBSCRIPTION_TARGET_OFFER_NOT_FOUND: NO_UPGRADE_PATH'],
  ],
  [
    'to what the catalogue does not know',
    `${NO_PATH} input.targetOfferId`,
    { order: order({ target: null }) },
    ['SUBSCRIPTION_TARGET_OFFER_NOT_FOUND: NO_UPGRADE_PATH'],
  ],
  [
    'of what the catalogue does not know',
    `${NO_PATH} input.targetOfferId`,
    { facts: { offer: null } },
    ['SUBSCRIPTION_TARGET_OFFER_NOT_FOUND: NO_UPGRADE_PATH'],
  ],
  [
    'to what is no longer sold',
    'INVALID_INPUT input.targetOfferId',
    { order: order({ target: { ...TARGET, isAvailableForPurchase: false } }) },
    ['SUBSCRIPTION_TARGET_OFFER_NOT_FOUND: INVALID_INPUT'],
  ],
  [
    'while it has an add-on',
    'SUBSCRIPTION_CONFLICT R45',
    { facts: { held: [heldAddOn()] } },
    ['SUBSCRIPTION_ADD_ONS_PRESENT: SUBSCRIPTION_CONFLICT'],
  ],
  [
    'while its add-on has ended',
    'allowed',
    { facts: { held: [heldAddOn({ status: 'DELETED' })] } },
    [],
  ],
  [
    'while another base has an add-on',
    'allowed',
    { facts: { held: [heldAddOn({ parentSubscriptionId: 'another base' })] } },
    [],
  ],
  [
    'beside a subscription of the target',
    'SUBSCRIPTION_CONFLICT R8',
    { facts: { held: [heldAddOn({ offerId: TARGET.id, parentSubscriptionId: null })] } },
    ['CONFLICTING_SERVICE_TYPES: SUBSCRIPTION_CONFLICT'],
  ],
  [
    'to what a customer has once in its life, and had',
    'SUBSCRIPTION_CONFLICT R8',
    {
      facts: {
        held: [heldAddOn({ offerId: TARGET.id, parentSubscriptionId: null, status: 'DELETED' })],
      },
      order: order({ target: { ...TARGET, limitUnitOfMeasure: 'LIFETIME', limit: 1 } }),
    },
    ['CONCURRENCY_CONFLICTS: SUBSCRIPTION_CONFLICT'],
  ],
  [
    'without seats',
    'QUANTITY_OUT_OF_RANGE R43 input.quantity',
    { order: order({ terms: { ...order().terms, quantity: 0 } }) },
    ['OTHER: QUANTITY_OUT_OF_RANGE'],
  ],
  [
    'for a term that the target is not sold for',
    'INVALID_INPUT input.termDuration',
    { order: order({ terms: { ...order().terms, termDuration: 'P3Y' } }) },
    ['OTHER: INVALID_INPUT'],
  ],
  [
    'with a billing cycle that the target does not have',
    'INVALID_INPUT input.billingCycle',
    { order: order({ terms: { ...order().terms, billingCycle: 'TRIENNIAL' } }) },
    ['OFFER_DOES_NOT_SUPPORT_BILLING_CYCLE: INVALID_INPUT'],
  ],
  ['with the present etag', 'allowed', { order: order({ ifMatch: '"7"' }) }, []],
  [
    'with an older etag',
    'ETAG_MISMATCH R40 input.ifMatch',
    { order: order({ ifMatch: '"6"' }) },
    ['OTHER: ETAG_MISMATCH'],
  ],
])('an upgrade %s: %s', (_, expected, situation, listed) => {
  expect(upgrade(situation)).toBe(expected);
  expect(reasons(situation)).toEqual(listed);
});

test('without an order nothing is asked of a target, an etag or values', () => {
  expect(upgrade({ order: null })).toBe('allowed');
  expect(upgrade({ order: null, facts: { targets: [] } })).toBe(NO_PATH);
  expect(upgrade({ order: null, facts: { held: [heldAddOn()] } })).toBe(
    'SUBSCRIPTION_CONFLICT R45',
  );
});

test('the add-ons that are in the way are named', () => {
  const held = [heldAddOn({ shownId: 'shown', shownName: 'Archiving' })];
  const refusal = refusalToUpgrade(...asked({ facts: { held } }));

  expect(refusal?.blockers.map(({ id, name }) => [id, name])).toEqual([['shown', 'Archiving']]);
});

test('everything that is in the way is listed, in the order in which the mutation asks', () => {
  const situation: Situation = {
    who: caller('RESELLER_THAT_SEES', { accountStatus: 'SUSPENDED' }),
    state: { status: 'PENDING' },
    trade: trade({ activeServices: [] }),
    facts: {
      held: [heldAddOn(), heldAddOn({ offerId: TARGET.id, parentSubscriptionId: null })],
    },
    order: order({
      ifMatch: '"6"',
      target: {
        ...TARGET,
        isAvailableForPurchase: false,
        limitUnitOfMeasure: 'CONCURRENT',
        limit: 1,
      },
      terms: { quantity: 0, termDuration: 'P3Y', billingCycle: 'TRIENNIAL' },
    }),
  };

  expect(reasons(situation)).toEqual([
    'OTHER: RESELLER_SUSPENDED',
    'OTHER: SUBSCRIPTION_TRANSITION_NOT_ALLOWED',
    'SUBSCRIPTION_NOT_PROVISIONED: SUBSCRIPTION_NOT_ACTIVE',
    'DELEGATED_ADMIN_PERMISSIONS_DISABLED: DAP_NOT_GRANTED',
    'SUBSCRIPTION_ADD_ONS_PRESENT: SUBSCRIPTION_CONFLICT',
    'OTHER: ETAG_MISMATCH',
    'SUBSCRIPTION_TARGET_OFFER_NOT_FOUND: INVALID_INPUT',
    'CONFLICTING_SERVICE_TYPES: SUBSCRIPTION_CONFLICT',
    'CONCURRENCY_CONFLICTS: SUBSCRIPTION_CONFLICT',
    'OTHER: QUANTITY_OUT_OF_RANGE',
    'OTHER: INVALID_INPUT',
    'OFFER_DOES_NOT_SUPPORT_BILLING_CYCLE: INVALID_INPUT',
  ]);
  expect(upgrade(situation)).toBe('RESELLER_SUSPENDED R18');
});
