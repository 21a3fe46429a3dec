import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An offer as an operator writes it: with nothing but what must be said. */
export function listedOffer(said: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: 'a-plan',
    cloudInstance: 'CHINA_21VIANET',
    name: 'A plan',
    service: 'EXCHANGE_OFFICE',
    country: 'CN',
    locale: 'zh-CN',
    minimumQuantity: 1,
    maximumQuantity: 10,
    billing: 'LICENSE',
    supportedBillingCycles: ['MONTHLY'],
    supportedTermDurations: ['P1Y'],
    ...said,
  };
}

/** Catalogue files in a folder of their own. */
export class CatalogueFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'multipartner-catalogue-'));
  private count = 0;

  /** Writes a text as it is, or a catalogue of these offers; returns the path. */
  write(content: string | readonly unknown[]): string {
    this.count += 1;
    const path = join(this.folder, `offers-${this.count}.json`);
    writeFileSync(
      path,
      typeof content === 'string' ? content : JSON.stringify({ offers: content }),
    );
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
