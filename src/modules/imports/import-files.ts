import type { ImportedShape } from './body-shapes';
import type { PlannedFile } from './import-plan';
import { refusedValue } from './import-refusal';
import { type ImportItem, type ImportScope, reportProblem } from './import-scope';
import { kindOf } from './import-tally';
import { readItems, type RecordOf } from './read-items';
import { importCompanyProfiles, importCustomers } from './writers/customer-writer';
import { importPartners } from './writers/partner-writer';
import { importSubscriptions, refusalWithoutCustomer } from './writers/subscription-writer';

/** Items written with one round of statements. It bounds memory and the length of a statement. */
const BATCH_SIZE = 500;

/** One file of a group, inside the group's transaction. */
export interface OpenedFile {
  readonly planned: PlannedFile;
  readonly scope: ImportScope;
}

/** Which items of a file a pass over it is about. */
interface Pass<Shape extends ImportedShape> {
  readonly shape: Shape;
  /** Items with problems are told once, by the pass that takes them. */
  readonly takesBadItems: boolean;
  takes(record: RecordOf<Shape>): boolean;
  /** Tells what else is wrong with an item that is left out anyway: one run should tell everything. */
  reportMore?(scope: ImportScope, item: ImportItem<RecordOf<Shape>>): void;
  /** Two items of one key never share a batch, so that the second finds what the first wrote. */
  keyOf(record: RecordOf<Shape>): string;
  write(scope: ImportScope, items: readonly ImportItem<RecordOf<Shape>>[]): Promise<void>;
}

/**
 * Takes over the files of a group. Subscriptions are read twice where there are add-ons: bases of all
 * files first, so that an add-on may stand before its base, or in another file.
 */
export async function importFiles(
  files: readonly OpenedFile[],
  onItems: (count: number) => void,
): Promise<void> {
  for (const { planned, scope } of files) {
    switch (planned.shape) {
      case 'CUSTOMER':
        await importWith(CUSTOMERS, scope, onItems);
        break;
      case 'COMPANY_PROFILE':
        await importWith(COMPANY_PROFILES, scope, onItems);
        break;
      case 'PARTNER_RELATIONSHIP':
        await importWith(PARTNERS, scope, onItems);
        break;
      case 'SUBSCRIPTION':
        await importWith(BASES, scope, onItems);
    }
  }
  for (const { planned, scope } of files) {
    if (planned.hasAddOns) await importWith(ADD_ONS, scope, onItems);
  }
}

const everything = {
  takesBadItems: true,
  takes: () => true,
} as const;

const CUSTOMERS: Pass<'CUSTOMER'> = {
  ...everything,
  shape: 'CUSTOMER',
  keyOf: ({ tenantId }) => tenantId,
  write: importCustomers,
};

const COMPANY_PROFILES: Pass<'COMPANY_PROFILE'> = {
  ...everything,
  shape: 'COMPANY_PROFILE',
  keyOf: ({ tenantId }) => tenantId,
  write: importCompanyProfiles,
};

const PARTNERS: Pass<'PARTNER_RELATIONSHIP'> = {
  ...everything,
  shape: 'PARTNER_RELATIONSHIP',
  keyOf: ({ tenantId }) => tenantId,
  write: importPartners,
};

const BASES: Pass<'SUBSCRIPTION'> = {
  shape: 'SUBSCRIPTION',
  takesBadItems: true,
  takes: ({ parentSubscriptionId }) => parentSubscriptionId === null,
  reportMore: (scope, item) => {
    const refusal = refusalWithoutCustomer(scope, item.record);
    if (refusal) reportProblem(scope, refusedValue(refusal, item));
  },
  keyOf: ({ subscriptionId }) => subscriptionId,
  write: importSubscriptions,
};

const ADD_ONS: Pass<'SUBSCRIPTION'> = {
  ...BASES,
  takesBadItems: false,
  takes: ({ parentSubscriptionId }) => parentSubscriptionId !== null,
};

async function importWith<Shape extends ImportedShape>(
  pass: Pass<Shape>,
  scope: ImportScope,
  onItems: (count: number) => void,
): Promise<void> {
  let batch = new Map<string, ImportItem<RecordOf<Shape>>>();
  const flush = async (): Promise<void> => {
    if (batch.size === 0) return;
    const items = [...batch.values()];
    batch = new Map();
    await pass.write(scope, items);
    onItems(items.length);
  };
  for await (const { item, problems } of readItems(scope.file, pass.shape)) {
    if (!item || problems.length > 0) {
      if (!pass.takesBadItems) continue;
      for (const problem of problems) reportProblem(scope, problem);
      if (item) pass.reportMore?.(scope, item);
      scope.tally.add(kindOf(pass.shape), 'leftOut');
      onItems(1);
    } else if (pass.takes(item.record)) {
      const key = pass.keyOf(item.record);
      if (batch.has(key) || batch.size === BATCH_SIZE) await flush();
      batch.set(key, item);
    }
  }
  await flush();
}
