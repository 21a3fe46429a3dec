import { DomainError } from '../../kernel/domain-error';

export const WebhookDeliveryStatus = {
  PENDING: 'PENDING',
  DELIVERED: 'DELIVERED',
  GIVEN_UP: 'GIVEN_UP',
  WITHHELD: 'WITHHELD',
  CANCELED: 'CANCELED',
} as const;
export type WebhookDeliveryStatus =
  (typeof WebhookDeliveryStatus)[keyof typeof WebhookDeliveryStatus];

/** What became of one attempt. */
export const WebhookAttemptOutcome = {
  DELIVERED: 'DELIVERED',
  HTTP_ERROR: 'HTTP_ERROR',
  REDIRECTED: 'REDIRECTED',
  GONE: 'GONE',
  TIMED_OUT: 'TIMED_OUT',
  HOST_NOT_FOUND: 'HOST_NOT_FOUND',
  ADDRESS_NOT_ALLOWED: 'ADDRESS_NOT_ALLOWED',
  CONNECTION_FAILED: 'CONNECTION_FAILED',
  TLS_FAILED: 'TLS_FAILED',
  SECRET_UNREADABLE: 'SECRET_UNREADABLE',
} as const;
export type WebhookAttemptOutcome =
  (typeof WebhookAttemptOutcome)[keyof typeof WebhookAttemptOutcome];

/** What a redelivery sends again. What waits already needs none, and what was canceled has no endpoint. */
export const REDELIVERED_STATUSES: readonly WebhookDeliveryStatus[] = [
  'DELIVERED',
  'GIVEN_UP',
  'WITHHELD',
];

/** Deliveries that one call sends again. */
export const MAX_REDELIVERIES = 10_000;

export function refusalOfRange(since: Date, until: Date | null | undefined): DomainError | null {
  if (!until || until > since) return null;
  return new DomainError('INVALID_INPUT', { field: 'input.until' });
}

/** Counted by doing it; the refusal takes it back. */
export function refusalOfRangeSize(count: number): DomainError | null {
  if (count <= MAX_REDELIVERIES) return null;
  return new DomainError('INVALID_INPUT', {
    field: 'input.since',
    args: { maximumCount: MAX_REDELIVERIES },
    detail: `Between the two lie ${count} deliveries; allowed are ${MAX_REDELIVERIES}. Name a shorter span.`,
  });
}
