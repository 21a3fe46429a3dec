import type { Rule } from './rule';

/** The six kinds a client can branch on without knowing every code (domain section 9). */
export const ErrorKind = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  INVALID: 'INVALID',
  CONFLICT: 'CONFLICT',
  LIMITED: 'LIMITED',
  INTERNAL: 'INTERNAL',
} as const;
export type ErrorKind = (typeof ErrorKind)[keyof typeof ErrorKind];

export interface CatalogueEntry {
  /** The status the code stands for. Data only: once execution began the response is 200. */
  readonly httpStatus: number;
  readonly kind: ErrorKind;
  /** Codes of the source service that mean the same. Never branch on one alone: 2006 means two things. */
  readonly legacyCodes: readonly string[];
  /** The rule behind the refusal, or null where several or none apply. */
  readonly rule: Rule | null;
  /** The text a caller reads, en-US. */
  readonly message: string;
}

function kindOf(code: string, httpStatus: number): ErrorKind {
  if (code === 'QUERY_TOO_COMPLEX') return 'LIMITED';
  switch (httpStatus) {
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'FORBIDDEN';
    case 404:
      return 'NOT_FOUND';
    case 400:
      return 'INVALID';
    case 409:
    case 410:
    case 412:
    case 428:
      return 'CONFLICT';
    case 429:
      return 'LIMITED';
    default:
      return 'INTERNAL';
  }
}

type Row = readonly [
  httpStatus: number,
  legacyCodes: readonly string[],
  rule: Rule | null,
  message: string,
];

// One row per code of domain section 9: HTTP status, codes of the source service, rule, text.
const ROWS = {
  UNAUTHENTICATED: [401, ['400', '800001'], null, 'A valid bearer token is required.'],
  ROLE_NOT_ALLOWED: [403, ['1002'], null, 'None of your roles allows this action.'],
  FEATURE_NOT_AVAILABLE_IN_CLOUD: [
    403,
    [],
    null,
    'This feature is not available in your cloud instance.',
  ],
  NOT_FOUND: [
    404,
    ['1000', '20003', '60003'],
    'R36',
    'There is no such object, or you may not see it.',
  ],
  NO_RESELLER_RELATIONSHIP: [
    403,
    ['20002', '3000'],
    'R7',
    'There is no active reseller relationship with this customer.',
  ],
  RELATIONSHIP_ALREADY_EXISTS: [
    409,
    [],
    'R9',
    'An active relationship of this customer and reseller already has everything that is asked for.',
  ],
  INVITATION_REVOKED: [
    410,
    [],
    'R12',
    'This invitation link has been revoked. Ask the reseller for its current one.',
  ],
  INVITATION_LINK_MISSING: [400, [], 'R13', 'The invitation link carries no token.'],
  INVITATION_LINK_IMMUTABLE: [
    400,
    [],
    'R11',
    'The invitation link was changed; it must be used exactly as the reseller sent it.',
  ],
  DAP_REQUIRED_IN_CLOUD: [
    400,
    [],
    'R14',
    'In this cloud instance every relationship request includes delegated administrative privileges.',
  ],
  CUSTOMER_ADMIN_REQUIRED: [
    403,
    [],
    'R15',
    'Only a global administrator of the customer may do this.',
  ],
  REGION_NOT_ALLOWED: [
    403,
    ['2030'],
    'R16',
    'Customer and reseller are not in the same country or authorised region.',
  ],
  CLOUD_MISMATCH: [400, [], 'R17', 'Customer and reseller are not in the same cloud instance.'],
  RESELLER_SUSPENDED: [403, ['800039', '900149'], 'R18', 'The reseller account is suspended.'],
  RESELLER_RESTRICTED: [403, ['800039', '900149'], 'R18', 'The reseller account is restricted.'],
  RESELLER_CANNOT_BE_CUSTOMER: [
    400,
    [],
    'R19',
    'The tenant of a partner cannot be the customer of a partner.',
  ],
  AGREEMENT_NOT_ACCEPTED: [
    403,
    ['13605', '900123', '900124'],
    'R20',
    'A required agreement has not been accepted.',
  ],
  DAP_CONFLICT: [
    409,
    ['delegated_admin_permissions_disabled'],
    'R21',
    'Another partner that sells this service to the customer already holds delegated administrative privileges for it.',
  ],
  DAP_NOT_GRANTED: [
    403,
    ['delegated_admin_permissions_disabled'],
    'R27',
    'The customer has not granted delegated administrative privileges for this service.',
  ],
  DAP_GRANT_REQUIRES_CUSTOMER: [
    403,
    ['delegated_admin_permissions_disabled'],
    'R29',
    'Only the customer grants delegated administrative privileges; a partner never grants them to itself.',
  ],
  INDIRECT_RESELLER_CANNOT_INVITE: [
    403,
    ['800016'],
    'R22',
    'In this cloud instance the indirect provider creates the invitation, not its indirect reseller.',
  ],
  NO_INDIRECT_PARTNERSHIP: [
    403,
    ['800016'],
    'R23',
    'There is no active partnership between this indirect provider and this indirect reseller.',
  ],
  REQUEST_NOT_PENDING: [
    409,
    ['800040'],
    'R24',
    'The relationship request has already been decided or cancelled.',
  ],
  REQUEST_EXPIRED: [409, ['800040'], 'R25', 'The relationship request has expired.'],
  INVALID_STATE_TRANSITION: [
    409,
    ['800040'],
    null,
    'The object is not in a state that takes this event.',
  ],
  RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS: [
    409,
    [],
    'R30',
    'The relationship cannot be removed while subscriptions sold by this reseller are active or being provisioned.',
  ],
  RELATIONSHIP_HAS_RESERVATIONS: [
    409,
    [],
    'R30',
    'The relationship cannot be removed while reservations remain.',
  ],
  RELATIONSHIP_HAS_SOFTWARE_PURCHASES: [
    409,
    [],
    'R30',
    'The relationship cannot be removed while software purchases remain.',
  ],
  CUSTOMER_CANNOT_REMOVE_RELATIONSHIP: [
    403,
    [],
    'R34',
    'A customer cannot remove the relationship itself, only the delegated administrative privileges.',
  ],
  CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION: [
    403,
    [],
    'R39',
    'A customer cannot change its subscriptions; only the reseller that sold them can.',
  ],
  SUBSCRIPTION_CHANGE_NOT_ALLOWED: [
    403,
    ['2006', '800095', '800096'],
    'R5',
    'Only the reseller that sold this subscription may change it.',
  ],
  SUBSCRIPTION_TRANSITION_NOT_ALLOWED: [
    403,
    [],
    'R2',
    'Only the reseller that sold this subscription may move it to another offer.',
  ],
  OWNERSHIP_CHANGE_NOT_ALLOWED: [
    403,
    ['900138'],
    'R2',
    'The ownership of a subscription never changes here.',
  ],
  TERMS_CHANGE_NOT_ALLOWED: [
    403,
    ['800097', '2054'],
    'R3',
    'Only the reseller that sold this subscription may change its terms.',
  ],
  POR_CHANGE_NOT_ALLOWED: [
    403,
    ['800098'],
    'R4',
    'The Partner of Record of a subscription never changes here.',
  ],
  POR_INVALID: [
    400,
    ['800015', '800016', '2072'],
    null,
    'The partner id on record does not name an indirect reseller of this provider.',
  ],
  SUBSCRIPTION_CONFLICT: [
    409,
    ['conflicting_service_types', '800066'],
    'R8',
    'The customer already holds this offer or services that it contains.',
  ],
  NO_UPGRADE_PATH: [
    409,
    ['conflicting_service_types', '800066'],
    'R45',
    'There is no upgrade path between these offers.',
  ],
  SUBSCRIPTION_NOT_ACTIVE: [
    409,
    ['800012', '2001', '800091'],
    'R43',
    'The subscription is not active.',
  ],
  SUBSCRIPTION_DELETED: [
    409,
    ['2011'],
    'R43',
    'The subscription is deleted and never changes again.',
  ],
  PARENT_NOT_ACTIVE: [409, ['27009'], 'R46', 'The base subscription of this add-on is not active.'],
  ADDON_PARENT_MISMATCH: [
    409,
    ['800029'],
    'R46',
    'The add-on does not belong to this base subscription.',
  ],
  QUANTITY_OUT_OF_RANGE: [
    400,
    ['2002', '800067'],
    'R43',
    'The quantity is outside the limits of the offer.',
  ],
  QUANTITY_DECREASE_NOT_ALLOWED: [
    400,
    ['800090'],
    'R43',
    'The quantity can no longer be lowered in this term.',
  ],
  ETAG_REQUIRED: [428, [], 'R40', 'This edit needs the current etag in ifMatch.'],
  ETAG_MISMATCH: [
    412,
    ['2055'],
    'R40',
    'The object was changed since you read it. Read it again and repeat.',
  ],
  SUPPORT_CONTACT_NOT_RELATED: [
    409,
    [],
    'R44',
    'The support contact has no active relationship with this customer.',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    409,
    [],
    'R41',
    'This clientRequestId was used before with another input.',
  ],
  IDEMPOTENCY_IN_PROGRESS: [
    409,
    [],
    'R41',
    'A call with this clientRequestId is still running. Repeat it in a moment.',
  ],
  INVALID_INPUT: [400, ['3000', '800002', '600049', '600050'], null, 'The input is not valid.'],
  RATE_LIMITED: [429, ['429'], null, 'Too many requests. Wait and repeat.'],
  QUERY_TOO_COMPLEX: [400, [], null, 'The operation is larger than the server accepts.'],
  UNAVAILABLE: [503, [], null, 'The server cannot answer right now. Repeat in a moment.'],
  INTERNAL: [
    500,
    ['800003'],
    null,
    'Something went wrong on the server. Name the correlation id when you ask for help.',
  ],
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof ROWS;

/** Every code the server answers with, and what is fixed about it. */
export const ERROR_CATALOGUE: Readonly<Record<ErrorCode, CatalogueEntry>> = Object.fromEntries(
  Object.entries<Row>(ROWS).map(([code, [httpStatus, legacyCodes, rule, message]]) => [
    code,
    { httpStatus, kind: kindOf(code, httpStatus), legacyCodes, rule, message },
  ]),
) as Record<ErrorCode, CatalogueEntry>;

export const ErrorCode = Object.fromEntries(Object.keys(ROWS).map((code) => [code, code])) as {
  readonly [Code in ErrorCode]: Code;
};
