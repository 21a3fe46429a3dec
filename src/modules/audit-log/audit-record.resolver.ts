import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';

import { ReadAccess } from '../../platform/graphql/access';
import { ConnectionArgs } from '../../platform/graphql/connection';
import {
  defineConnectionLoader,
  loadConnection,
  readConnection,
} from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import type { Page } from '../../platform/graphql/page';
import { ReadAhead } from '../../platform/graphql/read-ahead';
import { Subscription } from '../subscriptions/subscription.types';
import { auditRecordList, partnerOfRecordAttempts } from './audit-record.queries';
import { AuditRecord, AuditRecordConnection, AuditRecordsArgs } from './audit-record.types';

const attemptsAtPartnerOfRecord = defineConnectionLoader('attemptsAtPartnerOfRecord', (ctx) =>
  partnerOfRecordAttempts(ctx.actor),
);

@Resolver(() => AuditRecord)
export class AuditRecordResolver {
  @ReadAccess('READ_ACTIVITY_LOG')
  @Query(() => AuditRecordConnection, {
    nullable: true,
    description:
      'Every attempt to write and every reading by the operator, the newest first: a reseller reads what its own people did, what was done to its account and what was tried on its sales; a customer’s administrator what concerns its tenant (R42).',
  })
  auditRecords(
    @Ctx() ctx: RequestContext,
    @Args(() => AuditRecordsArgs) args: AuditRecordsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<AuditRecord>> {
    return readConnection(ctx, () => auditRecordList(ctx.actor, args.filter), args, info);
  }
}

/** What the audit adds to the older type. */
@Resolver(() => Subscription)
export class PartnerOfRecordAttemptsResolver {
  @ReadAhead(attemptsAtPartnerOfRecord)
  @FieldResolver(() => AuditRecordConnection, {
    description:
      'Every attempt to change its Partner of Record, the newest first, as far as the caller may read the audit. All of them were refused (R4).',
  })
  partnerOfRecordAttempts(
    @Root() subscription: Subscription,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<AuditRecord>> {
    return loadConnection(ctx, attemptsAtPartnerOfRecord, subscription.key, args, info);
  }
}
