import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { schemaFiles, schemaForTools } from '../src/app';
import { breakingChanges } from './breaking-changes';
import { optionsFromCommandLine } from './command-line';
import { staleSchemaFiles } from './schema-file';

const CURRENT = 'schema/schema.graphql';
const RELEASED = 'schema/released.graphql';

const USAGE = `Usage: npm run schema:release

Makes ${CURRENT} the contract of a release, ${RELEASED}, unless it breaks the last one. It has no options.`;

/** Makes the present schema the contract of the release, unless it breaks the last one. */
function releaseSchema(): string[] {
  const stale = staleSchemaFiles(schemaFiles());
  if (stale.length > 0) return [...stale, 'Run npm run schema:print, and look at what changed.'];
  const broken = existsSync(RELEASED)
    ? breakingChanges(readFileSync(RELEASED, 'utf8'), schemaForTools())
    : [];
  if (broken.length > 0) return broken;
  writeFileSync(RELEASED, readFileSync(CURRENT));
  return [];
}

optionsFromCommandLine(USAGE, {});
const problems = releaseSchema();
problems.forEach((line) => process.stderr.write(`${line}\n`));
if (problems.length > 0) process.exitCode = 1;
