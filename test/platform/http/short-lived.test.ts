import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

import { HeaderMap } from '@apollo/server';
import { GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';

import { createErrorMap } from '../../../src/platform/graphql/error-map';
import { createApolloServer } from '../../../src/platform/http/apollo';
import { createMetrics } from '../../../src/platform/http/metrics';
import { createLogger } from '../../../src/platform/logging';

const REQUESTS = 6_000;
const MEGABYTE = 1_048_576;
/** All answers together are more than 100; code that is compiled in the meantime is 1 or 2. */
const KEPT_MEGABYTES = 20;

const QUERY = new GraphQLObjectType({
  name: 'Query',
  fields: {
    words: {
      type: new GraphQLList(GraphQLString),
      resolve: () => Array.from({ length: 500 }, (_, n) => `${n} ${'word'.repeat(5)}`),
    },
  },
});

const oldSpaceMegabytes = (): number =>
  (getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ??
    NaN) / MEGABYTE;

// Apollo's own way to another executor made an object literal with a getter for each request; the engine keeps
// those, and whatever they lead to, until it collects everything.
test('no minor collection has to keep what was answered', async () => {
  const apollo = createApolloServer({
    schema: new GraphQLSchema({ query: QUERY }),
    errorMap: createErrorMap({ logFailure: () => undefined }),
    logger: createLogger('silent'),
    metrics: createMetrics(),
  });
  await apollo.start();
  // As `npm start` runs: the engine would guess that such answers last, and make them in the old space at once.
  setFlagsFromString('--no-allocation-site-pretenuring');
  const facts = {
    correlationId: 'c',
    requestId: 'r',
    locale: 'en-US',
    token: null,
    address: '',
    charge: null,
  } as const;
  const ask = async (): Promise<void> => {
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['apollo-require-preflight', 'true']]),
        search: '',
        body: { query: '{ words }' },
      },
      context: () => Promise.resolve({ context: {}, facts, startedAtMs: 0 }),
    });
    // Not by expect, which makes such objects too.
    if (answer.status !== undefined) throw new Error(`It was answered with ${answer.status}`);
  };
  for (let n = 0; n < 500; n += 1) await ask();
  const before = oldSpaceMegabytes();
  for (let n = 0; n < REQUESTS; n += 1) await ask();
  expect(oldSpaceMegabytes() - before).toBeLessThan(KEPT_MEGABYTES);
  await apollo.stop();
});
