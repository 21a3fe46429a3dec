import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { generate, load } from './dataset.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TEMPLATE = 'loaded';
/** The login of every contender; it owns no table. */
const LOGIN = 'contender';
const PASSWORD = 'password';

function run(args, env = {}) {
  const options = { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

/** Builds the server where its sources are newer than the last build. */
export function build() {
  run(['scripts/build.mjs', '--if-stale']);
}

/**
 * A database with the server's own migrations and the generated rows, for every contender a copy.
 *
 * PostGraphile is given one function: it reads tables, and the customers of a reseller, in their own
 * order and with their own cursors, are no table.
 */
export async function prepare(postgres, share) {
  const owner = postgres.url(TEMPLATE);
  await postgres.query('postgres', `CREATE DATABASE ${TEMPLATE}`);
  run(['dist/scripts/migrate.js'], { DATABASE_URL: owner });
  const { tables, reader, asker } = generate(share);
  await load(owner, tables);
  await postgres.query(
    TEMPLATE,
    `CREATE ROLE ${LOGIN} LOGIN PASSWORD '${PASSWORD}' IN ROLE multipartner_app;
     CREATE FUNCTION resellers_portfolio(reseller resellers) RETURNS SETOF customers LANGUAGE sql STABLE AS $$
       SELECT c.* FROM customers c WHERE EXISTS (
         SELECT 1 FROM relationships r
         WHERE r.customer_id = c.id AND r.reseller_id = reseller.id AND r.status = 'ACTIVE'
       )
     $$`,
  );
  const counts = Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [table, rows.length]),
  );
  return {
    counts,
    reader,
    asker,
    customers: tables.customers,
    resellers: tables.resellers,
    /** A fresh copy for a contender; answers with its address for the contender's login. */
    async copy(name) {
      await postgres.query('postgres', `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      return postgres.url(name, `${LOGIN}:${PASSWORD}`);
    },
    drop: (name) => postgres.query('postgres', `DROP DATABASE ${name} WITH (FORCE)`),
  };
}
