// Measures this server and others on the same rows. See README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

import { multipartner } from './clients/multipartner.mjs';
import { apollo, handwritten, mercurius } from './clients/plain.mjs';
import { postgraphile } from './clients/postgraphile.mjs';
import { compareAll, turnsOf } from './lib/comparison.mjs';
import { shareCores } from './lib/cores.mjs';
import { measureLive } from './lib/live.mjs';
import { watchMemory } from './lib/memory.mjs';
import { findNode } from './lib/node.mjs';
import { OPERATION, pairsOf, viewers } from './lib/operations.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { build, prepare } from './lib/prepare.mjs';
import { startServer } from './lib/server.mjs';
import { settingsOf, usage, UsageError } from './lib/settings.mjs';
import { measureStarts } from './lib/start.mjs';
import { ratioTable, resultTable } from './lib/table.mjs';
import { startIssuer } from './lib/tokens.mjs';

const CLIENTS = { handwritten, multipartner, postgraphile, mercurius, apollo };
const README = new URL('README.md', import.meta.url);

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
    `Node ${nodeVersion} for all contenders, PostgreSQL ${version}, ${settings.connections} connections, medians of ${settings.rounds} rounds of ${settings.seconds} s, the first after ${settings.warmupSeconds} s`,
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
  const cells = await compareAll(CLIENTS, bench);
  const [{ server_version: version }] = await bench.postgres.query(
    'postgres',
    'SHOW server_version',
  );
  return [
    ...describe({ ...bench, version, startedAt }),
    '',
    resultTable(cells),
    '',
    ratioTable(cells),
  ].join('\n');
}

function textOf(bench, startedAt) {
  if (bench.settings.live) return measureLive(bench);
  return bench.settings.memory ? memoryOf(bench) : comparison(bench, startedAt);
}

async function main() {
  const names = { contenders: Object.keys(CLIENTS), operations: Object.values(OPERATION) };
  const settings = settingsOf(process.argv.slice(2), names);
  if (settings.help) return void process.stdout.write(usage(names));
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
      progress,
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
  const isUsage = error instanceof UsageError;
  process.stderr.write(isUsage ? `${error.message}\n` : `\n${error.stack}\n`);
  process.exitCode = 1;
});
