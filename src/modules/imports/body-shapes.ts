import { isJsonObject, type JsonObject } from './field-reader';

/** Kinds of resources that a response body of Partner Center may hold, as far as we know them. */
export const BodyShape = {
  CUSTOMER: 'CUSTOMER',
  COMPANY_PROFILE: 'COMPANY_PROFILE',
  PARTNER_RELATIONSHIP: 'PARTNER_RELATIONSHIP',
  SUBSCRIPTION: 'SUBSCRIPTION',
  AUDIT_RECORD: 'AUDIT_RECORD',
  MPN_PROFILE: 'MPN_PROFILE',
  RELATIONSHIP_REQUEST: 'RELATIONSHIP_REQUEST',
} as const;
export type BodyShape = (typeof BodyShape)[keyof typeof BodyShape];

/** Shapes whose items are taken over, in the order in which they must be. */
export const IMPORTED_SHAPES = [
  BodyShape.CUSTOMER,
  BodyShape.COMPANY_PROFILE,
  BodyShape.PARTNER_RELATIONSHIP,
  BodyShape.SUBSCRIPTION,
] as const;
export type ImportedShape = (typeof IMPORTED_SHAPES)[number];

/** Why a body of a known shape is not taken over. */
export const SKIPPED_SHAPES: Readonly<Record<Exclude<BodyShape, ImportedShape>, string>> = {
  AUDIT_RECORD:
    'holds audit records of the source; this server keeps a trail of its own, so they are skipped',
  MPN_PROFILE:
    'holds the partner-network profile of the account itself, which --account names; it is skipped',
  RELATIONSHIP_REQUEST:
    'holds an invitation link of the source, which this server cannot answer; it is skipped',
};

export function isImportedShape(shape: BodyShape): shape is ImportedShape {
  return (IMPORTED_SHAPES as readonly BodyShape[]).includes(shape);
}

/** Values of `attributes.objectType`, in lower case. */
const BY_OBJECT_TYPE: Readonly<Record<string, BodyShape>> = {
  customer: BodyShape.CUSTOMER,
  customercompanyprofile: BodyShape.COMPANY_PROFILE,
  partnerrelationship: BodyShape.PARTNER_RELATIONSHIP,
  subscription: BodyShape.SUBSCRIPTION,
  auditrecord: BodyShape.AUDIT_RECORD,
  mpnprofile: BodyShape.MPN_PROFILE,
  relationshiprequest: BodyShape.RELATIONSHIP_REQUEST,
  customerrelationshiprequest: BodyShape.RELATIONSHIP_REQUEST,
};

/** Fields that only one shape has, for bodies whose attributes were cut off. First match wins. */
const BY_FIELDS: readonly (readonly [BodyShape, readonly string[]])[] = [
  [BodyShape.AUDIT_RECORD, ['operationType', 'operationDate']],
  [BodyShape.CUSTOMER, ['id', 'companyProfile']],
  [BodyShape.COMPANY_PROFILE, ['tenantId', 'companyName']],
  [BodyShape.PARTNER_RELATIONSHIP, ['id', 'relationshipType']],
  [BodyShape.MPN_PROFILE, ['mpnId', 'profileType']],
  [BodyShape.SUBSCRIPTION, ['id', 'quantity', 'orderId']],
];

/** What the body says it is, in the source's words, or null. */
export function objectTypeOf(body: unknown): string | null {
  if (!isJsonObject(body) || !isJsonObject(body['attributes'])) return null;
  const type = body['attributes']['objectType'];
  return typeof type === 'string' && type !== '' ? type : null;
}

/** The shape of a single resource, or null when it is none that we know. */
export function recogniseShape(body: unknown): BodyShape | null {
  if (!isJsonObject(body)) return null;
  const type = objectTypeOf(body)?.toLowerCase();
  if (type !== undefined) return Object.hasOwn(BY_OBJECT_TYPE, type) ? shapeNamed(type) : null;
  const match = BY_FIELDS.find(([, fields]) => hasAll(body, fields));
  if (match) return match[0];
  return isInvitationLink(body) ? BodyShape.RELATIONSHIP_REQUEST : null;
}

function shapeNamed(type: string): BodyShape | null {
  return BY_OBJECT_TYPE[type] ?? null;
}

function hasAll(body: JsonObject, fields: readonly string[]): boolean {
  return fields.every((field) => Object.hasOwn(body, field));
}

function isInvitationLink(body: JsonObject): boolean {
  return typeof body['url'] === 'string' && body['url'].includes('invType=');
}
