import { rememberingVerifier } from '../../../src/platform/auth/remembered-tokens';
import {
  TokenRefusedError,
  type TokenVerifier,
  type VerifiedToken,
} from '../../../src/platform/auth/token-verifier';

const BEGIN = Date.UTC(2026, 0, 31, 8);
const MINUTE = 60_000;

const verified = (userId: string, validForMs: number): VerifiedToken => ({
  issuer: 'https://login.example.com',
  tenantId: '11111111-2222-4333-8444-555555555555',
  userId,
  displayName: null,
  roles: [],
  isApplication: false,
  mayNameOperators: false,
  tenantName: null,
  tenantCountry: null,
  validUntil: new Date(BEGIN + validForMs),
});

/** A verifier that counts its checks, behind one that remembers. */
function given(answer: (token: string) => VerifiedToken = (it) => verified(it, 60 * MINUTE)) {
  let now = BEGIN;
  const checked: string[] = [];
  const inner: TokenVerifier = {
    verify: async (token) => {
      checked.push(token);
      return answer(token);
    },
  };
  const verifier = rememberingVerifier(inner, { now: () => new Date(now) });
  return { verifier, checked, at: (ms: number) => void (now = BEGIN + ms) };
}

test('a signature is checked once, for its exact token', async () => {
  const { verifier, checked } = given();

  for (const token of ['ada', 'ben', 'ada', 'ada ', 'ben']) {
    expect((await verifier.verify(token)).userId).toBe(token);
  }

  expect(checked).toEqual(['ada', 'ben', 'ada ']);
});

test.each([
  [0, 1],
  [MINUTE - 1, 1],
  [MINUTE, 2],
])('after %i ms it was checked %i times', async (ms, times) => {
  const { verifier, checked, at } = given();
  await verifier.verify('ada');
  at(ms);
  await verifier.verify('ada');

  expect(checked).toHaveLength(times);
});

test('use does not make it last longer', async () => {
  const { verifier, checked, at } = given();
  for (const ms of [0, 30_000, 59_000, 61_000]) {
    at(ms);
    await verifier.verify('ada');
  }

  expect(checked).toHaveLength(2);
});

test.each([
  [9_999, false],
  [10_000, true],
])('the end of a token counts: after %i ms it is refused: %p', async (ms, isRefused) => {
  let times = 0;
  const { verifier, at } = given((token) => {
    times += 1;
    if (times > 1) throw new TokenRefusedError('expired');
    return verified(token, 10_000);
  });
  await verifier.verify('ada');
  at(ms);

  const answer = verifier.verify('ada');

  await (isRefused ? expect(answer).rejects.toThrow(TokenRefusedError) : answer);
});

test('a clock that was set back has it checked again', async () => {
  const { verifier, checked, at } = given();
  await verifier.verify('ada');
  at(-1);
  await verifier.verify('ada');

  expect(checked).toHaveLength(2);
});

test('a refusal is not remembered', async () => {
  let isGood = false;
  const { verifier } = given((token) => {
    if (!isGood) throw new TokenRefusedError('no key yet');
    return verified(token, MINUTE);
  });
  await expect(verifier.verify('ada')).rejects.toThrow(TokenRefusedError);
  isGood = true;

  expect((await verifier.verify('ada')).userId).toBe('ada');
});

test('memory is bounded', async () => {
  const { verifier, checked } = given();
  for (let n = 0; n <= 2_000; n += 1) await verifier.verify(`user ${n}`);
  await verifier.verify('user 0');

  expect(checked.filter((it) => it === 'user 0')).toHaveLength(2);
});
