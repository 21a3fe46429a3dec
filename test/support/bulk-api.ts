import type { Input, Who } from './relationship-api';
import type { GraphError, TestApp } from './test-app';

export type BulkMutation = 'requestRelationships' | 'cancelRelationshipRequests';

export interface BulkOutcome {
  readonly index: number;
  readonly clientRequestId: string | null;
  readonly repeated: boolean;
  readonly created?: boolean;
  readonly relationshipRequest: {
    readonly id: string;
    readonly status: string;
    readonly customerTenantId: string | null;
  } | null;
  readonly refusal: {
    readonly code: string;
    readonly kind: string;
    readonly rule: string | null;
    readonly httpStatus: number;
    readonly field: string | null;
    readonly refusals: readonly { readonly code: string; readonly fields: readonly string[] }[];
  } | null;
}

export interface BulkPayload {
  readonly clientRequestId: string | null;
  readonly dryRun: boolean;
  readonly repeated: boolean;
  readonly proof: null;
  readonly totalCount: number;
  readonly succeededCount: number;
  readonly refusedCount: number;
  readonly createdCount?: number;
  readonly outcomes: readonly BulkOutcome[];
}

export interface BulkAnswer {
  readonly payload: BulkPayload | null;
  readonly error: GraphError | null;
}

const OUTCOME = `index clientRequestId repeated relationshipRequest { id status customerTenantId }
  refusal { code kind rule httpStatus field refusals { code fields } }`;

/** Sends one bulk mutation; `null` = without a token. */
export async function actOnMany(
  app: TestApp,
  who: Who,
  mutation: BulkMutation,
  items: readonly Input[],
  call: Input = {},
): Promise<BulkAnswer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const asks = mutation === 'requestRelationships';
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) {
    clientRequestId dryRun repeated proof { unchanged } totalCount succeededCount refusedCount
    ${asks ? 'createdCount' : ''} outcomes { ${OUTCOME} ${asks ? 'created' : ''} }
  } }`;
  const variables = { input: { ...call, items } };
  const answer = await app.as<Record<string, BulkPayload | null> | null>(who, document, variables);
  return { payload: answer.data?.[mutation] ?? null, error: answer.errors[0] ?? null };
}

/** The same where the call as a whole may not be refused. */
export async function doneForMany(
  app: TestApp,
  who: Who,
  mutation: BulkMutation,
  items: readonly Input[],
  call: Input = {},
): Promise<BulkPayload> {
  const { payload, error } = await actOnMany(app, who, mutation, items, call);
  if (error || !payload) throw new Error(`${mutation} was refused: ${JSON.stringify(error)}`);
  return payload;
}

/** `created`, `waiting`, `done`, or code and rule of the refusal, one for each item. */
export function outcomesOf({ outcomes }: BulkPayload): string[] {
  return outcomes.map(({ refusal, created }) => {
    if (refusal) return refusal.rule ? `${refusal.code} (${refusal.rule})` : refusal.code;
    if (created === undefined) return 'done';
    return created ? 'created' : 'waiting';
  });
}
