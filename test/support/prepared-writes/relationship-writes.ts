import { done } from '../relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenReseller,
  givenSale,
} from '../relationship-situations';
import { byOperator, type Prepare, related } from './prepared-write';

export const RELATIONSHIP_WRITES: Readonly<Record<string, Prepare>> = {
  removeDelegatedPrivileges: async (app) => {
    const { customer, relationshipId } = await related(app);
    return {
      who: customer.as('CUSTOMER_GLOBAL_ADMIN'),
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'other'),
      input: { relationshipId },
      refused: async () => ({ relationshipId, services: ['INTUNE'] }),
    };
  },
  relinquishDelegatedPrivileges: async (app) => {
    const { reseller, relationshipId } = await related(app);
    return {
      who: reseller.as(['GLOBAL_ADMIN', 'ADMIN_AGENT']),
      colleague: reseller.as(['GLOBAL_ADMIN', 'ADMIN_AGENT'], 'other'),
      input: { relationshipId },
      refused: async () => ({ relationshipId, services: ['INTUNE'] }),
    };
  },
  terminateDelegatedPrivileges: async (app) => {
    const place = { instance: 'GLOBAL', country: 'DE' } as const;
    const reseller = await givenReseller(app, place);
    const customer = await givenCustomer(app, place);
    const { url } = await givenInvitation(app, reseller);
    const { relationship } = await done(
      app,
      customer.as('CUSTOMER_GLOBAL_ADMIN'),
      'acceptInvitation',
      { url, acceptsCustomerAgreement: true },
    );
    const relationshipId = relationship?.id ?? '';
    const unusedSince = app.clock.now().toISOString();
    app.clock.advance({ days: 91 });
    return {
      ...byOperator(),
      input: { relationshipId, unusedSince },
      refused: async () => ({ relationshipId, unusedSince: app.clock.now().toISOString() }),
    };
  },
  removeRelationship: async (app) => {
    const { customer, reseller, relationshipId } = await related(app);
    const input = { relationshipId };
    return {
      who: reseller.as('GLOBAL_ADMIN'),
      colleague: reseller.as('GLOBAL_ADMIN', 'other'),
      input,
      refused: async () => {
        await givenSale(app, customer, reseller);
        await givenSale(app, customer, reseller, { status: 'PENDING' });
        return input;
      },
    };
  },
};
