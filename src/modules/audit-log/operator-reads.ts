import { defaultFieldResolver, type GraphQLSchema } from 'graphql';

import { ReadRecorder } from '../../platform/audit/read-recorder';
import type { Queryable } from '../../platform/database/database';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeGlobalId } from '../../platform/graphql/global-id';
import type { Edge, Page } from '../../platform/graphql/page';

/**
 * Writes down what the operator reads of a customer, in that customer's audit (domain section 6): one
 * record for each request and customer, before the answer goes out; of a live operation for each page of what
 * it tells. It stands on the root fields, because whatever lies below one is of the customer it led to.
 */
export function recordOperatorReads(schema: GraphQLSchema, db: Queryable): void {
  const recorder = new ReadRecorder(db);
  const recorded = new WeakMap<RequestContext, Set<string>>();
  const roots = [schema.getQueryType(), schema.getSubscriptionType()];
  for (const field of roots.flatMap((root) => Object.values(root?.getFields() ?? {}))) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, ctx: RequestContext, info): unknown => {
      const answer: unknown = resolve(source, args, ctx, info);
      if (ctx.actor?.side !== 'operator') return answer;
      const known = recorded.get(ctx) ?? new Set<string>();
      recorded.set(ctx, known);
      return Promise.resolve(answer).then(async (read) => {
        const fresh = [...new Set(customersIn(read))].filter((key) => !known.has(key));
        fresh.forEach((key) => known.add(key));
        await record(recorder, ctx, field.name, fresh);
        return read;
      });
    };
  }
}

async function record(
  recorder: ReadRecorder,
  { actor, correlationId, clock }: RequestContext,
  field: string,
  customerIds: readonly string[],
): Promise<void> {
  if (actor === null || customerIds.length === 0) return;
  const occurredAt = clock.now();
  const customizedData = { field };
  await recorder.record({ actor, customerIds, occurredAt, correlationId, customizedData });
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
