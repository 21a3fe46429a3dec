import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import {
  findRelationshipRequests,
  RELATIONSHIP_REQUEST_TYPE,
} from './relationship-request.queries';
import type { RelationshipRequest } from './relationship-request.types';

/** By row id. */
export const relationshipRequestById = defineLoader<string, RelationshipRequest>(
  'relationshipRequestById',
  async (ctx, ids) =>
    inKeyOrder(ids, await findRelationshipRequests(ctx, ids), (request) => request.key),
);

export const relationshipRequestNodes = nodeSource(
  RELATIONSHIP_REQUEST_TYPE,
  relationshipRequestById,
);
