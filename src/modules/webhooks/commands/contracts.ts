import type { ErrorCode } from '../../../kernel/error-code';
import type { CommandContract } from '../../../platform/commands/contract';

// What every act on webhooks may answer: token, role, repeated calls, input.
const COMMON: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'ROLE_NOT_ALLOWED',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'INVALID_INPUT',
];
const ON_ENDPOINT: readonly ErrorCode[] = [...COMMON, 'NOT_FOUND', 'INVALID_STATE_TRANSITION'];
const MOVE: readonly ErrorCode[] = [...ON_ENDPOINT, 'ETAG_MISMATCH'];

const OWN = {
  action: 'OWN_WEBHOOKS',
  features: [],
  leavesUnchanged: [],
  guardsSubscription: null,
  guardsPartnerOfRecord: false,
  resourceType: 'WEBHOOK_ENDPOINT',
} as const;

/** What the mutations on webhooks declare; guards, runner and directives read it. */
export const WEBHOOK_CONTRACTS = {
  createWebhookEndpoint: {
    ...OWN,
    name: 'createWebhookEndpoint',
    operation: 'CREATE_WEBHOOK_ENDPOINT',
    rejects: [...COMMON, 'NOT_FOUND'],
    emits: [],
  },
  updateWebhookEndpoint: {
    ...OWN,
    name: 'updateWebhookEndpoint',
    operation: 'UPDATE_WEBHOOK_ENDPOINT',
    rejects: [...MOVE, 'ETAG_REQUIRED'],
    emits: [],
  },
  pauseWebhookEndpoint: {
    ...OWN,
    name: 'pauseWebhookEndpoint',
    operation: 'PAUSE_WEBHOOK_ENDPOINT',
    rejects: MOVE,
    emits: ['WEBHOOK_ENDPOINT_PAUSED'],
  },
  resumeWebhookEndpoint: {
    ...OWN,
    name: 'resumeWebhookEndpoint',
    operation: 'RESUME_WEBHOOK_ENDPOINT',
    rejects: MOVE,
    emits: [],
  },
  deleteWebhookEndpoint: {
    ...OWN,
    name: 'deleteWebhookEndpoint',
    operation: 'DELETE_WEBHOOK_ENDPOINT',
    rejects: MOVE,
    emits: [],
  },
  rotateWebhookSecret: {
    ...OWN,
    name: 'rotateWebhookSecret',
    operation: 'ROTATE_WEBHOOK_SECRET',
    rejects: MOVE,
    emits: [],
  },
  testWebhook: {
    ...OWN,
    name: 'testWebhook',
    operation: 'TEST_WEBHOOK',
    rejects: [...ON_ENDPOINT, 'RATE_LIMITED'],
    emits: ['TEST_CREATED'],
  },
  redeliverWebhookDelivery: {
    ...OWN,
    name: 'redeliverWebhookDelivery',
    operation: 'REDELIVER_WEBHOOK',
    rejects: ON_ENDPOINT,
    emits: [],
  },
  redeliverWebhookDeliveries: {
    ...OWN,
    name: 'redeliverWebhookDeliveries',
    operation: 'REDELIVER_WEBHOOK',
    rejects: ON_ENDPOINT,
    emits: [],
  },
} as const satisfies Record<string, CommandContract>;
