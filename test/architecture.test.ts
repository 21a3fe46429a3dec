import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CLOUD_POLICIES } from '../src/kernel/cloud-instance';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

interface Report {
  readonly summary: { readonly totalCruised: number; readonly violations: readonly Violation[] };
}

function cruise(...folders: string[]): Report['summary'] {
  const command = join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const output = execFileSync(
    process.execPath,
    [command, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  return (JSON.parse(output) as Report).summary;
}

describe('the layout', () => {
  test('every import of the source keeps the import rules', () => {
    const { totalCruised, violations } = cruise('src', 'migrations', 'scripts');

    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(totalCruised).toBeGreaterThan(50);
  }, 60_000);
});

describe('cloud instances', () => {
  const names = Object.keys(CLOUD_POLICIES).join('|');
  const name = `(?:CloudInstance\\.(?:${names})\\b|['"\`](?:${names})['"\`])`;
  // Compared, in code or in SQL; a case of a switch; looked for in a list; a row taken by its name.
  const branch = new RegExp(
    [
      `[=!]=*\\s*${name}`,
      `${name}\\s*[=!]==?`,
      `(?:<>|\\bIN\\s*\\()\\s*${name}`,
      `\\bcase\\s+${name}`,
      `\\b(?:includes|has|policyOf)\\(\\s*${name}`,
      `\\[\\s*${name}[^\\]]*\\]\\.includes`,
      `CLOUD_POLICIES(?:\\.|\\[)\\s*(?:${name}|(?:${names})\\b)`,
    ].join('|'),
  );
  // The rows themselves, the story of the demo, and what a configuration means.
  const isExempt = (file: string): boolean =>
    /^(kernel\/cloud-instance\.ts|config\.ts|modules\/demo\/)/.test(file);

  test('no code branches on the name of an instance: it reads the row', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && !isExempt(file));

    const hits = files.flatMap((file) =>
      readFileSync(join('src', file), 'utf8')
        .split('\n')
        .filter((line) => branch.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

    expect(hits).toEqual([]);
    expect(files.length).toBeGreaterThan(100);
  });

  test.each([
    "if (policy.instance === 'CHINA_21VIANET') {",
    "return 'GLOBAL' !== instance;",
    'if (instance == CloudInstance.GERMANY) {',
    "case 'US_GOVERNMENT':",
    "['GLOBAL', 'GERMANY'].includes(instance)",
    'CLOUD_POLICIES.GLOBAL.services',
    "WHERE c.cloud_instance = 'GLOBAL'",
  ])('such a branch would be found: %s', (line) => {
    expect(line).toMatch(branch);
  });

  test.each(["cloudInstance: 'GLOBAL',", "roles.includes('GLOBAL_ADMIN')"])(
    'and this is none: %s',
    (line) => {
      expect(line).not.toMatch(branch);
    },
  );
});
