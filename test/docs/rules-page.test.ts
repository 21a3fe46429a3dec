import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { rulesPage } from '../../scripts/rules-page';
import { RULES } from '../../src/kernel/rule';

test('docs/rules.md says what the rules say now (npm run docs:print prints it)', () => {
  const committed = readFileSync(join(__dirname, '..', '..', 'docs', 'rules.md'), 'utf8');

  expect(committed).toBe(rulesPage());
});

test('there are 47 rules, in order', () => {
  expect(Object.keys(RULES)).toEqual(Array.from({ length: 47 }, (_, index) => `R${index + 1}`));
});

test.each(Object.entries(RULES))('the text of %s stands alone', (_rule, text) => {
  // A public reader has no chapter to look up, no decision by number and no abbreviation explained elsewhere.
  expect(text).not.toMatch(/\bsection \d|\bD\d|\bR\d|\bDAP\b|\bPoR\b|\bAOBO\b|\bCSP\b|\||\n/);
  expect(text).toMatch(/\.$/);
});
