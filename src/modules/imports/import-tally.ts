import type { BodyShape } from './body-shapes';
import type { ImportProblem } from './import-problem';

/** What may become of one item, or of one row that an item asks for. */
export type ImportOutcome = 'created' | 'updated' | 'unchanged' | 'leftOut' | 'skipped';

export type ImportCounts = { readonly [Name in 'read' | ImportOutcome]: number };

/** Rows that items ask for beside their own: relationships, privileges, placeholder resellers. */
export const DERIVED_KINDS = ['Relationship', 'DelegatedPrivilege', 'Reseller'] as const;

const SHAPE_KINDS: Readonly<Record<BodyShape, string>> = {
  CUSTOMER: 'Customer',
  COMPANY_PROFILE: 'CustomerCompanyProfile',
  PARTNER_RELATIONSHIP: 'PartnerRelationship',
  SUBSCRIPTION: 'Subscription',
  AUDIT_RECORD: 'AuditRecord',
  MPN_PROFILE: 'MpnProfile',
  RELATIONSHIP_REQUEST: 'RelationshipRequest',
};

/** Kinds of the table of counts, in its order: the source's names, then what is made of them. */
export type ImportKind = (typeof DERIVED_KINDS)[number] | (typeof SHAPE_KINDS)[BodyShape];

export function kindOf(shape: BodyShape): ImportKind {
  return SHAPE_KINDS[shape];
}

const KINDS: readonly ImportKind[] = [...Object.values(SHAPE_KINDS), ...DERIVED_KINDS];
const NOTHING: ImportCounts = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  leftOut: 0,
  skipped: 0,
};

/** Counts per kind, and the problems met on the way. One per transaction, and one for the whole run. */
export class ImportTally {
  readonly problems: ImportProblem[] = [];
  private readonly counts = new Map<ImportKind, ImportCounts>();

  add(kind: ImportKind, outcome: ImportOutcome, count = 1): void {
    const held = this.counts.get(kind) ?? NOTHING;
    this.counts.set(kind, {
      ...held,
      read: held.read + count,
      [outcome]: held[outcome] + count,
    });
  }

  /** Adds the counts of another tally; its problems stay with it. */
  addCounts(other: ImportTally): void {
    for (const [kind, counts] of other.counts) {
      const held = this.counts.get(kind) ?? NOTHING;
      this.counts.set(kind, {
        read: held.read + counts.read,
        created: held.created + counts.created,
        updated: held.updated + counts.updated,
        unchanged: held.unchanged + counts.unchanged,
        leftOut: held.leftOut + counts.leftOut,
        skipped: held.skipped + counts.skipped,
      });
    }
  }

  /** Whether anything was written. */
  get hasChanges(): boolean {
    return [...this.counts.values()].some(({ created, updated }) => created + updated > 0);
  }

  get hasLeftOut(): boolean {
    return [...this.counts.values()].some(({ leftOut }) => leftOut > 0);
  }

  /** Counts of the kinds that were met, in the order of the table. */
  toJSON(): Record<ImportKind, ImportCounts> {
    const met = KINDS.flatMap((kind) => {
      const counts = this.counts.get(kind);
      return counts ? [[kind, counts] as const] : [];
    });
    return Object.fromEntries(met);
  }
}
