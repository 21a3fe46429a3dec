import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { AgreementType, StoredContact } from './customer-profile';

/** An agreement that a customer has accepted (R20). */
@Entity('agreements')
export class AgreementEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' })
  customerId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  type!: AgreementType;

  @Column('timestamptz', { name: 'date_agreed' })
  dateAgreed!: Date;

  @Column('jsonb', { name: 'primary_contact', nullable: true })
  primaryContact!: StoredContact | null;

  @Column('text', { name: 'template_id', nullable: true })
  templateId!: string | null;

  @Column('text', { name: 'agreement_link', nullable: true })
  agreementLink!: string | null;

  @Column('text', { name: 'user_id', nullable: true })
  userId!: string | null;
}
