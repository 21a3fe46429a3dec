import { type HeldTenant, resolveCaller } from '../../../src/platform/auth/caller';
import type { VerifiedToken } from '../../../src/platform/auth/token-verifier';

const TOKEN: VerifiedToken = {
  issuer: 'https://login.example.com',
  tenantId: '11111111-2222-4333-8444-555555555555',
  userId: 'user-1',
  displayName: 'Ada',
  roles: [],
  isApplication: false,
  mayNameOperators: false,
  tenantName: 'Woodgrove',
  tenantCountry: 'CN',
  validUntil: new Date('2026-05-05T12:00:00.000Z'),
};
const RESELLER = { id: 'reseller-1', cloudInstance: 'CHINA_21VIANET' } as const;
const CUSTOMER = { id: 'customer-1', cloudInstance: 'GLOBAL' } as const;

function caller(token: Partial<VerifiedToken>, held: HeldTenant) {
  return resolveCaller({ ...TOKEN, ...token }, () => Promise.resolve(held));
}

describe('who calls', () => {
  it('a user of a reseller keeps the partner roles alone', async () => {
    const roles = ['ADMIN_AGENT', 'CUSTOMER_BILLING_ADMIN', 'OPERATOR', 'toString'];

    expect(await caller({ roles }, { reseller: RESELLER })).toMatchObject({
      side: 'partner',
      kind: 'PARTNER_USER',
      resellerId: 'reseller-1',
      cloudInstance: 'CHINA_21VIANET',
      roles: ['ADMIN_AGENT'],
      claimsCustomerGlobalAdmin: false,
    });
  });

  it('a user of a customer keeps the customer roles alone', async () => {
    const roles = ['GLOBAL_ADMIN', 'CUSTOMER_GLOBAL_ADMIN', 'CUSTOMER_GLOBAL_ADMIN'];

    expect(await caller({ roles }, { customer: CUSTOMER })).toMatchObject({
      side: 'customer',
      kind: 'CUSTOMER_USER',
      customerId: 'customer-1',
      roles: ['CUSTOMER_GLOBAL_ADMIN'],
    });
  });

  it('a tenant that is both is a reseller, and what it claims of the customer side is remembered', async () => {
    const held = { reseller: RESELLER, customer: CUSTOMER };

    expect(await caller({ roles: ['CUSTOMER_GLOBAL_ADMIN'] }, held)).toMatchObject({
      side: 'partner',
      roles: [],
      claimsCustomerGlobalAdmin: true,
    });
  });

  it('a tenant that is not held is a new tenant with the name and country of its token', async () => {
    expect(await caller({ roles: ['CUSTOMER_GLOBAL_ADMIN', 'ADMIN_AGENT'] }, {})).toEqual({
      side: 'newTenant',
      kind: 'CUSTOMER_USER',
      tenantId: TOKEN.tenantId,
      userId: 'user-1',
      displayName: 'Ada',
      roles: ['CUSTOMER_GLOBAL_ADMIN'],
      tenantName: 'Woodgrove',
      tenantCountry: 'CN',
    });
  });

  it.each<[string, HeldTenant, string]>([
    ['a reseller', { reseller: RESELLER }, 'partner'],
    ['a customer', { customer: CUSTOMER }, 'customer'],
    ['a new tenant', {}, 'newTenant'],
  ])('an application of %s has no roles, whatever its token says', async (_, held, side) => {
    const roles = ['GLOBAL_ADMIN', 'CUSTOMER_GLOBAL_ADMIN', 'OPERATOR'];

    const found = await caller({ roles, isApplication: true, mayNameOperators: true }, held);

    expect(found).toMatchObject({ side, kind: 'APPLICATION', roles: [] });
  });
});

describe('the operator', () => {
  it('is named by an issuer marked so, and its tenant is not looked up', async () => {
    const lookup = jest.fn();
    const token = { ...TOKEN, roles: ['OPERATOR'], mayNameOperators: true };

    expect(await resolveCaller(token, lookup)).toMatchObject({
      side: 'operator',
      kind: 'OPERATOR',
    });
    expect(lookup).not.toHaveBeenCalled();
  });

  it.each<[HeldTenant, string]>([
    [{ reseller: RESELLER }, 'partner'],
    [{}, 'newTenant'],
  ])('is not named by another issuer', async (held, side) => {
    expect(await caller({ roles: ['OPERATOR'] }, held)).toMatchObject({ side, roles: [] });
  });
});
