import type { Service } from '../../src/kernel/service';
import {
  type AcceptanceInput,
  type InvitationAcceptanceFacts,
  isAlreadyAccepted,
  isOwnLink,
  isRepeatedAcceptance,
  refusalToAccept,
  refusalToAcceptInvitation,
  type RequestAcceptanceFacts,
  servicesGranted,
} from '../../src/modules/relationships/acceptance.rules';
import {
  acceptance,
  ADMIN_AGENT,
  answer,
  CALLERS,
  CHINA,
  CUSTOMER_ADMIN,
  customerUser,
  GERMANY,
  GLOBAL,
  instant,
  newTenantUser,
  NOW,
  OTHER_TENANT,
  partnerUser,
  request,
  reseller,
  US_GOVERNMENT,
} from '../support/rule-facts';

const LINK = {
  resellerId: 'reseller',
  indirectProviderId: null,
  status: 'ACTIVE',
  includesDelegatedAdmin: true,
} as const;

function customer(overrides: Partial<RequestAcceptanceFacts['customer']> = {}) {
  return { ...acceptance().customer, ...overrides };
}

const HOLDER = {
  resellerId: 'a',
  resellerName: 'Contoso Cloud',
  service: 'DYNAMICS',
  isTransacting: true,
} as const;

describe('accepting a request', () => {
  const REFUSED: Readonly<Record<string, string | undefined>> = {
    nobody: 'UNAUTHENTICATED',
    'partner application': 'ROLE_NOT_ALLOWED',
    CUSTOMER_GLOBAL_ADMIN: undefined,
    CUSTOMER_BILLING_ADMIN: 'CUSTOMER_ADMIN_REQUIRED',
    CUSTOMER_USER: 'CUSTOMER_ADMIN_REQUIRED',
    'customer application': 'ROLE_NOT_ALLOWED',
    OPERATOR: 'ROLE_NOT_ALLOWED',
    'new tenant': 'ROLE_NOT_ALLOWED',
  };

  test.each(CALLERS)('by %s', (name, actor) => {
    const expected = name in REFUSED ? REFUSED[name] : 'DAP_GRANT_REQUIRES_CUSTOMER';

    expect(refusalToAccept(actor, acceptance(), {}, NOW)?.code).toBe(expected);
  });

  test.each([
    ['claims to be the customer’s administrator', true, 'RESELLER_CANNOT_BE_CUSTOMER R19'],
    ['does not', false, 'CUSTOMER_ADMIN_REQUIRED R15'],
  ])('by a user of another partner who %s', (_case, claimsCustomerGlobalAdmin, expected) => {
    const actor = partnerUser(['ADMIN_AGENT'], { resellerId: 'other', claimsCustomerGlobalAdmin });

    expect(answer(refusalToAccept(actor, acceptance(), {}, NOW))).toBe(expected);
  });

  test('by another tenant than the one named finds nothing (R15)', () => {
    const other = customerUser(['CUSTOMER_GLOBAL_ADMIN'], {
      customerId: 'other',
      tenantId: OTHER_TENANT,
    });

    expect(refusalToAccept(other, acceptance(), {}, NOW)?.code).toBe('NOT_FOUND');
  });

  test.each<[string, Partial<RequestAcceptanceFacts>, AcceptanceInput, string | null]>([
    ['as asked', {}, {}, null],
    ['for fewer services (D15)', {}, { services: ['DYNAMICS'] }, null],
    ['for more services (D15)', {}, { services: ['DYNAMICS', 'INTUNE'] }, 'INVALID_INPUT -'],
    ['for no service in 21Vianet', {}, { services: [] }, 'DAP_REQUIRED_IN_CLOUD R14'],
    [
      'of a request without privileges in 21Vianet',
      { request: request({ withDelegatedAdmin: false, services: [] }) },
      {},
      'DAP_REQUIRED_IN_CLOUD R14',
    ],
    ['in US Government', { policy: US_GOVERNMENT }, {}, 'FEATURE_NOT_AVAILABLE_IN_CLOUD -'],
    [
      'of a suspended reseller',
      { reseller: reseller({ accountStatus: 'SUSPENDED' }) },
      {},
      'RESELLER_SUSPENDED R18',
    ],
    [
      'of a restricted reseller',
      { reseller: reseller({ accountStatus: 'RESTRICTED' }) },
      {},
      'RESELLER_RESTRICTED R18',
    ],
    [
      'from another country',
      { customer: customer({ country: 'HK' }) },
      {},
      'REGION_NOT_ALLOWED R16',
    ],
    [
      'from an unknown country',
      { customer: customer({ country: null }) },
      {},
      'REGION_NOT_ALLOWED R16',
    ],
    [
      'from another instance',
      { customer: customer({ cloudInstance: 'GLOBAL' }) },
      {},
      'CLOUD_MISMATCH R17',
    ],
    [
      'by the tenant of a partner',
      { customer: customer({ isPartnerTenant: true }) },
      {},
      'RESELLER_CANNOT_BE_CUSTOMER R19',
    ],
    [
      'of a reseller that has not signed',
      { reseller: reseller({ agreementAccepted: false }) },
      {},
      'AGREEMENT_NOT_ACCEPTED R20',
    ],
    [
      'against another seller’s privileges (S10)',
      { otherHolders: [HOLDER], soldServices: ['DYNAMICS'] },
      {},
      'DAP_CONFLICT R21',
    ],
    [
      'beside another seller, leaving the service in conflict out',
      { otherHolders: [HOLDER], soldServices: ['DYNAMICS'] },
      { services: ['EXCHANGE_OFFICE'] },
      null,
    ],
    [
      'after it was declined',
      { request: request({ status: 'DECLINED' }) },
      {},
      'REQUEST_NOT_PENDING R24',
    ],
    [
      'after it was cancelled',
      { request: request({ status: 'CANCELED' }) },
      {},
      'REQUEST_NOT_PENDING R24',
    ],
    ['after it expired', { request: request({ status: 'EXPIRED' }) }, {}, 'REQUEST_EXPIRED R25'],
    ['one ms before its expiry', { request: request({ expiresAt: instant(1) }) }, {}, null],
    ['at its expiry', { request: request({ expiresAt: NOW }) }, {}, 'REQUEST_EXPIRED R25'],
    [
      'one ms after its expiry',
      { request: request({ expiresAt: instant(-1) }) },
      {},
      'REQUEST_EXPIRED R25',
    ],
    ['with an old etag', {}, { ifMatch: '"2"' }, 'ETAG_MISMATCH R40'],
    ['with the current etag', {}, { ifMatch: '"3"' }, null],
  ])('%s', (_case, overrides, input, expected) => {
    expect(answer(refusalToAccept(CUSTOMER_ADMIN, acceptance(overrides), input, NOW))).toBe(
      expected,
    );
  });

  test('a conflict names holder and service', () => {
    const facts = acceptance({ otherHolders: [HOLDER], soldServices: ['DYNAMICS'] });

    expect(refusalToAccept(CUSTOMER_ADMIN, facts, {}, NOW)?.blockers).toEqual([
      {
        type: 'Reseller',
        id: 'a',
        name: 'Contoso Cloud',
        service: 'DYNAMICS',
        clearedBy: 'removeDelegatedPrivileges',
      },
    ]);
  });

  test('answers step by step: each one cleared lets the next be heard', () => {
    const all: RequestAcceptanceFacts = acceptance({
      reseller: reseller({ accountStatus: 'SUSPENDED', agreementAccepted: false }),
      customer: customer({ country: 'HK', cloudInstance: 'GLOBAL', isPartnerTenant: true }),
      otherHolders: [HOLDER],
      soldServices: ['DYNAMICS'],
      request: request({ status: 'DECLINED' }),
    });
    const steps: readonly Partial<RequestAcceptanceFacts>[] = [
      {},
      { reseller: reseller({ agreementAccepted: false }) },
      { customer: customer({ cloudInstance: 'GLOBAL', isPartnerTenant: true }) },
      { customer: customer({ isPartnerTenant: true }) },
      { customer: customer() },
      { reseller: reseller() },
      { otherHolders: [] },
      { request: request() },
    ];
    let facts = all;
    const heard = steps.map((step) => {
      facts = { ...facts, ...step };
      const input = { ifMatch: '"1"', services: ['DYNAMICS', 'INTUNE'] as const };
      return refusalToAccept(CUSTOMER_ADMIN, facts, input, NOW)?.code;
    });
    heard.push(
      refusalToAccept(CUSTOMER_ADMIN, facts, { services: ['DYNAMICS', 'INTUNE'] }, NOW)?.code,
    );

    expect(heard).toEqual([
      'RESELLER_SUSPENDED',
      'REGION_NOT_ALLOWED',
      'CLOUD_MISMATCH',
      'RESELLER_CANNOT_BE_CUSTOMER',
      'AGREEMENT_NOT_ACCEPTED',
      'DAP_CONFLICT',
      'REQUEST_NOT_PENDING',
      'ETAG_MISMATCH',
      'INVALID_INPUT',
    ]);
  });
});

describe('accepting in the global instance', () => {
  const globalFacts = (overrides: Partial<RequestAcceptanceFacts> = {}) =>
    acceptance({
      policy: GLOBAL,
      reseller: reseller({ country: 'FR', agreementAccepted: false, cloudInstance: 'GLOBAL' }),
      customer: customer({ country: 'DE', cloudInstance: 'GLOBAL' }),
      request: request({ services: GLOBAL.services }),
      ...overrides,
    });
  const agreed = { acceptsCustomerAgreement: true };

  test.each<[string, Partial<RequestAcceptanceFacts>, AcceptanceInput, string | null]>([
    ['without the agreement', {}, {}, 'AGREEMENT_NOT_ACCEPTED R20'],
    ['with the agreement', {}, agreed, null],
    [
      'with the agreement from before',
      {
        customer: customer({ country: 'DE', cloudInstance: 'GLOBAL', hasAcceptedAgreement: true }),
      },
      {},
      null,
    ],
    ['for no service', {}, { ...agreed, services: [] }, null],
    ['for a part of the tenant', {}, { ...agreed, services: ['AZURE'] }, 'INVALID_INPUT -'],
    [
      'of a request without privileges',
      { request: request({ services: [], withDelegatedAdmin: false }) },
      agreed,
      null,
    ],
  ])('%s', (_case, overrides, input, expected) => {
    expect(answer(refusalToAccept(CUSTOMER_ADMIN, globalFacts(overrides), input, NOW))).toBe(
      expected,
    );
  });
});

describe('accepting again', () => {
  const accepted = request({ status: 'ACCEPTED', customerId: 'customer' });
  const granted: readonly Service[] = ['EXCHANGE_OFFICE', 'DYNAMICS'];

  test.each<[string, readonly Service[] | null | undefined, boolean]>([
    ['nothing', undefined, true],
    ['null', null, true],
    ['an empty list', [], true],
    ['the same services', ['EXCHANGE_OFFICE', 'DYNAMICS'], true],
    ['the same in another order, one twice', ['DYNAMICS', 'EXCHANGE_OFFICE', 'DYNAMICS'], true],
    ['fewer services', ['DYNAMICS'], false],
    ['more services', ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE'], false],
  ])('naming %s', (_case, services, repeated) => {
    const facts = acceptance({ request: accepted, acceptedServices: granted });

    expect(isRepeatedAcceptance(accepted, granted, CUSTOMER_ADMIN, services)).toBe(repeated);
    expect(
      answer(refusalToAccept(CUSTOMER_ADMIN, facts, { services: services ?? null }, NOW)),
    ).toBe(repeated ? null : 'REQUEST_NOT_PENDING R24');
  });

  test('is no error even after the standing changed', () => {
    const facts = acceptance({
      request: accepted,
      acceptedServices: granted,
      reseller: reseller({ accountStatus: 'SUSPENDED' }),
    });

    expect(refusalToAccept(CUSTOMER_ADMIN, facts, { ifMatch: '"1"' }, NOW)).toBeNull();
  });

  test('by another customer finds nothing', () => {
    const other = customerUser(['CUSTOMER_GLOBAL_ADMIN'], { customerId: 'other' });
    const facts = acceptance({ request: accepted, acceptedServices: granted });

    expect(isRepeatedAcceptance(accepted, granted, other, null)).toBe(false);
    expect(refusalToAccept(other, facts, {}, NOW)?.code).toBe('NOT_FOUND');
  });

  test('still needs the role', () => {
    const facts = acceptance({ request: accepted, acceptedServices: granted });

    expect(refusalToAccept(customerUser(['CUSTOMER_BILLING_ADMIN']), facts, {}, NOW)?.code).toBe(
      'CUSTOMER_ADMIN_REQUIRED',
    );
  });

  test('of one that was never accepted is no repetition', () => {
    expect(isRepeatedAcceptance(request(), [], CUSTOMER_ADMIN, null)).toBe(false);
    expect(isRepeatedAcceptance(accepted, granted, ADMIN_AGENT, null)).toBe(false);
  });
});

test('services that are named count once; left out, all that are asked for count', () => {
  expect(servicesGranted(['INTUNE', 'INTUNE'], ['DYNAMICS', 'INTUNE'])).toEqual(['INTUNE']);
  expect(servicesGranted(null, ['DYNAMICS', 'INTUNE'])).toEqual(['DYNAMICS', 'INTUNE']);
  expect(servicesGranted([], ['DYNAMICS'])).toEqual([]);
});

describe('accepting an invitation', () => {
  function link(overrides: Partial<InvitationAcceptanceFacts> = {}): InvitationAcceptanceFacts {
    return {
      ...acceptance(),
      invitation: LINK,
      pendingRequest: null,
      activeServices: null,
      ...overrides,
    };
  }
  const revoked = { ...LINK, status: 'REVOKED' } as const;

  test.each<[string, Partial<InvitationAcceptanceFacts>, AcceptanceInput, string | null]>([
    ['that is active', {}, {}, null],
    ['for some services', {}, { services: ['INTUNE'] }, null],
    [
      'of two that do not work together any more',
      { isPartnershipOver: true },
      {},
      'NO_INDIRECT_PARTNERSHIP R23',
    ],
    ['that is revoked', { invitation: revoked }, {}, 'INVITATION_REVOKED R12'],
    [
      'that is revoked although nothing would change',
      { invitation: revoked, activeServices: CHINA.services },
      {},
      'INVITATION_REVOKED R12',
    ],
    [
      'with everything granted, by a reseller that is suspended now',
      { activeServices: CHINA.services, reseller: reseller({ accountStatus: 'SUSPENDED' }) },
      {},
      null,
    ],
    [
      'of a suspended reseller',
      { reseller: reseller({ accountStatus: 'SUSPENDED' }) },
      {},
      'RESELLER_SUSPENDED R18',
    ],
    [
      'for more than the waiting request asks',
      { pendingRequest: request() },
      { services: ['INTUNE'] },
      'INVALID_INPUT -',
    ],
    [
      'with the etag of an older request',
      { pendingRequest: request() },
      { ifMatch: '"2"' },
      'ETAG_MISMATCH R40',
    ],
    [
      'for a service that the instance does not have',
      {},
      { services: ['AZURE'] },
      'INVALID_INPUT -',
    ],
  ])('%s', (_case, overrides, input, expected) => {
    expect(answer(refusalToAcceptInvitation(CUSTOMER_ADMIN, link(overrides), input, NOW))).toBe(
      expected,
    );
  });

  test('a tenant that is not held yet may, where new customers are taken', () => {
    const actor = newTenantUser(['CUSTOMER_GLOBAL_ADMIN']);
    const unknown = customer({ isNew: true });

    expect(refusalToAcceptInvitation(actor, link({ customer: unknown }), {}, NOW)).toBeNull();
    expect(
      refusalToAcceptInvitation(actor, link({ customer: unknown, policy: GERMANY }), {}, NOW)?.code,
    ).toBe('FEATURE_NOT_AVAILABLE_IN_CLOUD');
  });

  test.each([
    ['of its own', 'reseller', false, 'DAP_GRANT_REQUIRES_CUSTOMER R29'],
    ['of another, claiming', 'other', true, 'RESELLER_CANNOT_BE_CUSTOMER R19'],
    ['of another', 'other', false, 'CUSTOMER_ADMIN_REQUIRED R15'],
  ])('a partner that follows a link %s', (_case, resellerId, claims, expected) => {
    const actor = partnerUser(['ADMIN_AGENT'], { resellerId, claimsCustomerGlobalAdmin: claims });

    expect(answer(refusalToAcceptInvitation(actor, link(), {}, NOW))).toBe(expected);
  });

  test('a joint link is that of the provider too (R29)', () => {
    const actor = partnerUser(['ADMIN_AGENT'], { resellerId: 'provider' });
    const joint = link({ invitation: { ...LINK, indirectProviderId: 'provider' } });

    expect(answer(refusalToAcceptInvitation(actor, joint, {}, NOW))).toBe(
      'DAP_GRANT_REQUIRES_CUSTOMER R29',
    );
  });

  test.each<[readonly Service[] | null, readonly Service[] | null, boolean]>([
    [null, null, false],
    [['DYNAMICS'], ['DYNAMICS'], true],
    [['DYNAMICS'], ['INTUNE'], false],
    [['DYNAMICS'], null, false],
  ])(
    'with %j granted, asking for %j, is already accepted: %s',
    (activeServices, services, expected) => {
      expect(isAlreadyAccepted(link({ activeServices }), { services })).toBe(expected);
    },
  );
});

describe('what one fact alone decides', () => {
  const link: InvitationAcceptanceFacts = {
    ...acceptance(),
    invitation: LINK,
    pendingRequest: null,
    activeServices: null,
  };
  const joint = {
    reseller: reseller({ id: 'provider', kind: 'INDIRECT_PROVIDER' }),
    otherHolders: [],
    soldServices: [],
    activeServices: null,
  };

  test('a request that the same customer has declined is no repeated acceptance', () => {
    const declined = request({ status: 'DECLINED', customerId: 'customer' });

    expect(isRepeatedAcceptance(declined, [], CUSTOMER_ADMIN, null)).toBe(false);
  });

  test('a joint link is accepted already when both partners have what it asks for', () => {
    const held = { ...link, policy: GLOBAL, activeServices: GLOBAL.services };

    expect(isAlreadyAccepted({ ...held, jointPartner: joint }, {})).toBe(false);
    expect(
      isAlreadyAccepted(
        { ...held, jointPartner: { ...joint, activeServices: GLOBAL.services } },
        {},
      ),
    ).toBe(true);
  });

  test('a link is the own one of both partners, and of nobody else', () => {
    const ids = { resellerId: 'reseller', indirectProviderId: 'provider' };
    const other = partnerUser([], { resellerId: 'other' });
    const provider = partnerUser([], { resellerId: 'provider' });

    expect(
      [ADMIN_AGENT, provider, other, CUSTOMER_ADMIN, null].map((it) => isOwnLink(it, ids)),
    ).toEqual([true, true, false, false, false]);
  });

  test('a waiting request that has expired refuses the link as well (R25)', () => {
    const pendingRequest = request({ expiresAt: instant(-1), services: CHINA.services });

    expect(
      answer(refusalToAcceptInvitation(CUSTOMER_ADMIN, { ...link, pendingRequest }, {}, NOW)),
    ).toBe('REQUEST_EXPIRED R25');
  });

  test('a request without privileges is not accepted where they always belong to one (R14)', () => {
    const facts = acceptance({ request: request({ withDelegatedAdmin: false }) });

    expect(answer(refusalToAccept(CUSTOMER_ADMIN, facts, {}, NOW))).toBe(
      'DAP_REQUIRED_IN_CLOUD R14',
    );
  });

  test('the two of a joint link work together now (R23)', () => {
    const answers = [false, true].map((isPartnershipOver) =>
      answer(refusalToAccept(CUSTOMER_ADMIN, acceptance({ isPartnershipOver }), {}, NOW)),
    );

    expect(answers).toEqual([null, 'NO_INDIRECT_PARTNERSHIP R23']);
  });
});
