import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import type { HeldSubscription } from '../../src/modules/subscriptions/conflict.rules';
import type { PurchaseTrade } from '../../src/modules/subscriptions/purchase.rules';
import { offerOf } from './catalogue';
import { acceptance, CHINA, reseller } from './rule-facts';

/** A base, an add-on that is sold for it, and the privileges of somebody else that stand in its way (R21). */
export const BASE = offerOf(OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS);
export const ADD_ON = offerOf(OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING);
export const BASE_ID = 'the base';
export const OTHER_HOLDER = {
  resellerId: 'other',
  resellerName: 'Other',
  service: BASE.service,
  isTransacting: true,
} as const;

/** A seller that may buy for the customer, with privileges for the service of the base. */
export function trade(change: Partial<PurchaseTrade> = {}): PurchaseTrade {
  const { customer } = acceptance();
  return {
    policy: CHINA,
    reseller: reseller(),
    customer,
    activeServices: [BASE.service],
    otherHolders: [],
    ...change,
  };
}

/** An ACTIVE add-on of the base. */
export function heldAddOn(change: Partial<HeldSubscription> = {}): HeldSubscription {
  return {
    subscriptionId: 'the add-on',
    offerId: ADD_ON.id,
    service: ADD_ON.service,
    status: 'ACTIVE',
    parentSubscriptionId: BASE_ID,
    shownId: null,
    shownName: null,
    ...change,
  };
}
