import { nextState } from '../../src/kernel/transitions';
import {
  daysLeft,
  effectiveStatus,
  expiryOf,
  isExpired,
  refusalOfRequestState,
  refusalToCancel,
  refusalToDecline,
  refusalToRequest,
  refusalToSeeRequest,
  REQUEST_EVENTS,
  REQUEST_TRANSITIONS,
  type RequestingFacts,
  type RequestingInput,
} from '../../src/modules/relationships/relationship-request.rules';
import {
  ADMIN_AGENT,
  answer,
  CALLERS,
  CHINA,
  CUSTOMER_ADMIN,
  customerUser,
  GLOBAL,
  instant,
  newTenantUser,
  NOW,
  OPERATOR,
  OTHER_TENANT,
  partnerUser,
  request,
  reseller,
  US_GOVERNMENT,
} from '../support/rule-facts';

const STATES = ['NONE', 'PENDING', 'ACCEPTED', 'DECLINED', 'CANCELED', 'EXPIRED'] as const;

describe('states of a request', () => {
  const MOVES: Readonly<Record<string, string>> = {
    'NONE request': 'PENDING',
    'NONE acceptInvitation': 'ACCEPTED',
    'PENDING accept': 'ACCEPTED',
    'PENDING decline': 'DECLINED',
    'PENDING cancel': 'CANCELED',
    'PENDING expire': 'EXPIRED',
  };
  const pairs = STATES.flatMap((state) => REQUEST_EVENTS.map((event) => [state, event] as const));

  test.each(pairs)('%s takes %s or has no such move', (state, event) => {
    expect(nextState(REQUEST_TRANSITIONS, state, event)).toBe(MOVES[`${state} ${event}`] ?? null);
  });

  const FINAL: Readonly<Record<string, string>> = {
    ACCEPTED: 'REQUEST_NOT_PENDING R24',
    DECLINED: 'REQUEST_NOT_PENDING R24',
    CANCELED: 'REQUEST_NOT_PENDING R24',
    EXPIRED: 'REQUEST_EXPIRED R25',
  };
  const decided = (['ACCEPTED', 'DECLINED', 'CANCELED', 'EXPIRED'] as const).flatMap((status) =>
    (['accept', 'decline', 'cancel', 'expire'] as const).map((event) => [status, event] as const),
  );

  test.each(decided)('%s refuses %s, overdue or not', (status, event) => {
    for (const expiresAt of [instant(-1), NOW, instant(1)]) {
      expect(answer(refusalOfRequestState({ status, expiresAt }, event, NOW))).toBe(FINAL[status]);
    }
  });

  // One millisecond before, at, and after the instant of expiry (R25).
  test.each([
    ['accept', 1, null],
    ['accept', 0, 'REQUEST_EXPIRED R25'],
    ['accept', -1, 'REQUEST_EXPIRED R25'],
    ['decline', 1, null],
    ['decline', 0, 'REQUEST_EXPIRED R25'],
    ['decline', -1, 'REQUEST_EXPIRED R25'],
    ['cancel', 1, null],
    ['cancel', 0, 'REQUEST_EXPIRED R25'],
    ['cancel', -1, 'REQUEST_EXPIRED R25'],
    ['expire', 1, 'INVALID_STATE_TRANSITION -'],
    ['expire', 0, null],
    ['expire', -1, null],
  ] as const)('PENDING with %s, %d ms before its expiry, answers %s', (event, left, expected) => {
    const pending = { status: 'PENDING', expiresAt: instant(left) } as const;

    expect(answer(refusalOfRequestState(pending, event, NOW))).toBe(expected);
  });
});

describe('expiry (R25)', () => {
  test('is 90 days after the request', () => {
    expect(expiryOf(new Date('2026-01-01T00:00:00Z')).toISOString()).toBe(
      '2026-04-01T00:00:00.000Z',
    );
  });

  test.each([
    [1, false],
    [0, true],
    [-1, true],
  ])('%d ms before it: expired is %s', (left, expected) => {
    expect(isExpired(instant(left), NOW)).toBe(expected);
    expect(effectiveStatus({ status: 'PENDING', expiresAt: instant(left) }, NOW)).toBe(
      expected ? 'EXPIRED' : 'PENDING',
    );
  });

  test('does not touch what has been decided', () => {
    expect(effectiveStatus({ status: 'ACCEPTED', expiresAt: instant(-1) }, NOW)).toBe('ACCEPTED');
  });

  const DAY = 86_400_000;
  test.each([
    ['PENDING', 90 * DAY, 90],
    ['PENDING', 89 * DAY + 1, 90],
    ['PENDING', DAY + 1, 2],
    ['PENDING', DAY, 1],
    ['PENDING', 1, 1],
    ['PENDING', 0, null],
    ['PENDING', -1, null],
    ['ACCEPTED', DAY, null],
    ['CANCELED', DAY, null],
    ['EXPIRED', -DAY, null],
  ] as const)('%s, %d ms before its end: days left %s', (status, left, days) => {
    expect(daysLeft({ status, expiresAt: instant(left) }, NOW)).toBe(days);
  });
});

describe('who sees a request', () => {
  const other = customerUser(['CUSTOMER_GLOBAL_ADMIN'], {
    customerId: 'other',
    tenantId: OTHER_TENANT,
  });
  const named = request();
  const open = request({ customerTenantId: null });
  const taken = request({ customerTenantId: null, customerId: 'customer' });

  test.each([
    ['its reseller', ADMIN_AGENT, named, true],
    ['another reseller', partnerUser(['ADMIN_AGENT'], { resellerId: 'other' }), named, false],
    ['the named tenant', CUSTOMER_ADMIN, named, true],
    [
      'the named tenant in capitals',
      CUSTOMER_ADMIN,
      request({ customerTenantId: CUSTOMER_ADMIN.tenantId.toUpperCase() }),
      true,
    ],
    ['another tenant', other, named, false],
    ['whoever holds the id of an open one', other, open, true],
    ['the customer that decided it', CUSTOMER_ADMIN, taken, true],
    ['another customer than the one that decided it', other, taken, false],
    ['the operator', OPERATOR, named, true],
    ['a tenant that is not held', newTenantUser(['CUSTOMER_GLOBAL_ADMIN']), open, false],
    ['nobody', null, open, false],
  ])('%s', (_case, actor, facts, expected) => {
    expect(refusalToSeeRequest(actor, facts)?.code ?? 'SEEN').toBe(expected ? 'SEEN' : 'NOT_FOUND');
  });
});

function facts(overrides: Partial<RequestingFacts> = {}): RequestingFacts {
  return {
    policy: CHINA,
    reseller: reseller(),
    indirect: null,
    activeServices: null,
    ...overrides,
  };
}

function input(overrides: Partial<RequestingInput> = {}): RequestingInput {
  return { customerDomainHint: 'woodgrove.example', withDelegatedAdmin: true, ...overrides };
}

describe('asking for a relationship', () => {
  test.each(CALLERS)('by %s', (name, actor) => {
    const allowed = ['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN'].includes(name);
    const refused = actor === null ? 'UNAUTHENTICATED' : 'ROLE_NOT_ALLOWED';

    expect(refusalToRequest(actor, facts(), input())?.code).toBe(allowed ? undefined : refused);
  });

  test.each<[string, Partial<RequestingFacts>, Partial<RequestingInput>, string | null]>([
    ['in US Government (S12)', { policy: US_GOVERNMENT }, {}, 'FEATURE_NOT_AVAILABLE_IN_CLOUD -'],
    ['without privileges (R14)', {}, { withDelegatedAdmin: false }, 'DAP_REQUIRED_IN_CLOUD R14'],
    ['for Azure in 21Vianet', {}, { services: ['AZURE'] }, 'FEATURE_NOT_AVAILABLE_IN_CLOUD R39'],
    [
      'while suspended (S11)',
      { reseller: reseller({ accountStatus: 'SUSPENDED' }) },
      {},
      'RESELLER_SUSPENDED R18',
    ],
    [
      'as an indirect reseller (R22)',
      { reseller: reseller({ kind: 'INDIRECT_RESELLER' }) },
      {},
      'INDIRECT_RESELLER_CANNOT_INVITE R22',
    ],
    [
      'without the agreement (R20)',
      { reseller: reseller({ agreementAccepted: false }) },
      {},
      'AGREEMENT_NOT_ACCEPTED R20',
    ],
    [
      'with everything granted already (R9)',
      { activeServices: ['DYNAMICS', 'INTUNE'] },
      { services: ['DYNAMICS'] },
      'RELATIONSHIP_ALREADY_EXISTS R9',
    ],
    [
      'with a part granted already',
      { activeServices: ['DYNAMICS'] },
      { services: ['DYNAMICS', 'INTUNE'] },
      null,
    ],
    ['with nothing granted, for all', { activeServices: [] }, {}, null],
    [
      'without privileges where the relationship exists',
      { policy: GLOBAL, activeServices: [] },
      { withDelegatedAdmin: false },
      'RELATIONSHIP_ALREADY_EXISTS R9',
    ],
    ['of nobody', {}, { customerDomainHint: ' ' }, 'INVALID_INPUT -'],
    [
      'naming services without privileges',
      { policy: GLOBAL },
      { withDelegatedAdmin: false, services: ['AZURE'] },
      'INVALID_INPUT -',
    ],
    [
      'for a part of a whole tenant',
      { policy: GLOBAL },
      { services: ['AZURE'] },
      'INVALID_INPUT -',
    ],
    ['of a tenant by its id', {}, { customerTenantId: OTHER_TENANT }, null],
    [
      'without privileges in the global instance',
      { policy: GLOBAL },
      { withDelegatedAdmin: false },
      null,
    ],
  ])('%s', (_case, factOverrides, inputOverrides, expected) => {
    const refusal = refusalToRequest(ADMIN_AGENT, facts(factOverrides), input(inputOverrides));

    expect(answer(refusal)).toBe(expected);
  });

  test('answers step by step: each one cleared lets the next be heard', () => {
    const suspended = { accountStatus: 'SUSPENDED', kind: 'INDIRECT_RESELLER' } as const;
    const unsigned = { kind: 'INDIRECT_RESELLER', agreementAccepted: false } as const;
    const nobody = input({ customerDomainHint: null });
    const heard = [
      refusalToRequest(partnerUser(['HELPDESK_AGENT']), facts({ policy: US_GOVERNMENT }), nobody),
      refusalToRequest(
        partnerUser(['HELPDESK_AGENT']),
        facts({ reseller: reseller(suspended) }),
        nobody,
      ),
      refusalToRequest(ADMIN_AGENT, facts({ reseller: reseller(suspended) }), nobody),
      refusalToRequest(ADMIN_AGENT, facts({ reseller: reseller(unsigned) }), nobody),
      refusalToRequest(
        ADMIN_AGENT,
        facts({ reseller: reseller({ agreementAccepted: false }) }),
        nobody,
      ),
      refusalToRequest(ADMIN_AGENT, facts({ activeServices: CHINA.services }), nobody),
      refusalToRequest(ADMIN_AGENT, facts(), nobody),
    ].map((refusal) => refusal?.code);

    expect(heard).toEqual([
      'FEATURE_NOT_AVAILABLE_IN_CLOUD',
      'ROLE_NOT_ALLOWED',
      'RESELLER_SUSPENDED',
      'INDIRECT_RESELLER_CANNOT_INVITE',
      'AGREEMENT_NOT_ACCEPTED',
      'RELATIONSHIP_ALREADY_EXISTS',
      'INVALID_INPUT',
    ]);
  });
});

describe('declining and cancelling', () => {
  const decision = { policy: CHINA, request: request() };
  const REFUSED_TO_DECLINE: Readonly<Record<string, string | undefined>> = {
    nobody: 'UNAUTHENTICATED',
    'partner application': 'ROLE_NOT_ALLOWED',
    CUSTOMER_GLOBAL_ADMIN: undefined,
    CUSTOMER_BILLING_ADMIN: 'CUSTOMER_ADMIN_REQUIRED',
    CUSTOMER_USER: 'CUSTOMER_ADMIN_REQUIRED',
    'customer application': 'ROLE_NOT_ALLOWED',
    OPERATOR: 'ROLE_NOT_ALLOWED',
    'new tenant': 'ROLE_NOT_ALLOWED',
  };

  test.each(CALLERS)('declining by %s', (name, actor) => {
    // Every user of the asking reseller hears that only the customer decides (R29).
    const expected =
      name in REFUSED_TO_DECLINE ? REFUSED_TO_DECLINE[name] : 'DAP_GRANT_REQUIRES_CUSTOMER';

    expect(refusalToDecline(actor, decision, {}, NOW)?.code).toBe(expected);
  });

  test.each(CALLERS)('cancelling by %s', (name, actor) => {
    const allowed = ['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN'].includes(name);
    const refused = actor === null ? 'UNAUTHENTICATED' : 'ROLE_NOT_ALLOWED';

    expect(refusalToCancel(actor, decision, {}, NOW)?.code).toBe(allowed ? undefined : refused);
  });

  test('another reseller finds no request to cancel (R24)', () => {
    const other = partnerUser(['ADMIN_AGENT'], { resellerId: 'other' });

    expect(refusalToCancel(other, decision, {}, NOW)?.code).toBe('NOT_FOUND');
  });

  test('the state answers before the etag', () => {
    const declined = { policy: CHINA, request: request({ status: 'DECLINED' }) };
    const stale = { ifMatch: '"1"' };

    expect(refusalToDecline(CUSTOMER_ADMIN, declined, stale, NOW)?.code).toBe(
      'REQUEST_NOT_PENDING',
    );
    expect(refusalToDecline(CUSTOMER_ADMIN, decision, stale, NOW)?.code).toBe('ETAG_MISMATCH');
    expect(refusalToCancel(ADMIN_AGENT, decision, stale, NOW)?.code).toBe('ETAG_MISMATCH');
    expect(refusalToCancel(ADMIN_AGENT, decision, { ifMatch: '"3"' }, NOW)).toBeNull();
  });
});

describe('steps that stand before others', () => {
  const agent = partnerUser(['ADMIN_AGENT'], { cloudInstance: 'GLOBAL' });
  const joint: RequestingFacts = {
    policy: GLOBAL,
    reseller: reseller({ kind: 'INDIRECT_RESELLER' }),
    indirect: {
      provider: reseller({ id: 'provider', kind: 'INDIRECT_PROVIDER', accountStatus: 'SUSPENDED' }),
      indirectReseller: reseller({ kind: 'INDIRECT_RESELLER' }),
      isPartnershipActive: true,
    },
    activeServices: null,
  };
  const input: RequestingInput = {
    customerDomainHint: 'contoso',
    withDelegatedAdmin: true,
    services: null,
  };

  test('a joint request is refused by the standing of the provider (R18, R23)', () => {
    expect(answer(refusalToRequest(agent, joint, input))).toBe('RESELLER_SUSPENDED R18');
  });

  test('a request without privileges names no services, the whole tenant neither', () => {
    const alone = { ...joint, reseller: reseller(), indirect: null };
    const named = { ...input, withDelegatedAdmin: false, services: GLOBAL.services };

    expect(answer(refusalToRequest(agent, alone, named))).toBe('INVALID_INPUT -');
    expect(answer(refusalToRequest(agent, alone, { ...named, services: [] }))).toBeNull();
    expect(
      answer(refusalToRequest(agent, alone, { ...named, withDelegatedAdmin: true })),
    ).toBeNull();
  });

  test('whose request it is decides what a partner hears that would decline it (R15, R29)', () => {
    const own = { policy: CHINA, request: request() };
    const foreign = { policy: CHINA, request: request({ resellerId: 'other' }) };

    expect(answer(refusalToDecline(ADMIN_AGENT, own, {}, NOW))).toBe(
      'DAP_GRANT_REQUIRES_CUSTOMER R29',
    );
    expect(answer(refusalToDecline(ADMIN_AGENT, foreign, {}, NOW))).toBe(
      'CUSTOMER_ADMIN_REQUIRED R15',
    );
  });

  test('a strange request is not found before anything is said of its state', () => {
    const strange = {
      policy: CHINA,
      request: request({ customerTenantId: OTHER_TENANT, status: 'DECLINED' }),
    };

    expect(answer(refusalToDecline(CUSTOMER_ADMIN, strange, {}, NOW))).toBe('NOT_FOUND R36');
  });

  test('a request that is over is canceled no more, whatever the etag', () => {
    const over = { policy: CHINA, request: request({ status: 'DECLINED' }) };

    expect(answer(refusalToCancel(ADMIN_AGENT, over, { ifMatch: '"1"' }, NOW))).toBe(
      'REQUEST_NOT_PENDING R24',
    );
  });
});
