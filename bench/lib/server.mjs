import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { pinned } from './cores.mjs';
import { freePort } from './postgres.mjs';

const PROBE = fileURLToPath(new URL('probe.mjs', import.meta.url));
const START_TIMEOUT_MS = 30_000;

/** Starts a contender on its core and waits until it answers. */
export async function startServer({ node, cores, program, env }) {
  const port = await freePort();
  const [command, ...args] = pinned(cores, [node, '--import', PROBE, ...program]);
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-4_000);
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await answering(url, child);
  } catch (error) {
    child.kill();
    throw new Error(`${program.join(' ')}: ${error.message}\n${complaint}`);
  }
  return {
    url,
    /** What the process has used so far: CPU time, the most memory it ever had, and what it has now. */
    async usage() {
      child.send('usage');
      const [usage] = await once(child, 'message');
      return usage;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function answering(url, child) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    try {
      await fetch(url, { method: 'POST', headers: JSON_BODY, body: '{"query":"{__typename}"}' });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('it does not answer');
}

const JSON_BODY = { 'content-type': 'application/json' };

/** Sends one operation and answers with its data. */
export async function ask(url, { token, ...operation }) {
  const headers = { ...JSON_BODY, authorization: `Bearer ${token}` };
  const body = JSON.stringify(operation);
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  const { data, errors } = JSON.parse(text);
  if (response.status !== 200 || errors) {
    throw new Error(`${operation.operationName} was refused: ${JSON.stringify(errors ?? text)}`);
  }
  return { data, bytes: Buffer.byteLength(text) };
}
