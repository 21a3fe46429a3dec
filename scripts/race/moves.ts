import type { JWTPayload } from 'jose';

import { newId } from '../../src/platform/ids';
import type { Lane } from './track';

type Input = Readonly<Record<string, unknown>>;

/** One call that a client may make. */
export interface Move {
  readonly mutation: string;
  readonly who: JWTPayload;
  readonly input: Input;
  /** Of a bulk mutation, for each item the key it is known by and the lane it is about. */
  readonly items?: readonly { readonly key: string; readonly lane: Lane }[];
}

const REQUEST = 'relationshipRequest { id }';
const ACCEPTED = `${REQUEST} relationship { id } providerRelationship { id }`;
const OUTCOMES = `outcomes { repeated ${REQUEST} refusal { code } }`;

/** What a client hears back. */
export const SELECTIONS: Readonly<Record<string, string>> = {
  requestRelationship: REQUEST,
  requestRelationships: OUTCOMES,
  cancelRelationshipRequest: REQUEST,
  cancelRelationshipRequests: OUTCOMES,
  declineRelationshipRequest: REQUEST,
  acceptRelationshipRequest: ACCEPTED,
  acceptInvitation: ACCEPTED,
  removeRelationship: 'proof { unchanged }',
  createInvitation: 'invitation { url }',
  createPartnerRelationship: 'partnerRelationship { id }',
  endPartnerRelationship: 'partnerRelationship { id }',
};

/** What may be tried on a lane now; the ids are those that some client heard of last, so often out of date. */
export function movesOn(lane: Lane, lanes: readonly Lane[]): readonly Move[] {
  const { chief, relationshipId } = lane;
  const ofSeller = lanes.filter(({ seller }) => seller.tid === lane.seller.tid);
  return [
    { mutation: 'requestRelationship', who: lane.seller, input: askOn(lane) },
    bulkMove('requestRelationships', ofSeller, askOn),
    bulkMove('cancelRelationshipRequests', ofSeller.filter(hasRequest), ({ requestId }) => ({
      relationshipRequestId: requestId,
    })),
    ...decisionsOn(lane),
    ...(relationshipId === null
      ? []
      : [{ mutation: 'removeRelationship', who: chief, input: { relationshipId } }]),
    ...tierMovesOn(lane),
  ].filter(({ items }) => items === undefined || items.length > 0);
}

const hasRequest = ({ requestId }: Lane): boolean => requestId !== null;

const askOn = ({ customerTenantId, tiers }: Lane): Input => ({
  customerTenantId,
  ...(tiers && { indirectProviderId: tiers.providerId }),
});

/** One call about several customers of a seller, each item under a key of its own. */
function bulkMove(mutation: string, lanes: readonly Lane[], inputOf: (lane: Lane) => Input): Move {
  const items = lanes.map((lane) => ({ key: newId(), lane }));
  return {
    mutation,
    who: lanes[0]?.seller ?? {},
    items,
    input: {
      items: items.map(({ key, lane }) => ({ ...inputOf(lane), clientRequestId: key })),
    },
  };
}

function decisionsOn(lane: Lane): readonly Move[] {
  const { seller, buyer, requestId, tiers } = lane;
  if (requestId === null) return [];
  const input = { relationshipRequestId: requestId };
  const agreement = tiers && { acceptsCustomerAgreement: true };
  return [
    { mutation: 'acceptRelationshipRequest', who: buyer, input: { ...input, ...agreement } },
    { mutation: 'declineRelationshipRequest', who: buyer, input },
    { mutation: 'cancelRelationshipRequest', who: seller, input },
  ];
}

/** R23: the joint link, the provider's relationship, and the partnership that both rely on. */
function tierMovesOn(lane: Lane): readonly Move[] {
  const { tiers, url, providerRelationshipId, seller, buyer } = lane;
  if (tiers === null) return [];
  const { providerId, resellerTenantId, partnershipId } = tiers;
  const moves: (Move | null)[] = [
    { mutation: 'createInvitation', who: seller, input: { indirectProviderId: providerId } },
    {
      mutation: 'createPartnerRelationship',
      who: tiers.seller,
      input: { indirectResellerTenantId: resellerTenantId },
    },
    url === null
      ? null
      : {
          mutation: 'acceptInvitation',
          who: buyer,
          input: { url, acceptsCustomerAgreement: true },
        },
    providerRelationshipId === null
      ? null
      : {
          mutation: 'removeRelationship',
          who: tiers.chief,
          input: { relationshipId: providerRelationshipId },
        },
    partnershipId === null
      ? null
      : {
          mutation: 'endPartnerRelationship',
          who: tiers.chief,
          input: { partnerRelationshipId: partnershipId },
        },
  ];
  return moves.filter((move) => move !== null);
}
