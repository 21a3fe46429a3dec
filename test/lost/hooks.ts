import { setTimeout } from 'node:timers/promises';

import { answer, WebhookReceiver } from '../support/webhook-receiver';
import { difference, eventsFor, type Logged } from './judge';
import type { LastingServer } from './lasting-server';
import type { Reader } from './world';

const REGISTER = `mutation ($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) { webhookEndpoint { id } }
}`;
/** Long enough for a process to be killed in between. */
const THINKING_MS = 60;

/** A receiver of webhooks, at which everybody who may has an endpoint. */
export class Hooks {
  private constructor(
    private readonly receiver: WebhookReceiver,
    private readonly owners: readonly Reader[],
  ) {}

  static async open(server: LastingServer, readers: readonly Reader[]): Promise<Hooks> {
    const receiver = await WebhookReceiver.start();
    receiver.answering = (response, webhook) =>
      void setTimeout(THINKING_MS).then(() => answer(204)(response, webhook));
    // The operator owns none.
    const owners = readers.filter(({ partyKey }) => partyKey !== null);
    for (const { claims, partyKey } of owners) {
      const url = new URL(`/${partyKey}`, receiver.url);
      const heard = await server.ask<object>(claims, REGISTER, { input: { url } });
      if (!heard || heard.errors.length > 0) throw new Error(JSON.stringify(heard));
    }
    return new Hooks(receiver, owners);
  }

  /** Whether everything has come at least once. */
  haveAll(log: readonly Logged[]): boolean {
    return this.owners.every((owner) => {
      const got = new Set(this.arrivalsAt(owner));
      return eventsFor(owner, log).every(({ id }) => got.has(id));
    });
  }

  /** How many arrived, and how many of them had come before. */
  get counts(): { readonly arrived: number; readonly repeated: number } {
    const ids = this.receiver.received.map(({ path, headers }) => path + headers['webhook-id']);
    return { arrived: ids.length, repeated: ids.length - new Set(ids).size };
  }

  /**
   * What is wrong, in sentences: an event that did not come, came to somebody else, or came first after a later
   * one of its customer; and a repetition under another id.
   */
  faults(log: readonly Logged[]): readonly string[] {
    const renamed = this.receiver.received
      .filter(({ headers, data }) => headers['webhook-id'] !== data.id)
      .map(({ data }) => `${data.id} came under another id`);
    return [...renamed, ...this.owners.flatMap((owner) => this.faultsOf(owner, log))];
  }

  async close(): Promise<void> {
    await this.receiver.stop();
  }

  private faultsOf(owner: Reader, log: readonly Logged[]): readonly string[] {
    const wanted = eventsFor(owner, log);
    const customers = new Map(log.map(({ id, customerKey }) => [id, customerKey]));
    const firsts = [...new Set(this.arrivalsAt(owner))];
    return [...new Set(customers.values())].flatMap((customer) =>
      difference(
        `the receiver of ${owner.name} got, of customer ${customer}`,
        firsts.filter((id) => customers.get(id) === customer || !customers.has(id)),
        wanted.flatMap(({ id, customerKey }) => (customerKey === customer ? [id] : [])),
      ),
    );
  }

  /** Ids of events in the order in which they came, repetitions included. */
  private arrivalsAt({ partyKey }: Reader): readonly string[] {
    return this.receiver.received
      .filter(({ path }) => path === `/${partyKey}`)
      .map(({ data }) => data.id);
  }
}
