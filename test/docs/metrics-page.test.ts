import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { metricsPage } from '../../scripts/metrics-page';

test('docs/metrics.md says what is measured now (npm run docs:print prints it)', () => {
  const committed = readFileSync(join(__dirname, '..', '..', 'docs', 'metrics.md'), 'utf8');

  expect(committed).toBe(metricsPage());
});
