import { type FieldReader, sourceEnum } from './field-reader';
import { customerInSelfLink } from './links';

/** One partner as another partner's account lists it. */
export interface PartnerRecord {
  readonly tenantId: string;
  readonly name: string;
  readonly mpnId: string | null;
  readonly country: string | null;
  /** Whether the account is the provider of this partner, or its indirect reseller. */
  readonly accountIs: 'PROVIDER' | 'INDIRECT_RESELLER';
  /** Null where the source did not say. */
  readonly state: 'ACTIVE' | 'ENDED' | null;
  /** The customer whose partners are listed, as the body's own link names it. */
  readonly customerInLink: string | null;
}

// Read from the account's side: it "is indirect cloud solution provider of" the partner.
const RELATIONSHIP_TYPE = {
  isindirectcloudsolutionproviderof: 'PROVIDER',
  isindirectresellerof: 'INDIRECT_RESELLER',
} as const;
const TYPES_TOLD = 'is_indirect_cloud_solution_provider_of or is_indirect_reseller_of';

const STATE = sourceEnum(['ACTIVE', 'ENDED'] as const);

export function readPartner(body: FieldReader): PartnerRecord {
  const accountIs = body.enumValue('relationshipType', RELATIONSHIP_TYPE, TYPES_TOLD);
  if (!body.has('relationshipType')) body.report('relationshipType', TYPES_TOLD);
  return {
    tenantId: body.requiredUuid('id'),
    name: body.requiredText('name'),
    mpnId: body.mpnId('mpnId'),
    country: body.country('location'),
    accountIs: accountIs ?? 'PROVIDER',
    state: body.enumValue('state', STATE),
    customerInLink: customerInSelfLink(body),
  };
}
