import {
  keptReasons,
  refusalOfReasons,
} from '../../src/modules/subscriptions/suspension-reasons.rules';

const times = (count: number) => Array.from({ length: count }, (_, i) => `reason ${i}`);

test.each<[string, readonly string[] | null | undefined, string | null, object]>([
  ['left out', undefined, null, {}],
  ['null', null, null, {}],
  ['none', [], null, {}],
  ['ten', times(10), null, {}],
  ['eleven', times(11), 'input.reasons', { maximumCount: 10 }],
  ['of 256 characters', ['x'.repeat(256)], null, {}],
  ['of 257 characters', ['ok', 'x'.repeat(257)], 'input.reasons[1]', { maximumLength: 256 }],
  ['a blank one', ['ok', 'fine', ' \n'], 'input.reasons[2]', { problem: 'BLANK' }],
])('reasons of a suspension, %s', (_, reasons, field, args) => {
  const refusal = refusalOfReasons(reasons);

  expect(refusal?.code ?? null).toBe(field === null ? null : 'INVALID_INPUT');
  expect(refusal?.field ?? null).toBe(field);
  expect(refusal?.args ?? {}).toMatchObject(args);
});

test.each<[readonly string[] | null | undefined, string[] | null]>([
  [undefined, null],
  [null, null],
  [[], null],
  [[' not paid '], ['not paid']],
])('of the reasons %j are kept %j', (reasons, kept) => {
  expect(keptReasons(reasons)).toEqual(kept);
});
