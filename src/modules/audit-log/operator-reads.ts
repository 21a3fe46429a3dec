import { defaultFieldResolver, type GraphQLSchema } from 'graphql';

import { ReadRecorder } from '../../platform/audit/read-recorder';
import type { Queryable } from '../../platform/database/database';
import type { RequestContext } from '../../platform/graphql/context';
import { onFound } from '../../platform/graphql/found-at-root';
import { decodeGlobalId } from '../../platform/graphql/global-id';
import type { Edge, Page } from '../../platform/graphql/page';

/**
 * Writes down what the operator reads of a customer, in that customer's audit (domain section 6): one
 * record for each request and customer, before the answer goes out; of a live operation for each page of what
 * it tells. It stands on the root fields, because whatever lies below one is of the customer it led to; of a list it is
 * told already when its objects are found, and writes while the rest is read.
 */
export function recordOperatorReads(schema: GraphQLSchema, db: Queryable): void {
  const recorder = new ReadRecorder(db);
  const roots = [schema.getQueryType(), schema.getSubscriptionType()];
  for (const field of roots.flatMap((root) => Object.values(root?.getFields() ?? {}))) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, ctx: RequestContext, info): unknown => {
      if (ctx.actor?.side !== 'operator') return resolve(source, args, ctx, info) as unknown;
      const ofRequest = ((ctx as RecordingContext)[READS] ??= new OperatorReads(recorder, ctx));
      onFound(info, (found) => {
        // What fails here is tried again, and told, when the field is answered.
        ofRequest.record(field.name, found).catch(() => undefined);
      });
      const answer: unknown = resolve(source, args, ctx, info);
      return Promise.resolve(answer).then(async (read) => {
        await ofRequest.record(field.name, read);
        return read;
      });
    };
  }
}

/**
 * On the context itself and not in a WeakMap: what an old map holds, and with it the request that it leads to, survives
 * every minor collection.
 */
const READS = Symbol('what the operator has read');

interface RecordingContext extends RequestContext {
  [READS]?: OperatorReads;
}

/** The customers of whom one request has read. */
class OperatorReads {
  private readonly recordings = new Map<string, Promise<void>>();

  constructor(
    private readonly recorder: ReadRecorder,
    private readonly ctx: RequestContext,
  ) {}

  /** Resolves when each that the answer leads to has a record, whichever field of the request led there first. */
  async record(field: string, answer: unknown): Promise<void> {
    const ids = new Set(customersIn(answer));
    const fresh = [...ids].filter((id) => !this.recordings.has(id));
    if (fresh.length > 0) {
      const recording = this.write(field, fresh);
      for (const id of fresh) this.recordings.set(id, recording);
    }
    await Promise.all(new Set([...ids].map((id) => this.recordings.get(id))));
  }

  private async write(field: string, customerIds: readonly string[]): Promise<void> {
    const { actor, correlationId, clock } = this.ctx;
    if (actor === null) throw new Error('Nobody reads');
    const occurredAt = clock.now();
    const customizedData = { field };
    try {
      await this.recorder.record({ actor, customerIds, occurredAt, correlationId, customizedData });
    } catch (error) {
      for (const id of customerIds) this.recordings.delete(id);
      throw error;
    }
  }
}

type Unknown = Partial<Record<string, unknown>>;

/** Row ids of the customers that an answer of a root field leads to. */
function customersIn(answer: unknown): string[] {
  if (Array.isArray(answer)) return answer.flatMap(customersIn);
  if (typeof answer !== 'object' || answer === null) return [];
  if (isPage(answer)) return answer.nodes.flatMap(customersIn);
  if (isEdge(answer)) return customersIn(answer.node);
  const { __typename: type, key, id, customerKey, customerId } = answer as Unknown;
  // A customer, and objects of one, carry its row id; events and audit records its opaque id.
  if (type === 'Customer' && typeof key === 'string') return [key];
  if (typeof customerKey === 'string') return [customerKey];
  return [...keyOfCustomer(customerId), ...keyOfCustomer(id)];
}

function isPage(answer: object): answer is Page<unknown> {
  return 'pageInfo' in answer && 'nodes' in answer;
}

function isEdge(answer: object): answer is Edge<unknown> {
  return 'cursor' in answer && 'node' in answer;
}

function keyOfCustomer(id: unknown): string[] {
  if (typeof id !== 'string' || id === '') return [];
  const { type, keys } = decodeGlobalId(id, 'id');
  return type === 'Customer' ? [keys[0]] : [];
}
