import {
  refusalOfNoRelationship,
  refusalToSell,
  type SaleFacts,
} from '../../src/modules/relationships/selling.rules';
import { ADMIN_AGENT, answer, CALLERS, CHINA, GLOBAL, reseller } from '../support/rule-facts';

function buyer(overrides: Partial<SaleFacts['customer']> = {}): SaleFacts['customer'] {
  return {
    country: 'CN',
    cloudInstance: 'CHINA_21VIANET',
    isPartnerTenant: false,
    hasAcceptedAgreement: false,
    ...overrides,
  };
}

describe('selling (R7)', () => {
  function sale(overrides: Partial<SaleFacts> = {}): SaleFacts {
    return {
      policy: CHINA,
      reseller: reseller(),
      relationshipStatus: 'ACTIVE',
      customer: buyer(),
      ...overrides,
    };
  }

  test.each(CALLERS)('by %s', (name, actor) => {
    const allowed = ['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN'].includes(name);
    const refused = actor === null ? 'UNAUTHENTICATED' : 'ROLE_NOT_ALLOWED';

    expect(refusalToSell(actor, sale())?.code).toBe(allowed ? undefined : refused);
  });

  test.each<[string, Partial<SaleFacts>, string | null]>([
    [
      'while suspended',
      { reseller: reseller({ accountStatus: 'SUSPENDED' }) },
      'RESELLER_SUSPENDED R18',
    ],
    [
      'while restricted',
      { reseller: reseller({ accountStatus: 'RESTRICTED' }) },
      'RESELLER_RESTRICTED R18',
    ],
    // A customer that is unknown and one of others look the same.
    ['without ever a relationship', { relationshipStatus: null }, 'NOT_FOUND R36'],
    ['as an indirect provider', { reseller: reseller({ kind: 'INDIRECT_PROVIDER' }) }, null],
    [
      'as an indirect reseller, whose provider places the orders',
      { reseller: reseller({ kind: 'INDIRECT_RESELLER' }) },
      'ROLE_NOT_ALLOWED -',
    ],
    ['in another country', { customer: buyer({ country: 'DE' }) }, 'REGION_NOT_ALLOWED R16'],
    ['in no known country', { customer: buyer({ country: null }) }, 'REGION_NOT_ALLOWED R16'],
    ['in another instance', { customer: buyer({ cloudInstance: 'GLOBAL' }) }, 'CLOUD_MISMATCH R17'],
    [
      'to the tenant of a partner',
      { customer: buyer({ isPartnerTenant: true }) },
      'RESELLER_CANNOT_BE_CUSTOMER R19',
    ],
    ['after its removal', { relationshipStatus: 'REMOVED' }, 'NO_RESELLER_RELATIONSHIP R7'],
    [
      'without the reseller agreement',
      { reseller: reseller({ agreementAccepted: false }) },
      'AGREEMENT_NOT_ACCEPTED R20',
    ],
    ['without the customer agreement', { policy: GLOBAL }, 'AGREEMENT_NOT_ACCEPTED R20'],
    [
      'with the customer agreement',
      { policy: GLOBAL, customer: buyer({ hasAcceptedAgreement: true }) },
      null,
    ],
  ])('%s', (_case, overrides, expected) => {
    expect(answer(refusalToSell(ADMIN_AGENT, sale(overrides)))).toBe(expected);
  });

  test('needs an ACTIVE relationship', () => {
    expect(refusalOfNoRelationship('ACTIVE')).toBeNull();
    expect(refusalOfNoRelationship(null)?.rule).toBe('R7');
  });

  test.each<[string, Partial<SaleFacts>]>([
    ['NOT_FOUND R36', { relationshipStatus: null }],
    ['RESELLER_SUSPENDED R18', { reseller: reseller({ accountStatus: 'SUSPENDED' }) }],
    ['NO_RESELLER_RELATIONSHIP R7', { relationshipStatus: 'REMOVED' }],
    ['REGION_NOT_ALLOWED R16', { customer: buyer({ country: 'DE' }) }],
    ['CLOUD_MISMATCH R17', { customer: buyer({ cloudInstance: 'GLOBAL' }) }],
    ['RESELLER_CANNOT_BE_CUSTOMER R19', { customer: buyer({ isPartnerTenant: true }) }],
  ])('with everything else in the way after it, %s is the answer', (expected, overrides) => {
    const everything: SaleFacts = {
      policy: CHINA,
      reseller: reseller({ agreementAccepted: false, ...overrides.reseller }),
      relationshipStatus:
        'relationshipStatus' in overrides ? (overrides.relationshipStatus ?? null) : 'ACTIVE',
      customer: buyer(overrides.customer),
    };

    expect(answer(refusalToSell(ADMIN_AGENT, everything))).toBe(expected);
  });
});
