import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Service } from '../../kernel/service';
import type { ResellerKind } from './reseller-facts';
import type { ResellerAccountStatus } from './reseller-standing.rules';

/** A partner account; a placeholder stands for a partner that is known by its MPN id only. */
@Entity('resellers')
export class ResellerEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'tenant_id', nullable: true })
  tenantId!: string | null;

  @Column('text', { name: 'mpn_id', nullable: true })
  mpnId!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  country!: string | null;

  @Column('text', { name: 'cloud_instance' })
  cloudInstance!: CloudInstance;

  @Column('text', { nullable: true })
  kind!: ResellerKind | null;

  @Column('text', { name: 'account_status', default: 'ACTIVE' })
  accountStatus!: ResellerAccountStatus;

  @Column('boolean', { name: 'agreement_accepted', default: false })
  agreementAccepted!: boolean;

  @Column('text', { array: true, default: [] })
  specialties!: readonly Service[];

  @Column('boolean', { name: 'is_placeholder', default: false })
  isPlaceholder!: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
