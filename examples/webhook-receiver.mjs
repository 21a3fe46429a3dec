/**
 * Receives webhooks: verifies who sent them, answers quickly, and does nothing twice.
 *
 *   WEBHOOK_SECRET=whsec_… node examples/webhook-receiver.mjs [PORT]
 *
 * Two secrets, separated by a blank, while one replaces the other. Prints a line for each event.
 */
import { createServer } from 'node:http';

import { Webhook } from 'standardwebhooks';

const MAX_BODY_BYTES = 1_000_000;
const webhooks = (process.env.WEBHOOK_SECRET ?? '').split(' ').map((it) => new Webhook(it));

/** Ids that were handled. A real receiver keeps them where it keeps what it does with an event, in one transaction. */
const handled = new Set();

/** The event, once one of the secrets has signed it; null otherwise, and when it is older than five minutes. */
function verified(body, headers) {
  for (const webhook of webhooks) {
    try {
      return webhook.verify(body, headers);
    } catch {
      // The next secret may know it.
    }
  }
  return null;
}

/** The body as it came: parsed and printed again, it would have another signature. */
async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const server = createServer(async (request, response) => {
  const body = await bodyOf(request);
  const event = body && verified(body, request.headers);
  if (!event) return response.writeHead(400).end();

  const id = request.headers['webhook-id'];
  // An event may come again, under the same id: after a lost answer, or when somebody asks for it.
  if (!handled.has(id)) {
    handled.add(id);
    process.stdout.write(`${event.type} ${id}\n`);
  }
  // Anything but 2xx is tried again, later and later, for three days; 410 pauses the endpoint at once.
  response.writeHead(204).end();
});
server.listen(Number(process.argv[2] ?? 4100), '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${server.address().port}/\n`);
});
