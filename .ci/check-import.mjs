// Imports the Partner Center samples into a fresh demo and compares what the command tells with what is
// known of them. Some of the samples are broken on purpose, so its exit status must be 1.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const SAMPLES = 'test/fixtures/partner-center';
const expected = JSON.parse(readFileSync(`${SAMPLES}-import.json`, 'utf8'));

const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-import-'));
try {
  const { status, stdout } = spawnSync(
    'npm',
    ['run', '--silent', 'import', '--', '--json', SAMPLES],
    {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const { problemCount, badFileCount, counts } = JSON.parse(stdout);
  const found = { exitStatus: status, problemCount, badFileCount, counts };
  const isAsExpected = isDeepStrictEqual(found, expected);
  process.stdout.write(`${JSON.stringify(found)}\n`);
  if (!isAsExpected) process.stderr.write(`expected ${JSON.stringify(expected)}\n`);
  process.exitCode = isAsExpected ? 0 : 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
