import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { lock } from 'proper-lockfile';

import type { DatabaseAddress } from './data-source';
import { copyTemplateCluster } from './embedded-template';

const OWNER_FILE = 'owner.json';
// Only the name of the socket file (`.s.PGSQL.5432`) comes from it; no port is opened.
const SOCKET_PORT = 5432;
// Room for the server's own pool, an importer beside it, and a person with psql.
const MAX_CONNECTIONS = 8;
// Addresses of Unix sockets are bounded to about 104 bytes; longer data folders get a socket elsewhere.
const MAX_SOCKET_PATH_LENGTH = 90;
// PostgreSQL takes all of its buffers from the process's own memory; its default of 128 MB is a third of
// what an import of 100,000 subscriptions may need in all.
const SHARED_BUFFERS = '32MB';

interface OwnerRecord {
  readonly pid: number;
  /** Start of that process as the system counts it; a later process with the same id differs. */
  readonly startedAt: string | null;
  readonly socketDirectory: string;
  /** The tables are up to date: from now on another process may use the database through the socket. */
  readonly isShared: boolean;
}

/** Another living process owns the folder. */
export class DataDirInUseError extends Error {
  constructor(dataDir: string, pid: number) {
    super(
      `The data folder ${dataDir} is in use by the process ${pid}. Stop that server, or give this one another DATA_DIR.`,
    );
    this.name = 'DataDirInUseError';
  }
}

export interface EmbeddedDatabase {
  readonly address: DatabaseAddress;
  /** Lets others in, once what they rely on is there. */
  share(): void;
  stop(): Promise<void>;
}

function startOf(pid: number): string | null {
  try {
    // Field 22 of /proc/<pid>/stat; the second field may hold blanks, so count from its closing bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null; // a system without /proc
  }
}

function isAlive(owner: OwnerRecord): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const start = startOf(owner.pid);
  return start === null || owner.startedAt === null || start === owner.startedAt;
}

function readOwner(dataDir: string): OwnerRecord | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, OWNER_FILE), 'utf8')) as OwnerRecord;
  } catch {
    return null; // no owner, or a file torn by a crash
  }
}

// How long an importer waits for a server that is just starting.
const SHARE_TIMEOUT_MS = 60_000;
const SHARE_POLL_MS = 100;

/**
 * The address of the database that a running server holds open in this folder, or null when none does.
 * One that is still starting is waited for: its tables may not be there yet.
 *
 * @throws DataDirInUseError when the owner does not let others in.
 */
export async function sharedEmbeddedAddress(dataDir: string): Promise<DatabaseAddress | null> {
  for (let waitedMs = 0; ; waitedMs += SHARE_POLL_MS) {
    const owner = readOwner(dataDir);
    if (!owner || !isAlive(owner)) return null;
    if (owner.isShared) {
      return { kind: 'embedded', socketDirectory: owner.socketDirectory, port: SOCKET_PORT };
    }
    if (waitedMs >= SHARE_TIMEOUT_MS) throw new DataDirInUseError(dataDir, owner.pid);
    await setTimeout(SHARE_POLL_MS);
  }
}

function writeOwner(dataDir: string, owner: OwnerRecord): void {
  // Written whole or not at all, so that nobody reads half a record.
  const draft = join(dataDir, `${OWNER_FILE}.${owner.pid}`);
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
  renameSync(draft, join(dataDir, OWNER_FILE));
}

async function takeOwnership(dataDir: string, socketDirectory: string): Promise<OwnerRecord> {
  // Held for an instant only: two starts at once must not both find the same stale owner.
  const release = await lock(dataDir, {
    retries: { retries: 20, minTimeout: 50, maxTimeout: 200 },
  });
  try {
    const present = readOwner(dataDir);
    if (present && isAlive(present)) throw new DataDirInUseError(dataDir, present.pid);
    const owner: OwnerRecord = {
      pid: process.pid,
      startedAt: startOf(process.pid),
      socketDirectory,
      isShared: false,
    };
    writeOwner(dataDir, owner);
    return owner;
  } finally {
    await release();
  }
}

/**
 * Opens the embedded PostgreSQL (PGlite) of a data folder and serves it on a socket file, so that the
 * same driver and migrations work on it. A folder has one owner: two processes that open it both
 * seem to succeed and lose committed rows.
 *
 * @throws DataDirInUseError when another process owns the folder.
 */
export async function startEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const usesDataDir = Buffer.byteLength(dataDir) <= MAX_SOCKET_PATH_LENGTH;
  const socketDirectory = usesDataDir ? dataDir : await mkdtemp(join(tmpdir(), 'multipartner-'));
  const owner = await takeOwnership(dataDir, socketDirectory);
  const socketPath = join(socketDirectory, `.s.PGSQL.${SOCKET_PORT}`);
  rmSync(socketPath, { force: true });
  const databaseFolder = join(dataDir, 'database');
  copyTemplateCluster(databaseFolder);
  const pglite = await PGlite.create(databaseFolder, {
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
  });
  const server = new PGLiteSocketServer({
    db: pglite,
    path: socketPath,
    maxConnections: MAX_CONNECTIONS,
  });
  await server.start();
  return {
    address: { kind: 'embedded', socketDirectory, port: SOCKET_PORT },
    share: () => writeOwner(dataDir, { ...owner, isShared: true }),
    async stop() {
      await server.stop();
      await pglite.close();
      rmSync(socketPath, { force: true });
      rmSync(join(dataDir, OWNER_FILE), { force: true });
      if (!usesDataDir) await rm(socketDirectory, { recursive: true, force: true });
    },
  };
}
