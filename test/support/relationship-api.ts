import type { GraphError, TestApp } from './test-app';

export type RelationshipMutation =
  | 'createInvitation'
  | 'rotateInvitation'
  | 'requestRelationship'
  | 'cancelRelationshipRequest'
  | 'acceptRelationshipRequest'
  | 'acceptInvitation'
  | 'declineRelationshipRequest'
  | 'removeDelegatedPrivileges'
  | 'relinquishDelegatedPrivileges'
  | 'terminateDelegatedPrivileges'
  | 'removeRelationship'
  | AccountMutation;

/** Acts on accounts: whatever they touch, nothing of a customer was there to be proved unchanged. */
export type AccountMutation =
  | 'createCustomer'
  | 'updateCustomer'
  | 'recordAgreement'
  | 'registerReseller'
  | 'setResellerStatus'
  | 'createPartnerRelationship'
  | 'endPartnerRelationship';

export type Who = Parameters<TestApp['as']>[0];
export type Input = Readonly<Record<string, unknown>>;

interface ReadActor {
  readonly kind: string;
  readonly displayName: string | null;
  readonly tenantId: string | null;
}

export interface ReadInvitation {
  readonly id: string;
  readonly url: string;
  readonly status: string;
  readonly includesDelegatedAdmin: boolean;
}

export interface ReadRequest {
  readonly id: string;
  readonly status: string;
  readonly services: readonly string[];
  readonly withDelegatedAdmin: boolean;
  readonly customerTenantId: string | null;
  readonly customerDomainHint: string | null;
  readonly expiresAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: ReadActor | null;
  readonly declineReason: string | null;
  readonly etag: string;
  readonly customer: { readonly id: string } | null;
  readonly relationship: { readonly id: string } | null;
}

export interface ReadRelationship {
  readonly id: string;
  readonly status: string;
  readonly origin: string | null;
  readonly etag: string | null;
  readonly removedAt: string | null;
  readonly removalReason: string | null;
  readonly reseller: { readonly id: string; readonly name: string } | null;
  readonly customer: { readonly id: string } | null;
  readonly privileges: readonly { readonly service: string; readonly status: string }[];
}

export interface ReadProof {
  readonly unchanged: boolean;
  readonly subscriptionCount: number | null;
  readonly before: string | null;
  readonly after: string | null;
}

export interface ReadCustomer {
  readonly id: string;
  readonly tenantId: string;
  readonly country: string | null;
  readonly cloudInstance: string;
  readonly etag: string | null;
  readonly companyProfile: Readonly<Record<string, string | null>>;
  readonly billingProfile: Readonly<Record<string, unknown>> | null;
  readonly accountOwner: { readonly id: string } | null;
  readonly associatedPartnerId: string | null;
  readonly relationshipToPartner: string | null;
  readonly allowDelegatedAccess: boolean | null;
  readonly agreements: readonly { readonly type: string; readonly dateAgreed: string }[] | null;
}

export interface ReadReseller {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string | null;
  readonly mpnId: string | null;
  readonly kind: string | null;
  readonly accountStatus: string | null;
  readonly agreementAccepted: boolean | null;
}

export interface ReadPartnership {
  readonly id: string;
  readonly partnerTenantId: string | null;
  readonly name: string;
  readonly relationshipType: string;
  readonly state: string;
  readonly etag: string;
}

/** Every field that some payload of these mutations has; those of another payload are left out. */
export interface Payload {
  readonly clientRequestId: string | null;
  readonly dryRun: boolean;
  readonly repeated: boolean;
  /** Left out by acts on accounts, which prove nothing. */
  readonly proof?: ReadProof | null;
  readonly created?: boolean;
  readonly invitation?: ReadInvitation | null;
  readonly revokedInvitation?: ReadInvitation | null;
  readonly relationshipRequest?: ReadRequest | null;
  readonly relationship?: ReadRelationship | null;
  /** R23: of an acceptance. */
  readonly providerRelationship?: Pick<ReadRelationship, 'id' | 'reseller'> | null;
  readonly customer?: ReadCustomer | null;
  readonly reseller?: ReadReseller | null;
  readonly partnerRelationship?: ReadPartnership | null;
}

const INVITATION = '{ id url status includesDelegatedAdmin }';
const REQUEST = `relationshipRequest {
  id status services withDelegatedAdmin customerTenantId customerDomainHint expiresAt decidedAt
  decidedBy { kind displayName tenantId } declineReason etag customer { id } relationship { id }
}`;
const RELATIONSHIP = `relationship {
  id status origin etag removedAt removalReason reseller { id name } customer { id } privileges { service status }
}`;
const PROVIDER_RELATIONSHIP = 'providerRelationship { id reseller { id name } }';
const CUSTOMER = `customer {
  id tenantId country cloudInstance etag companyProfile { companyName domain organizationRegistrationNumber }
  billingProfile { firstName email culture defaultAddress { city country } }
  accountOwner { id } associatedPartnerId relationshipToPartner allowDelegatedAccess agreements { type dateAgreed }
}`;
const RESELLER = 'reseller { id name tenantId mpnId kind accountStatus agreementAccepted }';
const PARTNERSHIP = 'partnerRelationship { id partnerTenantId name relationshipType state etag }';
const PROOF = 'proof { unchanged subscriptionCount before after }';
const OF_ACCOUNTS: Readonly<Record<AccountMutation, string>> = {
  createCustomer: `${CUSTOMER} ${RELATIONSHIP}`,
  updateCustomer: CUSTOMER,
  recordAgreement: `${CUSTOMER} ${RESELLER}`,
  registerReseller: `created ${RESELLER}`,
  setResellerStatus: RESELLER,
  createPartnerRelationship: `created ${PARTNERSHIP}`,
  endPartnerRelationship: PARTNERSHIP,
};
const OF_RELATIONSHIPS: Readonly<Record<Exclude<RelationshipMutation, AccountMutation>, string>> = {
  createInvitation: `created invitation ${INVITATION}`,
  rotateInvitation: `invitation ${INVITATION} revokedInvitation ${INVITATION}`,
  requestRelationship: `created ${REQUEST}`,
  cancelRelationshipRequest: REQUEST,
  acceptRelationshipRequest: `${REQUEST} ${RELATIONSHIP} ${PROVIDER_RELATIONSHIP}`,
  acceptInvitation: `${REQUEST} ${RELATIONSHIP} ${PROVIDER_RELATIONSHIP}`,
  declineRelationshipRequest: REQUEST,
  removeDelegatedPrivileges: RELATIONSHIP,
  relinquishDelegatedPrivileges: RELATIONSHIP,
  terminateDelegatedPrivileges: RELATIONSHIP,
  removeRelationship: RELATIONSHIP,
};

function selectionOf(mutation: RelationshipMutation): string {
  return mutation in OF_ACCOUNTS
    ? OF_ACCOUNTS[mutation as AccountMutation]
    : `${PROOF} ${OF_RELATIONSHIPS[mutation as keyof typeof OF_RELATIONSHIPS]}`;
}

export interface ActAnswer {
  readonly payload: Payload | null;
  readonly error: GraphError | null;
}

/** Sends one relationship mutation; `null` = without a token. */
export async function act(
  app: TestApp,
  who: Who,
  mutation: RelationshipMutation,
  input: Input,
): Promise<ActAnswer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) {
    clientRequestId dryRun repeated ${selectionOf(mutation)}
  } }`;
  const answer = await app.as<Record<string, Payload | null> | null>(who, document, { input });
  return { payload: answer.data?.[mutation] ?? null, error: answer.errors[0] ?? null };
}

/** The same where nothing may be refused. */
export async function done(
  app: TestApp,
  who: Who,
  mutation: RelationshipMutation,
  input: Input,
): Promise<Payload> {
  const { payload, error } = await act(app, who, mutation, input);
  if (error || !payload) throw new Error(`${mutation} was refused: ${JSON.stringify(error)}`);
  return payload;
}

/** `allowed`, or code and rule of the refusal as one text: `REQUEST_EXPIRED (R25)`. */
export function outcomeOf({ payload, error }: ActAnswer): string {
  if (error === null) return payload === null ? 'nothing' : 'allowed';
  const { code, rule } = error.extensions;
  return rule === null ? code : `${code} (${rule})`;
}

/** Services with ACTIVE privileges, in the order of the graph. */
export function activeServices(relationship: ReadRelationship | null | undefined): string[] {
  return (relationship?.privileges ?? [])
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ service }) => service);
}
