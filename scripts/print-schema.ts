import { schemaFiles } from '../src/app';
import { staleSchemaFiles, writeSchemaFiles } from './schema-file';

if (process.argv.includes('--check')) {
  const problems = staleSchemaFiles(schemaFiles());
  problems.forEach((line) => process.stderr.write(`${line}\n`));
  if (problems.length > 0) process.exitCode = 1;
} else writeSchemaFiles(schemaFiles());
