import { spawnSync } from 'node:child_process';

function taskset(...args) {
  const { status, stdout } = spawnSync('taskset', args, { encoding: 'utf8' });
  return status === 0 ? stdout : null;
}

/** `0,2-4` as numbers. */
function numbersOf(list) {
  return list.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/**
 * Keeps the first core for the contender; the bench, its load and PostgreSQL move to the others. Null
 * where that is not possible, and then nothing is pinned.
 *
 * @returns {{ contender: number, others: number[] } | null}
 */
export function shareCores() {
  const affinity = taskset('-pc', String(process.pid));
  const list = affinity?.match(/: ([\d,-]+)\s*$/)?.[1];
  if (!list) return null;
  const [contender, ...others] = numbersOf(list);
  if (others.length === 0) return null;
  return taskset('-apc', others.join(','), String(process.pid)) && { contender, others };
}

/** The command that runs on one core. */
export function pinned(cores, command) {
  return cores ? ['taskset', '-c', String(cores.contender), ...command] : command;
}
