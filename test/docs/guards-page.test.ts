import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { guardsPage } from '../../scripts/guards-page';
import { schemaUnderTest } from '../support/app-schema';

// What each cell says is held against the specification in test/subscriptions/guard-directives.test.ts.
test('docs/guards.md says what the guards say now (npm run docs:print prints it)', () => {
  const committed = readFileSync(join(__dirname, '..', '..', 'docs', 'guards.md'), 'utf8');

  expect(committed).toBe(guardsPage(schemaUnderTest()));
});
