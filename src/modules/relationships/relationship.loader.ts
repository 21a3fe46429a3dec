import type { ConnectionArgs } from '../../platform/graphql/connection';
import { defineConnectionLoader } from '../../platform/graphql/connection-loader';
import {
  defineLoader,
  defineObjectLoader,
  groupedInKeyOrder,
  type ObjectKey,
} from '../../platform/graphql/loader';
import { objectNodeSource } from '../../platform/graphql/node.types';
import { anyOf, selectionBelow, selectionOfNames } from '../../platform/graphql/selection';
import {
  findPrivilegedRelationships,
  findRelationships,
  RELATIONSHIP_TYPE,
} from './relationship.queries';
import type { Relationship } from './relationship.types';
import { type RelationshipListing, relationshipsOfCustomerList } from './relationship-list.queries';

/** By row id. */
export const relationshipById = defineObjectLoader('relationshipById', findRelationships);

/** What decides which privileges are told. */
const STATUS = selectionOfNames('status');

/**
 * By row id of the customer: its ACTIVE relationships with privileges that the caller sees. The selection is
 * what is asked for of the privileges.
 */
export const privilegedRelationships = defineLoader<ObjectKey, readonly Relationship[]>(
  'privilegedRelationships',
  async (ctx, keys) => {
    const ids = [...new Set(keys.map(({ id }) => id))];
    const selection = selectionBelow(
      'privileges',
      anyOf([STATUS, ...keys.map((key) => key.selection)]),
    );
    return groupedInKeyOrder(
      keys,
      await findPrivilegedRelationships(ctx, ids, selection),
      ({ customerKey }) => customerKey,
      ({ id }) => id,
    );
  },
  ({ id, selection }) => `${id} ${selection.signature}`,
);

/** By row id of the customer. */
export const relationshipsOfCustomer = defineConnectionLoader(
  'relationshipsOfCustomer',
  (ctx, listing: ConnectionArgs & RelationshipListing, nodes) =>
    relationshipsOfCustomerList(ctx.actor, listing, nodes),
);

export const relationshipNodes = objectNodeSource(RELATIONSHIP_TYPE, relationshipById);
