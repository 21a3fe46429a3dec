import { chmodSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';
/** Several times what the databases of a run take together; containers often have 64 MB. */
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * Makes a folder for a PostgreSQL server that is thrown away, in memory where there is room. Copying a database makes
 * some 300 small files: half a second on the disks of some machines, a fiftieth of one in memory, for each of
 * hundreds of tests.
 */
export function makePostgresFolder(): string {
  const folder = folderInMemory() ?? folderIn(tmpdir());
  // Started by root, the server runs as another user, who must be able to pass through the folder.
  chmodSync(folder, 0o755);
  return folder;
}

function folderInMemory(): string | null {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize < ROOM_BYTES ? null : folderIn(IN_MEMORY);
  } catch {
    // Another system, or nothing that this user may write to.
    return null;
  }
}

function folderIn(parent: string): string {
  return mkdtempSync(join(parent, 'multipartner-postgres-'));
}
