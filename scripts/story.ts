import { runStory } from './story/run-story';
import { SCENARIOS } from './story/scenarios';

runStory(SCENARIOS, (line) => process.stdout.write(`${line}\n`)).then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    process.stderr.write(`The story could not begin: ${String(error)}\n`);
    process.exitCode = 1;
  },
);
