/** Why nothing is delivered to a webhook endpoint. */
export const WebhookPauseReason = {
  BY_OWNER: 'BY_OWNER',
  DELIVERY_FAILED: 'DELIVERY_FAILED',
  GONE: 'GONE',
} as const;
export type WebhookPauseReason = (typeof WebhookPauseReason)[keyof typeof WebhookPauseReason];
