import { runImportCommand } from './import-command';

void runImportCommand(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
