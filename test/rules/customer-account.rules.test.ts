import {
  type CustomerAccount,
  type CustomerAccountFacts,
  refusalToCreateCustomer,
} from '../../src/modules/relationships/customer-account.rules';
import {
  ADMIN_AGENT,
  answer,
  CHINA,
  CUSTOMER_ADMIN,
  GERMANY,
  reseller,
} from '../support/rule-facts';

const FACTS: CustomerAccountFacts = {
  policy: CHINA,
  reseller: reseller(),
  isPartnerTenant: false,
  isHeldTenant: false,
  attachment: null,
};
const ACCOUNT: CustomerAccount = {
  country: 'CN',
  company: { companyName: 'Woodgrove', domain: null, organizationRegistrationNumber: null },
  billing: null,
  associatedPartnerId: null,
};
const PROVIDER = { kind: 'INDIRECT_PROVIDER', isOwnReseller: true, mayReplace: true } as const;
const ATTACHED = { associatedPartnerId: '4847383' };
const UNNAMED = { company: { ...ACCOUNT.company, companyName: '' } };
const SUSPENDED = { reseller: reseller({ accountStatus: 'SUSPENDED' }) };
const UNSIGNED = { reseller: reseller({ agreementAccepted: false }) };

type Case = readonly [
  title: string,
  facts: Partial<CustomerAccountFacts>,
  account: Partial<CustomerAccount>,
  refusal: string | null,
];

// Each also stands in the way of the steps after it: the order is that of domain section 5.
const CASES: readonly Case[] = [
  ['with nothing in its way', {}, {}, null],
  [
    'where no new customers are taken',
    { policy: GERMANY, ...SUSPENDED },
    {},
    'FEATURE_NOT_AVAILABLE_IN_CLOUD -',
  ],
  ['by a suspended reseller', SUSPENDED, { country: 'DE' }, 'RESELLER_SUSPENDED R18'],
  ['of another country', { isPartnerTenant: true }, { country: 'DE' }, 'REGION_NOT_ALLOWED R16'],
  [
    'for a tenant of a partner',
    { isPartnerTenant: true, ...UNSIGNED },
    {},
    'RESELLER_CANNOT_BE_CUSTOMER R19',
  ],
  ['without the signed agreement', UNSIGNED, UNNAMED, 'AGREEMENT_NOT_ACCEPTED R20'],
  ['without a name', {}, { ...UNNAMED, billing: { email: 'x' } }, 'INVALID_INPUT -'],
  ['with a wrong billing profile', {}, { billing: { email: 'x' } }, 'INVALID_INPUT -'],
  ['with a billing profile', {}, { billing: { firstName: 'Lin' } }, null],
  ['with an own reseller attached', { attachment: PROVIDER }, ATTACHED, null],
  [
    'with a strange reseller attached',
    { attachment: { ...PROVIDER, isOwnReseller: false } },
    { ...ATTACHED, country: 'DE' },
    'NO_INDIRECT_PARTNERSHIP R23',
  ],
  [
    'with a reseller attached by a direct-bill partner',
    { attachment: { ...PROVIDER, kind: 'DIRECT_BILL' } },
    ATTACHED,
    'INVALID_INPUT -',
  ],
  ['for a tenant that is held', { isHeldTenant: true }, {}, 'INVALID_INPUT -'],
];

test.each(CASES)('an account %s is made, or refused', (_title, facts, account, refusal) => {
  const given = refusalToCreateCustomer(
    ADMIN_AGENT,
    { ...FACTS, ...facts },
    { ...ACCOUNT, ...account },
  );

  expect(answer(given)).toBe(refusal);
});

test('the role comes first, and what is wrong with the input in the order of the form', () => {
  const wrong = { ...ACCOUNT, ...UNNAMED, billing: { email: 'x' } };
  const held = { ...FACTS, isHeldTenant: true };

  expect(answer(refusalToCreateCustomer(CUSTOMER_ADMIN, { ...FACTS, ...SUSPENDED }, ACCOUNT))).toBe(
    'ROLE_NOT_ALLOWED -',
  );
  expect(refusalToCreateCustomer(ADMIN_AGENT, held, wrong)?.field).toBe(
    'input.companyProfile.companyName',
  );
  expect(
    refusalToCreateCustomer(ADMIN_AGENT, held, { ...wrong, company: ACCOUNT.company })?.field,
  ).toBe('input.billingProfile.email');
  const attachment = { ...PROVIDER, kind: 'DIRECT_BILL' } as const;
  expect(refusalToCreateCustomer(ADMIN_AGENT, { ...held, attachment }, ACCOUNT)?.field).toBe(
    'input.associatedPartnerId',
  );
  expect(refusalToCreateCustomer(ADMIN_AGENT, held, ACCOUNT)?.field).toBe('input.tenantId');
});
