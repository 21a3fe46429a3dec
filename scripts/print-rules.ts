import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rulesPage } from './rules-page';

// npm runs scripts in the root of the package, wherever this file was compiled to.
writeFileSync(join(process.cwd(), 'docs', 'rules.md'), rulesPage());
