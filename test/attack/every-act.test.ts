import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema } from 'graphql';

import { ALL_ACTS, PLATFORM_ACTS } from './acts';

/** Mutations that the attack leaves out, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {};

test('the attack tries every mutation of the schema, or says why not', () => {
  const sdl = readFileSync(join(__dirname, '..', '..', 'schema', 'schema.graphql'), 'utf8');
  const mutations = Object.keys(buildSchema(sdl).getMutationType()?.getFields() ?? {});

  const tried = ALL_ACTS.filter((act) => !PLATFORM_ACTS.includes(act));

  expect([...tried, ...Object.keys(LEFT_OUT)].sort()).toEqual(mutations.sort());
});
