// Measures this server and others on the same rows. See README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { multipartner } from './clients/multipartner.mjs';
import { apollo, handwritten, mercurius } from './clients/plain.mjs';
import { postgraphile } from './clients/postgraphile.mjs';
import { canonical, difference, rowIdOf, withoutIds } from './lib/compare.mjs';
import { shareCores } from './lib/cores.mjs';
import { measureLive } from './lib/live.mjs';
import { loadFor, loadPairs } from './lib/load.mjs';
import { watchMemory } from './lib/memory.mjs';
import { findNode } from './lib/node.mjs';
import { pairsOf, readsOf, traceOfPairs, viewers } from './lib/operations.mjs';
import { startPostgres, statementCount } from './lib/postgres.mjs';
import { build, prepare } from './lib/prepare.mjs';
import { ask, startServer } from './lib/server.mjs';
import { measureStarts } from './lib/start.mjs';
import { ratioTable, resultTable } from './lib/table.mjs';
import { startIssuer } from './lib/tokens.mjs';

const CLIENTS = { handwritten, multipartner, postgraphile, mercurius, apollo };
const PAIR = { operation: 'request and accept', viewer: 'both sides' };
const FULL = { rows: '100%', seconds: '8', warmup: '3', pairs: '1000' };
/** Following events reads little but the log, and a percentile of few seconds says little. */
const LIVE = { ...FULL, rows: '10%', seconds: '60' };
const QUICK = { rows: '10%', seconds: '0.25', warmup: '0.15', pairs: '48' };
const README = new URL('README.md', import.meta.url);

const USAGE = `npm run bench -- [options]
  --quick            a tenth of the rows and short turns, under a minute
  --rows 10%         part of the rows
  --seconds 8        of one measurement
  --warmup 3         seconds before it
  --pairs 1000       requests and acceptances
  --connections 8
  --only a,b         contenders: ${Object.keys(CLIENTS).join(', ')}
  --operation text   operations whose name contains the text
  --start            instead: how long this server takes from its start to its first answer
  --memory           instead: what memory it has under load for so many --minutes 10
  --live             instead: from commit to subscriber, at --rate 500 events a second and --subscribers 20
  --write            puts the table into README.md
  --note text        what a reader of that table must know
`;

function settingsOf(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      ...Object.fromEntries(Object.keys(FULL).map((name) => [name, { type: 'string' }])),
      quick: { type: 'boolean', default: false },
      connections: { type: 'string', default: '8' },
      only: { type: 'string', default: Object.keys(CLIENTS).join(',') },
      operation: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
      note: { type: 'string', default: '' },
      start: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      rate: { type: 'string', default: '500' },
      subscribers: { type: 'string', default: '20' },
      minutes: { type: 'string', default: '10' },
      help: { type: 'boolean', default: false },
    },
  });
  const usual = values.live ? LIVE : FULL;
  const given = { ...(values.quick ? QUICK : usual), ...values };
  return {
    ...values,
    share: Number.parseFloat(given.rows) / 100,
    seconds: Number(given.seconds),
    warmupSeconds: Number(given.warmup),
    pairs: Number(given.pairs),
    connections: Number(values.connections),
    minutes: Number(values.minutes),
    rate: Number(values.rate),
    subscribers: Number(values.subscribers),
    contenders: values.only.split(','),
  };
}

/** All of one contender: that it answers as the others, then what that costs. */
async function measure(name, bench) {
  const { settings, rows, issuer, node, cores, asked } = bench;
  const client = CLIENTS[name];
  const address = await rows.copy(name);
  const server = await startServer({
    node,
    cores,
    program: client.program,
    env: client.env({ database: address, issuer: issuer.settings }),
  });
  const cells = [];
  try {
    const turns = await turnsOf(client, server, bench);
    // Every answer is compared before anything is measured.
    for (const turn of turns) {
      turn.facts = await examine(turn, { ...bench, name, client, server });
    }
    for (const { operation, viewer, operations, facts } of turns) {
      progress(`${client.name}: ${operation} as ${viewer.name}`);
      const load = await loadFor(server, operations, settings);
      cells.push({ contender: client.name, operation, viewer: viewer.name, ...load, ...facts });
    }
    if (client.requestRelationship && PAIR.operation.includes(settings.operation)) {
      progress(`${client.name}: ${PAIR.operation}`);
      cells.push(await measurePairs(name, client, server, bench));
    }
  } finally {
    await server.stop();
    await rows.drop(name);
  }
  return cells;
}

/** The reading operations of every viewer; `operations` are what its users send. */
async function turnsOf(client, server, { asked, settings }) {
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
      turns.push({ operation, viewer, sent, operations });
    }
  }
  return turns;
}

/** This server alone, with every operation in turns. */
async function memoryOf(bench) {
  const { settings, rows, issuer, node, cores } = bench;
  const database = await rows.copy('memory');
  const env = multipartner.env({ database, issuer: issuer.settings });
  const server = await startServer({ node, cores, program: multipartner.program, env });
  try {
    const turns = await turnsOf(multipartner, server, bench);
    // Less than one round comes to a minute.
    const pairs = await pairsOf(multipartner, issuer, rows, 100 * (2 + settings.minutes));
    return await watchMemory(server, { turns, pairs, settings, progress });
  } finally {
    await server.stop();
  }
}

/** Compares the answers with those of the contenders before, and counts statements and bytes. */
async function examine({ operation, viewer, sent }, { name, client, server, postgres, expected }) {
  const some = sent.slice(0, 20);
  const before = await statementCount(postgres, name);
  let bytes = 0;
  const answers = [];
  for (const [n, each] of some.entries()) {
    const answer = await ask(server.url, {
      ...each,
      token: viewer.tokens[n % viewer.tokens.length],
    });
    bytes += answer.bytes;
    answers.push(canonical(client.read(answer.data, each.operationName)));
  }
  const statements = ((await statementCount(postgres, name)) - before) / some.length;
  sameAsBefore(expected, `${operation} as ${viewer.name}`, client, answers);
  return { bytes: bytes / some.length, statements };
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

async function measurePairs(name, client, server, { settings, postgres, rows, issuer, expected }) {
  const count = Math.ceil(settings.pairs / settings.connections) * settings.connections;
  // Before each run a connection takes a pair that it may not come to send.
  const pairs = await pairsOf(client, issuer, rows, 1 + 2 * (count + settings.connections));
  const [request, accept] = pairs.shift();
  const requested = await ask(server.url, request);
  const accepted = await ask(server.url, accept(requested.data));
  const answers = withoutIds([requested.data, accepted.data]);
  sameAsBefore(expected, 'request and accept', client, answers);
  await loadPairs(server, pairs, count, settings);
  const before = await statementCount(postgres, name);
  const load = await loadPairs(server, pairs, count, settings);
  const statements = ((await statementCount(postgres, name)) - before) / count;
  const trace = await traceOfPairs(postgres, name, rows);
  sameAsBefore(expected, 'what request and accept leave behind', client, trace);
  const bytes = requested.bytes + accepted.bytes;
  return { contender: client.name, ...PAIR, ...load, bytes, statements };
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function describe({ settings, rows, cores, nodeVersion, version, startedAt }) {
  const { model } = cpus()[0];
  const counts = Object.entries(rows.counts).map(([table, count]) => `${count} ${table}`);
  const pinning = cores
    ? `contender on core ${cores.contender}, PostgreSQL and load on ${cores.others.join(', ')}`
    : 'nothing pinned: no taskset, or one core';
  return [
    `${startedAt.toISOString().slice(0, 10)}, ${cpus().length} × ${model}, ${pinning}`,
    `Node ${nodeVersion} for all contenders, PostgreSQL ${version}, ${settings.connections} connections, ${settings.seconds} s each after ${settings.warmupSeconds} s`,
    counts.join(', '),
    `the run took ${Math.round((Date.now() - startedAt) / 1_000)} s`,
    ...(settings.note ? [settings.note] : []),
  ].map((line) => `- ${line}`);
}

function writeReadme(text) {
  const readme = readFileSync(README, 'utf8');
  const block = /(<!-- table -->\n)[\s\S]*(\n<!-- end of table -->)/;
  if (!block.test(readme)) throw new Error('README.md has no place for the table');
  writeFileSync(
    README,
    readme.replace(block, (_, start, end) => `${start}\n${text}\n${end}`),
  );
}

/** The tables of all contenders. */
async function comparison(bench, startedAt) {
  const { settings, postgres } = bench;
  const cells = [];
  for (const name of settings.contenders) cells.push(...(await measure(name, bench)));
  const [{ server_version: version }] = await postgres.query('postgres', 'SHOW server_version');
  return [
    ...describe({ ...bench, version, startedAt }),
    '',
    resultTable(cells),
    '',
    ratioTable(cells),
  ].join('\n');
}

function textOf(bench, startedAt) {
  if (bench.settings.live) return measureLive({ ...bench, progress });
  return bench.settings.memory ? memoryOf(bench) : comparison(bench, startedAt);
}

async function main() {
  const settings = settingsOf(process.argv.slice(2));
  if (settings.help) return void process.stdout.write(USAGE);
  const startedAt = new Date();
  const node = findNode(fileURLToPath(new URL('.', import.meta.url)));
  build();
  const cores = shareCores();
  const postgres = await startPostgres();
  const issuer = await startIssuer();
  try {
    if (settings.start) {
      process.stdout.write(`${await measureStarts({ node, cores, postgres, progress })}\n`);
      return;
    }
    progress('loading rows');
    const rows = await prepare(postgres, settings.share);
    const asked = await viewers(issuer, rows, postgres, 'loaded');
    const bench = {
      settings,
      postgres,
      rows,
      issuer,
      node: node.path,
      nodeVersion: node.version,
      cores,
      asked,
      expected: new Map(),
    };
    const text = await textOf(bench, startedAt);
    progress('');
    process.stdout.write(`${text}\n`);
    if (settings.write && !settings.memory && !settings.live) writeReadme(text);
  } finally {
    issuer.stop();
    await postgres.stop();
  }
}

main().catch((error) => {
  process.stderr.write(`\n${error.stack}\n`);
  process.exitCode = 1;
});
