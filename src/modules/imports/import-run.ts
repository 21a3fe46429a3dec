import { platformActor } from '../../kernel/actor';
import { AuditResourceType } from '../../kernel/audit-operation';
import type { Clock } from '../../kernel/clock';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { DomainError } from '../../kernel/domain-error';
import { recordAudit } from '../../platform/audit/record-audit';
import type { Database, Transaction } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';
import { newId } from '../../platform/ids';
import type { Catalogue } from '../catalogue/catalogue';
import type { ImportedShape } from './body-shapes';
import { importFiles, type OpenedFile } from './import-files';
import { type FileNotice, type ImportPlan, planImport, type PlannedFile } from './import-plan';
import type { ImportProblem } from './import-problem';
import type { ServiceOfOffer } from './import-scope';
import type { ImportAccount } from './import-scope';
import { ImportTally, kindOf } from './import-tally';

export interface ImportRequest {
  readonly files: readonly string[];
  readonly account: ImportAccount;
  /** Tenant id of the customer of items, whatever their links say. */
  readonly customer: string | null;
  readonly country: string | null;
}

/** What a run tells while it works. */
export interface ImportListener {
  onPlanned?(itemCount: number): void;
  onItems?(count: number): void;
  onProblem?(problem: ImportProblem): void;
  /** A file was skipped, could not be read, or failed as a whole. */
  onNotice?(notice: FileNotice, isBad: boolean): void;
}

export interface ImportSummary {
  readonly tally: ImportTally;
  readonly problemCount: number;
  /** Files that could not be read or failed as a whole. */
  readonly badFileCount: number;
  /** Nothing was bad. */
  readonly isClean: boolean;
}

// An arbitrary number of our own: imports follow one another, or they would wait for each other's customers.
const IMPORT_LOCK = 5_183_402_617;

const RESOURCE_TYPES: Readonly<Record<ImportedShape, AuditResourceType>> = {
  CUSTOMER: AuditResourceType.CUSTOMER,
  COMPANY_PROFILE: AuditResourceType.CUSTOMER,
  PARTNER_RELATIONSHIP: AuditResourceType.PARTNER_RELATIONSHIP,
  SUBSCRIPTION: AuditResourceType.SUBSCRIPTION,
};

/**
 * Takes over Partner Center bodies, acting as the platform. One transaction and one audit record per
 * file; files whose add-ons and bases are spread over each other share a transaction. No events.
 */
export class ImportRun {
  private readonly actor = platformActor('import');
  private readonly correlationId = newId();
  private readonly total = new ImportTally();
  private problemCount = 0;
  private badFileCount = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cloudInstance: CloudInstance,
    private readonly catalogue: Catalogue,
    private readonly request: ImportRequest,
    private readonly listener: ImportListener = {},
  ) {}

  private readonly serviceOfOffer: ServiceOfOffer = (offerId) =>
    this.catalogue.serviceOf(this.cloudInstance, offerId);

  async run(): Promise<ImportSummary> {
    const { files, customer } = this.request;
    const plan = await planImport(files, { customer, serviceOfOffer: this.serviceOfOffer });
    this.tellLeftAlone(plan);
    const planned = plan.groups.flat();
    this.listener.onPlanned?.(planned.reduce((sum, { itemCount }) => sum + itemCount, 0));
    for (const group of plan.groups) await this.importGroup(group, plan);
    const { problemCount, badFileCount } = this;
    const isClean = problemCount === 0 && badFileCount === 0;
    return { tally: this.total, problemCount, badFileCount, isClean };
  }

  private tellLeftAlone(plan: ImportPlan): void {
    for (const skipped of plan.skipped) {
      if (skipped.shape) this.total.add(kindOf(skipped.shape), 'skipped', skipped.itemCount);
      this.listener.onNotice?.(skipped, false);
    }
    for (const unreadable of plan.unreadable) this.tellBadFile(unreadable);
  }

  private tellBadFile(notice: FileNotice): void {
    this.badFileCount += 1;
    this.listener.onNotice?.(notice, true);
  }

  private async importGroup(group: readonly PlannedFile[], plan: ImportPlan): Promise<void> {
    try {
      const tallies = await this.database.transaction(
        { actor: 'platform', operation: 'import' },
        (tx) => this.importInside(tx, group, plan),
      );
      for (const tally of tallies) this.tellTaken(tally);
    } catch (error) {
      for (const { file, shape } of group) {
        const reason = error instanceof Error ? error.message : String(error);
        this.tellBadFile({ file, sentence: `was not imported, nothing of it was kept: ${reason}` });
        await this.recordFailure(file, shape);
      }
    }
  }

  private tellTaken(tally: ImportTally): void {
    this.total.addCounts(tally);
    this.problemCount += tally.problems.length;
    for (const problem of tally.problems) this.listener.onProblem?.(problem);
  }

  private async importInside(
    tx: Transaction,
    group: readonly PlannedFile[],
    plan: ImportPlan,
  ): Promise<ImportTally[]> {
    const now = this.clock.now();
    await tx.query(sql`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`);
    const opened = group.map((planned) => this.opened(tx, planned, plan, now));
    await importFiles(opened, (count) => this.listener.onItems?.(count));
    for (const { planned, scope } of opened) await this.record(tx, planned, scope.tally, now);
    return opened.map(({ scope }) => scope.tally);
  }

  private opened(tx: Transaction, planned: PlannedFile, plan: ImportPlan, now: Date): OpenedFile {
    const { account, customer, country } = this.request;
    const scope = {
      tx,
      now,
      account,
      cloudInstance: this.cloudInstance,
      file: planned.file,
      customer: { asked: customer, inLink: planned.customerInLink },
      country,
      sales: plan.sales,
      serviceOfOffer: this.serviceOfOffer,
      tally: new ImportTally(),
    };
    return { planned, scope };
  }

  private async record(
    tx: Transaction,
    { file, shape }: PlannedFile,
    tally: ImportTally,
    occurredAt: Date,
  ): Promise<void> {
    const newValue = { file, counts: tally.toJSON(), problemCount: tally.problems.length };
    await recordAudit(
      tx,
      { ...this.auditFacts(shape, occurredAt), isRepeated: !tally.hasChanges && !tally.hasLeftOut },
      { resellerId: this.request.account.id, newValue },
    );
  }

  private async recordFailure(file: string, shape: ImportedShape): Promise<void> {
    const refusal = new DomainError('INTERNAL');
    await this.database.transaction({ actor: 'platform', operation: 'record' }, (tx) =>
      recordAudit(
        tx,
        { ...this.auditFacts(shape, this.clock.now()), refusal },
        { resellerId: this.request.account.id, newValue: { file } },
      ),
    );
  }

  private auditFacts(shape: ImportedShape, occurredAt: Date) {
    const { actor, correlationId } = this;
    const resourceType = RESOURCE_TYPES[shape];
    return { actor, operation: 'IMPORT' as const, resourceType, occurredAt, correlationId };
  }
}
