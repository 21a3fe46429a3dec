import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { EventNameKey } from '../../kernel/event-name';
import type { WebhookPauseReason } from '../../kernel/webhook-pause-reason';
import type { WebhookEndpointStatus } from './webhook-endpoint.rules';

/** Where events of one reseller or customer are delivered to. Secrets are encrypted. */
@Entity('webhook_endpoints')
export class WebhookEndpointEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'reseller_id', nullable: true })
  resellerId!: string | null;

  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  @Column('text')
  url!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { name: 'event_names', array: true })
  eventNames!: EventNameKey[];

  @Column('uuid', { name: 'customer_ids', array: true })
  customerIds!: string[];

  @Column('text')
  status!: WebhookEndpointStatus;

  @Column('text', { name: 'pause_reason', nullable: true })
  pauseReason!: WebhookPauseReason | null;

  @Column('timestamptz', { name: 'paused_at', nullable: true })
  pausedAt!: Date | null;

  @Column('text', { nullable: true })
  secret!: string | null;

  @Column('timestamptz', { name: 'secret_created_at' })
  secretCreatedAt!: Date;

  @Column('text', { name: 'previous_secret', nullable: true })
  previousSecret!: string | null;

  @Column('timestamptz', { name: 'previous_secret_ends_at', nullable: true })
  previousSecretEndsAt!: Date | null;

  @Column('bigint')
  position!: string;

  @Column('timestamptz', { name: 'tested_at', array: true })
  testedAt!: Date[];

  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
