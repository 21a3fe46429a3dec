import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// Made by scripts/build.mjs beside the compiled sources; uncompiled sources have none.
const TEMPLATE = join(__dirname, '../../../embedded-template');

/**
 * Fills a new database folder with the empty cluster that the build made. Without it PGlite makes one
 * itself, which takes seconds and 800 MB: more than all of what the server and an import need later.
 */
export function copyTemplateCluster(databaseFolder: string): void {
  if (existsSync(databaseFolder) || !existsSync(TEMPLATE)) return;
  // Whole or not at all: what a crash leaves half copied is never taken for a database.
  const draft = `${databaseFolder}.new`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(TEMPLATE, draft, { recursive: true });
  renameSync(draft, databaseFolder);
}
