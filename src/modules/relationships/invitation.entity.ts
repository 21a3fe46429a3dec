import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ActorStamp } from '../../kernel/actor';
import type { InvitationStatus } from './invitation.rules';

/** The link of a reseller account. Of its token only the SHA-256 is stored. */
@Entity('invitations')
export class InvitationEntity {
  @PrimaryColumn('uuid', { name: 'reseller_id' })
  resellerId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('boolean', { name: 'includes_delegated_admin' })
  includesDelegatedAdmin!: boolean;

  @Column('uuid', { name: 'indirect_provider_id', nullable: true })
  indirectProviderId!: string | null;

  @Column('uuid', { name: 'indirect_reseller_id', nullable: true })
  indirectResellerId!: string | null;

  @Column('text')
  status!: InvitationStatus;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('jsonb', { name: 'created_by' })
  createdBy!: ActorStamp;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
