import { RecentlyUsed } from '../recently-used';
import type { HeldTenant, TenantLookup } from './caller';

/** Resellers that call at the same time; each takes some hundred bytes. */
const MAX_REMEMBERED = 5_000;

/**
 * Looks a reseller's tenant up once. Row id and cloud instance of a reseller never change, nothing deletes it,
 * and a tenant that is a customer too counts as the reseller, so what was found stays true. A customer may become
 * a reseller, and an unknown tenant anything, on another server too: those are looked up for each request.
 */
export function rememberingResellers(lookup: TenantLookup): TenantLookup {
  const remembered = new RecentlyUsed<string, HeldTenant>(MAX_REMEMBERED);
  return async (tenantId) => {
    const known = remembered.get(tenantId);
    if (known) return known;
    const held = await lookup(tenantId);
    if (held.reseller) remembered.set(tenantId, held);
    return held;
  };
}
