import { CLOUD_POLICIES, type CloudInstance } from '../../src/kernel/cloud-instance';
import { act, activeServices, done, outcomeOf } from '../support/relationship-api';
import {
  type CustomerParty,
  givenCustomer,
  givenInvitation,
  givenReseller,
  givenSale,
  observe,
  type ResellerParty,
} from '../support/relationship-situations';
import { type Claims, TestApp } from '../support/test-app';

/*
 * Multi-channel (domain section 1): a customer bought from the operator itself and hires a partner to
 * support what it has. The operator transacts without ever holding privileges, so R21 leaves the partner room.
 */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start('empty');
});
afterAll(() => app.stop());

interface Parties {
  readonly customer: CustomerParty;
  readonly operator: ResellerParty;
  readonly subscriptionId: string;
}

/** A customer with a subscription bought from the operator. */
async function givenOperatorsCustomer(instance: CloudInstance): Promise<Parties> {
  const facts = { instance, country: countryOf(instance) };
  const customer = await givenCustomer(app, facts);
  const operator = await givenReseller(app, { ...facts, kind: 'OPERATOR' });
  const subscriptionId = await givenSale(app, customer, operator);
  return { customer, operator, subscriptionId };
}

function countryOf(instance: CloudInstance): string {
  return instance === 'GLOBAL' ? 'FR' : 'CN';
}

async function accept(customer: CustomerParty, reseller: ResellerParty) {
  const { url } = await givenInvitation(app, reseller);
  return act(app, customer.as('CUSTOMER_GLOBAL_ADMIN'), 'acceptInvitation', {
    url,
    acceptsCustomerAgreement: true,
  });
}

async function givenPartner({ customer }: Parties, instance: CloudInstance) {
  const reseller = await givenReseller(app, { instance, country: countryOf(instance) });
  return { reseller, answer: await accept(customer, reseller) };
}

const IN_BOTH = ['CHINA_21VIANET', 'GLOBAL'] as const;

test.each(IN_BOTH)(
  'a partner that only supports holds privileges beside what the operator sold, in %s (R21)',
  async (instance) => {
    const parties = await givenOperatorsCustomer(instance);

    const seen = await observe(app, () => givenPartner(parties, instance));

    const { answer, reseller } = seen.result;
    expect(outcomeOf(answer)).toBe('allowed');
    expect(activeServices(answer.payload?.relationship).sort()).toEqual(
      [...CLOUD_POLICIES[instance].services].sort(),
    );
    expect(answer.payload?.proof).toMatchObject({ unchanged: true, subscriptionCount: 1 });
    expect(seen.changed).not.toContain('subscriptions');
    const { customer } = await app.succeed<{
      customer: { partnersWithPrivileges: readonly object[] };
    }>(
      parties.customer.as('CUSTOMER_GLOBAL_ADMIN'),
      `query ($id: ID!) { customer(id: $id) {
        partnersWithPrivileges { service transacting relationship { reseller { id } } }
      } }`,
      { id: parties.customer.id },
    );
    // The operator is no partner with privileges, and the partner sells nothing of what it supports.
    expect(customer.partnersWithPrivileges).toHaveLength(CLOUD_POLICIES[instance].services.length);
    expect(customer.partnersWithPrivileges).toContainEqual({
      service: 'EXCHANGE_OFFICE',
      transacting: false,
      relationship: { reseller: { id: reseller.id } },
    });
  },
);

test.each(IN_BOTH)(
  'a partner that sells the same service as the operator holds privileges too, in %s',
  async (instance) => {
    const parties = await givenOperatorsCustomer(instance);
    const { reseller, answer: first } = await givenPartner(parties, instance);
    await done(app, parties.customer.as('CUSTOMER_GLOBAL_ADMIN'), 'removeDelegatedPrivileges', {
      relationshipId: first.payload?.relationship?.id,
    });
    await givenSale(app, parties.customer, reseller);

    const again = await accept(parties.customer, reseller);

    expect(outcomeOf(again)).toBe('allowed');
    expect(activeServices(again.payload?.relationship)).toContain('EXCHANGE_OFFICE');
  },
);

test.each(IN_BOTH)(
  'privileges give no right over what the operator sold: every change stays refused, in %s (R5)',
  async (instance) => {
    const parties = await givenOperatorsCustomer(instance);
    const { reseller } = await givenPartner(parties, instance);
    const sold = await soldTo(parties.customer.as('CUSTOMER_GLOBAL_ADMIN'), parties.customer);

    const refusal = await app.refusal(
      reseller.as('ADMIN_AGENT'),
      'mutation ($input: UpdateSubscriptionInput!) { updateSubscription(input: $input) { dryRun } }',
      { input: { subscriptionId: sold?.id, quantity: 11 } },
    );

    expect(sold?.transactingReseller).toEqual({ id: parties.operator.id });
    // The support partner works on it and is not told who sold it (R37).
    const seen = await soldTo(reseller.as('ADMIN_AGENT'), parties.customer);
    expect(seen).toEqual({ id: sold?.id, transactingReseller: null });
    expect(refusal).toEqual({ code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', rule: 'R5' });
  },
);

interface Sold {
  readonly id: string;
  readonly transactingReseller: { readonly id: string } | null;
}

async function soldTo(who: Claims, { id }: CustomerParty): Promise<Sold | undefined> {
  const { customer } = await app.succeed<{
    customer: { subscriptions: { nodes: readonly Sold[] } };
  }>(who, READ_SOLD, { id });
  return customer.subscriptions.nodes[0];
}

const READ_SOLD = `query ($id: ID!) { customer(id: $id) {
  subscriptions(first: 5) { nodes { id transactingReseller { id } } }
} }`;
