import type { DataSource } from 'typeorm';

import {
  APPLICATION_ROLE,
  type ConnectionOptions,
  createDataSource,
  type DatabaseAddress,
  type EntityClass,
} from './data-source';
import { Database } from './database';
import { sharedEmbeddedAddress, startEmbeddedDatabase } from './embedded';
import { migrate } from './migrate';
import type { OnStatement } from './pooled-client';
import { startErrorOf } from './start-error';
import { StatementLog } from './statement-log';
import { StatementNames } from './statement-names';

/** Statements of one process that have a name; see "Decisions" of the platform. */
const MAX_NAMES = 80;

export interface OpenDatabaseOptions {
  /** A PostgreSQL server, or null for the embedded database in `dataDir`. */
  readonly url: string | null;
  readonly dataDir: string;
  readonly entities: readonly EntityClass[];
  /** Use the database of a server that already runs on `dataDir` (the importer), instead of refusing. */
  readonly shareRunning?: boolean;
  readonly poolSize?: number;
  readonly onStatement?: OnStatement;
}

export interface OpenedDatabase {
  readonly database: Database;
  readonly statementLog: StatementLog;
  /** No row was there before the migrations ran. */
  readonly isNew: boolean;
  /** Lets an importer use the embedded database beside this process; call it once the first rows are there. */
  share(): void;
}

interface Located {
  readonly address: DatabaseAddress;
  readonly isShared: boolean;
  share(): void;
  stop(): Promise<void>;
}

async function locate(options: OpenDatabaseOptions): Promise<Located> {
  const nothing = { share: () => undefined, stop: async () => undefined };
  if (options.url !== null) {
    return { address: { kind: 'server', url: options.url }, isShared: false, ...nothing };
  }
  const running = options.shareRunning ? await sharedEmbeddedAddress(options.dataDir) : null;
  if (running) return { address: running, isShared: true, ...nothing };
  return { ...(await startEmbeddedDatabase(options.dataDir)), isShared: false };
}

async function connect(options: ConnectionOptions): Promise<DataSource> {
  const source = createDataSource(options);
  const { address } = options;
  try {
    await source.initialize();
  } catch (error) {
    throw (address.kind === 'server' && startErrorOf(error, address.url)) || error;
  }
  // The embedded database ignores start-up options of a connection, and has one session for all.
  if (address.kind === 'embedded') {
    await source.query(`SET ROLE ${APPLICATION_ROLE}`);
    await source.query(`SET TimeZone TO 'UTC'`);
  }
  return source;
}

/** Opens the database, brings its tables up to date, and connects as the role that owns none of them. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const located = await locate(options);
  try {
    const isNew = !located.isShared && (await migrate(located.address)).wasEmpty;
    const statementLog = new StatementLog();
    // The embedded database has one session for all connections: a name of one is a name of all.
    const statementNames = located.address.kind === 'server' ? new StatementNames(MAX_NAMES) : null;
    const dataSource = await connect({
      address: located.address,
      as: 'application',
      entities: options.entities,
      statementLog,
      ...(statementNames && { statementNames }),
      ...(options.poolSize ? { poolSize: options.poolSize } : {}),
      ...(options.onStatement && { onStatement: options.onStatement }),
    });
    return {
      database: new Database(dataSource, statementNames, () => located.stop()),
      statementLog,
      isNew,
      share: () => located.share(),
    };
  } catch (error) {
    await located.stop();
    throw error;
  }
}
