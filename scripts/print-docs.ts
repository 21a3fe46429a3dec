import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { schemaForTools } from '../src/app';
import { optionsFromCommandLine } from './command-line';
import { eventsPage } from './events-page';
import { guardsPage } from './guards-page';
import { metricsPage } from './metrics-page';
import { rulesPage } from './rules-page';

const USAGE = `Usage: npm run docs:print, or npm run docs:check

Writes the pages of docs/ that are printed from the code.

  --check  writes nothing, and says which of them are not what the code says`;

const { check } = optionsFromCommandLine(USAGE, { check: { type: 'boolean' } });

// npm runs scripts in the root of the package, wherever this file was compiled to.
const pages = {
  'docs/events.md': () => eventsPage(schemaForTools()),
  'docs/guards.md': () => guardsPage(schemaForTools()),
  'docs/metrics.md': metricsPage,
  'docs/rules.md': rulesPage,
};

for (const [path, print] of Object.entries(pages)) {
  const file = join(process.cwd(), path);
  if (!check) writeFileSync(file, print());
  else if (readFileSync(file, 'utf8') !== print()) {
    process.stderr.write(`${path} is not what the code says. Run npm run docs:print.\n`);
    process.exitCode = 1;
  }
}
