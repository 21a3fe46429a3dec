import { runOperatorCommand } from './operator-command';

void runOperatorCommand(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
