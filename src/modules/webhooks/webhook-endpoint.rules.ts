import type { Caller } from '../../kernel/actor';
import { DomainError } from '../../kernel/domain-error';
import type { TransitionTable } from '../../kernel/transitions';
import { type AddressPolicy, MAX_URL_LENGTH, problemOfUrl } from './webhook-address.rules';

export const WebhookEndpointStatus = {
  ACTIVE: 'ACTIVE',
  PAUSED: 'PAUSED',
  DELETED: 'DELETED',
} as const;
export type WebhookEndpointStatus =
  (typeof WebhookEndpointStatus)[keyof typeof WebhookEndpointStatus];

export const ENDPOINT_EVENTS = [
  'update',
  'pause',
  'resume',
  'rotate',
  'test',
  'redeliver',
  'delete',
] as const;
export type EndpointEvent = (typeof ENDPOINT_EVENTS)[number];

/** What is paused, resumed or deleted once more stays as it is. A test of what is paused would never arrive. */
export const ENDPOINT_TRANSITIONS: TransitionTable<WebhookEndpointStatus, EndpointEvent> = {
  ACTIVE: {
    update: 'ACTIVE',
    pause: 'PAUSED',
    resume: 'ACTIVE',
    rotate: 'ACTIVE',
    test: 'ACTIVE',
    redeliver: 'ACTIVE',
    delete: 'DELETED',
  },
  PAUSED: {
    update: 'PAUSED',
    pause: 'PAUSED',
    resume: 'ACTIVE',
    rotate: 'PAUSED',
    redeliver: 'PAUSED',
    delete: 'DELETED',
  },
  DELETED: { delete: 'DELETED' },
};

/** Endpoints of one reseller or customer that are not deleted. */
export const MAX_ENDPOINTS = 20;

const MAX_DESCRIPTION_LENGTH = 256;
const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 168;
const HOUR_MS = 3_600_000;
const TESTS_PER_MINUTE = 2;
const MINUTE_MS = 60_000;

/** Whose an endpoint is. */
export interface WebhookOwner {
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

/** The caller's own side; null for whoever owns none. */
export function ownerOf(actor: Caller): WebhookOwner | null {
  if (actor.side === 'partner') return { resellerId: actor.resellerId, customerId: null };
  if (actor.side === 'customer') return { resellerId: null, customerId: actor.customerId };
  return null;
}

export function refusalOfUrl(url: string, policy: AddressPolicy): DomainError | null {
  if (url.length > MAX_URL_LENGTH) {
    return invalid('input.url', { args: { maximumLength: MAX_URL_LENGTH } });
  }
  const problem = problemOfUrl(url, policy);
  return problem === null ? null : refusalOfAddress(problem);
}

export function refusalOfAddress(detail: string): DomainError {
  return invalid('input.url', { args: { problem: 'ADDRESS_NOT_ALLOWED' }, detail });
}

export function refusalOfDescription(description: string | null | undefined): DomainError | null {
  if (!description || description.length <= MAX_DESCRIPTION_LENGTH) return null;
  return invalid('input.description', { args: { maximumLength: MAX_DESCRIPTION_LENGTH } });
}

/** A text of blanks says nothing. */
export function descriptionOf(description: string | null | undefined): string | null {
  return description?.trim() || null;
}

/** Each once, in one order, so that the same filter is the same row; nothing stands for all. */
export function filterOf<Item extends string>(items: readonly Item[] | null | undefined): Item[] {
  return [...new Set(items ?? [])].sort();
}

export function refusalOfEndpointCount(count: number): DomainError | null {
  if (count < MAX_ENDPOINTS) return null;
  return new DomainError('INVALID_INPUT', {
    args: { problem: 'TOO_MANY_ENDPOINTS' },
    detail: `Allowed are ${MAX_ENDPOINTS}.`,
  });
}

export function refusalOfOverlap(hours: number | null | undefined): DomainError | null {
  const asked = hours ?? DEFAULT_OVERLAP_HOURS;
  if (asked >= 0 && asked <= MAX_OVERLAP_HOURS) return null;
  return invalid('input.overlapHours', { args: { minimum: 0, maximum: MAX_OVERLAP_HOURS } });
}

/** Until when the secret that is replaced still signs; null when it ends at once. */
export function overlapEnd(hours: number | null | undefined, now: Date): Date | null {
  const asked = hours ?? DEFAULT_OVERLAP_HOURS;
  return asked === 0 ? null : new Date(now.getTime() + asked * HOUR_MS);
}

/** Two tests a minute (domain section 10), whatever endpoints of the owner they go to. */
export function refusalOfTest(testedAt: readonly Date[], now: Date): DomainError | null {
  const recent = recentTests(testedAt, now);
  const [oldest] = recent.slice(-TESTS_PER_MINUTE);
  if (recent.length < TESTS_PER_MINUTE || !oldest) return null;
  const waitMs = oldest.getTime() + MINUTE_MS - now.getTime();
  return new DomainError('RATE_LIMITED', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
  });
}

/** Those that still count, the oldest first. */
export function recentTests(testedAt: readonly Date[], now: Date): Date[] {
  return testedAt
    .filter((it) => now.getTime() - it.getTime() < MINUTE_MS)
    .sort((a, b) => a.getTime() - b.getTime());
}

/** What stands in the audit of an address: its path and query may be a secret of the receiver. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

function invalid(
  field: string,
  details: Omit<ConstructorParameters<typeof DomainError>[1] & object, 'field'>,
): DomainError {
  return new DomainError('INVALID_INPUT', { ...details, field });
}
