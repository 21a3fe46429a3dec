import { BodyShape, type ImportedShape, recogniseShape } from './body-shapes';
import { readBody } from './body-stream';
import { readCompanyProfile, readCustomer } from './customer-body';
import { FieldReader, isJsonObject } from './field-reader';
import { type BodyProblem, unreadableValue } from './import-problem';
import type { ImportItem } from './import-scope';
import { readPartner } from './partner-body';
import { readSubscription } from './subscription-body';

const READERS = {
  CUSTOMER: readCustomer,
  COMPANY_PROFILE: readCompanyProfile,
  PARTNER_RELATIONSHIP: readPartner,
  SUBSCRIPTION: readSubscription,
} as const satisfies Readonly<Record<ImportedShape, (body: FieldReader) => object>>;

export type RecordOf<Shape extends ImportedShape> = ReturnType<(typeof READERS)[Shape]>;

/** An item and all that is wrong with it; null when it is none of its file's shape. */
export interface ReadItem<Shape extends ImportedShape> {
  /** Not to be trusted while there are problems. */
  readonly item: ImportItem<RecordOf<Shape>> | null;
  readonly problems: readonly BodyProblem[];
}

/** Reads the items of a file of one shape. An item of another shape is a problem like any other. */
export async function* readItems<Shape extends ImportedShape>(
  file: string,
  shape: Shape,
): AsyncGenerator<ReadItem<Shape>> {
  for await (const part of readBody(file)) {
    if (part.kind === 'item') yield readItem(part.path, part.value, shape);
  }
}

function readItem<Shape extends ImportedShape>(
  path: string,
  value: unknown,
  shape: Shape,
): ReadItem<Shape> {
  if (!isJsonObject(value) || recogniseShape(value) !== shape)
    return { item: null, problems: [unreadableValue(path, value, EXPECTED[shape])] };
  const reader = new FieldReader(value, path, []);
  const record = READERS[shape](reader) as RecordOf<Shape>;
  return { item: { path, body: value, record }, problems: reader.problems };
}

const EXPECTED: Readonly<Record<ImportedShape, string>> = {
  [BodyShape.CUSTOMER]: 'a Customer, like the first item of the file',
  [BodyShape.COMPANY_PROFILE]: 'a CustomerCompanyProfile, like the first item of the file',
  [BodyShape.PARTNER_RELATIONSHIP]: 'a PartnerRelationship, like the first item of the file',
  [BodyShape.SUBSCRIPTION]: 'a Subscription, like the first item of the file',
};
