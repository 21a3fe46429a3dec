import type { TestApp } from './test-app';

/*
 * Steps of the relationship story as one call each, for tests that are about what follows from them.
 * Each fails when it is refused.
 */

type Who = Parameters<TestApp['as']>[0];

async function step<Payload>(
  app: TestApp,
  who: Who,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
  selection: string,
): Promise<Payload> {
  const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const data = await app.succeed<Record<string, Payload>>(
    who,
    `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} } }`,
    { input },
  );
  const payload = data[mutation];
  if (!payload) throw new Error(`${mutation} answered nothing`);
  return payload;
}

interface WithId {
  readonly id: string;
}

/** A reseller asks a tenant for every service; answers with the id of the request. */
export async function requestRelationship(
  app: TestApp,
  who: Who,
  customerTenantId: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { relationshipRequest } = await step<{ relationshipRequest: WithId }>(
    app,
    who,
    'requestRelationship',
    { customerTenantId, ...input },
    'relationshipRequest { id }',
  );
  return relationshipRequest.id;
}

/** Answers with the id of the relationship. */
export async function acceptRequest(
  app: TestApp,
  who: Who,
  relationshipRequestId: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { relationship } = await step<{ relationship: WithId }>(
    app,
    who,
    'acceptRelationshipRequest',
    { relationshipRequestId, ...input },
    'relationship { id }',
  );
  return relationship.id;
}

export async function declineRequest(
  app: TestApp,
  who: Who,
  relationshipRequestId: string,
  reason: string | null = null,
): Promise<void> {
  await step(
    app,
    who,
    'declineRelationshipRequest',
    { relationshipRequestId, reason },
    'relationshipRequest { id }',
  );
}

export async function cancelRequest(
  app: TestApp,
  who: Who,
  relationshipRequestId: string,
): Promise<void> {
  await step(
    app,
    who,
    'cancelRelationshipRequest',
    { relationshipRequestId },
    'relationshipRequest { id }',
  );
}

export async function removePrivileges(
  app: TestApp,
  who: Who,
  relationshipId: string,
  services: readonly string[],
): Promise<void> {
  await step(
    app,
    who,
    'removeDelegatedPrivileges',
    { relationshipId, services },
    'relationship { id }',
  );
}

export async function removeRelationship(
  app: TestApp,
  who: Who,
  relationshipId: string,
  reason: string | null = null,
): Promise<void> {
  await step(app, who, 'removeRelationship', { relationshipId, reason }, 'relationship { id }');
}

/** The invitation of the caller's account; answers with its id. */
export async function createInvitation(app: TestApp, who: Who): Promise<string> {
  const { invitation } = await step<{ invitation: WithId }>(
    app,
    who,
    'createInvitation',
    {},
    'invitation { id }',
  );
  return invitation.id;
}

/** Answers with the id of the new invitation. */
export async function rotateInvitation(
  app: TestApp,
  who: Who,
  invitationId: string,
): Promise<string> {
  const { invitation } = await step<{ invitation: WithId }>(
    app,
    who,
    'rotateInvitation',
    { invitationId },
    'invitation { id }',
  );
  return invitation.id;
}
