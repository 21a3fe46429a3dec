import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

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
