import { CLOUD_POLICIES, type CloudInstance } from '../../src/kernel/cloud-instance';
import {
  refusalOfMissingServices,
  refusalOfPrivilegeUnit,
  refusalOfRegions,
} from '../../src/kernel/cloud-policy.rules';
import { refusalToAct } from '../../src/kernel/role-matrix';
import { refusalToAcceptInvitation } from '../../src/modules/relationships/acceptance.rules';
import {
  type InvitationFacts,
  refusalToCreateInvitation,
} from '../../src/modules/relationships/invitation.rules';
import { refusalToRequest } from '../../src/modules/relationships/relationship-request.rules';
import type { ResellerKind } from '../../src/modules/resellers/reseller-facts';
import { retentionEndsAt } from '../../src/modules/subscriptions/subscription.rules';
import {
  acceptance,
  answer,
  CUSTOMER_ADMIN,
  CUSTOMER_TENANT,
  newTenantUser,
  NOW,
  OPERATOR,
  partnerApplication,
  partnerUser,
  reseller,
} from '../support/rule-facts';

/*
 * Each rule that depends on the cloud instance, once in every instance. The expected answers are typed
 * from the table of the domain (section 7), not computed from the rows that the guards read.
 */

type InEach = readonly [CloudInstance, string | null][];

const NO_REQUESTS = 'FEATURE_NOT_AVAILABLE_IN_CLOUD -';
const DAY_MS = 86_400_000;

function resellerIn(instance: CloudInstance, kind: ResellerKind = 'DIRECT_BILL', id = 'reseller') {
  return reseller({ id, kind, cloudInstance: instance, country: 'CN' });
}

function invitationIn(
  instance: CloudInstance,
  overrides: Partial<InvitationFacts> = {},
): InvitationFacts {
  return {
    policy: CLOUD_POLICIES[instance],
    reseller: resellerIn(instance),
    indirect: null,
    ...overrides,
  };
}

function admin(instance: CloudInstance) {
  return partnerUser(['ADMIN_AGENT'], { cloudInstance: instance });
}

function invite(instance: CloudInstance, overrides: Partial<InvitationFacts>): string | null {
  const facts = invitationIn(instance, overrides);
  return answer(
    refusalToCreateInvitation(admin(instance), facts, { includesDelegatedAdmin: true }),
  );
}

function request(
  instance: CloudInstance,
  withDelegatedAdmin: boolean,
  overrides: Partial<InvitationFacts> = {},
): string | null {
  const facts = { ...invitationIn(instance, overrides), activeServices: null };
  const input = { customerTenantId: CUSTOMER_TENANT, withDelegatedAdmin };
  return answer(refusalToRequest(admin(instance), facts, input));
}

function accept(
  instance: CloudInstance,
  customer: { isNew?: boolean; hasAcceptedAgreement?: boolean },
  agreementAccepted: boolean,
): string | null {
  const base = acceptance();
  const facts = {
    ...base,
    policy: CLOUD_POLICIES[instance],
    reseller: { ...resellerIn(instance), agreementAccepted },
    customer: { ...base.customer, cloudInstance: instance, ...customer },
    invitation: {
      resellerId: 'reseller',
      indirectProviderId: null,
      status: 'ACTIVE' as const,
      includesDelegatedAdmin: true,
    },
    pendingRequest: null,
    activeServices: null,
  };
  const actor = customer.isNew ? newTenantUser(['CUSTOMER_GLOBAL_ADMIN']) : CUSTOMER_ADMIN;
  return answer(refusalToAcceptInvitation(actor, facts, {}, NOW));
}

describe('R14: whether a request or a link asks for privileges', () => {
  test.each<InEach[number]>([
    ['CHINA_21VIANET', 'DAP_REQUIRED_IN_CLOUD R14'],
    ['GLOBAL', null],
    ['US_GOVERNMENT', NO_REQUESTS],
    ['GERMANY', 'DAP_REQUIRED_IN_CLOUD R14'],
  ])('without them, in %s: %s', (instance, expected) => {
    const link = { includesDelegatedAdmin: false };

    expect(request(instance, false)).toBe(expected);
    expect(answer(refusalToCreateInvitation(admin(instance), invitationIn(instance), link))).toBe(
      expected,
    );
  });

  test.each<InEach[number]>([
    ['CHINA_21VIANET', null],
    ['GLOBAL', null],
    ['US_GOVERNMENT', NO_REQUESTS],
    ['GERMANY', null],
  ])('with them, in %s: %s (S12)', (instance, expected) => {
    expect(request(instance, true)).toBe(expected);
    expect(invite(instance, {})).toBe(expected);
  });
});

describe('new customers', () => {
  test.each<InEach[number]>([
    ['CHINA_21VIANET', null],
    ['GLOBAL', 'AGREEMENT_NOT_ACCEPTED R20'],
    ['US_GOVERNMENT', NO_REQUESTS],
    ['GERMANY', NO_REQUESTS],
  ])('a tenant that is not held yet accepts a link in %s: %s', (instance, expected) => {
    expect(accept(instance, { isNew: true }, true)).toBe(expected);
  });
});

describe('R16: countries that work together', () => {
  test.each<readonly [CloudInstance, string, string, boolean]>([
    ['CHINA_21VIANET', 'CN', 'CN', true],
    ['CHINA_21VIANET', 'CN', 'HK', false],
    ['CHINA_21VIANET', 'DE', 'FR', false],
    ['GLOBAL', 'DE', 'FR', true],
    ['GLOBAL', 'DE', 'CH', true],
    ['GLOBAL', 'DE', 'GB', false],
    ['GLOBAL', 'US', 'US', true],
    ['US_GOVERNMENT', 'US', 'US', true],
    ['US_GOVERNMENT', 'US', 'CA', false],
    ['GERMANY', 'DE', 'DE', true],
    ['GERMANY', 'DE', 'FR', false],
  ])('in %s, %s and %s: %s', (instance, one, other, isAllowed) => {
    const expected = isAllowed ? null : 'REGION_NOT_ALLOWED R16';

    expect(answer(refusalOfRegions(one, other, CLOUD_POLICIES[instance]))).toBe(expected);
  });

  test.each(Object.values(CLOUD_POLICIES))(
    'a country that is not known matches none in $instance',
    (policy) => {
      expect(answer(refusalOfRegions(null, null, policy))).toBe('REGION_NOT_ALLOWED R16');
    },
  );
});

describe('R20: the agreement of the acceptance', () => {
  test.each<readonly [CloudInstance, string | null, string | null]>([
    ['CHINA_21VIANET', 'AGREEMENT_NOT_ACCEPTED R20', null],
    ['GLOBAL', null, 'AGREEMENT_NOT_ACCEPTED R20'],
    ['US_GOVERNMENT', NO_REQUESTS, NO_REQUESTS],
    ['GERMANY', null, null],
  ])(
    'in %s, only the reseller has not signed: %s; only the customer has not: %s',
    (instance, ofReseller, ofCustomer) => {
      expect(accept(instance, { hasAcceptedAgreement: true }, false)).toBe(ofReseller);
      expect(accept(instance, { hasAcceptedAgreement: false }, true)).toBe(ofCustomer);
    },
  );

  test.each<InEach[number]>([
    ['CHINA_21VIANET', 'AGREEMENT_NOT_ACCEPTED R20'],
    ['GLOBAL', null],
    ['US_GOVERNMENT', NO_REQUESTS],
    ['GERMANY', null],
  ])('a reseller that has not signed asks in %s: %s', (instance, expected) => {
    const unsigned = { reseller: { ...resellerIn(instance), agreementAccepted: false } };

    expect(invite(instance, unsigned)).toBe(expected);
    expect(request(instance, true, unsigned)).toBe(expected);
  });
});

describe('R22, R23: who of two tiers may invite', () => {
  const CANNOT = 'INDIRECT_RESELLER_CANNOT_INVITE R22';
  const NO_PARTNER = 'NO_INDIRECT_PARTNERSHIP R23';

  // By itself; with a partner; with a provider that is not, or no longer, its partner.
  test.each<readonly [CloudInstance, string | null, string | null, string | null]>([
    ['CHINA_21VIANET', CANNOT, CANNOT, CANNOT],
    ['GLOBAL', NO_PARTNER, null, NO_PARTNER],
    ['US_GOVERNMENT', NO_REQUESTS, NO_REQUESTS, NO_REQUESTS],
    ['GERMANY', CANNOT, CANNOT, CANNOT],
  ])(
    'an indirect reseller in %s: alone %s, with its provider %s, with a stranger %s',
    (instance, alone, jointly, withStranger) => {
      const indirectReseller = resellerIn(instance, 'INDIRECT_RESELLER');
      const provider = resellerIn(instance, 'INDIRECT_PROVIDER', 'provider');
      const tiers = (isPartnershipActive: boolean) => ({
        reseller: indirectReseller,
        indirect: { provider, indirectReseller, isPartnershipActive },
      });

      expect(invite(instance, { reseller: indirectReseller })).toBe(alone);
      expect(invite(instance, tiers(true))).toBe(jointly);
      expect(invite(instance, tiers(false))).toBe(withStranger);
    },
  );

  test.each<readonly [CloudInstance, string | null, string | null]>([
    ['CHINA_21VIANET', null, NO_PARTNER],
    ['GLOBAL', null, NO_PARTNER],
    ['US_GOVERNMENT', NO_REQUESTS, NO_REQUESTS],
    ['GERMANY', null, NO_PARTNER],
  ])(
    'a provider in %s: alone and for its reseller %s, for the reseller of another %s',
    (instance, ofOwn, ofOther) => {
      const provider = resellerIn(instance, 'INDIRECT_PROVIDER');
      const indirectReseller = resellerIn(instance, 'INDIRECT_RESELLER', 'indirect');
      const tiers = (isPartnershipActive: boolean) => ({
        reseller: provider,
        indirect: { provider, indirectReseller, isPartnershipActive },
      });

      expect(invite(instance, { reseller: provider })).toBe(ofOwn);
      expect(invite(instance, tiers(true))).toBe(ofOwn);
      expect(invite(instance, tiers(false))).toBe(ofOther);
    },
  );
});

describe('roles', () => {
  test.each(Object.keys(CLOUD_POLICIES) as CloudInstance[])(
    'the same roles invite and ask wherever there is anything to ask: %s',
    (instance) => {
      const roles = [
        'ADMIN_AGENT',
        'SALES_AGENT',
        'HELPDESK_AGENT',
        'GLOBAL_ADMIN',
        'BILLING_ADMIN',
        'USER_MGMT_ADMIN',
      ] as const;
      const allowed = roles.filter(
        (role) =>
          refusalToAct('REQUEST_RELATIONSHIP', partnerUser([role], { cloudInstance: instance })) ===
          null,
      );

      expect(allowed).toEqual(['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN']);
    },
  );

  test.each([CUSTOMER_ADMIN, OPERATOR, partnerApplication(), newTenantUser([])])(
    'nobody but a reseller’s user invites: $kind of the $side side',
    (actor) => {
      expect(refusalToAct('REQUEST_RELATIONSHIP', actor)?.code).toBe('ROLE_NOT_ALLOWED');
    },
  );

  test.each<readonly [CloudInstance, boolean]>([
    ['CHINA_21VIANET', false],
    ['GLOBAL', true],
    ['US_GOVERNMENT', true],
    ['GERMANY', true],
  ])('D18: a sales agent reads offers in %s: %s', (instance, isAllowed) => {
    const agent = partnerUser(['SALES_AGENT'], { cloudInstance: instance });

    expect(refusalToAct('SEE_OFFERS', agent) === null).toBe(isAllowed);
  });
});

describe('services', () => {
  test.each<InEach[number]>([
    ['CHINA_21VIANET', 'FEATURE_NOT_AVAILABLE_IN_CLOUD R39'],
    ['GLOBAL', null],
    ['US_GOVERNMENT', null],
    ['GERMANY', null],
  ])('R39: Azure in %s: %s', (instance, expected) => {
    expect(answer(refusalOfMissingServices(['AZURE'], CLOUD_POLICIES[instance]))).toBe(expected);
  });

  test.each<InEach[number]>([
    ['CHINA_21VIANET', null],
    ['GLOBAL', null],
    ['US_GOVERNMENT', 'FEATURE_NOT_AVAILABLE_IN_CLOUD R39'],
    ['GERMANY', null],
  ])('R39: Office 365 in %s: %s', (instance, expected) => {
    const policy = CLOUD_POLICIES[instance];

    expect(answer(refusalOfMissingServices(['EXCHANGE_OFFICE'], policy))).toBe(expected);
  });

  test.each<InEach[number]>([
    ['CHINA_21VIANET', null],
    ['GLOBAL', 'INVALID_INPUT -'],
    ['US_GOVERNMENT', null],
    ['GERMANY', 'INVALID_INPUT -'],
  ])('privileges for one service only in %s: %s', (instance, expected) => {
    expect(answer(refusalOfPrivilegeUnit(['OTHER'], CLOUD_POLICIES[instance]))).toBe(expected);
  });
});

test.each<readonly [CloudInstance, number, number]>([
  ['CHINA_21VIANET', 60, 60],
  ['GLOBAL', 90, 120],
  ['US_GOVERNMENT', 90, 120],
  ['GERMANY', 90, 90],
])('R47: a suspended subscription is kept in %s for %i days, at most %i', (instance, days, max) => {
  const policy = CLOUD_POLICIES[instance];
  const end = retentionEndsAt(NOW, policy.suspendedRetentionDays);

  expect((end.getTime() - NOW.getTime()) / DAY_MS).toBe(days);
  expect(policy.suspendedRetentionMaxDays).toBe(max);
});

test('the tables above name every instance that there is', () => {
  expect(Object.keys(CLOUD_POLICIES)).toEqual([
    'CHINA_21VIANET',
    'GLOBAL',
    'US_GOVERNMENT',
    'GERMANY',
  ]);
});
