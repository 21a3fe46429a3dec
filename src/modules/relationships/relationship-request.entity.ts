import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ActorStamp } from '../../kernel/actor';
import type { Service } from '../../kernel/service';
import type { RelationshipRequestStatus } from './relationship-request.rules';

/** One request of a reseller to one customer (D1). */
@Entity('relationship_requests')
export class RelationshipRequestEntity {
  @PrimaryColumn('uuid', { name: 'reseller_id' })
  resellerId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'invitation_id' })
  invitationId!: string;

  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  @Column('uuid', { name: 'customer_tenant_id', nullable: true })
  customerTenantId!: string | null;

  @Column('text', { name: 'customer_domain_hint', nullable: true })
  customerDomainHint!: string | null;

  @Column('text', { array: true })
  services!: readonly Service[];

  @Column('boolean', { name: 'with_delegated_admin' })
  withDelegatedAdmin!: boolean;

  @Column('text')
  status!: RelationshipRequestStatus;

  @Column('jsonb', { name: 'requested_by' })
  requestedBy!: ActorStamp;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('jsonb', { name: 'decided_by', nullable: true })
  decidedBy!: ActorStamp | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  @Column('text', { name: 'decline_reason', nullable: true })
  declineReason!: string | null;

  @Column('uuid', { name: 'relationship_id', nullable: true })
  relationshipId!: string | null;

  /** What the acceptance granted; null as long as there was none. */
  @Column('text', { name: 'accepted_services', array: true, nullable: true })
  acceptedServices!: readonly Service[] | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
