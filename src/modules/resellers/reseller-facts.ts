import type { CloudInstance } from '../../kernel/cloud-instance';
import type { ResellerAccountStatus } from './reseller-standing.rules';

/** What a reseller is in the programme (domain section 2.2). */
export const ResellerKind = {
  DIRECT_BILL: 'DIRECT_BILL',
  INDIRECT_PROVIDER: 'INDIRECT_PROVIDER',
  INDIRECT_RESELLER: 'INDIRECT_RESELLER',
  OPERATOR: 'OPERATOR',
} as const;
export type ResellerKind = (typeof ResellerKind)[keyof typeof ResellerKind];

/** What the rules ask about a reseller. */
export interface ResellerFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: ResellerKind | null;
  readonly accountStatus: ResellerAccountStatus | null;
  /** It has signed the reseller agreement of its instance. */
  readonly agreementAccepted: boolean;
  readonly country: string | null;
  readonly cloudInstance: CloudInstance;
}
