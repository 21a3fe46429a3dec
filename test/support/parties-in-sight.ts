import type { Caller, CustomerActor } from '../../src/kernel/actor';
import type { PartnerRole } from '../../src/kernel/roles';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import {
  givenInvitation,
  givenRelationship,
  givenRemovedPrivilege,
  givenRequest,
} from './party-rows';
import { customerUser } from './rule-facts';
import { partner, type Sight } from './sight';

/** Partners and customers by what they are to each other; each is known to the others by that only. */
export const PARTNERS = [
  ...['provider', 'its reseller', 'its former reseller', 'other provider', 'other reseller'],
  ...['mail holder', 'second mail holder', 'phones holder', 'mail holder elsewhere'],
  ...['former mail holder', 'teller', 'told provider', 'told reseller', 'invited provider'],
  ...['invited reseller', 'worker', 'its provider', 'its tier', 'asker by tenant', 'asker'],
  ...['declined asker', 'supplier', 'credited by supplier', 'seller', 'credited by seller'],
  ...['second seller', 'credited for mail', 'credited for phones', 'credited elsewhere'],
  ...['former phones holder', 'removed worker'],
] as const;
export type PartnerName = (typeof PARTNERS)[number];

export const SHOPS = ['shop', 'second shop', 'served shop', 'selling shop', 'owned shop'] as const;
export type ShopName = (typeof SHOPS)[number];

export class Parties {
  private readonly ids = new Map<string, string>();

  private constructor(private readonly sight: Sight) {}

  static async given(sight: Sight): Promise<Parties> {
    const parties = new Parties(sight);
    for (const name of PARTNERS) await parties.givenPartner(name);
    for (const name of SHOPS) await parties.givenShop(name);
    await parties.givenPartnerships();
    await parties.givenHolders();
    await parties.givenTiers();
    await parties.givenWorkers();
    await parties.givenSellers();
    return parties;
  }

  id(name: PartnerName | ShopName): string {
    return this.ids.get(name) ?? '';
  }

  agent(name: PartnerName, role: PartnerRole = 'ADMIN_AGENT'): Caller {
    return partner(this.id(name), role);
  }

  user(name: ShopName, role: CustomerActor['roles'][number] = 'CUSTOMER_BILLING_ADMIN'): Caller {
    // The tenant of a shop has the id of its row.
    return customerUser([role], { customerId: this.id(name), tenantId: this.id(name) });
  }

  private async givenPartner(name: PartnerName): Promise<void> {
    const id = this.sight.name(name, newId());
    this.ids.set(name, id);
    await this.sight.write(sql`
      INSERT INTO resellers (id, tenant_id, mpn_id, name, cloud_instance, kind, created_at, updated_at)
      VALUES (${id}, ${id}, ${`mpn of ${name}`}, ${name}, 'CHINA_21VIANET', 'DIRECT_BILL', now(), now())`);
  }

  private async givenShop(name: ShopName): Promise<void> {
    const id = this.sight.name(name, newId());
    this.ids.set(name, id);
    const byMpnId = { shop: 'mpn of its reseller', 'second shop': this.id('its reseller') };
    const associated = name in byMpnId ? byMpnId[name as keyof typeof byMpnId] : null;
    const owner = name === 'owned shop' ? this.id('worker') : null;
    await this.sight.write(sql`
      INSERT INTO customers (id, tenant_id, cloud_instance, company_name, associated_partner_id, account_owner_id,
        created_at, updated_at)
      VALUES (${id}, ${id}, 'CHINA_21VIANET', ${name}, ${associated}, ${owner}, now(), now())`);
  }

  private async givenPartnerships(): Promise<void> {
    const ties = [
      ['provider', 'its reseller', 'ACTIVE'],
      ['provider', 'its former reseller', 'ENDED'],
      ['other provider', 'other reseller', 'ACTIVE'],
    ] as const;
    for (const [provider, reseller, state] of ties) {
      const id = this.sight.name(`${provider} and ${reseller}`, newId());
      const endedAt = state === 'ENDED' ? new Date('2026-05-01T00:00:00Z') : null;
      await this.sight.write(sql`
        INSERT INTO partner_relationships (provider_id, id, indirect_reseller_id, state, created_at, ended_at)
        VALUES (${this.id(provider)}, ${id}, ${this.id(reseller)}, ${state}, now(), ${endedAt})`);
    }
  }

  private async givenHolders(): Promise<void> {
    const { database } = this.sight;
    const at = (shop: ShopName, name: PartnerName, service: 'EXCHANGE_OFFICE' | 'INTUNE') =>
      givenRelationship(database, {
        customerId: this.id(shop),
        resellerId: this.id(name),
        services: [service],
      });
    await at('shop', 'mail holder', 'EXCHANGE_OFFICE');
    await at('shop', 'second mail holder', 'EXCHANGE_OFFICE');
    await at('shop', 'phones holder', 'INTUNE');
    await at('second shop', 'mail holder elsewhere', 'EXCHANGE_OFFICE');
    const former = await at('shop', 'former mail holder', 'EXCHANGE_OFFICE');
    await givenRemovedPrivilege(database, former, 'EXCHANGE_OFFICE');
    await at('selling shop', 'seller', 'EXCHANGE_OFFICE');
    const phones = await at('selling shop', 'former phones holder', 'INTUNE');
    await givenRemovedPrivilege(database, phones, 'INTUNE');
  }

  private async givenTiers(): Promise<void> {
    const tiers = { provider: 'told provider', reseller: 'told reseller' } as const;
    const teller = this.id('teller');
    const related = await givenRelationship(this.sight.database, {
      customerId: this.id('second shop'),
      resellerId: teller,
    });
    await this.sight.write(sql`
      UPDATE relationships SET indirect_provider_id = ${this.id(tiers.provider)},
        indirect_reseller_id = ${this.id(tiers.reseller)} WHERE id = ${related}`);
    for (const [column, name] of [
      [sql`indirect_provider_id`, 'invited provider'],
      [sql`indirect_reseller_id`, 'invited reseller'],
    ] as const) {
      const { id } = await givenInvitation(this.sight.database, teller, 'REVOKED');
      await this.sight.write(
        sql`UPDATE invitations SET ${column} = ${this.id(name)} WHERE id = ${id}`,
      );
    }
  }

  private async givenWorkers(): Promise<void> {
    const { database } = this.sight;
    const customerId = this.id('served shop');
    const expiresAt = new Date('2027-01-01T00:00:00Z');
    const worker = await givenRelationship(database, { customerId, resellerId: this.id('worker') });
    await givenRelationship(database, {
      customerId,
      resellerId: this.id('removed worker'),
      status: 'REMOVED',
    });
    await this.sight.write(sql`
      UPDATE relationships SET indirect_provider_id = ${this.id('its provider')},
        indirect_reseller_id = ${this.id('its tier')} WHERE id = ${worker}`);
    await givenRequest(database, {
      resellerId: this.id('asker by tenant'),
      customerTenantId: customerId,
      expiresAt,
    });
    await givenRequest(database, { resellerId: this.id('asker'), customerId, expiresAt });
    await givenRequest(database, {
      resellerId: this.id('declined asker'),
      customerId,
      status: 'DECLINED',
      expiresAt,
    });
    await this.sight.sale('', {
      customerId,
      seller: this.id('supplier'),
      service: 'AZURE',
      partnerOfRecord: this.id('credited by supplier'),
    });
  }

  private async givenSellers(): Promise<void> {
    const sales = [
      ['selling shop', 'seller', 'AZURE', 'credited by seller', 'ACTIVE'],
      ['owned shop', 'seller', 'AZURE', 'seller', 'DELETED'],
      ['selling shop', 'second seller', 'EXCHANGE_OFFICE', 'credited for mail', 'ACTIVE'],
      ['selling shop', 'second seller', 'INTUNE', 'credited for phones', 'ACTIVE'],
      ['owned shop', 'second seller', 'EXCHANGE_OFFICE', 'credited elsewhere', 'PENDING'],
    ] as const;
    for (const [shop, seller, service, credited, status] of sales) {
      const given = { customerId: this.id(shop), seller: this.id(seller), service, status };
      await this.sight.sale('', { ...given, partnerOfRecord: this.id(credited) });
    }
  }
}
