import {
  type HeldReseller,
  refusalToRegister,
  type Registration,
  type RegistrationFacts,
  registrationStep,
} from '../../src/modules/resellers/reseller-registration.rules';

const INPUT: Registration = {
  tenantId: 't',
  mpnId: '4847383',
  name: 'Fabrikam',
  country: 'CN',
  cloudInstance: 'CHINA_21VIANET',
  kind: 'DIRECT_BILL',
};
const HELD: HeldReseller = {
  id: 'held',
  tenantId: 't',
  mpnId: '4847383',
  name: 'Fabrikam',
  country: 'CN',
  cloudInstance: 'CHINA_21VIANET',
  kind: 'DIRECT_BILL',
  agreementAccepted: false,
  specialties: ['DYNAMICS', 'INTUNE'],
  isPlaceholder: false,
};
const PLACEHOLDER: HeldReseller = {
  ...HELD,
  id: 'placeholder',
  tenantId: null,
  kind: null,
  specialties: [],
  isPlaceholder: true,
};
const OTHER: HeldReseller = { ...HELD, id: 'other', tenantId: 'u', name: 'Litware' };
const FACTS: RegistrationFacts = { held: [], isCustomerTenant: false, hasOtherOperator: false };
const OPERATOR_TAKEN = { hasOtherOperator: true };

type Case = readonly [
  title: string,
  input: Partial<Registration>,
  facts: Partial<RegistrationFacts>,
  refusal: string | null,
];
const CASES: readonly Case[] = [
  ['for the first time', {}, {}, null],
  ['without an MPN id', { mpnId: null }, {}, null],
  ['with the MPN id left out', { mpnId: undefined }, {}, null],
  [
    'for a tenant of a customer',
    { name: '' },
    { isCustomerTenant: true },
    'RESELLER_CANNOT_BE_CUSTOMER input.tenantId',
  ],
  ['over a placeholder', {}, { held: [PLACEHOLDER] }, null],
  [
    'over a placeholder of another instance',
    { name: '', cloudInstance: 'GLOBAL' },
    { held: [PLACEHOLDER] },
    'CLOUD_MISMATCH null',
  ],
  ['without a name', { name: ' ', mpnId: 'x' }, {}, 'INVALID_INPUT input.name'],
  ['with the longest name', { name: ` ${'x'.repeat(256)} ` }, {}, null],
  ['with a longer name', { name: 'x'.repeat(257) }, {}, 'INVALID_INPUT input.name'],
  [
    'with an MPN id that is no number',
    { mpnId: '48 473' },
    { held: [OTHER] },
    'INVALID_INPUT input.mpnId',
  ],
  ['with an MPN id of 20 digits', { mpnId: '1'.repeat(20) }, {}, null],
  ['with an MPN id of 21 digits', { mpnId: '1'.repeat(21) }, {}, 'INVALID_INPUT input.mpnId'],
  ['with the MPN id of somebody else', {}, { held: [OTHER] }, 'INVALID_INPUT input.mpnId'],
  ['as the operator', { kind: 'OPERATOR' }, {}, null],
  ['as a second operator', { kind: 'OPERATOR' }, OPERATOR_TAKEN, 'INVALID_INPUT input.kind'],
  ['beside the operator', {}, OPERATOR_TAKEN, null],
  ['once more', {}, { held: [HELD] }, null],
  ['once more, with blanks around its name', { name: ' Fabrikam ' }, { held: [HELD] }, null],
  ['once more, without its MPN id', { mpnId: null }, { held: [HELD] }, null],
  [
    'once more, with what it is',
    { agreementAccepted: false, specialties: ['INTUNE', 'DYNAMICS', 'INTUNE'] },
    { held: [HELD] },
    null,
  ],
  [
    'once more, held in another order',
    { specialties: ['DYNAMICS', 'INTUNE'] },
    { held: [{ ...HELD, specialties: ['INTUNE', 'DYNAMICS'] }] },
    null,
  ],
  ['once more, among others', {}, { held: [OTHER, HELD] }, null],
];

test.each(CASES)(
  'an account registered %s is taken, or refused',
  (_title, input, facts, refusal) => {
    const given = refusalToRegister({ ...INPUT, ...input }, { ...FACTS, ...facts });

    expect(given && `${given.code} ${String(given.field)}`).toBe(refusal);
  },
);

const DIFFERENT: readonly Partial<Registration>[] = [
  { name: 'Litware' },
  { country: 'DE' },
  { cloudInstance: 'GLOBAL' },
  { kind: 'INDIRECT_PROVIDER' },
  { mpnId: '1' },
  { agreementAccepted: true },
  { specialties: ['INTUNE'] },
];

test.each(DIFFERENT)('a held account told with %j is not registered over', (input) => {
  const refusal = refusalToRegister({ ...INPUT, ...input }, { ...FACTS, held: [HELD] });

  expect(refusal).toMatchObject({ code: 'INVALID_INPUT', field: 'input.tenantId' });
});

test.each([
  ['makes a row', [], { kind: 'CREATE' }],
  ['makes a row beside a foreign one', [OTHER], { kind: 'CREATE' }],
  ['fills a placeholder', [OTHER, PLACEHOLDER], { kind: 'FILL', resellerId: 'placeholder' }],
  ['finds it done', [OTHER, PLACEHOLDER, HELD], { kind: 'NONE', resellerId: 'held' }],
] as const)('a registration %s', (_title, held, step) => {
  expect(registrationStep(INPUT, held)).toEqual(step);
});
