import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { schemaForTools } from '../src/app';
import { eventsPage } from './events-page';
import { guardsPage } from './guards-page';
import { metricsPage } from './metrics-page';
import { rulesPage } from './rules-page';

// npm runs scripts in the root of the package, wherever this file was compiled to.
const pages = {
  'docs/events.md': () => eventsPage(schemaForTools()),
  'docs/guards.md': () => guardsPage(schemaForTools()),
  'docs/metrics.md': metricsPage,
  'docs/rules.md': rulesPage,
};

for (const [path, print] of Object.entries(pages)) {
  const file = join(process.cwd(), path);
  if (!process.argv.includes('--check')) writeFileSync(file, print());
  else if (readFileSync(file, 'utf8') !== print()) {
    process.stderr.write(`${path} is not what the code says. Run npm run docs:print.\n`);
    process.exitCode = 1;
  }
}
