import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { buildServer, runScript, ServerProcess } from '../support/server-process';
import { untilTrue } from '../support/until-true';

describe('the server as a process', () => {
  let dataDir: string;
  const running: ServerProcess[] = [];

  beforeAll(buildServer, 60_000);
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'multipartner-process-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.kill()));
    rmSync(dataDir, { recursive: true, force: true });
  });

  function start(own: Record<string, string> = {}): ServerProcess {
    const server = ServerProcess.start({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info', ...own });
    running.push(server);
    return server;
  }

  async function customersOf(address: string, token: string): Promise<number> {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ customers { totalCount } }' }),
    });
    const { data } = (await response.json()) as { data: { customers: { totalCount: number } } };
    return data.customers.totalCount;
  }

  test('serves the demo story and keeps its data over a stop', async () => {
    const first = start();
    const token = runScript('token.js', ['--persona', 'reseller-a-admin'], { DATA_DIR: dataDir });
    expect(await customersOf(await first.address(), token.trim())).toBe(2);
    first.signal('SIGTERM');
    expect((await first.exit()).code).toBe(0);

    const second = start();

    expect(await customersOf(await second.address(), token.trim())).toBe(2);
  }, 60_000);

  test('refuses a second server on the same data folder, with one sentence', async () => {
    await start().address();

    const { code, output } = await start().exit();

    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain(dataDir);
  }, 60_000);

  test('takes over the data folder of a server that was killed', async () => {
    const killed = start();
    await killed.address();
    killed.signal('SIGKILL');
    await killed.exit();

    await expect(start().address()).resolves.toMatch(/^http:/);
  }, 60_000);

  test('refuses a bad variable with a sentence that names it', async () => {
    const { code, output } = await start({ PORT: 'eighty' }).exit();

    expect(code).toBe(1);
    expect(output).toMatch(/^PORT is "eighty"\. Allowed: /);
    expect(output).not.toContain('    at ');
  });

  test('refuses a wrong catalogue with a sentence for each mistake, before it touches any data', async () => {
    const file = join(dataDir, 'offers.json');
    writeFileSync(file, JSON.stringify({ offers: [{ id: 'a-plan', cloudInstance: 'MARS' }, 7] }));
    const untouched = join(dataDir, 'data');

    const { code, output } = await start({ CATALOGUE_FILE: file, DATA_DIR: untouched }).exit();

    expect(code).toBe(1);
    const sentences = output.trim().split('\n');
    expect(sentences[0]).toBe(
      `The catalogue ${file}, offers[0]: cloudInstance is "MARS". Allowed: one of CHINA_21VIANET, GLOBAL, US_GOVERNMENT, GERMANY.`,
    );
    expect(sentences).toHaveLength(11);
    expect(sentences.every((it) => it.startsWith(`The catalogue ${file}, offers[`))).toBe(true);
    expect(existsSync(untouched)).toBe(false);
  });

  test('closes on SIGTERM although a WebSocket is open, and says why to its client', async () => {
    const server = start();
    const address = await server.address();
    const closed = new Promise<number>((resolve, reject) => {
      const client = createClient({
        url: `${address.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        lazy: false,
        onNonLazyError: () => undefined,
        on: {
          connected: () => server.signal('SIGTERM'),
          closed: (event) => resolve((event as { code: number }).code),
          error: reject,
        },
      });
      void client;
    });

    expect(await closed).toBe(1001);
    expect((await server.exit()).code).toBe(0);
  }, 60_000);

  test('logs a failure that nobody waits for, and goes on', async () => {
    const fixture = join(dataDir, 'forgotten-failure.cjs');
    writeFileSync(
      fixture,
      `process.on('SIGUSR2', () => void Promise.reject(new Error('a forgotten failure')));`,
    );
    const server = start({ NODE_OPTIONS: `--require ${fixture}` });
    const address = await server.address();

    server.signal('SIGUSR2');

    await untilTrue(async () => server.printed.includes('a forgotten failure'));
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    server.signal('SIGTERM');
    const { code, output } = await server.exit();
    expect(code).toBe(0);
    expect(output).toMatch(/"level":"error".*nobody waited for this failure/);
  }, 60_000);

  test('writes no token to its log', async () => {
    const server = start({ LOG_LEVEL: 'trace' });
    const address = await server.address();
    const token = runScript('token.js', ['--persona', 'reseller-a-admin'], { DATA_DIR: dataDir });

    await customersOf(address, token.trim());
    await fetch(`${address}/graphql`, { headers: { authorization: `Bearer ${token.trim()}x` } });
    server.signal('SIGTERM');

    const { output } = await server.exit();
    expect(output).toContain('"msg":"operation"');
    expect(output).not.toContain(token.trim().slice(0, 40));
  }, 60_000);
});
