import type { Service } from '../../kernel/service';
import {
  BodyShape,
  IMPORTED_SHAPES,
  type ImportedShape,
  isImportedShape,
  objectTypeOf,
  recogniseShape,
  SKIPPED_SHAPES,
} from './body-shapes';
import { readBody } from './body-stream';
import { FieldReader, isJsonObject, type JsonObject } from './field-reader';
import { orderByNeed } from './file-order';
import { UnreadableFileError } from './import-problem';
import type { ServiceOfOffer } from './import-scope';
import { customerInSelfLink } from './links';
import { SaleLedger } from './sale-ledger';
import { readSubscription } from './subscription-body';
import { isTransactingStatus } from './subscription-import.rules';

/** A file that will be taken over. */
export interface PlannedFile {
  readonly file: string;
  readonly shape: ImportedShape;
  readonly itemCount: number;
  /** The customer whose collection it is, as the collection's own link says. */
  readonly customerInLink: string | null;
  readonly hasAddOns: boolean;
}

/** A file that is left alone, and the rest of the sentence that begins with its name. */
export interface FileNotice {
  readonly file: string;
  readonly sentence: string;
}

export interface SkippedFile extends FileNotice {
  /** Null for a collection without items. */
  readonly shape: BodyShape | null;
  readonly itemCount: number;
}

export interface ImportPlan {
  /** In the order of import. The files of a group need each other and share one transaction. */
  readonly groups: readonly (readonly PlannedFile[])[];
  readonly skipped: readonly SkippedFile[];
  readonly unreadable: readonly FileNotice[];
  /** What the subscription files of this run sell, for the privileges granted before them (R21). */
  readonly sales: SaleLedger;
}

interface Scan {
  readonly shape: BodyShape | null;
  readonly objectType: string | null;
  readonly itemCount: number;
  readonly customerInLink: string | null;
  readonly subscriptionIds: ReadonlySet<string>;
  readonly baseIds: ReadonlySet<string>;
}

/**
 * Reads every file once without writing anything: a file that breaks off in its last line must not
 * leave its first lines behind, and what a file needs of another may stand anywhere in both.
 */
export async function planImport(
  files: readonly string[],
  options: { readonly customer: string | null; readonly serviceOfOffer: ServiceOfOffer },
): Promise<ImportPlan> {
  const planned: { file: PlannedFile; scan: Scan }[] = [];
  const skipped: SkippedFile[] = [];
  const unreadable: FileNotice[] = [];
  const sales = new SaleLedger();
  for (const file of files) {
    try {
      const scan = await scanFile(file, options, sales);
      if (scan.shape !== null && isImportedShape(scan.shape))
        planned.push({ file: plannedFile(file, scan.shape, scan), scan });
      else skipped.push(skippedFile(file, scan));
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      unreadable.push({ file, sentence: error.message });
    }
  }
  return { groups: groupsOf(planned), skipped, unreadable, sales };
}

function plannedFile(file: string, shape: ImportedShape, scan: Scan): PlannedFile {
  const { itemCount, customerInLink, baseIds } = scan;
  return { file, shape, itemCount, customerInLink, hasAddOns: baseIds.size > 0 };
}

function skippedFile(file: string, { shape, itemCount, objectType }: Scan): SkippedFile {
  if (shape !== null && !isImportedShape(shape))
    return { file, shape, itemCount, sentence: SKIPPED_SHAPES[shape] };
  if (itemCount === 0)
    return { file, shape: null, itemCount, sentence: 'holds a collection without items' };
  const says = objectType === null ? '' : `; it calls itself ${JSON.stringify(objectType)}`;
  throw new UnreadableFileError(
    `is JSON but none of the Partner Center bodies that can be imported: Customer, CustomerCompanyProfile, Subscription, PartnerRelationship${says}`,
  );
}

async function scanFile(
  file: string,
  options: { readonly customer: string | null; readonly serviceOfOffer: ServiceOfOffer },
  sales: SaleLedger,
): Promise<Scan> {
  let shape: BodyShape | null = null;
  let objectType: string | null = null;
  let itemCount = 0;
  let rest: JsonObject | null = null;
  const found = new SubscriptionScan();
  for await (const part of readBody(file)) {
    if (part.kind === 'collection') {
      rest = part.rest;
      continue;
    }
    itemCount += 1;
    const own = recogniseShape(part.value);
    shape ??= own;
    objectType ??= objectTypeOf(part.value);
    if (own === BodyShape.SUBSCRIPTION && isJsonObject(part.value)) found.take(part.value, options);
  }
  const customerInLink = rest && customerInSelfLink(new FieldReader(rest, '$', []));
  found.recordSales(options.customer ?? customerInLink, sales);
  return {
    shape,
    objectType,
    itemCount,
    customerInLink,
    subscriptionIds: found.subscriptionIds,
    baseIds: found.baseIds,
  };
}

/**
 * A copy of its own. A text cut out of a file is a view of the whole piece that was read, and would keep
 * all of the file in memory.
 */
function detached(text: string): string {
  return Buffer.from(text).toString();
}

/** What a scan keeps of the subscriptions of one file. */
class SubscriptionScan {
  readonly subscriptionIds = new Set<string>();
  readonly baseIds = new Set<string>();
  private readonly sold: { readonly customer: string | null; readonly service: Service }[] = [];

  take(
    item: JsonObject,
    options: { readonly customer: string | null; readonly serviceOfOffer: ServiceOfOffer },
  ): void {
    const reader = new FieldReader(item, '$', []);
    const subscription = readSubscription(reader);
    // An item with problems is left out later, so it neither sells nor serves as a base.
    if (reader.problems.length > 0) return;
    const { subscriptionId, parentSubscriptionId } = subscription;
    this.subscriptionIds.add(detached(subscriptionId));
    if (parentSubscriptionId) this.baseIds.add(detached(parentSubscriptionId));
    if (!isTransactingStatus(subscription.status)) return;
    const { customerInLink } = subscription;
    const customer = options.customer ?? (customerInLink && detached(customerInLink));
    const service = options.serviceOfOffer(subscription.offerId);
    // Neighbours mostly repeat each other; the ledger takes care of the others.
    const last = this.sold.at(-1);
    if (last?.customer !== customer || last.service !== service)
      this.sold.push({ customer, service });
  }

  /** The customer of a collection is known only after its items. */
  recordSales(customerOfCollection: string | null, sales: SaleLedger): void {
    for (const { customer, service } of this.sold) {
      const buyer = customer ?? customerOfCollection;
      if (buyer !== null) sales.add(buyer, service);
    }
  }
}

function groupsOf(planned: readonly { file: PlannedFile; scan: Scan }[]): PlannedFile[][] {
  return IMPORTED_SHAPES.flatMap((shape) => {
    const files = planned.filter(({ file }) => file.shape === shape);
    const groups = orderByNeed(needsOf(files.map(({ scan }) => scan)));
    return groups.map((group) => group.flatMap((index) => files[index]?.file ?? []));
  });
}

/** For each file, the other files that hold bases of its add-ons. */
function needsOf(scans: readonly Scan[]): Set<number>[] {
  const wanted = new Set(scans.flatMap((scan) => basesElsewhere(scan)));
  const holder = new Map<string, number>();
  scans.forEach(({ subscriptionIds }, index) => {
    for (const id of subscriptionIds) if (wanted.has(id)) holder.set(id, index);
  });
  return scans.map((scan) => {
    const holders = basesElsewhere(scan).map((id) => holder.get(id));
    return new Set(holders.filter((index) => index !== undefined));
  });
}

function basesElsewhere({ baseIds, subscriptionIds }: Scan): string[] {
  return [...baseIds].filter((id) => !subscriptionIds.has(id));
}
