import { nextState } from '../../src/kernel/transitions';
import {
  activeServicesOf,
  DAP_EVENTS,
  DAP_TRANSITIONS,
  DapStatus,
  type EndOfPrivilegesFacts,
  holdersBeside,
  type PrivilegeFacts,
  type PrivilegeHolder,
  refusalToAdminister,
  refusalToEnd,
  refusalToGrant,
  refusalToRelinquish,
  refusalToRemovePrivileges,
  refusalToTerminate,
  servicesToEnd,
  servicesToGrant,
  type TerminationFacts,
  type TerminationInput,
} from '../../src/modules/relationships/delegated-privileges.rules';
import {
  ADMIN_AGENT,
  answer,
  CALLERS,
  CHINA,
  CUSTOMER_ADMIN,
  customerUser,
  GLOBAL,
  instant,
  NOW,
  OPERATOR,
  partnerUser,
  relationship,
} from '../support/rule-facts';

const STATES = ['NONE', ...Object.values(DapStatus)] as const;

describe('states of a privilege', () => {
  // Every end leads to its own state; whatever is not ACTIVE takes only a new grant (R29).
  const ENDS: Readonly<Record<string, string>> = {
    removeDap: 'REMOVED_BY_CUSTOMER',
    relinquish: 'RELINQUISHED_BY_PARTNER',
    terminate: 'TERMINATED_BY_OPERATOR',
    endWithRelationship: 'ENDED_WITH_RELATIONSHIP',
  };
  const pairs = STATES.flatMap((state) => DAP_EVENTS.map((event) => [state, event] as const));

  test.each(pairs)('%s takes %s or refuses it', (state, event) => {
    const expected =
      state === 'ACTIVE' ? (ENDS[event] ?? null) : event === 'grant' ? 'ACTIVE' : null;

    expect(nextState(DAP_TRANSITIONS, state, event)).toBe(expected);
    if (event === 'grant' || state === 'NONE') return;
    expect(
      answer(refusalToEnd(event, ['DYNAMICS'], [{ service: 'DYNAMICS', status: state }])),
    ).toBe(expected ? null : 'INVALID_STATE_TRANSITION -');
  });
});

function holder(overrides: Partial<PrivilegeHolder> = {}): PrivilegeHolder {
  return {
    resellerId: 'a',
    resellerName: 'Contoso Cloud',
    service: 'DYNAMICS',
    isTransacting: true,
    ...overrides,
  };
}

describe('granting (R21, D7)', () => {
  test.each([
    ['both sell it', true, true, 'DAP_CONFLICT R21'],
    ['only the holder sells it', true, false, null],
    ['only the new one sells it', false, true, null],
    ['neither sells it', false, false, null],
  ])('a service that another holds, when %s', (_case, isTransacting, sells, expected) => {
    const facts = {
      otherHolders: [holder({ isTransacting })],
      soldServices: sells ? (['DYNAMICS'] as const) : [],
    };

    expect(answer(refusalToGrant(['DYNAMICS'], facts))).toBe(expected);
  });

  test('a conflict in a service that is not granted stands in nobody’s way', () => {
    const facts = { otherHolders: [holder()], soldServices: ['DYNAMICS', 'INTUNE'] as const };

    expect(refusalToGrant(['INTUNE'], facts)).toBeNull();
  });

  test('one conflict refuses all, and each holder and service is named', () => {
    const refusal = refusalToGrant(['DYNAMICS', 'INTUNE', 'OTHER'], {
      otherHolders: [
        holder(),
        holder({ resellerId: 'b', resellerName: 'Other', service: 'INTUNE' }),
        holder({ service: 'OTHER', isTransacting: false }),
      ],
      soldServices: ['DYNAMICS', 'INTUNE', 'OTHER'],
    });

    expect(refusal?.blockers.map(({ name, service }) => [name, service])).toEqual([
      ['Contoso Cloud', 'DYNAMICS'],
      ['Other', 'INTUNE'],
    ]);
  });

  test('what is ACTIVE already is not granted twice', () => {
    expect(servicesToGrant(['DYNAMICS', 'INTUNE'], ['DYNAMICS'])).toEqual(['INTUNE']);
  });
});

describe('ending privileges', () => {
  const privileges: readonly PrivilegeFacts[] = [
    { service: 'DYNAMICS', status: 'ACTIVE' },
    { service: 'INTUNE', status: 'ACTIVE' },
    { service: 'OTHER', status: 'REMOVED_BY_CUSTOMER' },
  ];

  test('without names concerns all that are ACTIVE', () => {
    expect(activeServicesOf(privileges)).toEqual(['DYNAMICS', 'INTUNE']);
    expect(servicesToEnd(null, privileges)).toEqual(['DYNAMICS', 'INTUNE']);
    expect(servicesToEnd([], privileges)).toEqual(['DYNAMICS', 'INTUNE']);
    expect(servicesToEnd(['INTUNE', 'INTUNE'], privileges)).toEqual(['INTUNE']);
  });

  test.each([
    ['one that is ACTIVE', ['DYNAMICS'], privileges, null],
    ['one that has ended beside an ACTIVE one', ['DYNAMICS', 'OTHER'], privileges, 'refused'],
    ['one that was never granted', ['EXCHANGE_OFFICE'], privileges, 'refused'],
    ['all, when some are ACTIVE', null, privileges, null],
    ['all, when none is ACTIVE', null, privileges.slice(2), 'refused'],
    ['all, when none was ever granted', null, [], 'refused'],
  ] as const)('%s', (_case, named, facts, expected) => {
    expect(refusalToEnd('removeDap', named, facts)?.code).toBe(
      expected === null ? undefined : 'INVALID_STATE_TRANSITION',
    );
  });

  function facts(overrides: Partial<EndOfPrivilegesFacts> = {}): EndOfPrivilegesFacts {
    return { policy: CHINA, relationship: relationship(), privileges, ...overrides };
  }

  const REFUSED_TO_REMOVE: Readonly<Record<string, string | undefined>> = {
    nobody: 'UNAUTHENTICATED',
    'partner application': 'ROLE_NOT_ALLOWED',
    'customer application': 'ROLE_NOT_ALLOWED',
    CUSTOMER_GLOBAL_ADMIN: undefined,
    OPERATOR: 'ROLE_NOT_ALLOWED',
    'new tenant': 'ROLE_NOT_ALLOWED',
  };

  test.each(CALLERS)('removing them by %s (R26)', (name, actor) => {
    const expected =
      name in REFUSED_TO_REMOVE ? REFUSED_TO_REMOVE[name] : 'CUSTOMER_ADMIN_REQUIRED';

    expect(refusalToRemovePrivileges(actor, facts())?.code).toBe(expected);
  });

  test.each(CALLERS)('giving them up by %s (R28)', (name, actor) => {
    const allowed = ['ADMIN_AGENT', 'GLOBAL_ADMIN'].includes(name);
    const refused = actor === null ? 'UNAUTHENTICATED' : 'ROLE_NOT_ALLOWED';

    expect(refusalToRelinquish(actor, facts())?.code).toBe(allowed ? undefined : refused);
  });

  test('of others finds nothing', () => {
    const otherCustomer = customerUser(['CUSTOMER_GLOBAL_ADMIN'], { customerId: 'other' });
    const otherReseller = partnerUser(['ADMIN_AGENT'], { resellerId: 'other' });

    expect(refusalToRemovePrivileges(otherCustomer, facts())?.code).toBe('NOT_FOUND');
    expect(refusalToRelinquish(otherReseller, facts())?.code).toBe('NOT_FOUND');
  });

  test('asks the state, then the etag, then the unit', () => {
    const inGlobal = facts({ policy: GLOBAL });
    const stale = { services: ['OTHER'] as const, ifMatch: '"4"' };

    expect(refusalToRelinquish(ADMIN_AGENT, inGlobal, stale)?.code).toBe(
      'INVALID_STATE_TRANSITION',
    );
    expect(
      refusalToRelinquish(ADMIN_AGENT, inGlobal, { ...stale, services: ['DYNAMICS'] })?.code,
    ).toBe('ETAG_MISMATCH');
    expect(refusalToRelinquish(ADMIN_AGENT, inGlobal, { services: ['DYNAMICS'] })?.code).toBe(
      'INVALID_INPUT',
    );
    expect(
      refusalToRemovePrivileges(CUSTOMER_ADMIN, facts(), {
        services: ['DYNAMICS'],
        ifMatch: '"5"',
      }),
    ).toBeNull();
  });
});

describe('using privileges (R27)', () => {
  const facts = { policy: CHINA, activeServices: ['INTUNE'] } as const;

  test.each(CALLERS)('by %s', (name, actor) => {
    const allowed = ['ADMIN_AGENT', 'HELPDESK_AGENT'].includes(name);
    const refused = actor === null ? 'UNAUTHENTICATED' : 'ROLE_NOT_ALLOWED';

    expect(refusalToAdminister(actor, 'INTUNE', facts)?.code).toBe(allowed ? undefined : refused);
  });

  test('needs them for that very service', () => {
    expect(answer(refusalToAdminister(ADMIN_AGENT, 'DYNAMICS', facts))).toBe('DAP_NOT_GRANTED R27');
  });
});

describe('the second of two partners at once (R21, R23)', () => {
  const first = { resellerId: 'a', resellerName: 'Fabrikam' };
  const held = { ...first, service: 'DYNAMICS', isTransacting: false } as const;
  const ofOther = { resellerId: 'b', resellerName: 'Litware', service: 'INTUNE' } as const;
  const foreign = { ...ofOther, isTransacting: true };

  test('finds the first one beside it, for each service that it sells', () => {
    expect(holdersBeside(first, ['DYNAMICS', 'INTUNE'], [foreign])).toEqual([
      foreign,
      { ...first, service: 'DYNAMICS', isTransacting: true },
      { ...first, service: 'INTUNE', isTransacting: true },
    ]);
  });

  test('finds it once where it holds them already', () => {
    expect(holdersBeside(first, ['DYNAMICS', 'INTUNE'], [foreign, held])).toEqual([
      foreign,
      held,
      { ...first, service: 'INTUNE', isTransacting: true },
    ]);
  });
});

describe('the end of unused privileges by the operator (D16)', () => {
  const DAY = 86_400_000;
  const LIMIT = 90 * DAY;
  const facts: TerminationFacts = {
    policy: GLOBAL,
    relationship: relationship(),
    privileges: GLOBAL.services.map((service) => ({ service, status: 'ACTIVE' })),
    grants: [
      { service: 'INTUNE', grantedAt: instant(-LIMIT - 1) },
      { service: 'DYNAMICS', grantedAt: null },
    ],
  };
  const input: TerminationInput = { unusedSince: instant(-LIMIT - 1), services: null };
  const grantedAt = (offset: number): TerminationFacts => ({
    ...facts,
    grants: [...facts.grants, { service: 'OTHER', grantedAt: instant(offset) }],
  });

  test.each([
    ['the operator, of what was unused for longer', OPERATOR, facts, {}, null],
    ['the operator, with the etag', OPERATOR, facts, { ifMatch: '"5"' }, null],
    ['the customer', CUSTOMER_ADMIN, facts, {}, 'ROLE_NOT_ALLOWED -'],
    [
      'the operator in 21Vianet',
      OPERATOR,
      { ...facts, policy: CHINA },
      {},
      'FEATURE_NOT_AVAILABLE_IN_CLOUD -',
    ],
    [
      'the operator, of what is ended',
      OPERATOR,
      { ...facts, privileges: [] },
      {},
      'INVALID_STATE_TRANSITION -',
    ],
    [
      'the operator, of what was used 90 days ago',
      OPERATOR,
      facts,
      { unusedSince: instant(-LIMIT) },
      'INVALID_STATE_TRANSITION -',
    ],
    [
      'the operator, of what was granted 90 days ago',
      OPERATOR,
      grantedAt(-LIMIT),
      { ifMatch: '"1"' },
      'INVALID_STATE_TRANSITION -',
    ],
    ['the operator, of what was granted before', OPERATOR, grantedAt(-LIMIT - 1), {}, null],
    [
      'the operator, with an old etag',
      OPERATOR,
      facts,
      { ifMatch: '"1"', services: ['INTUNE'] },
      'ETAG_MISMATCH R40',
    ],
    [
      'the operator, of a part of the tenant',
      OPERATOR,
      facts,
      { services: ['INTUNE'] },
      'INVALID_INPUT -',
    ],
  ] as const)('%s', (_who, actor, given, said, refusal) => {
    expect(
      answer(refusalToTerminate(actor, given as TerminationFacts, { ...input, ...said }, NOW)),
    ).toBe(refusal);
  });
});
