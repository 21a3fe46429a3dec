import { ALL_SERVICES, type Service } from '../../kernel/service';

/** Which services are sold to which customer. One small number per customer: there may be many. */
export class SaleLedger {
  private readonly bits = new Map<string, number>();

  add(customerTenantId: string, service: Service): void {
    const held = this.bits.get(customerTenantId) ?? 0;
    this.bits.set(customerTenantId, held | (1 << ALL_SERVICES.indexOf(service)));
  }

  servicesOf(customerTenantId: string): Service[] {
    const held = this.bits.get(customerTenantId) ?? 0;
    return ALL_SERVICES.filter((_, index) => (held & (1 << index)) !== 0);
  }
}
