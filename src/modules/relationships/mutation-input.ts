import { DomainError } from '../../kernel/domain-error';
import { ALL_SERVICES, type Service } from '../../kernel/service';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { RESELLER_TYPE } from '../resellers/reseller.queries';
import { INVITATION_TYPE } from './invitation.queries';
import { RELATIONSHIP_TYPE } from './relationship.queries';
import { RELATIONSHIP_REQUEST_TYPE } from './relationship-request.queries';

/*
 * From inputs of the graph to inputs of commands: opaque ids become row ids, lists are bounded. What is
 * malformed is INVALID_INPUT and names its field.
 */

interface NamesServices {
  readonly services?: readonly Service[] | null;
}

/** A list of services longer than all there are says nothing that a shorter one does not. */
export function boundedServices<Input extends NamesServices>(input: Input): Input {
  const count = input.services?.length ?? 0;
  if (count <= ALL_SERVICES.length) return input;
  throw new DomainError('INVALID_INPUT', {
    field: 'input.services',
    args: { maximumCount: ALL_SERVICES.length },
    detail: `It has ${count} entries; there are ${ALL_SERVICES.length} services.`,
  });
}

interface NamesProvider {
  readonly indirectProviderId?: string | null;
}

export function withPartnerKey<
  Input extends NamesProvider & { readonly indirectResellerId?: string | null },
>(input: Input): Input {
  const { indirectResellerId, indirectProviderId } = input;
  if (indirectResellerId === undefined || indirectResellerId === null)
    return withProviderKey(input);
  const field = 'input.indirectResellerId';
  const [key] = decodeIdOf(RESELLER_TYPE, indirectResellerId, field, 1);
  if (indirectProviderId === undefined || indirectProviderId === null) {
    return { ...input, indirectResellerId: key };
  }
  throw new DomainError('INVALID_INPUT', {
    field: 'input.indirectProviderId',
    detail: 'A link names one second partner: its provider or its indirect reseller.',
  });
}

function withProviderKey<Input extends NamesProvider>(input: Input): Input {
  const { indirectProviderId } = input;
  if (indirectProviderId === undefined || indirectProviderId === null) return input;
  const [key] = decodeIdOf(RESELLER_TYPE, indirectProviderId, 'input.indirectProviderId', 1);
  return { ...input, indirectProviderId: key };
}

export function withRequestedPartner<Input extends NamesServices & NamesProvider>(
  input: Input,
): Input {
  return withProviderKey(boundedServices(input));
}

export function withInvitationKey<Input extends { readonly invitationId: string }>(
  input: Input,
): Input {
  const [key] = decodeIdOf(INVITATION_TYPE, input.invitationId, 'input.invitationId', 1);
  return { ...input, invitationId: key };
}

export function withRequestKey<
  Input extends NamesServices & { readonly relationshipRequestId: string },
>(input: Input): Input {
  const [key] = decodeIdOf(
    RELATIONSHIP_REQUEST_TYPE,
    input.relationshipRequestId,
    'input.relationshipRequestId',
    1,
  );
  return { ...boundedServices(input), relationshipRequestId: key };
}

export function withRelationshipKey<
  Input extends NamesServices & { readonly relationshipId: string },
>(input: Input): Input {
  const [key] = decodeIdOf(RELATIONSHIP_TYPE, input.relationshipId, 'input.relationshipId', 1);
  return { ...boundedServices(input), relationshipId: key };
}
