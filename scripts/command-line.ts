import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Whoever calls a command wrongly is told by this status. */
const WRONGLY_CALLED = 2;

/**
 * The options that a command was called with. `--help` prints how it is used and ends the process; so does a word that is
 * not known, before anything was done: a mistyped `--check` must not write what was to be compared.
 */
export function optionsFromCommandLine<Known extends Options>(usage: string, known: Known) {
  const { values } = parsed(usage, known);
  if ('help' in values && values.help === true) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  return values;
}

function parsed<Known extends Options>(usage: string, known: Known) {
  try {
    return parseArgs({ options: { ...known, help: { type: 'boolean' } } as Known });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
    process.exit(WRONGLY_CALLED);
  }
}
