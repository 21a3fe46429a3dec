import { serverAudits } from 'graphql-http';

import { startTestServer, type TestServer } from '../../support/http-test-server';

let served: TestServer;
beforeAll(async () => {
  served = await startTestServer();
});
afterAll(() => served.server.close());

/**
 * What the specification recommends and this server does not do, each for a reason:
 * a status of 400 for what never began to execute, also in plain JSON, so that a client can tell;
 * and no GET without a header that a foreign page cannot send (CSRF prevention).
 */
const DELIBERATE: ReadonlyMap<string, string> = new Map([
  ['572B', 'warn'],
  ['FDE2', 'warn'],
  ['7B9B', 'warn'],
  ['5A70', 'notice'],
  ['D6D5', 'notice'],
  ['6A70', 'notice'],
]);

describe('GraphQL over HTTP specification', () => {
  const audits = serverAudits({ url: () => `${served.url}/graphql`, fetchFn: fetch });

  it.each(audits)('$id $name', async (audit) => {
    const { status } = await audit.fn();

    expect(status).toBe(DELIBERATE.get(audit.id) ?? 'ok');
  });

  it('is answered to GET as well, when the header shows that no foreign page asks', async () => {
    const address = `${served.url}/graphql?${new URLSearchParams({
      query: 'query Hello($name: String) { hello(name: $name) }',
      variables: '{"name":"GET"}',
    })}`;

    const response = await fetch(address, { headers: { 'apollo-require-preflight': 'true' } });

    expect(await response.json()).toEqual({ data: { hello: 'Hello GET' } });
  });
});
