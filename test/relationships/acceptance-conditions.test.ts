import type { CloudInstance } from '../../src/kernel/cloud-instance';
import { act, outcomeOf } from '../support/relationship-api';
import {
  type CustomerParty,
  givenCustomer,
  givenRequest,
  givenReseller,
  nowCustomer,
  nowReseller,
  observe,
  type ResellerParty,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

/*
 * What both parties must be at the moment of an acceptance (R16 to R20), by request and by link alike:
 * asked again under the lock, whatever was true when the reseller asked.
 */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start('empty');
});
afterAll(() => app.stop());

interface Parties {
  readonly customer: CustomerParty;
  readonly reseller: ResellerParty;
}

const COUNTRY_OF: Readonly<Record<CloudInstance, string>> = {
  CHINA_21VIANET: 'CN',
  GLOBAL: 'FR',
  US_GOVERNMENT: 'US',
  GERMANY: 'DE',
};

async function givenParties(instance: CloudInstance): Promise<Parties> {
  const facts = { instance, country: COUNTRY_OF[instance] };
  return { customer: await givenCustomer(app, facts), reseller: await givenReseller(app, facts) };
}

type Case = readonly [
  title: string,
  instance: CloudInstance,
  change: (parties: Parties) => Promise<void>,
  outcome: string,
];

const none = (): Promise<void> => Promise.resolve();

const CASES: readonly Case[] = [
  ['nothing in the way', 'CHINA_21VIANET', none, 'allowed'],
  [
    'the reseller is suspended',
    'CHINA_21VIANET',
    ({ reseller }) => nowReseller(app, reseller, 'account_status', 'SUSPENDED'),
    'RESELLER_SUSPENDED (R18)',
  ],
  [
    'the reseller is restricted',
    'CHINA_21VIANET',
    ({ reseller }) => nowReseller(app, reseller, 'account_status', 'RESTRICTED'),
    'RESELLER_RESTRICTED (R18)',
  ],
  [
    'another country',
    'CHINA_21VIANET',
    ({ customer }) => nowCustomer(app, customer, 'country', 'FR'),
    'REGION_NOT_ALLOWED (R16)',
  ],
  [
    'the country of the customer is not known',
    'CHINA_21VIANET',
    ({ customer }) => nowCustomer(app, customer, 'country', null),
    'REGION_NOT_ALLOWED (R16)',
  ],
  [
    'the country of neither is known',
    'CHINA_21VIANET',
    async ({ customer, reseller }) => {
      await nowCustomer(app, customer, 'country', null);
      await nowReseller(app, reseller, 'country', null);
    },
    'REGION_NOT_ALLOWED (R16)',
  ],
  [
    'another cloud instance',
    'CHINA_21VIANET',
    ({ reseller }) => nowReseller(app, reseller, 'cloud_instance', 'GERMANY'),
    'CLOUD_MISMATCH (R17)',
  ],
  [
    'the reseller has not signed',
    'CHINA_21VIANET',
    ({ reseller }) => nowReseller(app, reseller, 'agreement_accepted', false),
    'AGREEMENT_NOT_ACCEPTED (R20)',
  ],
  ['the customer has accepted no agreement', 'GLOBAL', none, 'AGREEMENT_NOT_ACCEPTED (R20)'],
  [
    'several at once: the standing is asked first (domain section 5)',
    'CHINA_21VIANET',
    async ({ customer, reseller }) => {
      await nowReseller(app, reseller, 'account_status', 'SUSPENDED');
      await nowReseller(app, reseller, 'agreement_accepted', false);
      await nowCustomer(app, customer, 'country', 'FR');
    },
    'RESELLER_SUSPENDED (R18)',
  ],
];

async function inputFor(way: string, { customer, reseller }: Parties) {
  if (way === 'acceptRelationshipRequest') {
    const request = await givenRequest(app, { customer, reseller });
    return { relationshipRequestId: request.id };
  }
  const answer = await act(app, reseller.as('ADMIN_AGENT'), 'createInvitation', {});
  return { url: answer.payload?.invitation?.url };
}

describe.each(['acceptRelationshipRequest', 'acceptInvitation'] as const)('%s', (way) => {
  test.each(CASES)('%s (%s): $3', async (_title, instance, change, outcome) => {
    const parties = await givenParties(instance);
    const input = await inputFor(way, parties);
    await change(parties);
    const admin = parties.customer.as('CUSTOMER_GLOBAL_ADMIN');

    const seen = await observe(app, () => act(app, admin, way, input));

    expect(outcomeOf(seen.result)).toBe(outcome);
    if (outcome !== 'allowed') {
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([
        expect.objectContaining({
          status: 'FAILED',
          code: seen.result.error?.extensions.code,
          customer_id: parties.customer.key,
          reseller_id: parties.reseller.key,
        }),
      ]);
    }
  });

  test('GLOBAL: accepting the agreement with it is enough, and is kept (R20)', async () => {
    const parties = await givenParties('GLOBAL');
    const input = await inputFor(way, parties);
    const admin = parties.customer.as('CUSTOMER_GLOBAL_ADMIN');

    const seen = await observe(app, () =>
      act(app, admin, way, { ...input, acceptsCustomerAgreement: true }),
    );

    expect(outcomeOf(seen.result)).toBe('allowed');
    expect(seen.changed).toContain('agreements');
    const second = { customer: parties.customer, reseller: await givenReseller(app, FRENCH) };
    const again = await act(app, admin, way, await inputFor(way, second));
    expect(outcomeOf(again)).toBe('allowed');
  });

  test('GLOBAL: partners of the European region work together (R16)', async () => {
    const parties = {
      customer: await givenCustomer(app, { instance: 'GLOBAL', country: 'NO' }),
      reseller: await givenReseller(app, FRENCH),
    };

    const answer = await act(app, parties.customer.as('CUSTOMER_GLOBAL_ADMIN'), way, {
      ...(await inputFor(way, parties)),
      acceptsCustomerAgreement: true,
    });

    expect(outcomeOf(answer)).toBe('allowed');
  });

  test('GLOBAL: privileges are for the whole tenant, so a part of them is no answer', async () => {
    const parties = await givenParties('GLOBAL');

    const answer = await act(app, parties.customer.as('CUSTOMER_GLOBAL_ADMIN'), way, {
      ...(await inputFor(way, parties)),
      acceptsCustomerAgreement: true,
      services: ['DYNAMICS'],
    });

    expect(outcomeOf(answer)).toBe('INVALID_INPUT');
  });

  test('GLOBAL: the customer may accept the relationship without any privilege (D15)', async () => {
    const parties = await givenParties('GLOBAL');

    const { payload, error } = await act(app, parties.customer.as('CUSTOMER_GLOBAL_ADMIN'), way, {
      ...(await inputFor(way, parties)),
      acceptsCustomerAgreement: true,
      services: [],
    });

    expect(error).toBeNull();
    expect(payload?.relationship).toMatchObject({ status: 'ACTIVE', privileges: [] });
  });
});

const FRENCH = { instance: 'GLOBAL', country: 'FR' } as const;
