import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createDemoPort } from '../../../src/modules/demo/demo-port';
import { PERSONAS } from '../../../src/modules/demo/personas';
import { openDemoIssuer } from '../../../src/platform/auth/demo-issuer';
import { createTokenVerifier } from '../../../src/platform/auth/token-verifier';
import { answerOf, startTestServer, type TestServer } from '../../support/http-test-server';

const EXAMPLE = `# title: B asks for a relationship
# persona: reseller-b-admin
# variables: {"name": "B"}
# Only the lines above are for the page.
query Hello($name: String) {
  hello(name: $name)
}
`;

let folder: string;
let served: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'multipartner-demo-routes-'));
  writeFileSync(
    join(folder, '02-second.graphql'),
    '# title: Hello again\n# persona: nobody\n{ hello }',
  );
  writeFileSync(join(folder, '01-first.graphql'), EXAMPLE);
  writeFileSync(join(folder, 'README.md'), 'not an example');
  const issuer = openDemoIssuer(folder);
  served = await startTestServer({
    demo: createDemoPort(issuer, folder),
    verifier: createTokenVerifier([issuer.trusted]),
  });
});
afterAll(async () => {
  await served.server.close();
  rmSync(folder, { recursive: true });
});

function tokenOf(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${served.url}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

/** fetch does not let a Host header be set. */
function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(served.url);
    httpRequest({ port, path: '/demo/personas', headers: { host } }, (response) =>
      resolve(response.resume().statusCode),
    )
      .on('error', reject)
      .end();
  });
}

describe('the demo', () => {
  it('lists who one can be', async () => {
    const personas = (await (await fetch(`${served.url}/demo/personas`)).json()) as object[];

    expect(personas).toHaveLength(PERSONAS.length);
    for (const persona of personas) {
      expect(Object.keys(persona).sort()).toEqual([
        'description',
        'displayName',
        'name',
        'roles',
        'side',
      ]);
    }
  });

  it('gives a token that the server takes', async () => {
    const { token, expiresAt } = (await (
      await tokenOf('{"persona":"reseller-b-admin"}')
    ).json()) as {
      token: string;
      expiresAt: string;
    };

    const { body } = await served.post(
      { query: '{ whoAmI }' },
      { authorization: `Bearer ${token}` },
    );

    const persona = PERSONAS.find(({ name }) => name === 'reseller-b-admin');
    expect(body.data).toEqual({ whoAmI: persona?.userId });
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  });

  it.each(['{"persona":"nobody"}', '{"persona":7}', '{}', 'null', '[]', '{'])(
    'refuses %s without a word about the inside',
    async (body) => {
      const { status, codes } = await answerOf(await tokenOf(body));

      expect(status).toBe(400);
      expect(codes).toEqual(['BAD_REQUEST']);
    },
  );

  it('does not answer a form of a foreign page', async () => {
    const form = { 'content-type': 'text/plain' };

    expect((await tokenOf('{"persona":"operator"}', form)).status).toBe(415);
  });

  it('answers only under the name of this machine', async () => {
    expect(await statusWithHost('127.0.0.1:4000')).toBe(200);
    expect(await statusWithHost('localhost')).toBe(200);
    expect(await statusWithHost('[::1]:4000')).toBe(200);
    expect(await statusWithHost('rebound.example.com')).toBe(400);
  });

  it('lists the examples in order, with what their heads say', async () => {
    const examples = await (await fetch(`${served.url}/demo/examples`)).json();

    expect(examples).toEqual([
      {
        name: '01-first',
        title: 'B asks for a relationship',
        persona: 'reseller-b-admin',
        query: EXAMPLE.split('\n').slice(3).join('\n'),
        variables: { name: 'B' },
        keep: {},
        expectedCode: null,
      },
      {
        name: '02-second',
        title: 'Hello again',
        persona: null,
        query: '{ hello }\n',
        variables: null,
        keep: {},
        expectedCode: null,
      },
    ]);
  });

  it('is not there when it is off', async () => {
    const own = await startTestServer();

    const statuses = await Promise.all([
      fetch(`${own.url}/demo/personas`),
      fetch(`${own.url}/demo/examples`),
      fetch(`${own.url}/demo/token`, { method: 'POST' }),
    ]);
    await own.server.close();

    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
