import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import type { Answer, GraphError, TestApp } from './test-app';

export type SubscriptionMutation =
  | 'updateSubscription'
  | 'suspendSubscription'
  | 'reactivateSubscription'
  | 'cancelSubscription'
  | 'assignSupportContact'
  | 'scheduleNextTermInstructions'
  | 'changePartnerOfRecord'
  | 'transferSubscription'
  | 'createSubscription'
  | 'purchaseAddOn'
  | 'upgradeSubscription';

export interface WritePayload {
  readonly clientRequestId: string | null;
  readonly dryRun: boolean;
  readonly repeated: boolean;
  readonly subscription: {
    readonly id: string;
    readonly status: string;
    readonly quantity: number | null;
    readonly friendlyName: string | null;
    readonly autoRenewEnabled: boolean | null;
    readonly billingCycle: string | null;
    readonly renewalTermDuration: string | null;
    readonly termDuration: string | null;
    readonly etag: string | null;
  } | null;
}

export interface WriteAnswer {
  readonly payload: WritePayload | null;
  readonly error: GraphError | null;
}

/** Sends one subscription mutation as a persona; `null` = without a token. */
export async function write(
  app: TestApp,
  who: Parameters<TestApp['as']>[0],
  mutation: SubscriptionMutation,
  input: Readonly<Record<string, unknown>>,
): Promise<WriteAnswer> {
  const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${inputType}!) { ${mutation}(input: $input) {
    clientRequestId dryRun repeated
    subscription { id status quantity friendlyName autoRenewEnabled renewalTermDuration billingCycle termDuration etag }
  } }`;
  const answer: Answer<Record<string, WritePayload | null> | null> = await app.as(who, document, {
    input,
  });
  return { payload: answer.data?.[mutation] ?? null, error: answer.errors[0] ?? null };
}

/** Code and rule of a refusal as one text, `ETAG_MISMATCH (R40)`, or `allowed`. */
export function outcomeOf({ error, payload }: WriteAnswer): string {
  if (error === null) return payload === null ? 'nothing' : 'allowed';
  const { code, rule } = error.extensions;
  return rule === null ? code : `${code} (${rule})`;
}

export const RESELLER_A = DEMO_IDS.resellers.resellerA;
export const RESELLER_B = DEMO_IDS.resellers.resellerB;
export const WOODGROVE = DEMO_IDS.customers.customer;

/** Etag of a subscription that was never changed. */
export const FIRST_ETAG = '"1"';
