import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { CloudInstance } from '../../kernel/cloud-instance';
import type { StoredAddress, StoredBillingProfile } from './customer-profile';

/** A tenant that buys. Its account owner is written once and never changes (R2). */
@Entity('customers')
export class CustomerEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @Column('text', { name: 'commerce_id', nullable: true })
  commerceId!: string | null;

  @Column('text', { name: 'cloud_instance' })
  cloudInstance!: CloudInstance;

  @Column('text', { nullable: true })
  country!: string | null;

  @Column('text', { name: 'company_name' })
  companyName!: string;

  @Column('text', { nullable: true })
  domain!: string | null;

  @Column('text', { name: 'organization_registration_number', nullable: true })
  organizationRegistrationNumber!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('jsonb', { name: 'company_address', nullable: true })
  companyAddress!: StoredAddress | null;

  @Column('jsonb', { name: 'billing_profile', nullable: true })
  billingProfile!: StoredBillingProfile | null;

  @Column('text', { name: 'custom_domains', array: true, default: [] })
  customDomains!: readonly string[];

  @Column('text', { name: 'associated_partner_id', nullable: true })
  associatedPartnerId!: string | null;

  @Column('uuid', { name: 'account_owner_id', nullable: true })
  accountOwnerId!: string | null;

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
