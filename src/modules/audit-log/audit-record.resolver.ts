import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';

import { ReadAccess } from '../../platform/graphql/access';
import { readConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import { mapPage, type Page } from '../../platform/graphql/page';
import { auditRecordList, type AuditRow, toAuditRecord } from './audit-record.queries';
import { AuditRecord, AuditRecordConnection, AuditRecordsArgs } from './audit-record.types';

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
