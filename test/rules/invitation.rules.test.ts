import { nextState } from '../../src/kernel/transitions';
import {
  refusalOfCustomerAgreement,
  refusalOfResellerAgreement,
} from '../../src/modules/relationships/agreement.rules';
import {
  type IndirectFacts,
  INVITATION_EVENTS,
  INVITATION_TRANSITIONS,
  type InvitationFacts,
  jointProviderOf,
  refusalOfInvitationState,
  refusalOfJointProvider,
  refusalOfServedInvitation,
  refusalToCreateInvitation,
  refusalToRotate,
} from '../../src/modules/relationships/invitation.rules';
import {
  ADMIN_AGENT,
  answer,
  CHINA,
  GERMANY,
  GLOBAL,
  PARTNER_GLOBAL_ADMIN,
  partnerUser,
  reseller,
  US_GOVERNMENT,
} from '../support/rule-facts';

describe('states of an invitation', () => {
  const MOVES: Readonly<Record<string, string>> = {
    'NONE create': 'ACTIVE',
    'ACTIVE create': 'ACTIVE',
    'ACTIVE rotate': 'REVOKED',
    'ACTIVE accept': 'ACTIVE',
  };
  const pairs = (['NONE', 'ACTIVE', 'REVOKED'] as const).flatMap((state) =>
    INVITATION_EVENTS.map((event) => [state, event] as const),
  );

  test.each(pairs)('%s takes %s or refuses it', (state, event) => {
    const expected = MOVES[`${state} ${event}`] ?? null;
    const refused = state === 'REVOKED' ? 'INVITATION_REVOKED R12' : 'INVALID_STATE_TRANSITION -';

    expect(nextState(INVITATION_TRANSITIONS, state, event)).toBe(expected);
    expect(answer(refusalOfInvitationState(state, event))).toBe(expected ? null : refused);
  });
});

const provider = reseller({ id: 'provider', kind: 'INDIRECT_PROVIDER' });
const indirectReseller = reseller({ kind: 'INDIRECT_RESELLER' });

function tiers(overrides: Partial<IndirectFacts> = {}): IndirectFacts {
  return { provider, indirectReseller, isPartnershipActive: true, ...overrides };
}

function facts(overrides: Partial<InvitationFacts> = {}): InvitationFacts {
  return { policy: CHINA, reseller: reseller(), indirect: null, ...overrides };
}

const WITH_DAP = { includesDelegatedAdmin: true };

describe('creating an invitation', () => {
  test('is allowed to a reseller in good standing', () => {
    expect(refusalToCreateInvitation(ADMIN_AGENT, facts(), WITH_DAP)).toBeNull();
  });

  test.each([
    ['in US Government (S12)', { policy: US_GOVERNMENT }, 'FEATURE_NOT_AVAILABLE_IN_CLOUD -'],
    [
      'by a suspended reseller',
      { reseller: reseller({ accountStatus: 'SUSPENDED' }) },
      'RESELLER_SUSPENDED R18',
    ],
    [
      'by a restricted reseller',
      { reseller: reseller({ accountStatus: 'RESTRICTED' }) },
      'RESELLER_RESTRICTED R18',
    ],
    [
      'without the reseller agreement',
      { reseller: reseller({ agreementAccepted: false }) },
      'AGREEMENT_NOT_ACCEPTED R20',
    ],
    [
      'by an indirect reseller in 21Vianet (S6)',
      { reseller: indirectReseller },
      'INDIRECT_RESELLER_CANNOT_INVITE R22',
    ],
    [
      'by an indirect reseller where the practice is not documented',
      { reseller: indirectReseller, policy: GERMANY },
      'INDIRECT_RESELLER_CANNOT_INVITE R22',
    ],
    [
      'by an indirect reseller without its provider',
      { reseller: indirectReseller, policy: GLOBAL },
      'NO_INDIRECT_PARTNERSHIP R23',
    ],
    [
      'by an indirect reseller with a provider that is not its partner',
      {
        reseller: indirectReseller,
        policy: GLOBAL,
        indirect: tiers({ isPartnershipActive: false }),
      },
      'NO_INDIRECT_PARTNERSHIP R23',
    ],
    [
      'jointly with an active partner',
      { reseller: indirectReseller, policy: GLOBAL, indirect: tiers() },
      null,
    ],
    [
      'by a provider for its indirect reseller in 21Vianet',
      { reseller: provider, indirect: tiers() },
      null,
    ],
    [
      'for two others',
      { reseller: reseller({ id: 'third' }), indirect: tiers() },
      'NO_INDIRECT_PARTNERSHIP R23',
    ],
    [
      'across regions of the two tiers',
      {
        reseller: provider,
        indirect: tiers({ indirectReseller: reseller({ country: 'HK' }) }),
      },
      'REGION_NOT_ALLOWED R16',
    ],
    [
      'across instances of the two tiers',
      {
        reseller: provider,
        indirect: tiers({ indirectReseller: reseller({ cloudInstance: 'GLOBAL' }) }),
      },
      'CLOUD_MISMATCH R17',
    ],
  ])('%s', (_case, overrides, expected) => {
    expect(answer(refusalToCreateInvitation(ADMIN_AGENT, facts(overrides), WITH_DAP))).toBe(
      expected,
    );
  });

  test('without privileges is refused where every request includes them (R14)', () => {
    const without = { includesDelegatedAdmin: false };

    expect(answer(refusalToCreateInvitation(ADMIN_AGENT, facts(), without))).toBe(
      'DAP_REQUIRED_IN_CLOUD R14',
    );
    expect(refusalToCreateInvitation(ADMIN_AGENT, facts({ policy: GLOBAL }), without)).toBeNull();
  });

  test('asks the standing before the kind of reseller', () => {
    const suspended = reseller({ kind: 'INDIRECT_RESELLER', accountStatus: 'SUSPENDED' });

    expect(
      refusalToCreateInvitation(ADMIN_AGENT, facts({ reseller: suspended }), WITH_DAP)?.code,
    ).toBe('RESELLER_SUSPENDED');
  });
});

describe('rotating an invitation (D5)', () => {
  const active = { policy: CHINA, resellerId: 'reseller', status: 'ACTIVE', etag: null } as const;

  test('is for the global administrator of the reseller', () => {
    expect(refusalToRotate(PARTNER_GLOBAL_ADMIN, active)).toBeNull();
    expect(refusalToRotate(ADMIN_AGENT, active)?.code).toBe('ROLE_NOT_ALLOWED');
  });

  test('of another reseller finds nothing', () => {
    const foreign = partnerUser(['GLOBAL_ADMIN'], { resellerId: 'other' });

    expect(refusalToRotate(foreign, active)?.code).toBe('NOT_FOUND');
  });

  test('of a revoked one is refused', () => {
    expect(refusalToRotate(PARTNER_GLOBAL_ADMIN, { ...active, status: 'REVOKED' })?.code).toBe(
      'INVITATION_REVOKED',
    );
  });

  test('compares an etag that is given', () => {
    expect(
      refusalToRotate(PARTNER_GLOBAL_ADMIN, { ...active, etag: '"2"' }, { ifMatch: '"1"' })?.code,
    ).toBe('ETAG_MISMATCH');
  });
});

describe('R20: agreements', () => {
  test.each([
    [CHINA, false, 'AGREEMENT_NOT_ACCEPTED R20'],
    [CHINA, true, null],
    [GLOBAL, false, null],
    [GERMANY, false, null],
  ])('the reseller’s part in $instance, signed %s', (policy, agreementAccepted, expected) => {
    expect(answer(refusalOfResellerAgreement({ agreementAccepted }, policy))).toBe(expected);
  });

  test.each([
    [GLOBAL, false, false, 'AGREEMENT_NOT_ACCEPTED R20'],
    [GLOBAL, true, false, null],
    [GLOBAL, false, true, null],
    [US_GOVERNMENT, false, false, 'AGREEMENT_NOT_ACCEPTED R20'],
    [CHINA, false, false, null],
    [GERMANY, false, false, null],
  ])(
    'the customer’s part in $instance, before %s, now %s',
    (policy, hasAcceptedAgreement, acceptsNow, expected) => {
      expect(answer(refusalOfCustomerAgreement({ hasAcceptedAgreement }, acceptsNow, policy))).toBe(
        expected,
      );
    },
  );
});

describe('where two tiers invite jointly (R23)', () => {
  const joint = facts({ policy: GLOBAL, reseller: indirectReseller, indirect: tiers() });
  const served = facts({ policy: GLOBAL, reseller: provider, indirect: tiers() });
  const alone = facts({ policy: GLOBAL });
  const china = facts({ reseller: indirectReseller, indirect: tiers() });

  test('the provider is asked for with its indirect reseller, and in no other case', () => {
    expect([joint, served, alone, china].map((it) => jointProviderOf(it)?.id ?? null)).toEqual([
      'provider',
      null,
      null,
      null,
    ]);
  });

  test('the provider makes no link in the place of its reseller', () => {
    expect(
      [joint, served, alone, china].map((it) => answer(refusalOfServedInvitation(it))),
    ).toEqual([null, 'FEATURE_NOT_AVAILABLE_IN_CLOUD R23', null, null]);
  });

  test('standing and agreement of the provider count as well, and of nobody else', () => {
    const withProvider = (overrides: object): InvitationFacts => ({
      ...joint,
      indirect: tiers({ provider: { ...provider, ...overrides } }),
    });
    const suspended = withProvider({ accountStatus: 'SUSPENDED' });
    const unsigned = {
      ...withProvider({ agreementAccepted: false }),
      policy: { ...GLOBAL, agreementCheck: 'RESELLER_AGREEMENT' as const },
    };
    const restricted = withProvider({ accountStatus: 'RESTRICTED' });

    expect(
      [joint, suspended, restricted, unsigned, alone].map((it) =>
        answer(refusalOfJointProvider('REQUEST_RELATIONSHIP', it)),
      ),
    ).toEqual([
      null,
      'RESELLER_SUSPENDED R18',
      'RESELLER_RESTRICTED R18',
      'AGREEMENT_NOT_ACCEPTED R20',
      null,
    ]);
    const agent = partnerUser(['ADMIN_AGENT'], { cloudInstance: 'GLOBAL' });
    expect(answer(refusalToCreateInvitation(agent, suspended, WITH_DAP))).toBe(
      'RESELLER_SUSPENDED R18',
    );
    expect(answer(refusalToCreateInvitation(agent, joint, WITH_DAP))).toBeNull();
  });
});
