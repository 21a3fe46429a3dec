import {
  type HeldSubscription,
  isTransactingStatus,
  refusalOfBase,
  refusalToTakeOver,
} from '../../src/modules/imports/subscription-import.rules';
import { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';

const HELD: HeldSubscription = {
  customerId: 'customer',
  transactingResellerId: 'seller',
  partnerId: '1000001',
  service: 'EXCHANGE_OFFICE',
  status: 'ACTIVE',
  suspendedBy: null,
};

describe('taking a body over into a held subscription', () => {
  it('allows what the source says of the same owners and the same Partner of Record', () => {
    expect(refusalToTakeOver({ ...HELD, status: 'SUSPENDED' }, HELD)).toBeNull();
  });

  it.each([
    ['another customer', { customerId: 'other' }, 'OWNERSHIP_CHANGE_NOT_ALLOWED', 'R2', 'id'],
    ['another seller', { transactingResellerId: 'x' }, 'OWNERSHIP_CHANGE_NOT_ALLOWED', 'R2', 'id'],
    ['another MPN id', { partnerId: '2' }, 'POR_CHANGE_NOT_ALLOWED', 'R4', 'partnerId'],
    ['no MPN id any more', { partnerId: null }, 'POR_CHANGE_NOT_ALLOWED', 'R4', 'partnerId'],
  ])('refuses %s', (_, change, code, rule, field) => {
    expect(refusalToTakeOver({ ...HELD, ...change }, HELD)).toMatchObject({ code, rule, field });
  });

  it('refuses an MPN id where there was none', () => {
    const held = { ...HELD, partnerId: null };

    expect(refusalToTakeOver(HELD, held)?.code).toBe('POR_CHANGE_NOT_ALLOWED');
  });

  it('leaves a deleted subscription deleted', () => {
    const held = { ...HELD, status: SubscriptionStatus.DELETED };

    expect(refusalToTakeOver(HELD, held)).toMatchObject({
      code: 'SUBSCRIPTION_DELETED',
      rule: 'R43',
    });
    expect(refusalToTakeOver(held, held)).toBeNull();
  });

  it('does not lift a suspension by the operator', () => {
    const held = {
      ...HELD,
      status: SubscriptionStatus.SUSPENDED,
      suspendedBy: 'OPERATOR',
    } as const;

    expect(refusalToTakeOver(HELD, held)?.code).toBe('INVALID_STATE_TRANSITION');
    expect(refusalToTakeOver(held, held)).toBeNull();
    expect(refusalToTakeOver({ ...HELD, status: 'DELETED' }, held)).toBeNull();
    expect(refusalToTakeOver(HELD, { ...held, suspendedBy: 'RESELLER' })).toBeNull();
  });
});

describe('the base of an add-on', () => {
  it('must be held, with the same customer', () => {
    expect(refusalOfBase('customer', { customerId: 'customer' })).toBeNull();
    expect(refusalOfBase('customer', { customerId: 'other' })?.code).toBe('ADDON_PARENT_MISMATCH');
    expect(refusalOfBase('customer', null)).toMatchObject({ rule: 'R46' });
  });
});

describe('selling a service now', () => {
  it.each(Object.values(SubscriptionStatus))('%s', (status) => {
    expect(isTransactingStatus(status)).toBe(['PENDING', 'ACTIVE', 'SUSPENDED'].includes(status));
  });
});
