import type { EventNameKey } from '../../kernel/event-name';

/** Events with which a party may come to see more or less. */
const NAMES: ReadonlySet<EventNameKey> = new Set<EventNameKey>([
  'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
  'RESELLER_RELATIONSHIP_REMOVED',
  'DAP_ADMIN_RELATIONSHIP_APPROVED',
  'DAP_ADMIN_RELATIONSHIP_TERMINATED',
  'DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR',
  'PARTNER_RELATIONSHIP_REMOVED',
]);

/** Whether a live operation looks again at what its caller may see. */
export function isOfRights({ name }: { readonly name: EventNameKey }): boolean {
  return NAMES.has(name);
}
