import { OFFER_IDS } from '../../../src/modules/demo/demo-offers';
import { subscriptionIdOf } from '../../../src/modules/visibility/object-ids';
import { newId } from '../../../src/platform/ids';
import { givenRelationship, givenReseller, givenSale } from '../relationship-situations';
import type { TestApp } from '../test-app';
import { type Prepare, related } from './prepared-write';

/** Something sold, by a seller who has a relationship with its customer. */
async function sold(app: TestApp, status: string) {
  const { customer, reseller } = await related(app);
  const sell = async (as: string): Promise<string> =>
    subscriptionIdOf(await givenSale(app, customer, reseller, { status: as }));
  const users = { who: reseller.as('ADMIN_AGENT'), colleague: reseller.as('ADMIN_AGENT', 'other') };
  return { ...users, sell, subscriptionId: await sell(status) };
}

export const SUBSCRIPTION_WRITES: Readonly<Record<string, Prepare>> = {
  upgradeSubscription: async (app) => {
    const { customer, reseller } = await related(app);
    const subscriptionId = subscriptionIdOf(await givenSale(app, customer, reseller));
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'other'),
      input: { subscriptionId, targetOfferId: OFFER_IDS.OFFICE_365_BUSINESS_PREMIUM },
      refused: async () => ({ subscriptionId, targetOfferId: OFFER_IDS.INTUNE }),
    };
  },
  purchaseAddOn: async (app) => {
    const { customer, reseller } = await related(app);
    const base = await givenSale(app, customer, reseller, {
      offerId: OFFER_IDS.OFFICE_365_ENTERPRISE_E1,
    });
    const addOn = { offerId: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING, quantity: 5 };
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'other'),
      input: { ...addOn, subscriptionId: subscriptionIdOf(base) },
      refused: async () => ({
        ...addOn,
        subscriptionId: subscriptionIdOf(await givenSale(app, customer, reseller)),
      }),
    };
  },
  createSubscription: async (app) => {
    const { customer, reseller } = await related(app);
    const input = {
      customerId: customer.id,
      offerId: OFFER_IDS.INTUNE,
      quantity: 5,
      termDuration: 'P1Y',
      billingCycle: 'ANNUAL',
    };
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'other'),
      input,
      // The customer holds it already, from somebody else too (R8).
      refused: async () => {
        await givenSale(app, customer, await givenReseller(app), { service: 'INTUNE' });
        await givenSale(app, customer, reseller, { service: 'INTUNE' });
        return { ...input, quantity: 6 };
      },
    };
  },
  updateSubscription: async (app) => {
    const { subscriptionId, sell: _sell, ...users } = await sold(app, 'ACTIVE');
    const input = { subscriptionId, ifMatch: '"1"' };
    return {
      ...users,
      input: { ...input, quantity: 12 },
      refused: async () => ({ ...input, quantity: 12, partnerId: '4847383', termDuration: 'P3Y' }),
    };
  },
  suspendSubscription: async (app) => {
    const { subscriptionId, sell, ...users } = await sold(app, 'ACTIVE');
    return {
      ...users,
      input: { subscriptionId },
      refused: async () => ({ subscriptionId: await sell('EXPIRED') }),
    };
  },
  reactivateSubscription: async (app) => {
    const { subscriptionId, sell, ...users } = await sold(app, 'SUSPENDED');
    return {
      ...users,
      input: { subscriptionId },
      refused: async () => ({ subscriptionId: await sell('DELETED') }),
    };
  },
  cancelSubscription: async (app) => {
    const { subscriptionId, sell, ...users } = await sold(app, 'ACTIVE');
    return {
      ...users,
      input: { subscriptionId },
      refused: async () => ({ subscriptionId: await sell('EXPIRED') }),
    };
  },
  scheduleNextTermInstructions: async (app) => {
    const { subscriptionId, sell: _sell, ...users } = await sold(app, 'ACTIVE');
    const input = { subscriptionId, ifMatch: '"1"' };
    return {
      ...users,
      input: { ...input, scheduledNextTermInstructions: { quantity: 12 } },
      refused: async () => ({ ...input, scheduledNextTermInstructions: { quantity: 0 } }),
    };
  },
  assignSupportContact: async (app) => {
    const { customer, reseller } = await related(app);
    const contact = await givenReseller(app);
    await givenRelationship(app, { customer, reseller: contact, services: ['INTUNE'] });
    const subscriptionId = subscriptionIdOf(await givenSale(app, customer, reseller));
    const input = { subscriptionId, ifMatch: '"1"', supportTenantId: contact.tenantId };
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('ADMIN_AGENT', 'other'),
      input,
      refused: async () => ({ ...input, supportTenantId: newId() }),
    };
  },
  changePartnerOfRecord: async (app) => {
    const { subscriptionId, sell: _sell, ...users } = await sold(app, 'ACTIVE');
    const input = { subscriptionId, partnerId: '4847383' };
    return {
      ...users,
      input,
      refused: async () => input,
      alwaysRefusedWith: 'POR_CHANGE_NOT_ALLOWED',
    };
  },
  transferSubscription: async (app) => {
    const { subscriptionId, sell: _sell, ...users } = await sold(app, 'ACTIVE');
    const input = { subscriptionId, toResellerTenantId: newId() };
    return {
      ...users,
      input,
      refused: async () => input,
      alwaysRefusedWith: 'OWNERSHIP_CHANGE_NOT_ALLOWED',
    };
  },
};
