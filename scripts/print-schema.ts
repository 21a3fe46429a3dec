import { schemaFiles } from '../src/app';
import { optionsFromCommandLine } from './command-line';
import { staleSchemaFiles, writeSchemaFiles } from './schema-file';

const USAGE = `Usage: npm run schema:print, or npm run schema:check

Writes the files of schema/ from the code.

  --check  writes nothing, and says which of them are not what the code says`;

const { check } = optionsFromCommandLine(USAGE, { check: { type: 'boolean' } });

if (check) {
  const problems = staleSchemaFiles(schemaFiles());
  problems.forEach((line) => process.stderr.write(`${line}\n`));
  if (problems.length > 0) process.exitCode = 1;
} else writeSchemaFiles(schemaFiles());
