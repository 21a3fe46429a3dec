import { DomainError } from '../../src/kernel/domain-error';
import { etagOf, refusalOfEtag } from '../../src/kernel/etag';
import { verdictOf } from '../../src/kernel/verdict';
import { answer } from '../support/rule-facts';

test('an etag is quoted and changes with the version', () => {
  expect(etagOf(1)).toMatch(/^".+"$/);
  expect(etagOf(1)).not.toBe(etagOf(2));
});

test.each([
  ['REQUIRED', undefined, 'ETAG_REQUIRED R40'],
  ['REQUIRED', null, 'ETAG_REQUIRED R40'],
  ['REQUIRED', '"7"', null],
  ['REQUIRED', '"6"', 'ETAG_MISMATCH R40'],
  ['REQUIRED', '"8"', 'ETAG_MISMATCH R40'],
  ['REQUIRED', '', 'ETAG_MISMATCH R40'],
  ['REQUIRED', '7', 'ETAG_MISMATCH R40'],
  ['REQUIRED', '*', 'ETAG_MISMATCH R40'],
  ['ACCEPTED', undefined, null],
  ['ACCEPTED', null, null],
  ['ACCEPTED', '"7"', null],
  ['ACCEPTED', '"6"', 'ETAG_MISMATCH R40'],
] as const)('%s with ifMatch %s on version 7 answers %s (R40)', (use, ifMatch, expected) => {
  expect(answer(refusalOfEtag(use, ifMatch, etagOf(7)))).toBe(expected);
});

test('a verdict carries what the operation answers', () => {
  const refused = verdictOf('ADMINISTER', new DomainError('DAP_NOT_GRANTED'), 'DYNAMICS');

  expect(refused).toMatchObject({
    action: 'ADMINISTER',
    service: 'DYNAMICS',
    allowed: false,
    code: 'DAP_NOT_GRANTED',
    rule: 'R27',
  });
  expect(refused.refusals).toHaveLength(1);
  expect(verdictOf('SELL', null)).toEqual({
    action: 'SELL',
    service: null,
    allowed: true,
    code: null,
    rule: null,
    refusals: [],
  });
});
