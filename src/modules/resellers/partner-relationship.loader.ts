import { type ConnectionArgs } from '../../platform/graphql/connection';
import { defineConnectionLoader } from '../../platform/graphql/connection-loader';
import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import {
  findPartnerRelationships,
  PARTNER_RELATIONSHIP_TYPE,
  partnershipList,
} from './partner-relationship.queries';
import type { PartnerRelationship } from './partner-relationship.types';

/** By row id. */
export const partnerRelationshipById = defineLoader<string, PartnerRelationship>(
  'partnerRelationshipById',
  async (ctx, ids) => inKeyOrder(ids, await findPartnerRelationships(ctx, ids), (link) => link.key),
);

export interface PartnershipListArgs extends ConnectionArgs {
  readonly name?: string | null;
}

/** By the row id of one of the two partners. */
export const partnershipsOfReseller = defineConnectionLoader(
  'partnershipsOfReseller',
  (ctx, { name }: PartnershipListArgs) => partnershipList(ctx.actor, name),
);

export const partnerRelationshipNodes = nodeSource(
  PARTNER_RELATIONSHIP_TYPE,
  partnerRelationshipById,
);
