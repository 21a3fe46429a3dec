import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findPersona, personaClaims, PERSONAS } from '../../src/modules/demo/personas';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { resolveCaller } from '../../src/platform/auth/caller';
import { openDemoIssuer } from '../../src/platform/auth/demo-issuer';
import { createTokenVerifier } from '../../src/platform/auth/token-verifier';

const TEAM = ['admin', 'sales', 'helpdesk', 'global', 'billing', 'usermgmt'];

describe('personas', () => {
  it('are those that the story, the documentation and GraphiQL name', () => {
    expect(PERSONAS.map(({ name }) => name).sort()).toEqual(
      [
        ...TEAM.map((role) => `reseller-a-${role}`),
        ...TEAM.map((role) => `reseller-b-${role}`),
        'reseller-b-app',
        'provider-global',
        'indirect-reseller-admin',
        'reseller-suspended-admin',
        'reseller-us-admin',
        'customer-global',
        'customer-billing',
        'customer-user',
        'customer2-global',
        'customer3-global',
        'operator',
      ].sort(),
    );
  });

  it('each have a user id of their own', () => {
    expect(new Set(PERSONAS.map(({ userId }) => userId)).size).toBe(PERSONAS.length);
  });

  it('belong to tenants that differ in id, name and partner number', () => {
    const tenants = Object.values(DEMO_TENANTS);
    const numbers = tenants.flatMap(({ mpnId }) => mpnId ?? []);

    expect(new Set(tenants.map(({ tenantId }) => tenantId)).size).toBe(tenants.length);
    expect(new Set(tenants.map(({ name }) => name)).size).toBe(tenants.length);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('that do not exist are not found', () => {
    expect(findPersona('toString')).toBeNull();
  });

  it.each(PERSONAS)('$name becomes the caller it stands for', async (persona) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-personas-'));
    const issuer = openDemoIssuer(dataDir);
    const held = { id: 'held', cloudInstance: 'CHINA_21VIANET' } as const;

    const { token } = await issuer.issue(personaClaims(persona));
    const verified = await createTokenVerifier([issuer.trusted]).verify(token);
    const caller = await resolveCaller(verified, () =>
      Promise.resolve(persona.side === 'partner' ? { reseller: held } : { customer: held }),
    );
    rmSync(dataDir, { recursive: true });

    expect(caller).toMatchObject({
      side: persona.side,
      tenantId: persona.tenant.tenantId,
      userId: persona.userId,
      displayName: persona.displayName,
    });
    if (caller.side !== 'operator') expect(caller.roles).toEqual(persona.roles);
    expect(caller.kind === 'APPLICATION').toBe(persona.isApplication);
  });
});
