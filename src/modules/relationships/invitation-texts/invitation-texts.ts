/** Who asks, and for what, in the words of one language. */
export interface InvitationNames {
  readonly reseller: string;
  /** A second partner that asks for a relationship of its own with the same link (R23). */
  readonly jointPartner: string | null;
  readonly services: string;
}

/**
 * What an invitation says in one language: the e-mail and the page that the link leads to are made of
 * the same sentences, so they cannot promise different things (domain section 8, E1, E4, E5).
 */
export interface InvitationTexts {
  readonly subject: (names: InvitationNames) => string;
  readonly greeting: string;
  readonly introduction: (names: InvitationNames) => string;
  readonly asksWithPrivileges: (names: InvitationNames) => string;
  readonly asksWithoutPrivileges: (names: InvitationNames) => string;
  /** D15; only where privileges are granted per service. */
  readonly mayGrantFewer: string;
  /** Where an indirect reseller serves the customer of its provider (R22). */
  readonly servedBy: (partner: string, names: InvitationNames) => string;
  /** R7. */
  readonly maySell: (names: InvitationNames) => string;
  /** The roles that privileges give in the tenant. */
  readonly mayAdminister: (names: InvitationNames) => string;
  /** What privileges let a partner see of what others sold (R37). */
  readonly seesSubscriptions: string;
  readonly neverIntroduction: string;
  /** R1 to R4, one sentence each. */
  readonly nevers: readonly [r1: string, r2: string, r3: string, r4: string];
  /** R26, where privileges are granted and ended per service. */
  readonly removableLater: string;
  /** R26, where they are granted and ended for the whole tenant. */
  readonly removableAsAWhole: string;
  readonly customerAgreement: string;
  readonly whoAccepts: (place: string | null) => string;
  readonly followLink: string;
  /** What the link is called where it is not shown itself. */
  readonly linkLabel: string;
}
