import { backoffMs, type BackoffSpan } from '../../../kernel/backoff';
import type { WebhookAttemptOutcome } from '../webhook-delivery.rules';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DELAY: BackoffSpan = { firstMs: 10 * SECOND_MS, longestMs: 3 * HOUR_MS };
/** How long a delivery is tried after it failed for the first time. */
export const RETRY_WINDOW_MS = 72 * HOUR_MS;

/** A delivery that has just failed, this attempt included. */
export interface FailedDelivery {
  /** At least one. */
  readonly failuresInRow: number;
  /** The first of them. */
  readonly failingSince: Date;
  /** What the receiver asked for this time, if it did. */
  readonly askedForMs: number | null;
}

/**
 * When a failed delivery is tried again: after ten seconds, then after twice as long each time, up to
 * three hours, and half of it by chance, so that what failed together does not come back together. Later where
 * the receiver asked for it, up to three hours as well. The last attempt is at the end of three days; null when it
 * has been made.
 */
export function nextAttempt(
  { failuresInRow, failingSince, askedForMs }: FailedDelivery,
  now: Date,
  random: () => number = Math.random,
): Date | null {
  const end = failingSince.getTime() + RETRY_WINDOW_MS;
  if (now.getTime() >= end) return null;
  const asked = Math.min(askedForMs ?? 0, DELAY.longestMs);
  const delay = Math.max(backoffMs(failuresInRow, DELAY, random), asked);
  return new Date(Math.min(now.getTime() + delay, end));
}

/**
 * How long a receiver asks to be left alone, in milliseconds: the field `Retry-After` (RFC 9110, section 10.2.3), which is
 * a number of seconds or a date. null where there is none, or where it cannot be read.
 */
export function askedForMs(retryAfter: string | null, now: Date): number | null {
  const text = retryAfter?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * SECOND_MS;
  // What the standard calls IMF-fixdate, the form that everybody sends.
  const date = /^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

/** What an HTTP status says of an attempt (Standard Webhooks): only 2xx is success. */
export function outcomeOfStatus(status: number): WebhookAttemptOutcome {
  if (status >= 200 && status < 300) return 'DELIVERED';
  if (status >= 300 && status < 400) return 'REDIRECTED';
  return status === 410 ? 'GONE' : 'HTTP_ERROR';
}

/** What a connection that came to nothing ended with, by the code of its error. */
export function outcomeOfErrorCode(code: string | undefined): WebhookAttemptOutcome {
  if (code === undefined) return 'CONNECTION_FAILED';
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'HOST_NOT_FOUND';
  return TLS_CODE.test(code) ? 'TLS_FAILED' : 'CONNECTION_FAILED';
}

/** Of OpenSSL and of Node: what is wrong with a certificate, or with the handshake. */
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/;
