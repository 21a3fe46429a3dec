import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { createClient } from 'graphql-ws';
import pg from 'pg';
import { WebSocket } from 'ws';

import { multipartner } from '../clients/multipartner.mjs';
import { startServer } from './server.mjs';
import { markdown, round } from './table.mjs';

const WRITERS = 8;
const WARMUP_SECONDS = 2;
/** How long after the last commit an event may still come before it counts as lost. */
const PATIENCE_MS = 15_000;
/** As the server does: other processes are woken at most so often. */
const NOTIFY_INTERVAL_MS = 20;

const FOLLOW = 'subscription Follow { events { node { id } } }';
const INSERT = `INSERT INTO events (id, scope_id, sequence, recipient_reseller_ids, to_customer, name, version,
    resource_type, resource_id, actor, correlation_id, occurred_at, data)
  VALUES ($1::uuid, $2::uuid, $3, ARRAY[$4::uuid], false, 'CUSTOMER_UPDATED', 1, 'CUSTOMER', $2::uuid,
    '{"kind":"PLATFORM"}', 'bench', now(), jsonb_build_object('customerId', $2::uuid, 'changedFields', '[]'::jsonb))`;

const idOf = (key) => Buffer.from(`Event:${key}`).toString('base64url');
const percentile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];

/** One WebSocket, and when each event came over it. */
function subscribe(url, { token, ...who }) {
  const receivedAt = new Map();
  let repeats = 0;
  let failure = null;
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: (error) => (failure = error),
    connectionParams: { Authorization: `Bearer ${token}` },
  });
  const fail = (error) => (failure ??= error);
  client.subscribe(
    { query: FOLLOW },
    {
      next: ({ data, errors }) => {
        if (errors) return fail(errors);
        const { id } = data.events.node;
        if (receivedAt.has(id)) repeats += 1;
        else receivedAt.set(id, performance.now());
      },
      error: fail,
      complete: () => fail(new Error('it was completed')),
    },
  );
  return {
    ...who,
    receivedAt,
    get repeats() {
      return repeats;
    },
    check() {
      if (failure)
        throw new Error(`a subscriber failed: ${JSON.stringify(failure)}`, { cause: failure });
    },
    close: () => client.dispose(),
  };
}

/**
 * Writes events at an even rate, each in a transaction of its own, and wakes the server as another server
 * of the same database would. Answers with what was written and when its commit was confirmed.
 */
async function write(address, { rate, seconds, addressees }) {
  const clients = Array.from(
    { length: WRITERS },
    () => new pg.Client({ connectionString: address }),
  );
  const waker = new pg.Client({ connectionString: address });
  await Promise.all([...clients, waker].map((client) => client.connect()));
  const written = [];
  let hasNews = false;
  const notifying = setInterval(() => {
    if (!hasNews) return;
    hasNews = false;
    void waker.query('NOTIFY multipartner_events').catch(() => undefined);
  }, NOTIFY_INTERVAL_MS);
  const total = Math.round(rate * seconds);
  const beganAt = performance.now();
  const run = async (client, writer) => {
    const scope = randomUUID();
    for (let n = writer, sequence = 1; n < total; n += WRITERS, sequence += 1) {
      const waitMs = beganAt + (n * 1_000) / rate - performance.now();
      if (waitMs > 0) await delay(waitMs);
      const key = randomUUID();
      const reseller = addressees[n % addressees.length];
      await client.query({ name: 'event', text: INSERT, values: [key, scope, sequence, reseller] });
      written.push({ id: idOf(key), reseller, committedAt: performance.now() });
      hasNews = true;
    }
  };
  try {
    await Promise.all(clients.map(run));
  } finally {
    clearInterval(notifying);
    await waker.query('NOTIFY multipartner_events');
    await Promise.all([...clients, waker].map((client) => client.end()));
  }
  return { written, seconds: (performance.now() - beganAt) / 1_000 };
}

function expectedOf({ reseller }, written) {
  return reseller === null ? written : written.filter((event) => event.reseller === reseller);
}

/** Nothing tells a client that the server follows the log for it; the server's metrics do. */
async function untilAllListen(url, subscribers) {
  const line = `\nmultipartner_live_operations ${subscribers.length}\n`;
  const metrics = new URL('/metrics', url);
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await (await fetch(metrics)).text()).includes(line)) {
    subscribers.forEach((it) => it.check());
    if (performance.now() > deadline) throw new Error('the subscribers do not listen');
    await delay(50);
  }
}

async function untilAllCame(subscribers, written) {
  const deadline = performance.now() + PATIENCE_MS;
  const missing = () =>
    subscribers.reduce(
      (sum, it) => sum + expectedOf(it, written).filter(({ id }) => !it.receivedAt.has(id)).length,
      0,
    );
  while (missing() > 0) {
    subscribers.forEach((it) => it.check());
    if (performance.now() > deadline) throw new Error(`${missing()} events never came`);
    await delay(100);
  }
  const repeats = subscribers.reduce((sum, it) => sum + it.repeats, 0);
  if (repeats > 0) throw new Error(`${repeats} events came twice`);
}

/** Milliseconds from commit to arrival, of what was written after the warm-up. */
function delaysOf(subscribers, written) {
  const begin = written[0].committedAt + WARMUP_SECONDS * 1_000;
  return subscribers
    .flatMap((it) =>
      expectedOf(it, written)
        .filter(({ committedAt }) => committedAt >= begin)
        // It may come before its writer has heard of the commit.
        .map(({ id, committedAt }) => Math.max(0, it.receivedAt.get(id) - committedAt)),
    )
    .sort((a, b) => a - b);
}

/**
 * How long a committed event takes to those who listen: resellers who each get their own share, and operators
 * who get all of them.
 */
export async function measureLive({ settings, postgres, rows, issuer, node, cores, progress }) {
  const database = await rows.copy('live');
  const env = multipartner.env({ database, issuer: issuer.settings });
  const server = await startServer({ node, cores, program: multipartner.program, env });
  const subscribers = [];
  try {
    const resellers = rows.resellers.slice(0, settings.subscribers);
    for (const { id, tenant_id: tid } of resellers) {
      const claims = { tid, oid: 'listener', name: 'Listener', roles: ['ADMIN_AGENT'] };
      const token = await issuer.token(claims);
      subscribers.push(subscribe(server.url, { kind: 'reseller, its share', reseller: id, token }));
    }
    const tid = '99999999-0000-4000-8000-000000000001';
    for (let n = 0; n < settings.operators; n += 1) {
      const claims = { tid, oid: `listener-${n}`, name: 'Operator', roles: ['OPERATOR'] };
      const token = await issuer.token(claims);
      subscribers.push(subscribe(server.url, { kind: 'operator, all', reseller: null, token }));
    }
    await untilAllListen(server.url, subscribers);
    progress(`${settings.rate} events a second for ${settings.seconds} s`);
    const before = await server.usage();
    const addressees = resellers.map(({ id }) => id);
    const seconds = WARMUP_SECONDS + settings.seconds;
    const { written, seconds: took } = await write(postgres.url('live'), {
      rate: settings.rate,
      seconds,
      addressees,
    });
    await untilAllCame(subscribers, written);
    const after = await server.usage();
    const kinds = [...new Set(subscribers.map(({ kind }) => kind))].map((kind) => {
      const some = subscribers.filter((it) => it.kind === kind);
      return { kind, count: some.length, delays: delaysOf(some, written) };
    });
    return [
      `- ${written.length} events in ${round(took, 1)} s: ${round(written.length / took, 0)} a second (asked for: ${settings.rate}), every one of them received, none twice`,
      `- ${WRITERS} writers, each event a transaction of its own; CPU of the server ${round((after.cpuMs - before.cpuMs) / written.length, 2)} ms an event, peak ${round(after.peakMb, 0)} MB`,
      '',
      markdown(
        [
          ['commit to subscriber', ({ kind }) => kind],
          ['subscribers', ({ count }) => String(count), 'right'],
          ['events measured', ({ delays }) => String(delays.length), 'right'],
          ['p50 ms', ({ delays }) => round(percentile(delays, 0.5), 1), 'right'],
          ['p99 ms', ({ delays }) => round(percentile(delays, 0.99), 1), 'right'],
          ['longest ms', ({ delays }) => round(delays.at(-1), 1), 'right'],
        ],
        kinds,
      ),
    ].join('\n');
  } finally {
    for (const subscriber of subscribers) await subscriber.close();
    await server.stop();
  }
}
