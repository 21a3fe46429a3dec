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
import { mapPage, type Page } from '../../platform/graphql/page';
import { Subscription } from '../subscriptions/subscription.types';
import {
  auditRecordList,
  type AuditRow,
  partnerOfRecordAttempts,
  toAuditRecord,
} from './audit-record.queries';
import { AuditRecord, AuditRecordConnection, AuditRecordsArgs } from './audit-record.types';

const attemptsAtPartnerOfRecord = defineConnectionLoader<ConnectionArgs, AuditRow>(
  'attemptsAtPartnerOfRecord',
  (ctx) => partnerOfRecordAttempts(ctx.actor),
);

@Resolver(() => AuditRecord)
export class AuditRecordResolver {
  @ReadAccess('READ_ACTIVITY_LOG')
  @Query(() => AuditRecordConnection, {
    nullable: true,
    description:
      'Every attempt to write and every reading by the operator, the newest first: a reseller reads what its own people did, what was done to its account and what was tried on its sales; a customer’s administrator what concerns its tenant (R42).',
  })
  async auditRecords(
    @Ctx() ctx: RequestContext,
    @Args(() => AuditRecordsArgs) args: AuditRecordsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<AuditRecord>> {
    const list = auditRecordList(ctx.actor, args.filter);
    const page = await readConnection<AuditRow>(ctx, list, args, info);
    return mapPage(page, (row) => toAuditRecord(ctx.actor, row));
  }
}

/** What the audit adds to the older type. */
@Resolver(() => Subscription)
export class PartnerOfRecordAttemptsResolver {
  @FieldResolver(() => AuditRecordConnection, {
    description:
      'Every attempt to change its Partner of Record, the newest first, as far as the caller may read the audit. All of them were refused (R4).',
  })
  async partnerOfRecordAttempts(
    @Root() subscription: Subscription,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<AuditRecord>> {
    const page = await loadConnection(ctx, attemptsAtPartnerOfRecord, subscription.key, args, info);
    return mapPage(page, (row) => toAuditRecord(ctx.actor, row));
  }
}
