import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { multipartner } from '../clients/multipartner.mjs';
import { startServer } from './server.mjs';
import { markdown, median, round } from './table.mjs';

const ROUNDS = 5;

/** Of one start: seconds until the first answer, CPU seconds of the process until then, and its memory. */
async function started({ node, cores }, env) {
  const { program } = multipartner;
  const before = performance.now();
  const server = await startServer({ node: node.path, cores, program, env });
  const seconds = (performance.now() - before) / 1_000;
  const { cpuMs, peakMb } = await server.usage();
  await server.stop();
  return { seconds, cpuSeconds: cpuMs / 1_000, peakMb };
}

/** The medians of some starts of each kind, with the demo's data where the database is embedded. */
export async function measureStarts({ node, cores, postgres, progress }) {
  const database = 'starts';
  await postgres.query('postgres', `CREATE DATABASE ${database}`);
  const kinds = {
    first: { what: 'embedded, first start', target: '< 10', starts: [] },
    later: { what: 'embedded, later start', target: '< 4', starts: [] },
    server: { what: 'on PostgreSQL', target: '< 2.5', starts: [] },
  };
  // The tables are made by whoever starts first.
  const onServer = { DATABASE_URL: postgres.url(database), SECRET_KEY: 'x'.repeat(40) };
  await started({ node, cores }, onServer);
  for (let n = 1; n <= ROUNDS; n += 1) {
    progress(`start ${n} of ${ROUNDS}`);
    const folder = mkdtempSync(join(tmpdir(), 'multipartner-start-'));
    const embedded = { NODE_ENV: 'development', DATA_DIR: folder, LOG_LEVEL: 'warn' };
    kinds.first.starts.push(await started({ node, cores }, embedded));
    kinds.later.starts.push(await started({ node, cores }, embedded));
    rmSync(folder, { recursive: true, force: true });
    kinds.server.starts.push(await started({ node, cores }, onServer));
  }
  progress('');
  const of =
    (field, digits) =>
    ({ starts }) =>
      round(median(starts.map((start) => start[field])), digits);
  return markdown(
    [
      ['start to first answer', ({ what }) => what],
      ['seconds', of('seconds', 2), 'right'],
      ['CPU seconds', of('cpuSeconds', 2), 'right'],
      ['peak MB', of('peakMb', 0), 'right'],
      ['target, seconds', ({ target }) => target, 'right'],
    ],
    Object.values(kinds),
  );
}
