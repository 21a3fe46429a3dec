import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rulesPage } from './rules-page';

// npm runs scripts in the root of the package, wherever this file was compiled to.
const page = join(process.cwd(), 'docs', 'rules.md');

if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== rulesPage()) {
    process.stderr.write('docs/rules.md is not what the rules say. Run npm run docs:rules.\n');
    process.exitCode = 1;
  }
} else writeFileSync(page, rulesPage());
