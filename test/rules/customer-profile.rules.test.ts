import {
  billingAfter,
  type BillingProfileSent,
  companyAfter,
  isSameBilling,
  refusalOfBilling,
  refusalOfCompany,
} from '../../src/modules/customers/customer-profile.rules';

const COMPANY = { companyName: 'Woodgrove', domain: null, organizationRegistrationNumber: null };
const long = (length: number): string => 'x'.repeat(length);

describe('a company', () => {
  test('keeps what is left out, loses what is null, and has no blanks around it', () => {
    const before = { ...COMPANY, domain: 'woodgrove.example', organizationRegistrationNumber: '7' };

    expect(companyAfter(before, {})).toEqual(before);
    expect(companyAfter(before, { companyName: undefined, domain: null })).toEqual({
      ...before,
      domain: null,
    });
    expect(companyAfter(before, { companyName: ' Northwind ', domain: ' NORTH.example ' })).toEqual(
      { ...before, companyName: 'Northwind', domain: 'north.example' },
    );
    expect(
      companyAfter(before, { companyName: null, organizationRegistrationNumber: ' ' }),
    ).toEqual({ ...before, companyName: '', organizationRegistrationNumber: null });
  });

  test.each([
    [{}, 'CN', null],
    [{ companyName: '' }, 'CN', 'input.companyProfile.companyName'],
    [{ companyName: long(256) }, 'CN', null],
    [{ companyName: long(257) }, 'CN', 'input.companyProfile.companyName'],
    [{ domain: 'woodgrove.example' }, 'CN', null],
    [{ domain: 'woodgrove' }, 'CN', 'input.companyProfile.domain'],
    [{}, 'BR', 'input.companyProfile.organizationRegistrationNumber'],
  ])('with %j in %s is refused in %s', (values, country, field) => {
    const refusal = refusalOfCompany({ ...COMPANY, ...values }, country);

    expect(refusal?.field ?? null).toBe(field);
    expect(refusal?.code ?? null).toBe(field && 'INVALID_INPUT');
  });
});

const EMPTY_TEXTS = {
  firstName: null,
  lastName: null,
  email: null,
  culture: null,
  language: null,
  companyName: null,
};
const EMPTY_ADDRESS = {
  country: null,
  region: null,
  city: null,
  state: null,
  addressLine1: null,
  addressLine2: null,
  postalCode: null,
};
const BILLING_TEXTS = ['firstName', 'lastName', 'email', 'culture', 'language', 'companyName'];
const ADDRESS_TEXTS = Object.keys(EMPTY_ADDRESS);

describe('a billing profile', () => {
  test('is nothing when nothing is left of it', () => {
    expect(billingAfter(null, {})).toBeNull();
    expect(billingAfter({ firstName: 'Lin' }, { firstName: ' ' })).toBeNull();
    expect(billingAfter(null, { defaultAddress: { city: ' ' } })).toBeNull();
    expect(billingAfter({ firstName: 'Lin' }, { firstName: undefined })).toEqual({
      ...EMPTY_TEXTS,
      firstName: 'Lin',
      defaultAddress: null,
    });
  });

  test.each(BILLING_TEXTS)('keeps its %s and lets go of it', (key) => {
    const kept = { ...EMPTY_TEXTS, [key]: 'x', defaultAddress: null };

    expect(billingAfter({ [key]: ' x ' }, {})).toEqual(kept);
    expect(billingAfter({ [key]: 'y' }, { [key]: 'x' })).toEqual(kept);
    expect(billingAfter({ [key]: 'y' }, { [key]: null })).toBeNull();
  });

  test.each(ADDRESS_TEXTS)('takes an address as one value, with its %s', (key) => {
    const before = { defaultAddress: { ...EMPTY_ADDRESS, city: 'Beijing', state: 'BJ' } };

    expect(billingAfter(before, { defaultAddress: { [key]: ' x ' } })).toEqual({
      ...EMPTY_TEXTS,
      defaultAddress: { ...EMPTY_ADDRESS, [key]: 'x' },
    });
    expect(billingAfter({ ...before, email: 'a' }, { defaultAddress: null })).toEqual({
      ...EMPTY_TEXTS,
      email: 'a',
      defaultAddress: null,
    });
  });

  test.each([
    ...BILLING_TEXTS.map((key) => [key, { [key]: 'x' }] as const),
    ...ADDRESS_TEXTS.map((key) => [key, { defaultAddress: { [key]: 'x' } }] as const),
  ])('that differs in %s is another one', (_key, profile) => {
    expect(isSameBilling(profile, null)).toBe(false);
    expect(isSameBilling(profile, { ...profile })).toBe(true);
  });

  test('that says nothing is the same as none', () => {
    expect(isSameBilling({ firstName: null }, null)).toBe(true);
  });

  const SENT: readonly (readonly [sent: BillingProfileSent, field: string | null])[] = [
    [{}, null],
    [{ firstName: long(50) }, null],
    [{ firstName: long(51) }, 'firstName'],
    [{ firstName: ` ${long(50)} ` }, null],
    [{ lastName: long(50) }, null],
    [{ lastName: long(51) }, 'lastName'],
    [{ companyName: long(256) }, null],
    [{ companyName: long(257) }, 'companyName'],
    [{ email: 'lin@woodgrove.example' }, null],
    [{ email: ' ' }, null],
    [{ email: 'lin' }, 'email'],
    [{ culture: 'zh-CN' }, null],
    [{ culture: 'zh_CN' }, 'culture'],
    [{ language: 'zh' }, null],
    [{ language: '?' }, 'language'],
    ...ADDRESS_TEXTS.flatMap((key) => [
      [{ defaultAddress: { [key]: long(200) } }, null] as const,
      [{ defaultAddress: { [key]: long(201) } }, `defaultAddress.${key}`] as const,
    ]),
  ];

  test.each(SENT)('with %j is refused in %s', (sent, field) => {
    const refusal = refusalOfBilling(sent);

    expect(refusal?.field ?? null).toBe(field && `input.billingProfile.${field}`);
    expect(refusal?.code ?? null).toBe(field && 'INVALID_INPUT');
  });
});
