import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema } from 'graphql';

import { ALL_ACTS, PLATFORM_ACTS } from './acts';

/** Mutations that the attack leaves out, and why. */
const NOTHING_OF_THE_MODEL =
  'an endpoint is its owner’s alone and moves nothing that parties have with each other';
const LEFT_OUT: Readonly<Record<string, string>> = {
  createWebhookEndpoint: NOTHING_OF_THE_MODEL,
  updateWebhookEndpoint: NOTHING_OF_THE_MODEL,
  pauseWebhookEndpoint: NOTHING_OF_THE_MODEL,
  resumeWebhookEndpoint: NOTHING_OF_THE_MODEL,
  deleteWebhookEndpoint: NOTHING_OF_THE_MODEL,
  rotateWebhookSecret: NOTHING_OF_THE_MODEL,
  testWebhook: NOTHING_OF_THE_MODEL,
  redeliverWebhookDelivery: NOTHING_OF_THE_MODEL,
  redeliverWebhookDeliveries: NOTHING_OF_THE_MODEL,
};

test('the attack tries every mutation of the schema, or says why not', () => {
  const sdl = readFileSync(join(__dirname, '..', '..', 'schema', 'schema.graphql'), 'utf8');
  const mutations = Object.keys(buildSchema(sdl).getMutationType()?.getFields() ?? {});

  const tried = ALL_ACTS.filter((act) => !PLATFORM_ACTS.includes(act));

  expect([...tried, ...Object.keys(LEFT_OUT)].sort()).toEqual(mutations.sort());
});
