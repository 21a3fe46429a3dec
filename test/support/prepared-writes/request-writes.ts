import {
  invitationIdOf,
  relationshipRequestIdOf,
  resellerIdOf,
} from '../../../src/modules/visibility/object-ids';
import { newId } from '../../../src/platform/ids';
import { done, type Input } from '../relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenRelationship,
  givenRequest,
  givenReseller,
  givenSale,
} from '../relationship-situations';
import type { TestApp } from '../test-app';
import { parties, type Prepare, SERVICES } from './prepared-write';

async function waiting(app: TestApp) {
  const { customer, reseller, pair } = await parties(app);
  const { id: relationshipRequestId } = await givenRequest(app, pair);
  const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');
  return { customer, reseller, input: { relationshipRequestId }, admin };
}

const UNKNOWN_REQUEST = (): string => relationshipRequestIdOf(newId());
const LONG = 'x'.repeat(1025);

export const REQUEST_WRITES: Readonly<Record<string, Prepare>> = {
  createInvitation: async (app) => {
    const reseller = await givenReseller(app);
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('ADMIN_AGENT', 'other'),
      input: {},
      refused: async () => ({ indirectResellerId: resellerIdOf(newId()) }),
    };
  },
  rotateInvitation: async (app) => {
    const reseller = await givenReseller(app);
    const { id: invitationId } = await givenInvitation(app, reseller);
    return {
      who: reseller.as('GLOBAL_ADMIN'),
      colleague: reseller.as('GLOBAL_ADMIN', 'other'),
      input: { invitationId },
      refused: async () => ({ invitationId: invitationIdOf(newId()) }),
    };
  },
  requestRelationship: async (app) => {
    const { customer, reseller } = await parties(app);
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('ADMIN_AGENT', 'other'),
      input: { customerTenantId: customer.tenantId },
      refused: async () => ({ services: SERVICES }),
    };
  },
  requestRelationships: async (app) => {
    const reseller = await givenReseller(app);
    const items = [{ customerTenantId: newId() }, { customerTenantId: newId() }];
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('ADMIN_AGENT', 'other'),
      input: { items },
      refused: async () => ({ items: items.map(() => ({ services: SERVICES })) }),
      acts: items.length,
    };
  },
  cancelRelationshipRequest: async (app) => {
    const { reseller, input, admin } = await waiting(app);
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('ADMIN_AGENT', 'other'),
      input,
      refused: async () => {
        await done(app, admin, 'declineRelationshipRequest', input);
        return input;
      },
    };
  },
  cancelRelationshipRequests: async (app) => {
    const reseller = await givenReseller(app);
    const ask = async (): Promise<Input> => {
      const { id } = await givenRequest(app, { customer: await givenCustomer(app), reseller });
      return { relationshipRequestId: id };
    };
    const items = [await ask(), await ask()];
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('ADMIN_AGENT', 'other'),
      input: { items },
      refused: async () => ({
        items: items.map(() => ({ relationshipRequestId: UNKNOWN_REQUEST() })),
      }),
      acts: items.length,
    };
  },
  acceptRelationshipRequest: async (app) => {
    const { customer, reseller, input, admin } = await waiting(app);
    return {
      who: admin,
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'other'),
      input,
      // Another partner that sells them holds both services that this one sells too (R21).
      refused: async () => {
        const holder = await givenReseller(app);
        for (const service of SERVICES) {
          for (const seller of [holder, reseller]) {
            await givenSale(app, customer, seller, { service });
          }
        }
        await givenRelationship(app, { customer, reseller: holder, services: SERVICES });
        return input;
      },
    };
  },
  acceptInvitation: async (app) => {
    const { customer, reseller, pair } = await parties(app);
    const { id: invitationId, url } = await givenInvitation(app, reseller);
    await givenRequest(app, pair);
    return {
      who: customer.as('CUSTOMER_GLOBAL_ADMIN'),
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'other'),
      input: { url },
      refused: async () => {
        await done(app, reseller.as('GLOBAL_ADMIN'), 'rotateInvitation', { invitationId });
        return { url };
      },
      isOfOneServer: true,
    };
  },
  declineRelationshipRequest: async (app) => {
    const { customer, input, admin } = await waiting(app);
    return {
      who: admin,
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'other'),
      input,
      refused: async () => ({ ...input, reason: LONG }),
    };
  },
};
