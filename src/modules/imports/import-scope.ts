import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Service } from '../../kernel/service';
import type { Transaction } from '../../platform/database/database';
import { type JsonObject } from './field-reader';
import type { BodyProblem } from './import-problem';
import { type ImportRefusal, refusedValue } from './import-refusal';
import type { ImportKind, ImportTally } from './import-tally';
import type { SaleLedger } from './sale-ledger';

/** The partner whose account was read at the source. */
export interface ImportAccount {
  readonly id: string;
  readonly tenantId: string | null;
  readonly name: string;
}

/** Which service an offer belongs to, in the instance of the import. */
export type ServiceOfOffer = (offerId: string | null) => Service;

/** Everything a writer needs: one file inside one transaction. */
export interface ImportScope {
  readonly tx: Transaction;
  readonly now: Date;
  readonly account: ImportAccount;
  /** Instance of customers and partners that are new. */
  readonly cloudInstance: CloudInstance;
  readonly file: string;
  /** Customer of items that name none: from the command line, otherwise from the collection's link. */
  readonly customer: { readonly asked: string | null; readonly inLink: string | null };
  /** Fills the country of a body that has none. */
  readonly country: string | null;
  /** What the whole run sells, also in files that come later. */
  readonly sales: SaleLedger;
  readonly serviceOfOffer: ServiceOfOffer;
  readonly tally: ImportTally;
}

/** An item that could be read. */
export interface ImportItem<Read> {
  readonly path: string;
  readonly body: JsonObject;
  readonly record: Read;
}

export function reportProblem(scope: ImportScope, problem: BodyProblem): void {
  scope.tally.problems.push({ file: scope.file, ...problem });
}

/** Counts an item, or a row it asks for, as left out, and tells why. */
export function leaveOut(
  scope: ImportScope,
  kind: ImportKind,
  item: Pick<ImportItem<unknown>, 'path' | 'body'>,
  refusal: ImportRefusal,
): void {
  scope.tally.add(kind, 'leftOut');
  reportProblem(scope, refusedValue(refusal, item));
}

/** The customer that an item of a collection belongs to; what the user says goes before the links. */
export function customerOf(scope: ImportScope, inOwnLink: string | null): string | null {
  return scope.customer.asked ?? inOwnLink ?? scope.customer.inLink;
}
