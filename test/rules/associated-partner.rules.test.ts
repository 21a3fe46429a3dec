import type { DomainError } from '../../src/kernel/domain-error';
import {
  associatedPartnerOf,
  type AttachmentFacts,
  refusalOfAttachingKind,
  refusalToAttach,
} from '../../src/modules/customers/associated-partner.rules';

const OWN: AttachmentFacts = { kind: 'INDIRECT_PROVIDER', isOwnReseller: true, mayReplace: true };

const codesOf = (mpnId: string | null, facts: AttachmentFacts): (string | undefined)[] =>
  [refusalToAttach(mpnId, facts), refusalOfAttachingKind(facts)].map(
    (refusal: DomainError | null) => refusal?.code,
  );

test.each<readonly [string, string | null, Partial<AttachmentFacts>, (string | undefined)[]]>([
  ['its own reseller', '4847383', {}, [undefined, undefined]],
  ['nobody any more', null, { isOwnReseller: false }, [undefined, undefined]],
  ['a stranger', '4847383', { isOwnReseller: false }, ['NO_INDIRECT_PARTNERSHIP', undefined]],
  ['in place of another provider’s', '4847383', { mayReplace: false }, ['NOT_FOUND', undefined]],
  ['nobody in place of another’s', null, { mayReplace: false }, ['NOT_FOUND', undefined]],
  ['of a direct-bill partner', '4847383', { kind: 'DIRECT_BILL' }, [undefined, 'INVALID_INPUT']],
  [
    'of an indirect reseller, whatever is attached',
    null,
    { kind: 'INDIRECT_RESELLER', mayReplace: false },
    [undefined, 'INVALID_INPUT'],
  ],
])('an indirect provider attaches its own resellers: %s', (_case, mpnId, facts, codes) => {
  expect(codesOf(mpnId, { ...OWN, ...facts })).toEqual(codes);
});

test.each([
  [undefined, null],
  [null, null],
  ['  ', null],
  [' 4847383 ', '4847383'],
])('%j means %j', (sent, meant) => {
  expect(associatedPartnerOf(sent)).toBe(meant);
});
