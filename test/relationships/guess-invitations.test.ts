import { RATE_LIMITS } from '../../src/platform/rate-limit/rate-limiter';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  const guesses = { ...RATE_LIMITS.guesses, points: 3 };
  app = await TestApp.start({ rateLimits: { ...RATE_LIMITS, guesses } });
});
afterAll(() => app.stop());

const LOOK = 'query ($token: String!) { invitation(token: $token) { id } }';

test('whoever guesses links without a token is stopped, and nobody else', async () => {
  const look = (who: string | null) => app.as(who, LOOK, { token: 'guessed' });
  const first = [await look(null), await look(null), await look(null)];

  const refused = await look(null);

  expect(first.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(refused.status).toBe(429);
  expect(refused.errors[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
    kind: 'LIMITED',
    retryAfterSeconds: 20,
  });
  expect(refused.headers.get('retry-after')).toBe('20');
  expect((await look('customer-global')).status).toBe(200);
  expect((await app.as(null, '{ errorCatalog { code } }')).status).toBe(200);
});
