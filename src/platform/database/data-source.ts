import { DataSource } from 'typeorm';

import { MIGRATIONS } from '../../../migrations/all';
import { type OnStatement, PooledClient } from './pooled-client';
import type { StatementLog } from './statement-log';
import type { StatementNames } from './statement-names';

/** The role the server works as: it owns no table (design of the refusals, migration 6). */
export const APPLICATION_ROLE = 'multipartner_app';

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
const SERVER_POOL_SIZE = 10;

export type EntityClass = new () => object;

/** Where the database is: a PostgreSQL server, or the socket of the embedded one. */
export type DatabaseAddress =
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'embedded'; readonly socketDirectory: string; readonly port: number };

export interface ConnectionOptions {
  readonly address: DatabaseAddress;
  /** Connect as the owner of the tables (migrations), or as the role that owns none. */
  readonly as: 'owner' | 'application';
  readonly entities?: readonly EntityClass[];
  readonly statementLog?: StatementLog;
  /** On a server: for statements that come again and again. */
  readonly statementNames?: StatementNames;
  readonly onStatement?: OnStatement;
  readonly poolSize?: number;
}

export function createDataSource(options: ConnectionOptions): DataSource {
  const { address } = options;
  const sessionOptions = [
    '-c TimeZone=UTC',
    `-c statement_timeout=${STATEMENT_TIMEOUT_MS}`,
    `-c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_TIMEOUT_MS}`,
    ...(options.as === 'application' ? [`-c role=${APPLICATION_ROLE}`] : []),
  ].join(' ');
  return new DataSource({
    type: 'postgres',
    ...(address.kind === 'server'
      ? { url: address.url }
      : {
          host: address.socketDirectory,
          port: address.port,
          username: 'postgres',
          database: 'postgres',
        }),
    // The embedded database has one session; a second connection would wait inside a transaction.
    poolSize: address.kind === 'server' ? (options.poolSize ?? SERVER_POOL_SIZE) : 1,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: PooledClient,
      statementNames: options.statementNames,
      onStatement: options.onStatement,
      ...(address.kind === 'server' && { options: sessionOptions }),
    },
    applicationName: 'multipartner',
    installExtensions: false,
    entities: [...(options.entities ?? [])],
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: options.statementLog ? ['query'] : false,
    ...(options.statementLog ? { logger: options.statementLog } : {}),
  });
}
