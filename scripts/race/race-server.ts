import { createApp } from '../../src/app';
import { loadConfig } from '../../src/config';

/** One server of the race. It looks for overdue requests all the time, as a busy installation never would. */
const EXPIRY_INTERVAL_MS = 100;

async function main([databaseUrl, dataDir, port, publicUrl]: readonly string[]): Promise<void> {
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    DEMO: '1',
    LOG_LEVEL: 'error',
    PORT: port,
    // One installation: a link of either server is a link of both.
    PUBLIC_URL: publicUrl,
    SECRET_KEY: 'only for the race, and thrown away with it',
  });
  const app = await createApp(config, { platformIntervalMs: EXPIRY_INTERVAL_MS });
  process.stdout.write(`${await app.start()}\n`);
  process.once('SIGTERM', () => void app.stop());
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
