import { optionsFromCommandLine } from './command-line';
import { runStory } from './story/run-story';
import { SCENARIOS } from './story/scenarios';

const USAGE = `Usage: npm run story

Plays the scenarios S1 to S16 on a server and a database of their own, and compares what comes back. It has no options.`;

optionsFromCommandLine(USAGE, {});

runStory(SCENARIOS, (line) => process.stdout.write(`${line}\n`)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    process.stderr.write(`The story could not begin: ${String(error)}\n`);
    process.exitCode = 1;
  },
);
