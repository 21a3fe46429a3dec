import type { DomainError } from '../../src/kernel/domain-error';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import {
  type AddOnOrder,
  refusalToPurchaseAddOn,
} from '../../src/modules/subscriptions/add-on.rules';
import type { PurchaseTrade } from '../../src/modules/subscriptions/purchase.rules';
import type { SubscriptionFacts } from '../../src/modules/subscriptions/subscription.rules';
import type { SubscriptionCaller } from '../../src/modules/subscriptions/subscription-guard.rules';
import type { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import { offerOf } from '../support/catalogue';
import { ADD_ON, BASE, BASE_ID, heldAddOn, OTHER_HOLDER, trade } from '../support/purchase-facts';
import { reseller } from '../support/rule-facts';
import { caller, NOW, subscription } from '../support/subscription-facts';

const SELLER = caller('TRANSACTING_RESELLER');
const INTUNE = offerOf(OFFER_IDS.INTUNE);
const OFFER = 'INVALID_INPUT input.offerId';

function order(change: Partial<AddOnOrder> = {}): AddOnOrder {
  return {
    offer: ADD_ON,
    terms: { quantity: 5, termDuration: 'P1Y', billingCycle: 'ANNUAL' },
    base: { subscriptionId: BASE_ID, offer: BASE },
    held: [],
    ifMatch: null,
    ...change,
  };
}

interface Situation {
  readonly who?: SubscriptionCaller;
  readonly base?: Partial<SubscriptionFacts>;
  readonly trade?: PurchaseTrade | null;
  readonly order?: AddOnOrder | null;
}

/** "CODE rule field problem" as far as there are any, or "allowed". */
function purchase({ who = SELLER, base, trade: between = trade(), ...rest }: Situation): string {
  const facts = { subscription: subscription(base), trade: between };
  const ordered = rest.order === undefined ? order() : rest.order;
  return said(refusalToPurchaseAddOn(who, facts, NOW, ordered));
}

function said(refusal: DomainError | null): string {
  if (refusal === null) return 'allowed';
  const { code, rule, field, args } = refusal;
  return [code, rule, field, args.problem].filter(Boolean).join(' ');
}

test.each<[SubscriptionCaller['kind'], string]>([
  ['TRANSACTING_RESELLER', 'allowed'],
  ['RESELLER_THAT_SEES', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5'],
  ['CUSTOMER_ADMIN', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39'],
  ['OPERATOR', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1'],
  ['BLIND', 'NOT_FOUND R36'],
  ['NO_ROLE', 'ROLE_NOT_ALLOWED'],
])('%s orders an add-on, or asks whether it could: %s', (kind, expected) => {
  expect(purchase({ who: caller(kind) })).toBe(expected);
  expect(purchase({ who: caller(kind), order: null })).toBe(expected);
});

test.each<[SubscriptionStatus, string]>([
  ['NONE', 'PARENT_NOT_ACTIVE R46'],
  ['PENDING', 'PARENT_NOT_ACTIVE R46'],
  ['ACTIVE', 'allowed'],
  ['SUSPENDED', 'PARENT_NOT_ACTIVE R46'],
  ['EXPIRED', 'PARENT_NOT_ACTIVE R46'],
  ['DISABLED', 'PARENT_NOT_ACTIVE R46'],
  ['DELETED', 'SUBSCRIPTION_DELETED R43'],
])('a base that is %s takes an add-on: %s (R46)', (status, expected) => {
  expect(purchase({ base: { status } })).toBe(expected);
  expect(purchase({ base: { status }, order: null })).toBe(expected);
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
  ['is asked nothing about the customer', 'allowed', { trade: null }],
])('a seller that %s: %s', (_, expected, situation) => {
  expect(purchase(situation)).toBe(expected);
});

test('whoever is not the seller is not told what lies between it and the customer', () => {
  const between = trade({ reseller: reseller({ agreementAccepted: false }) });

  expect(purchase({ who: caller('RESELLER_THAT_SEES'), trade: between })).toBe(
    'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
  );
});

test.each<[string, string, Partial<AddOnOrder>]>([
  ['an add-on of the base', 'allowed', {}],
  [
    'an add-on of other bases',
    'ADDON_PARENT_MISMATCH R46 input.offerId',
    { base: { subscriptionId: BASE_ID, offer: INTUNE } },
  ],
  [
    'an add-on of a base that the catalogue does not know',
    'ADDON_PARENT_MISMATCH R46 input.offerId',
    { base: { subscriptionId: BASE_ID, offer: null } },
  ],
  ['an offer that the catalogue does not know', `${OFFER} OFFER_NOT_FOR_SALE`, { offer: null }],
  ['an offer that is no add-on', `${OFFER} NOT_AN_ADD_ON`, { offer: INTUNE }],
  [
    'an add-on that is no longer sold',
    `${OFFER} OFFER_NOT_FOR_SALE`,
    { offer: { ...ADD_ON, isAvailableForPurchase: false } },
  ],
  ['the same add-on once more', 'SUBSCRIPTION_CONFLICT R8', { held: [heldAddOn()] }],
  [
    'an add-on that another base has',
    'allowed',
    { held: [heldAddOn({ parentSubscriptionId: 'another base' })] },
  ],
  [
    'an add-on without seats',
    'QUANTITY_OUT_OF_RANGE R43 input.quantity',
    { terms: { ...order().terms, quantity: 0 } },
  ],
  ['an add-on and the etag of the base', 'allowed', { ifMatch: '"7"' }],
  ['an add-on and an older etag', 'ETAG_MISMATCH R40 input.ifMatch', { ifMatch: '"6"' }],
])('an order of %s: %s', (_, expected, change) => {
  expect(purchase({ order: order(change) })).toBe(expected);
});

test('each step is asked after the one before it', () => {
  const wrong = order({
    base: { subscriptionId: BASE_ID, offer: INTUNE },
    ifMatch: '"6"',
    offer: { ...ADD_ON, isAvailableForPurchase: false },
    held: [heldAddOn()],
    terms: { ...order().terms, quantity: 0 },
  });
  const { base } = order();
  const stranger = caller('RESELLER_THAT_SEES', {
    accountStatus: 'SUSPENDED',
    hasActiveRelationship: false,
  });
  const conflict = trade({ otherHolders: [OTHER_HOLDER] });

  // Each line takes one obstacle away, from the first step to the last.
  const answers = [
    { who: stranger, base: { status: 'DELETED' }, trade: conflict, order: wrong },
    { who: { ...stranger, accountStatus: 'ACTIVE' }, trade: conflict, order: wrong },
    { trade: conflict, base: { status: 'DELETED' }, order: wrong },
    { base: { status: 'DELETED' }, order: wrong },
    { base: { status: 'SUSPENDED' }, order: wrong },
    { order: wrong },
    { order: { ...wrong, base } },
    { order: { ...wrong, base, ifMatch: null } },
    { order: { ...wrong, base, ifMatch: null, offer: ADD_ON } },
    { order: { ...wrong, base, ifMatch: null, offer: ADD_ON, held: [] } },
  ] as const satisfies readonly Situation[];

  expect(answers.map((situation) => purchase(situation).split(' ')[0])).toEqual([
    'RESELLER_SUSPENDED',
    'NO_RESELLER_RELATIONSHIP',
    'DAP_CONFLICT',
    'SUBSCRIPTION_DELETED',
    'PARENT_NOT_ACTIVE',
    'ADDON_PARENT_MISMATCH',
    'ETAG_MISMATCH',
    'INVALID_INPUT',
    'SUBSCRIPTION_CONFLICT',
    'QUANTITY_OUT_OF_RANGE',
  ]);
});
