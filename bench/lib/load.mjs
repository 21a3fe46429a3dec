import autocannon from 'autocannon';

const percentile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null;

/** How late autocannon may see that everything is answered. */
const END_NOTICED_MS = 20;

/**
 * Runs autocannon and measures around it. Latencies are taken from its events, because its own table
 * knows whole milliseconds only.
 *
 * @param server with its `url`, and what it has used so far as `usage()`: `cpuMs`, `peakMb`, and `statements` where
 *   somebody counts them
 */
async function cannon(server, options) {
  const before = await server.usage();
  const startedAt = performance.now();
  const latencies = [];
  let endedAt = startedAt;
  let wrong = '';
  const verifyBody = (body) => {
    const isGood = !body.includes('"errors"');
    if (!isGood) wrong ||= body;
    return isGood;
  };
  const result = await new Promise((resolve, reject) => {
    const run = autocannon(
      { url: server.url, ...options, verifyBody, sampleInt: END_NOTICED_MS },
      (error, outcome) => (error ? reject(error) : resolve(outcome)),
    );
    run.on('response', (_client, _status, _bytes, milliseconds) => {
      latencies.push(milliseconds);
      endedAt = performance.now();
    });
  });
  const seconds = (endedAt - startedAt) / 1_000;
  const after = await server.usage();
  const bad = result.errors + result.non2xx + result.mismatches;
  if (bad > 0 || latencies.length === 0) {
    throw new Error(
      `${bad} of ${latencies.length} answers were wrong, ${result.errors} never came: ${wrong}`,
    );
  }
  latencies.sort((a, b) => a - b);
  return {
    count: latencies.length,
    perSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuMs: (after.cpuMs - before.cpuMs) / latencies.length,
    peakMb: after.peakMb,
    statements: (after.statements - before.statements) / latencies.length,
  };
}

function messageOf({ token, ...operation }) {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(operation),
  };
}

/**
 * Sends the operations in turns for about so many seconds, after a warm-up with the same ones. Each
 * connection has a share of them, because each is another user, who has one window open.
 *
 * The time is translated to a number of requests: what is under way when a time ends would be paid by
 * the contender and counted for nobody.
 */
export async function loadFor(server, operations, { connections, seconds, warmupSeconds }) {
  const shares = Array.from({ length: connections }, (_, share) =>
    operations.filter((_operation, n) => n % connections === share).map(messageOf),
  );
  const run = (amount) => {
    const waiting = [...shares];
    const setupClient = (client) => client.setRequests(waiting.shift());
    return cannon(server, { connections, amount, setupClient });
  };
  const amountFor = (duration, { perSecond }) =>
    Math.max(1, Math.round((duration * perSecond) / connections)) * connections;
  const first = await run(connections);
  const warm = await run(amountFor(warmupSeconds, first));
  return run(amountFor(seconds, warm));
}

/**
 * Sends so many pairs of operations, of which the second needs the answer to the first.
 *
 * @param pairs `[first, (data) => second]`; taken out as they are sent
 * @param count a multiple of the connections, so that each finishes its last pair
 */
export async function loadPairs(server, pairs, count, { connections }) {
  const requests = [
    {
      setupRequest(request, context) {
        const [first, second] = pairs.shift();
        Object.assign(context, { second });
        return { ...request, ...messageOf(first) };
      },
      onResponse(_status, body, context) {
        context.data = JSON.parse(body).data;
      },
    },
    {
      // After a lost connection there is nothing to follow, and the answer to nothing is an error.
      setupRequest: (request, { second, data }) =>
        data ? { ...request, ...messageOf(second(data)) } : request,
    },
  ];
  const load = { connections, requests, amount: count * 2 };
  const { count: answers, ...result } = await cannon(server, load);
  if (answers !== count * 2) throw new Error(`${answers} answers to ${count} pairs`);
  const { perSecond, cpuMs, statements } = result;
  return { ...result, perSecond: perSecond / 2, cpuMs: cpuMs * 2, statements: statements * 2 };
}
