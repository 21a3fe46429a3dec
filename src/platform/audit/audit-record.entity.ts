import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ActorStamp } from '../../kernel/actor';
import type { AuditOperation, AuditResourceType, AuditStatus } from '../../kernel/audit-operation';
import type { ErrorCode } from '../../kernel/error-code';
import type { Rule } from '../../kernel/rule';

@Entity('audit_records')
export class AuditRecordEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt!: Date;
  @Column('uuid', { name: 'customer_id', nullable: true }) customerId!: string | null;
  @Column('uuid', { name: 'reseller_id', nullable: true }) resellerId!: string | null;
  @Column('uuid', { name: 'concerned_reseller_ids', array: true, default: '{}' })
  concernedResellerIds!: string[];
  @Column('jsonb') actor!: ActorStamp;
  @Column('text') operation!: AuditOperation;
  @Column('text', { name: 'resource_type' }) resourceType!: AuditResourceType;
  @Column('uuid', { name: 'resource_id', nullable: true }) resourceId!: string | null;
  @Column('text') status!: AuditStatus;
  @Column('text', { nullable: true }) rule!: Rule | null;
  @Column('text', { nullable: true }) code!: ErrorCode | null;
  @Column('jsonb', { name: 'old_value', nullable: true }) oldValue!: object | null;
  @Column('jsonb', { name: 'new_value', nullable: true }) newValue!: object | null;
  @Column('text', { name: 'correlation_id' }) correlationId!: string;
  @Column('text', { name: 'client_request_id', nullable: true }) clientRequestId!: string | null;
  @Column('boolean', { name: 'dry_run', default: false }) dryRun!: boolean;
  @Column('boolean', { default: false }) repeated!: boolean;
  @Column('jsonb', { name: 'customized_data', nullable: true }) customizedData!: object | null;
}
