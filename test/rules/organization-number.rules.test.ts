import {
  NUMBERED_COUNTRIES,
  refusalOfOrganizationNumber,
} from '../../src/modules/customers/organization-number.rules';

function answer(number: string | null, country: string | null): string | null {
  const refusal = refusalOfOrganizationNumber(number, country);
  return refusal && `${refusal.code} ${refusal.legacyCode}`;
}

// Typed from the source's article on creating a customer, not from the code.
const LISTED = 'AM AZ BY HU KZ KG MD RU TJ UZ UA IN BR ZA PL AE SA TR TH VN MM IQ SS VE'.split(' ');

test('the countries of the source ask for a number, and no other does', () => {
  expect(Object.keys(NUMBERED_COUNTRIES).sort()).toEqual([...LISTED].sort());
});

test.each(LISTED)('in %s it is needed (600049) and has a form (600050)', (country) => {
  expect(answer(null, country)).toBe('INVALID_INPUT 600049');
  expect(answer('?', country)).toBe('INVALID_INPUT 600050');
  expect(answer('123456789', country)).toBeNull();
});

test.each([
  ['1234', 'INVALID_INPUT 600050'],
  ['12345', null],
  ['1'.repeat(22), null],
  ['1'.repeat(23), 'INVALID_INPUT 600050'],
  ['12.345.678/0001-95', null],
  ['abcdef', 'INVALID_INPUT 600050'],
  ['-12345', 'INVALID_INPUT 600050'],
  ['12345 ', 'INVALID_INPUT 600050'],
])('5 to 22 characters with a digit among them: %s', (number, expected) => {
  expect(answer(number, 'BR')).toBe(expected);
});

test.each([
  ['12345678', 'INVALID_INPUT 600050'],
  ['123456789', null],
  ['1234567890', 'INVALID_INPUT 600050'],
])('in Belarus 9 digits: %s', (number, expected) => {
  expect(answer(number, 'BY')).toBe(expected);
});

test.each(['CN', 'DE', null])('in %s it is optional and may look as it likes', (country) => {
  expect(answer(null, country)).toBeNull();
  expect(answer('?', country)).toBeNull();
});
