import type { ConnectionArgs } from '../../platform/graphql/connection';
import { defineConnectionLoader } from '../../platform/graphql/connection-loader';
import { defineLoader, groupedInKeyOrder, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import {
  findPrivilegedRelationships,
  findRelationships,
  RELATIONSHIP_TYPE,
  type RelationshipRow,
} from './relationship.queries';
import type { Relationship } from './relationship.types';
import { type RelationshipListing, relationshipsOfCustomerList } from './relationship-list.queries';

/** By row id. */
export const relationshipById = defineLoader<string, Relationship>(
  'relationshipById',
  async (ctx, ids) =>
    inKeyOrder(ids, await findRelationships(ctx, ids), (relationship) => relationship.key),
);

/** By row id of the customer: its ACTIVE relationships with privileges that the caller sees. */
export const privilegedRelationships = defineLoader<string, readonly Relationship[]>(
  'privilegedRelationships',
  async (ctx, customerIds) =>
    groupedInKeyOrder(
      customerIds,
      await findPrivilegedRelationships(ctx, customerIds),
      (relationship) => relationship.customerKey,
    ),
);

/** By row id of the customer. */
export const relationshipsOfCustomer = defineConnectionLoader<
  ConnectionArgs & RelationshipListing,
  RelationshipRow
>('relationshipsOfCustomer', (ctx, listing) => relationshipsOfCustomerList(ctx.actor, listing));

export const relationshipNodes = nodeSource(RELATIONSHIP_TYPE, relationshipById);
