import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** PostGraphile 5 needs it. */
const OLDEST = 22;

/**
 * One Node for all contenders: that of the npm package `node`, or where its install script did not run,
 * the one that runs the bench.
 */
export function findNode(folder) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(folder, 'node_modules', 'node', 'bin', name);
  const path = existsSync(own) ? own : process.execPath;
  const { stdout = '' } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const version = stdout.trim().replace('v', '');
  if (Number.parseInt(version, 10) < OLDEST) {
    throw new Error(
      `PostGraphile needs Node ${OLDEST} or later; this is ${version}, and the npm package "node" has no binary here. Allow its install script (npm rebuild node), or run the bench with a later Node.`,
    );
  }
  return { path, version };
}
