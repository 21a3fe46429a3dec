import {
  invitationIdOf,
  partnerRelationshipIdOf,
  relationshipRequestIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { newId } from '../../src/platform/ids';
import { done, type Input } from './relationship-api';
import {
  givenCustomer,
  givenInvitation,
  givenRelationship,
  givenRequest,
  givenReseller,
  givenSale,
  operatorUser,
} from './relationship-situations';
import type { Claims, TestApp } from './test-app';

/** One call of a mutation that may be made once, by somebody who may make it. */
export interface PreparedWrite {
  readonly who: Claims;
  /** Another user of the same tenant. */
  readonly colleague: Claims;
  readonly input: Input;
  /** Makes it a call that is refused, with everything that stands in its way. */
  readonly refused: () => Promise<Input>;
  /** The code it answers with, where the mutation exists to refuse. */
  readonly alwaysRefusedWith?: string;
  /** How many acts the call asks for; one, unless said otherwise. */
  readonly acts?: number;
  /** It names the address of one server; those of an installation share theirs, those of a test do not. */
  readonly isOfOneServer?: true;
}

type Prepare = (app: TestApp) => Promise<PreparedWrite>;

const SERVICES = ['DYNAMICS', 'EXCHANGE_OFFICE'] as const;

async function parties(app: TestApp) {
  const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
  return { customer, reseller, pair: { customer, reseller, services: SERVICES } };
}

async function related(app: TestApp) {
  const { customer, reseller, pair } = await parties(app);
  const { relationshipId } = await givenRelationship(app, pair);
  return { customer, reseller, relationshipId };
}

async function waiting(app: TestApp) {
  const { customer, reseller, pair } = await parties(app);
  const { id: relationshipRequestId } = await givenRequest(app, pair);
  const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');
  return { customer, reseller, input: { relationshipRequestId }, admin };
}

/** Something sold, by a seller who has a relationship with its customer. */
async function sold(app: TestApp, status: string) {
  const { customer, reseller } = await related(app);
  const sell = async (as: string): Promise<string> =>
    subscriptionIdOf(await givenSale(app, customer, reseller, { status: as }));
  const users = { who: reseller.as('ADMIN_AGENT'), colleague: reseller.as('ADMIN_AGENT', 'other') };
  return { ...users, sell, subscriptionId: await sell(status) };
}

const byOperator = (): Pick<PreparedWrite, 'who' | 'colleague'> => ({
  who: operatorUser(newId()),
  colleague: operatorUser(newId()),
});

const UNKNOWN_REQUEST = (): string => relationshipRequestIdOf(newId());
const LONG = 'x'.repeat(1025);

const RELATIONSHIP_WRITES: Readonly<Record<string, Prepare>> = {
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

const ACCOUNT_WRITES: Readonly<Record<string, Prepare>> = {
  createCustomer: async (app) => {
    const reseller = await givenReseller(app);
    const input = {
      tenantId: newId(),
      country: 'CN',
      companyProfile: { companyName: 'Adventure Works', domain: 'adventure.example' },
    };
    return {
      who: reseller.as('GLOBAL_ADMIN'),
      colleague: reseller.as('SALES_AGENT', 'other'),
      input,
      refused: async () => ({ ...input, country: 'US' }),
    };
  },
  updateCustomer: async (app) => {
    const { customer, reseller } = await related(app);
    await givenSale(app, customer, reseller);
    const input = { customerId: customer.id, ifMatch: '"1"' };
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'other'),
      input: { ...input, companyProfile: { companyName: 'Renamed' } },
      refused: async () => ({ ...input, companyProfile: { companyName: '' } }),
    };
  },
  recordAgreement: async (app) => {
    const { id: customerId } = await givenCustomer(app);
    const input = { customerId, type: 'MICROSOFT_CUSTOMER_AGREEMENT' };
    return {
      ...byOperator(),
      input: { ...input, dateAgreed: app.clock.now().toISOString() },
      refused: async () => ({ ...input, dateAgreed: '2999-01-01T00:00:00Z' }),
    };
  },
  registerReseller: async (app) => {
    const input = {
      tenantId: newId(),
      name: 'Northwind Cloud',
      country: 'CN',
      cloudInstance: 'CHINA_21VIANET',
      kind: 'DIRECT_BILL',
    };
    return {
      ...byOperator(),
      input,
      refused: async () => ({ ...input, tenantId: (await givenCustomer(app)).tenantId }),
    };
  },
  setResellerStatus: async (app) => {
    const { id: resellerId } = await givenReseller(app);
    return {
      ...byOperator(),
      input: { resellerId, accountStatus: 'SUSPENDED' },
      refused: async () => ({ resellerId: resellerIdOf(newId()), accountStatus: 'SUSPENDED' }),
    };
  },
};

const PARTNERSHIP_WRITES: Readonly<Record<string, Prepare>> = {
  createPartnerRelationship: async (app) => {
    const { provider, partner, users } = await provided(app);
    return {
      ...users,
      input: { indirectResellerTenantId: partner.tenantId },
      // A provider is no indirect reseller.
      refused: async () => ({ indirectResellerTenantId: provider.tenantId }),
    };
  },
  endPartnerRelationship: async (app) => {
    const { partner, users } = await provided(app);
    const { partnerRelationship } = await done(app, users.who, 'createPartnerRelationship', {
      indirectResellerTenantId: partner.tenantId,
    });
    return {
      ...users,
      input: { partnerRelationshipId: partnerRelationship?.id ?? '' },
      refused: async () => ({ partnerRelationshipId: partnerRelationshipIdOf(newId()) }),
    };
  },
};

async function provided(app: TestApp) {
  const provider = await givenReseller(app, { kind: 'INDIRECT_PROVIDER' });
  const partner = await givenReseller(app, { kind: 'INDIRECT_RESELLER' });
  const roles = ['GLOBAL_ADMIN', 'ADMIN_AGENT'] as const;
  const users = { who: provider.as(roles), colleague: provider.as(roles, 'other') };
  return { provider, partner, users };
}

const SUBSCRIPTION_WRITES: Readonly<Record<string, Prepare>> = {
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

/** A prepared call of every mutation of the schema; a test fails for one that is missing here. */
export const PREPARED_WRITES: Readonly<Record<string, Prepare>> = {
  ...RELATIONSHIP_WRITES,
  ...ACCOUNT_WRITES,
  ...PARTNERSHIP_WRITES,
  ...SUBSCRIPTION_WRITES,
};
