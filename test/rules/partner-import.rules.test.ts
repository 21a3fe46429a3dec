import {
  type HeldPartner,
  heldPartnerOf,
  partnershipStep,
  refusalOfPartnerIdentity,
} from '../../src/modules/imports/partner-import.rules';

const TOLD = { tenantId: 't', mpnId: '1' };
const HELD: HeldPartner = { id: 'held', tenantId: 't', mpnId: '1', isPlaceholder: false };
const PLACEHOLDER: HeldPartner = { id: 'p', tenantId: null, mpnId: '1', isPlaceholder: true };
const OTHER: HeldPartner = { id: 'other', tenantId: 'u', mpnId: '1', isPlaceholder: false };

test.each([
  ['the one of its tenant', [OTHER, PLACEHOLDER, HELD], 'held'],
  ['a placeholder of its MPN id', [OTHER, PLACEHOLDER], 'p'],
  ['nobody', [OTHER], null],
  ['nobody', [], null],
])('a body speaks of %s', (_whom, candidates, id) => {
  expect(heldPartnerOf(TOLD, candidates)?.id ?? null).toBe(id);
});

test.each([
  ['nobody is held', '1', [], false],
  ['the same is held', '1', [HELD], false],
  ['a placeholder is held', '1', [PLACEHOLDER], false],
  ['somebody else has its MPN id', '1', [OTHER], true],
  ['somebody else has the MPN id as well', '1', [HELD, OTHER], true],
  ['another MPN id is held', '2', [HELD], true],
  ['it is told without an MPN id', null, [HELD], false],
  ['it is held without an MPN id', '2', [{ ...HELD, mpnId: null }], false],
])(
  'where %s, a body with the MPN id %s is refused or not',
  (_case, mpnId, candidates, isRefused) => {
    const refusal = refusalOfPartnerIdentity({ tenantId: 't', mpnId }, candidates);

    expect(refusal?.code ?? null).toBe(isRefused ? 'OWNERSHIP_CHANGE_NOT_ALLOWED' : null);
  },
);

test.each([
  [null, null, 'CREATE'],
  ['ACTIVE', null, 'KEEP'],
  ['ENDED', null, 'KEEP'],
  [null, 'ACTIVE', 'CREATE'],
  ['ACTIVE', 'ACTIVE', 'KEEP'],
  ['ENDED', 'ACTIVE', 'CREATE'],
  [null, 'ENDED', 'CREATE'],
  ['ACTIVE', 'ENDED', 'END'],
  ['ENDED', 'ENDED', 'KEEP'],
] as const)('a partnership that is %s and told as %s: %s', (held, told, step) => {
  expect(partnershipStep(held, told)).toBe(step);
});
