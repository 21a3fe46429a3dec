import 'reflect-metadata';

import { ConfigError, loadDatabaseUrl } from '../src/config';
import { migrate } from '../src/platform/database/migrate';
import { DatabaseStartError } from '../src/platform/database/start-error';
import { optionsFromCommandLine } from './command-line';

const USAGE = `Usage: npm run migrate

Runs every migration that the database of DATABASE_URL has not had yet, as its owner. It has no options.`;

async function main(): Promise<void> {
  optionsFromCommandLine(USAGE, {});
  const { done } = await migrate({ kind: 'server', url: loadDatabaseUrl() });
  done.forEach((name) => process.stdout.write(`${name}\n`));
  process.stdout.write(
    done.length === 0
      ? 'Nothing to do: every migration had run.\n'
      : `${done.length} migrations done.\n`,
  );
}

main().catch((error: unknown) => {
  if (!(error instanceof ConfigError || error instanceof DatabaseStartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
