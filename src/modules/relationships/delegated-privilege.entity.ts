import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ActorStamp } from '../../kernel/actor';
import type { Service } from '../../kernel/service';
import type { DapStatus } from './delegated-privileges.rules';

/** Delegated administrative privileges of one relationship for one service. `transacting` is kept current by the database. */
@Entity('delegated_privileges')
export class DelegatedPrivilegeEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' })
  customerId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'relationship_id' })
  relationshipId!: string;

  @Column('uuid', { name: 'reseller_id' })
  resellerId!: string;

  @Column('text')
  service!: Service;

  @Column('text')
  status!: DapStatus;

  @Column('boolean')
  transacting!: boolean;

  @Column('timestamptz', { name: 'granted_at', nullable: true })
  grantedAt!: Date | null;

  @Column('jsonb', { name: 'granted_by', nullable: true })
  grantedBy!: ActorStamp | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('jsonb', { name: 'ended_by', nullable: true })
  endedBy!: ActorStamp | null;
}
