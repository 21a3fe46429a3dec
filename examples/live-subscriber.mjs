/**
 * Follows what happens, a line for each event, over every loss of the connection: it goes on after the last
 * cursor, so that no event is missed and none comes twice.
 *
 *   TOKEN=… node examples/live-subscriber.mjs URL [CURSOR]
 *
 * Each line begins with the cursor of its event. Whoever keeps the last one, with what was done about the
 * event, starts again with it.
 */
import { setTimeout as delay } from 'node:timers/promises';

import { createClient } from 'graphql-sse';

const NEWEST = '{ events(last: 1) { pageInfo { endCursor } } }';
const LIVE = `subscription Follow($after: String, $filter: EventFilter) {
  events(after: $after, filter: $filter) { cursor node { id name occurredAt } }
}`;
/** What passes by itself. Anything else, such as a token that is not taken any more, has to be mended. */
const PASSING = ['UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL'];
const LONGEST_WAIT_MS = 30_000;

const [url = 'http://127.0.0.1:4000/graphql', given = null] = process.argv.slice(2);
const headers = { authorization: `Bearer ${process.env.TOKEN}` };
const client = createClient({ url: `${url}/stream`, headers, retryAttempts: 0 });
let place = given === null ? null : { after: given };
let failures = 0;

function refuseFor(errors) {
  const codes = errors.map(({ extensions }) => extensions.code);
  throw Object.assign(new Error(codes.join()), { isFinal: !PASSING.includes(codes[0]) });
}

/** Where to begin. In an empty log everything is still to come, and a time finds it from its beginning. */
async function beginning() {
  const ask = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
  const answer = await fetch(url, { ...ask, body: JSON.stringify({ query: NEWEST }) });
  const { data, errors } = await answer.json();
  if (errors) refuseFor(errors);
  const after = data.events.pageInfo.endCursor;
  return after === null ? { filter: { since: '2000-01-01T00:00:00Z' } } : { after };
}

for (;;) {
  try {
    place ??= await beginning();
    for await (const answer of client.iterate({ query: LIVE, variables: place })) {
      if (answer.errors) refuseFor(answer.errors);
      const { cursor, node } = answer.data.events;
      console.log(cursor, node.name, node.id, node.occurredAt);
      place = { after: cursor };
      failures = 0;
    }
  } catch (error) {
    const status = error.response?.status;
    if (error.isFinal || (status >= 400 && status < 500 && status !== 429)) throw error;
    failures += 1;
  }
  await delay(Math.random() * Math.min(250 * 2 ** failures, LONGEST_WAIT_MS));
}
