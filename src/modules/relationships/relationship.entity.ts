import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ActorStamp } from '../../kernel/actor';
import type { RelationshipOrigin, RelationshipStatus } from './relationship.rules';

/** The business link of a customer and a reseller. At most one ACTIVE row per pair (R9). */
@Entity('relationships')
export class RelationshipEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' })
  customerId!: string;

  /** That of the customer, for the order of a reseller's customers. Triggers write it. */
  @Column({ type: 'text', name: 'customer_name', insert: false, update: false, select: false })
  customerName?: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'reseller_id' })
  resellerId!: string;

  @Column('text')
  status!: RelationshipStatus;

  @Column('text')
  origin!: RelationshipOrigin;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;

  @Column('jsonb', { name: 'accepted_by', nullable: true })
  acceptedBy!: ActorStamp | null;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;

  @Column('jsonb', { name: 'removed_by', nullable: true })
  removedBy!: ActorStamp | null;

  @Column('text', { name: 'removal_reason', nullable: true })
  removalReason!: string | null;

  @Column('uuid', { name: 'indirect_provider_id', nullable: true })
  indirectProviderId!: string | null;

  @Column('uuid', { name: 'indirect_reseller_id', nullable: true })
  indirectResellerId!: string | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
