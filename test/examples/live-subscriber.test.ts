import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Client } from 'pg';

import { eventIdOf } from '../../src/modules/visibility/object-ids';
import { connectedTo, insertEvent } from '../support/appended-events';
import { buildServer, runScript, ServerProcess } from '../support/server-process';
import { cloneDatabase, type TestDatabase } from '../support/test-database';
import { untilTrue } from '../support/until-true';

/* The example as its users run it, beside a server that is stopped and started again. */

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'live-subscriber.mjs');

let copy: TestDatabase;
let writer: Client;
let dataDir: string;
let port: string;
let server: ServerProcess;
let examples: Example[];

/** One run of the example, and what it printed. */
class Example {
  private printed = '';
  private complaint = '';
  private readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.complaint += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  static start(token: string, ...args: readonly string[]): Example {
    const url = `http://127.0.0.1:${port}/graphql`;
    const example = new Example(
      spawn(process.execPath, [EXAMPLE, url, ...args], {
        env: { PATH: process.env.PATH, TOKEN: token },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    examples.push(example);
    return example;
  }

  get lines(): readonly (readonly string[])[] {
    const lines = this.printed.split('\n').slice(0, -1);
    return lines.map((line) => line.split(' '));
  }

  get ids(): readonly (string | undefined)[] {
    return this.lines.map(([, , id]) => id);
  }

  async until(count: number): Promise<void> {
    await untilTrue(() =>
      Promise.resolve(this.lines.length >= count || this.child.exitCode !== null),
    );
    expect(this.complaint).toBe('');
  }

  async stop(): Promise<void> {
    this.child.kill();
    await this.ended;
  }

  async exit(): Promise<{ readonly code: number | null; readonly complaint: string }> {
    await this.ended;
    return { code: this.child.exitCode, complaint: this.complaint };
  }
}

/** A port that the server can have again after a restart. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function startServer(): Promise<void> {
  server = ServerProcess.start({
    DATABASE_URL: copy.url,
    DATA_DIR: dataDir,
    SECRET_KEY: 'a key that is the same after a restart',
    DEMO: '1',
    LOG_LEVEL: 'error',
    PORT: port,
  });
  await server.address();
}

async function stopServer(signal: NodeJS.Signals): Promise<void> {
  server.signal(signal);
  await server.exit();
}

const tokenOf = (persona: string): string =>
  runScript('token.js', ['--persona', persona], { DATA_DIR: dataDir, DEMO: '1' }).trim();

/** What is written before an example listens is for its next reading of the log, not for its first. */
async function untilListening(count: number): Promise<void> {
  await untilTrue(async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return text.includes(`\nmultipartner_live_operations ${count}\n`);
  });
}

async function written(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(eventIdOf(await insertEvent(writer)));
  return ids;
}

beforeAll(buildServer, 60_000);
beforeEach(async () => {
  examples = [];
  dataDir = mkdtempSync(join(tmpdir(), 'multipartner-subscriber-'));
  copy = await cloneDatabase('empty');
  writer = await connectedTo(copy.url);
  port = String(await freePort());
  await startServer();
}, 60_000);
afterEach(async () => {
  for (const example of examples) await example.stop();
  await server.kill();
  await writer.end();
  await copy.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('has fewer than 60 lines', () => {
  expect(readFileSync(EXAMPLE, 'utf8').split('\n').length).toBeLessThanOrEqual(60);
});

test('a server that is stopped, killed and started again costs no event and repeats none', async () => {
  const example = Example.start(tokenOf('operator'));
  await untilListening(1);
  const ids = [...(await written(3))];
  await example.until(3);

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await stopServer(signal);
    ids.push(...(await written(2)));
    await startServer();
    ids.push(...(await written(2)));
    await example.until(ids.length);
    ids.push(...(await written(1)));
    await example.until(ids.length);
  }

  expect(example.ids).toEqual(ids);
  expect(example.lines[0]?.[1]).toBe('CUSTOMER_UPDATED');
}, 60_000);

test('one that begins with a cursor goes on after its event, however long ago that was', async () => {
  const first = Example.start(tokenOf('operator'));
  await untilListening(1);
  const [, ...missed] = await written(3);
  await first.until(3);
  const cursor = first.lines[0]?.[0] ?? '';

  const second = Example.start(tokenOf('operator'), cursor);
  await second.until(2);

  expect(second.ids).toEqual(missed);
}, 60_000);

test('what happens before the first event comes is not lost with the connection either', async () => {
  const example = Example.start(tokenOf('operator'));
  await untilListening(1);
  await stopServer('SIGKILL');
  const ids = await written(2);
  await startServer();

  await example.until(2);

  expect(example.ids).toEqual(ids);
}, 60_000);

test('a token that is not taken ends it, with a reason', async () => {
  const { code, complaint } = await Example.start('no token').exit();

  expect(code).toBe(1);
  expect(complaint).toContain('UNAUTHENTICATED');
}, 60_000);
