import { canonical, difference, rowIdOf, withoutIds } from './compare.mjs';
import { loadFor, loadPairs } from './load.mjs';
import { OPERATION, pairsOf, readsOf, traceOfPairs } from './operations.mjs';
import { statementCount } from './postgres.mjs';
import { ask, startServer } from './server.mjs';
import { UsageError } from './settings.mjs';

const BOTH_SIDES = 'both sides';
/** How many answers of an operation are compared. */
const COMPARED = 20;
/** A contender whose turn comes again is warm but for the caches of its core. */
const WARM_AGAIN = 1 / 8;

/**
 * Every contender with every operation of the settings.
 *
 * All contenders run from the beginning to the end, and each has its turn at an operation before the
 * next operation comes: what a machine gives changes from minute to minute, and so the contenders whose
 * ratios are looked at are measured within seconds of each other. Who begins changes from round to round.
 *
 * @param clients by the names that the settings have for contenders
 * @returns cells: `{ contender, operation, viewer, bytes, rounds }`, a round as `load.mjs` measures it
 * @throws where contenders answer differently; nothing is measured then
 */
export async function compareAll(clients, bench) {
  const { settings, rows, progress } = bench;
  const contenders = [];
  const expected = new Map();
  try {
    for (const name of settings.contenders) {
      progress(`starting ${clients[name].name}`);
      contenders.push(await started(name, clients[name], bench));
    }
    const cells = [];
    for (const contender of contenders) {
      progress(`comparing the answers of ${contender.client.name}`);
      cells.push(...(await readCells(contender, expected, bench)));
    }
    if (OPERATION.pair.includes(settings.operation)) {
      const writers = contenders.filter(({ client }) => client.requestRelationship);
      for (const contender of writers) cells.push(await pairCell(contender, expected, bench));
    }
    if (cells.length === 0) {
      throw new UsageError('--operation: no contender that --only names does that');
    }
    for (const turns of byOperation(cells)) await measure(turns, bench);
    for (const { left } of cells) if (left) await left();
    return cells;
  } finally {
    for (const { name, server } of contenders) {
      await server.stop();
      await rows.drop(name);
    }
  }
}

/** A contender on a fresh copy of the rows. Its usage has the statements that PostgreSQL counted. */
async function started(name, client, { rows, issuer, node, cores, postgres }) {
  const database = await rows.copy(name);
  const env = client.env({ database, issuer: issuer.settings });
  const server = await startServer({ node, cores, program: client.program, env });
  const usage = async () => ({
    ...(await server.usage()),
    statements: await statementCount(postgres, name),
  });
  return { name, client, server: { ...server, usage } };
}

/** The reading operations of every viewer; `operations` are what its users send. */
export async function turnsOf(client, server, { asked, settings }) {
  const turns = [];
  for (const viewer of asked) {
    const send = async (operation) => {
      const { data } = await ask(server.url, { ...operation, token: viewer.tokens[0] });
      return client.read(data, operation.operationName);
    };
    const reads = await readsOf(client, viewer, send, rowIdOf);
    for (const [operation, sent] of Object.entries(reads)) {
      if (!operation.includes(settings.operation)) continue;
      const operations = viewer.tokens.map((token, n) => ({ ...sent[n % sent.length], token }));
      const some = operations.slice(0, Math.min(COMPARED, sent.length));
      turns.push({ operation, viewer: viewer.name, operations, some });
    }
  }
  return turns;
}

/** The reading operations of a contender, with what they answer compared. */
async function readCells({ client, server }, expected, bench) {
  const cells = [];
  for (const { operation, viewer, operations, some } of await turnsOf(client, server, bench)) {
    const answers = [];
    let bytes = 0;
    for (const each of some) {
      const answer = await ask(server.url, each);
      bytes += answer.bytes / some.length;
      answers.push(canonical(client.read(answer.data, each.operationName)));
    }
    sameAsBefore(expected, `${operation} as ${viewer}`, client, answers);
    const turn = (settings) => loadFor(server, operations, settings);
    cells.push({ contender: client.name, operation, viewer, bytes, turn, rounds: [] });
  }
  return cells;
}

/** Pairs of a request and its acceptance. What they leave behind is compared when all are done. */
async function pairCell({ name, client, server }, expected, { settings, postgres, rows, issuer }) {
  const { connections, rounds } = settings;
  const count = Math.ceil(settings.pairs / connections) * connections;
  // Before each run a connection takes a pair that it may not come to send.
  const pairs = await pairsOf(client, issuer, rows, 1 + (rounds + 1) * (count + connections));
  const [request, accept] = pairs.shift();
  const requested = await ask(server.url, request);
  const accepted = await ask(server.url, accept(requested.data));
  sameAsBefore(expected, OPERATION.pair, client, withoutIds([requested.data, accepted.data]));
  const turn = async ({ round }) => {
    if (round === 1) await loadPairs(server, pairs, count, settings);
    return loadPairs(server, pairs, count, settings);
  };
  const left = async () => {
    const trace = await traceOfPairs(postgres, name, rows);
    sameAsBefore(expected, `what ${OPERATION.pair} leaves behind`, client, trace);
  };
  const bytes = requested.bytes + accepted.bytes;
  const cell = { contender: client.name, operation: OPERATION.pair, viewer: BOTH_SIDES };
  return { ...cell, bytes, turn, left, rounds: [] };
}

/** The first one to answer is believed; from then on everybody must say the same. */
function sameAsBefore(expected, what, client, answer) {
  const known = expected.get(what);
  if (!known) {
    expected.set(what, { by: client.name, answer });
    return;
  }
  const at = difference(known.answer, answer);
  if (at) throw new Error(`${what}: ${known.by} and ${client.name} answer differently, at ${at}`);
}

/** The cells of one operation and viewer together, in the order of the first contender. */
function byOperation(cells) {
  const groups = new Map();
  for (const cell of cells) {
    const key = `${cell.operation} as ${cell.viewer}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return groups.values();
}

async function measure(turns, { settings, progress }) {
  for (let round = 1; round <= settings.rounds; round += 1) {
    const warmupSeconds = settings.warmupSeconds * (round === 1 ? 1 : WARM_AGAIN);
    const first = (round - 1) % turns.length;
    for (const cell of [...turns.slice(first), ...turns.slice(0, first)]) {
      const { operation, viewer, contender } = cell;
      progress(`${operation} as ${viewer}: ${contender}, ${round} of ${settings.rounds}`);
      cell.rounds.push(await cell.turn({ ...settings, warmupSeconds, round }));
    }
  }
}
