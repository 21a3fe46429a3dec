import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { PartnershipState } from './partner-relationship.rules';

/** The link between an indirect provider and an indirect reseller. */
@Entity('partner_relationships')
export class PartnerRelationshipEntity {
  @PrimaryColumn('uuid', { name: 'provider_id' })
  providerId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'indirect_reseller_id' })
  indirectResellerId!: string;

  @Column('text')
  state!: PartnershipState;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
