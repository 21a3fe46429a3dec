import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { parsedUrl } from '../src/kernel/url';
import { openDemoIssuer } from '../src/platform/auth/demo-issuer';
import { openLanes, type Race, runClient, runTime } from './race/clients';
import { judge } from './race/judge';
import { layTrack } from './race/track';

/*
 * Two servers on one PostgreSQL, and clients that race on the same few requests, relationships, joint links
 * and partnerships, one by one and in bulk.
 *
 *   npm run race -- postgres://…/postgres [seconds]
 *
 * The database named is only where from the race makes one of its own, which it drops at the end.
 */

const SERVERS = 2;
const CLIENTS = 8;
const DEFAULT_SECONDS = 60;

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  holder.close();
  await once(holder, 'close');
  return port;
}

function startServer(...args: readonly string[]): ChildProcess {
  const program = join(__dirname, 'race', 'race-server.js');
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

function hasStarted(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.stdout?.once('data', () => resolve());
    server.once('exit', (code) => reject(new Error(`a server ended with ${String(code)}`)));
  });
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** How often each mutation was answered how. */
function sayCounts({ answers, overdue }: Race): void {
  const counts = new Map<string, number>();
  for (const { mutation, code, isRepeated } of answers) {
    const outcome = `${mutation}: ${code ?? (isRepeated ? 'accepted, nothing to do' : 'accepted')}`;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  [...counts].sort().forEach(([outcome, count]) => say(`${String(count).padStart(7)}  ${outcome}`));
  say(`${String(overdue).padStart(7)}  requests made to fall due`);
}

async function sayDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<{ what: string; count: string }>(
    `SELECT 'requests ' || status AS what, count(*) FROM relationship_requests GROUP BY status
      UNION ALL SELECT 'relationships ' || status, count(*) FROM relationships GROUP BY status
      UNION ALL SELECT 'partnerships ' || state, count(*) FROM partner_relationships GROUP BY state
      UNION ALL SELECT 'audit records', count(*) FROM audit_records
      UNION ALL SELECT 'events', count(*) FROM events
      UNION ALL SELECT 'deadlocks that the database broke', deadlocks FROM pg_stat_database
        WHERE datname = current_database()
      ORDER BY 1`,
  );
  rows.forEach(({ what, count }) => say(`${count.padStart(7)}  ${what}`));
}

const SUBSCRIPTIONS = `SELECT md5(string_agg(s::text, ';' ORDER BY s.id)) AS digest FROM subscriptions s`;

/** One that fails ends the race for all, and nobody is left behind when its database goes. */
async function runAll(run: Race): Promise<void> {
  const runners = [runTime(run), ...Array.from({ length: CLIENTS }, () => runClient(run))];
  const ends = await Promise.allSettled(
    runners.map((runner) =>
      runner.catch((error: unknown) => {
        run.endsAt = 0;
        throw error;
      }),
    ),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function race(databaseUrl: string, dataDir: string, seconds: number): Promise<boolean> {
  const servers: ChildProcess[] = [];
  try {
    const addresses: string[] = [];
    for (let planned = 0; planned < SERVERS; planned += 1) {
      addresses.push(`http://127.0.0.1:${await freePort()}`);
    }
    // One after the other: the first makes the tables.
    for (const address of addresses) {
      const server = startServer(databaseUrl, dataDir, new URL(address).port, addresses[0] ?? '');
      servers.push(server);
      await hasStarted(server);
    }
    return await connected(databaseUrl, async (client) => {
      const lanes = await layTrack(client);
      const before = await client.query(SUBSCRIPTIONS);
      const issuer = openDemoIssuer(dataDir);
      const run: Race = {
        addresses,
        lanes,
        issuer,
        databaseUrl,
        endsAt: 0,
        answers: [],
        overdue: 0,
      };
      await openLanes(run);
      run.endsAt = Date.now() + seconds * 1_000;
      await runAll(run);
      await Promise.all(servers.map(stopServer));
      const tenantIds = lanes.flatMap(({ customerTenantId, tiers }) => [
        customerTenantId,
        ...(tiers ? [tiers.tenantId] : []),
      ]);
      const faults = [...(await judge(client, run.answers, tenantIds))];
      const after = await client.query(SUBSCRIPTIONS);
      if (JSON.stringify(before.rows) !== JSON.stringify(after.rows)) {
        faults.push('a subscription was changed');
      }
      sayCounts(run);
      await sayDatabase(client);
      faults.slice(0, 20).forEach((fault) => say(`FAULT  ${fault}`));
      say(`${run.answers.length} calls in ${seconds} s, ${faults.length} faults`);
      return faults.length === 0;
    });
  } finally {
    await Promise.all(servers.map(stopServer));
  }
}

async function main([serverUrl, duration]: readonly string[]): Promise<number> {
  const seconds = Number(duration ?? DEFAULT_SECONDS);
  if (!serverUrl || !parsedUrl(serverUrl) || !(seconds > 0)) {
    process.stderr.write('Usage: npm run race -- postgres://user@host/postgres [seconds]\n');
    return 2;
  }
  const name = `multipartner_race_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-race-'));
  await connected(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  try {
    return (await race(url.toString(), dataDir, seconds)) ? 0 : 1;
  } finally {
    await connected(serverUrl, (client) =>
      client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    );
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    process.stderr.write(`The race could not be run: ${String(error)}\n`);
    process.exitCode = 1;
  },
);
