import { SecretBox, UnreadableSecretError } from '../../src/platform/secret-box';

const KEY = 'a key of a server, which is long enough';
const box = new SecretBox(KEY, 'tests');
const sealed = box.seal('whsec_word', 'row 1');

test('what was sealed is opened at its place', () => {
  expect(new SecretBox(KEY, 'tests').open(sealed, 'row 1')).toBe('whsec_word');
  expect(sealed).not.toContain('word');
});

test('the same secret is sealed differently each time', () => {
  expect(box.seal('whsec_word', 'row 1')).not.toBe(sealed);
});

test.each([
  ['with the key of another server', () => new SecretBox(`${KEY}!`, 'tests').open(sealed, 'row 1')],
  ['for another purpose', () => new SecretBox(KEY, 'other').open(sealed, 'row 1')],
  ['at another place', () => box.open(sealed, 'row 2')],
  ['of another version', () => box.open(sealed.replace('v1', 'v2'), 'row 1')],
  ['that was cut off', () => box.open(sealed.slice(0, 20), 'row 1')],
  ['that is empty', () => box.open('', 'row 1')],
  ['that was changed', () => box.open(flipped(sealed), 'row 1')],
])('a text %s is not opened', (_, open) => {
  expect(open).toThrow(UnreadableSecretError);
});

function flipped(text: string): string {
  const bytes = Buffer.from(text.slice(3), 'base64url');
  bytes[14] = (bytes[14] ?? 0) ^ 1;
  return `v1.${bytes.toString('base64url')}`;
}
