import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

/** `empty`: migrated, no rows. `story`: the demo story as well. */
export type Template = 'empty' | 'story';

export const SERVER_URL_VARIABLE = 'MULTIPARTNER_TEST_SERVER_URL';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

function serverUrl(): string {
  const url = process.env[SERVER_URL_VARIABLE];
  if (!url)
    throw new Error('the PostgreSQL server of the tests was not started by the global setup');
  return url;
}

export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The template's own name; runs that share one server must not meet. */
export function templateName(template: Template): string {
  return `multipartner_${template}_${process.env.MULTIPARTNER_TEST_RUN ?? 'run'}`;
}

export async function createTemplate(server: string, template: Template): Promise<string> {
  await onServer(server, `CREATE DATABASE ${templateName(template)}`);
  return databaseUrl(server, templateName(template));
}

export async function dropTemplate(server: string, template: Template): Promise<void> {
  await onServer(server, `DROP DATABASE IF EXISTS ${templateName(template)} WITH (FORCE)`);
}

/** A database of the test's own, copied from a template in well under a second. */
export async function cloneDatabase(template: Template): Promise<TestDatabase> {
  const server = serverUrl();
  const name = `multipartner_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${templateName(template)}`);
  return {
    url: databaseUrl(server, name),
    drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
