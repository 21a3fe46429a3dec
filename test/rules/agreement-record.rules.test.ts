import {
  type AgreementInput,
  refusalOfParty,
  refusalToRecordAgreement,
} from '../../src/modules/customers/agreement-record.rules';
import { instant, NOW } from '../support/rule-facts';

test.each([
  ['a millisecond ago', -1, null],
  ['now', 0, null],
  ['in a millisecond', 1, 'input.dateAgreed'],
])('an agreement dated %s is recorded, or refused in %s', (_when, offset, field) => {
  const refusal = refusalToRecordAgreement({ dateAgreed: instant(offset) }, NOW);

  expect(refusal?.field ?? null).toBe(field);
  expect(refusal?.code ?? null).toBe(field && 'INVALID_INPUT');
});

const CONTACT = { firstName: 'Lin', lastName: 'Wei', email: null, phoneNumber: null };
const OF_A_CUSTOMER = { customerId: 'c', type: 'MICROSOFT_CUSTOMER_AGREEMENT' } as const;

type Case = readonly [title: string, input: Partial<AgreementInput>, field: string | null];
const CASES: readonly Case[] = [
  ['of nobody', {}, 'input'],
  ['of both', { resellerId: 'r', ...OF_A_CUSTOMER }, 'input'],
  ['of nobody, said with null', { resellerId: null, customerId: null }, 'input'],
  ['of a customer', OF_A_CUSTOMER, null],
  ['of a customer, the reseller said to be null', { ...OF_A_CUSTOMER, resellerId: null }, null],
  ['of a customer, without a type', { customerId: 'c' }, 'input.type'],
  ['of a customer, with all that it has', { ...OF_A_CUSTOMER, templateId: 't' }, null],
  ['of a reseller', { resellerId: 'r' }, null],
  ['of a reseller, nothing else said with null', { resellerId: 'r', type: null }, null],
  [
    'of a reseller, with a type',
    { ...OF_A_CUSTOMER, customerId: null, resellerId: 'r' },
    'input.type',
  ],
  [
    'of a reseller, with a contact',
    { resellerId: 'r', primaryContact: CONTACT },
    'input.primaryContact',
  ],
  ['of a reseller, with a template', { resellerId: 'r', templateId: 't' }, 'input.templateId'],
  ['of a reseller, with a link', { resellerId: 'r', agreementLink: 'l' }, 'input.agreementLink'],
  ['of a reseller, with a user', { resellerId: 'r', userId: 'u' }, 'input.userId'],
];

test.each(CASES)('an agreement %s is refused in its field, or not', (_title, input, field) => {
  const refusal = refusalOfParty({ dateAgreed: NOW, ...input });

  expect(refusal?.field ?? null).toBe(field);
  expect(refusal?.code ?? null).toBe(field && 'INVALID_INPUT');
});
