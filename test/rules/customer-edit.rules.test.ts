import {
  afterEdit,
  type CustomerEdit,
  type EditedCustomer,
  refusalToEdit,
  refusalToEnterEdit,
} from '../../src/modules/customers/customer-edit.rules';
import { ADMIN_AGENT, answer, CUSTOMER_ADMIN, partnerUser } from '../support/rule-facts';

const HELPDESK = partnerUser(['HELPDESK_AGENT']);
const billingProfile = { firstName: 'Lin' };

// The helpdesk agent edits a customer, and no billing profile of one (domain section 6).
test.each([
  ['an admin agent', ADMIN_AGENT, {}, null],
  ['an admin agent with a billing profile', ADMIN_AGENT, { billingProfile }, null],
  ['a helpdesk agent', HELPDESK, {}, null],
  ['a helpdesk agent, the billing profile left as it is', HELPDESK, { billingProfile: null }, null],
  ['a helpdesk agent with a billing profile', HELPDESK, { billingProfile }, 'ROLE_NOT_ALLOWED'],
  ['the customer', CUSTOMER_ADMIN, {}, 'ROLE_NOT_ALLOWED'],
  ['nobody', null, {}, 'UNAUTHENTICATED'],
])('%s enters an edit, or hears why not', (_who, actor, input, code) => {
  expect(refusalToEnterEdit(actor, input)?.code ?? null).toBe(code);
});

const CUSTOMER: EditedCustomer = {
  country: 'CN',
  version: 4,
  company: { companyName: 'Woodgrove', domain: null, organizationRegistrationNumber: null },
  billing: { firstName: 'Mei', lastName: 'Tan' },
  mayWriteBilling: true,
  associatedPartnerId: '1',
  attachment: null,
};
const ifMatch = '"4"';

type Case = readonly [
  title: string,
  input: CustomerEdit,
  mayWriteBilling: boolean,
  refusal: string | null,
];
const CASES: readonly Case[] = [
  ['nothing', { ifMatch }, false, null],
  ['nothing, without the etag', {}, true, 'ETAG_REQUIRED R40'],
  ['nothing, with an old etag', { ifMatch: '"3"' }, true, 'ETAG_MISMATCH R40'],
  ['a name', { ifMatch, companyProfile: { companyName: 'Northwind' } }, false, null],
  ['an empty name', { ifMatch, companyProfile: { companyName: ' ' } }, true, 'INVALID_INPUT -'],
  ['a billing profile', { ifMatch, billingProfile }, true, null],
  ['a wrong e-mail', { ifMatch, billingProfile: { email: 'x' } }, true, 'INVALID_INPUT -'],
  ['a billing profile of others', { ifMatch, billingProfile }, false, 'NOT_FOUND R36'],
  ['a billing profile of others, with an old etag', { billingProfile }, false, 'NOT_FOUND R36'],
  [
    'a wrong e-mail, without the etag',
    { billingProfile: { email: 'x' } },
    true,
    'ETAG_REQUIRED R40',
  ],
];

test.each(CASES)(
  'an edit of %s is refused by its first step, or not',
  (_t, input, mayWriteBilling, refusal) => {
    expect(answer(refusalToEdit({ ...CUSTOMER, mayWriteBilling }, input))).toBe(refusal);
  },
);

const PROVIDER = { kind: 'INDIRECT_PROVIDER', isOwnReseller: true, mayReplace: true } as const;
const associatedPartnerId = '4847383';

test.each([
  ['an own reseller', PROVIDER, { ifMatch, associatedPartnerId }, null],
  [
    'a strange reseller',
    { ...PROVIDER, isOwnReseller: false },
    { associatedPartnerId },
    'NO_INDIRECT_PARTNERSHIP R23',
  ],
  [
    'nobody any more',
    { ...PROVIDER, isOwnReseller: false },
    { ifMatch, associatedPartnerId: ' ' },
    null,
  ],
  [
    'a reseller, by a direct-bill partner',
    { ...PROVIDER, kind: 'DIRECT_BILL' },
    { ifMatch, associatedPartnerId },
    'INVALID_INPUT -',
  ],
  [
    'a reseller, by a direct-bill partner without the etag',
    { ...PROVIDER, kind: 'DIRECT_BILL' },
    { associatedPartnerId },
    'ETAG_REQUIRED R40',
  ],
] as const)(
  'an edit that attaches %s passes, or is refused',
  (_whom, attachment, input, refusal) => {
    expect(answer(refusalToEdit({ ...CUSTOMER, attachment }, input))).toBe(refusal);
  },
);

test.each([
  [{}, '1'],
  [{ associatedPartnerId }, associatedPartnerId],
  [{ associatedPartnerId: null }, null],
  [{ associatedPartnerId: ' ' }, null],
])('after %j the attached reseller is %s', (input, attached) => {
  expect(afterEdit(CUSTOMER, input).associatedPartnerId).toBe(attached);
});

test('an edit changes what is sent, and nothing else', () => {
  const company = { ...CUSTOMER.company, companyName: 'Northwind' };
  const nobody = {
    firstName: 'Lin',
    lastName: 'Tan',
    email: null,
    culture: null,
    language: null,
    companyName: null,
    defaultAddress: null,
  };

  expect(afterEdit(CUSTOMER, { companyProfile: null, billingProfile: null })).toEqual({
    company: CUSTOMER.company,
    billing: CUSTOMER.billing,
    associatedPartnerId: '1',
  });
  expect(afterEdit(CUSTOMER, { companyProfile: { companyName: 'Northwind' } })).toEqual({
    company,
    billing: CUSTOMER.billing,
    associatedPartnerId: '1',
  });
  expect(afterEdit(CUSTOMER, { billingProfile })).toEqual({
    company: CUSTOMER.company,
    billing: nobody,
    associatedPartnerId: '1',
  });
});
