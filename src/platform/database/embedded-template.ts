import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// Made by scripts/build.mjs beside the compiled sources. Uncompiled ones, as the tests load them, take that of the last build.
const TEMPLATES = ['../../../embedded-template', '../../../dist/embedded-template'];

/**
 * Fills a new database folder with the empty cluster that the build made. Without it PGlite makes one
 * itself, which takes seconds and 800 MB: more than all of what the server and an import need later.
 */
export function copyTemplateCluster(databaseFolder: string): void {
  const template = TEMPLATES.map((path) => join(__dirname, path)).find((path) => existsSync(path));
  if (existsSync(databaseFolder) || !template) return;
  // Whole or not at all: what a crash leaves half copied is never taken for a database.
  const draft = `${databaseFolder}.new`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(template, draft, { recursive: true });
  renameSync(draft, databaseFolder);
}
