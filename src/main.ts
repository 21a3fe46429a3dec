import { type App, createApp } from './app';
import { type Config, ConfigError, loadConfig } from './config';
import { CatalogueFileError } from './modules/catalogue/catalogue-file';
import { DataDirInUseError } from './platform/database/embedded';
import { DatabaseStartError } from './platform/database/start-error';
import { createLogger, type Logger } from './platform/logging';

/** Ends with one sentence; a stack trace would hide it. */
function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function configOrFail(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (error instanceof ConfigError) return fail(error.message);
    throw error;
  }
}

function greet(config: Config, address: string): void {
  const lines = [
    `GraphiQL and the graph  ${address}/graphql`,
    `Schema as SDL           ${address}/schema.graphql`,
  ];
  if (config.demo) {
    lines.push(
      'The demo story is loaded. GraphiQL lets you choose who you are; for other clients:',
      '  npm run --silent token -- --list',
      '  npm run --silent token -- --persona reseller-b-admin',
    );
  }
  if (!config.demo && config.authIssuers.length === 0) {
    lines.push('Nobody can sign in: AUTH_ISSUERS names no issuer. Only public fields answer.');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A failure that nobody waits for ends no process; see "Decisions" of the platform. */
function outliveForgottenFailures(logger: Logger): void {
  process.on('unhandledRejection', (err) =>
    logger.error({ err }, 'nobody waited for this failure'),
  );
}

/** A port that was named here and not taken would be looked for in vain. */
function refuseWords([word]: readonly string[]): void {
  if (word === undefined) return;
  fail(
    `"${word}" is not understood: the server takes no words. Set environment variables (README).`,
  );
}

async function main(): Promise<void> {
  refuseWords(process.argv.slice(2));
  const config = configOrFail();
  const logger = createLogger(config.logLevel);
  outliveForgottenFailures(logger);
  let app: App;
  try {
    app = await createApp(config, { logger });
  } catch (error) {
    if (
      error instanceof CatalogueFileError ||
      error instanceof DataDirInUseError ||
      error instanceof DatabaseStartError
    ) {
      fail(error.message);
    }
    throw error;
  }
  let stopping: Promise<void> | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    logger.info({ signal }, 'stopping');
    stopping ??= app.stop().then(
      () => logger.info('stopped'),
      (err: unknown) => {
        logger.error({ err }, 'stopping failed');
        process.exitCode = 1;
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    greet(config, await app.start());
  } catch (error) {
    await app.stop();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      fail(
        `The port ${config.port} is in use. Set PORT to another one, or to 0 for any free port.`,
      );
    }
    throw error;
  }
}

main().catch((err: unknown) => {
  createLogger('error').fatal({ err }, 'the server did not start');
  process.exit(1);
});
