import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';

import type { ErrorCode } from '../../src/kernel/error-code';
import type { SubscriptionChange } from '../../src/kernel/subscription-change';
import { appliedDirectives } from '../../src/platform/graphql/apply-directives';

/** A rule of the schema: every place that breaks it, in words. None is good news. */
export type Convention = (schema: GraphQLSchema) => string[];

type Field = GraphQLField<unknown, unknown>;

function ownTypes(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}

function fieldsOf(
  schema: GraphQLSchema,
): { path: string; type: GraphQLObjectType; field: Field }[] {
  return ownTypes(schema)
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        path: `${type.name}.${field.name}`,
        type,
        field,
      })),
    );
}

function mutationsOf(schema: GraphQLSchema): Field[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {});
}

interface Described {
  readonly path: string;
  readonly description: string | null | undefined;
}

function describedElements(schema: GraphQLSchema): Described[] {
  const of = (path: string, it: { description?: string | null }): Described => ({
    path,
    description: it.description,
  });
  const types = ownTypes(schema).flatMap((type) => {
    const self = of(type.name, type);
    if (isEnumType(type)) {
      return [self, ...type.getValues().map((value) => of(`${type.name}.${value.name}`, value))];
    }
    if (isInputObjectType(type)) {
      return [
        self,
        ...Object.values(type.getFields()).map((field) => of(`${type.name}.${field.name}`, field)),
      ];
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return [self];
    return [
      self,
      ...Object.values(type.getFields()).flatMap((field) => [
        of(`${type.name}.${field.name}`, field),
        ...field.args.map((arg) => of(`${type.name}.${field.name}(${arg.name}:)`, arg)),
      ]),
    ];
  });
  const directives = schema
    .getDirectives()
    .filter((directive) => !isSpecifiedDirective(directive))
    .flatMap((directive) => [
      of(`@${directive.name}`, directive),
      ...directive.args.map((arg) => of(`@${directive.name}(${arg.name}:)`, arg)),
    ]);
  return [of('the schema', schema), ...types, ...directives];
}

const isEveryElementDescribed: Convention = (schema) =>
  describedElements(schema)
    .filter(({ description }) => !description || description.trim() === '')
    .map(({ path }) => `${path} has no description`);

const areDescriptionsSentences: Convention = (schema) =>
  describedElements(schema)
    .filter(({ description }) => description && !/^[^a-z].*[.)]$/s.test(description.trim()))
    .map(({ path }) => `the description of ${path} is no sentence`);

const NAMES = {
  type: /^[A-Z][A-Za-z0-9]*$/,
  field: /^[a-z][A-Za-z0-9]*$/,
  value: /^[A-Z][A-Z0-9_]*$/,
};

const areNamesSpelledOneWay: Convention = (schema) =>
  describedElements(schema)
    .map(({ path }) => path)
    .filter((path) => path !== 'the schema' && !path.startsWith('@') && !path.includes('('))
    .filter((path) => {
      const [typeName = '', member] = path.split('.');
      if (!NAMES.type.test(typeName)) return true;
      if (member === undefined) return false;
      return !(isEnumType(schema.getType(typeName)) ? NAMES.value : NAMES.field).test(member);
    })
    .map((path) => `${path} is not spelled like the others`);

const areMutationFieldsNullable: Convention = (schema) =>
  mutationsOf(schema)
    .filter((field) => isNonNullType(field.type))
    .map((field) => `Mutation.${field.name} is non-null`);

const areGuardedFieldsNullable: Convention = (schema) =>
  fieldsOf(schema)
    .filter(({ field }) => appliedDirectives(field).requiresRole && isNonNullType(field.type))
    .map(({ path }) => `${path} has a role directive and is non-null`);

const doesEveryMutationRequireARole: Convention = (schema) =>
  mutationsOf(schema)
    .filter((field) => !appliedDirectives(field).requiresRole)
    .map((field) => `Mutation.${field.name} has no role directive`);

const isEveryMutationOneInputAndOnePayload: Convention = (schema) =>
  mutationsOf(schema).flatMap((field) => {
    const act = field.name.charAt(0).toUpperCase() + field.name.slice(1);
    const args = field.args.map((arg) => `${arg.name}: ${String(arg.type)}`).join(', ');
    const problems: string[] = [];
    if (args !== `input: ${act}Input!`) problems.push(`Mutation.${field.name} takes (${args})`);
    if (getNamedType(field.type).name !== `${act}Payload`) {
      problems.push(`Mutation.${field.name} answers ${String(field.type)}`);
    }
    const input = schema.getType(`${act}Input`);
    const names = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
    for (const name of ['clientRequestId', 'validateOnly']) {
      if (!names.includes(name)) problems.push(`${act}Input does not take ${name}`);
    }
    return problems;
  });

const CODE_OF_CHANGE: Readonly<Record<SubscriptionChange, ErrorCode>> = {
  PARTNER_OF_RECORD: 'POR_CHANGE_NOT_ALLOWED',
  OWNERSHIP: 'OWNERSHIP_CHANGE_NOT_ALLOWED',
  OFFER: 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED',
  TERMS: 'TERMS_CHANGE_NOT_ALLOWED',
  OTHER: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
};

/** A guard whose code is not promised, or a promise of proof without a place for it, is a slip. */
const doDirectivesOfAMutationFitTogether: Convention = (schema) =>
  mutationsOf(schema).flatMap((field) => {
    const applied = appliedDirectives(field);
    const codes: readonly string[] = applied.rejects?.codes ?? [];
    const expected: ErrorCode[] = ['ROLE_NOT_ALLOWED'];
    if (applied.requiresFeature?.length) expected.push('FEATURE_NOT_AVAILABLE_IN_CLOUD');
    if (applied.guardSubscription) expected.push(CODE_OF_CHANGE[applied.guardSubscription.change]);
    if (guardsPartnerOfRecord(field)) expected.push('POR_CHANGE_NOT_ALLOWED');
    const problems = expected
      .filter((code) => !codes.includes(code))
      .map((code) => `Mutation.${field.name} does not list ${code} in @rejects`);
    if (new Set(codes).size < codes.length) {
      problems.push(`Mutation.${field.name} lists a code twice in @rejects`);
    }
    const payload = getNamedType(field.type);
    if (applied.leavesUnchanged && isObjectType(payload) && !payload.getFields()['proof']) {
      problems.push(`Mutation.${field.name} leaves things unchanged and its payload has no proof`);
    }
    const isGuarded = applied.guardSubscription ?? applied.guardPartnerOfRecord;
    if (!isGuarded && protectedInputFields(field).length > 0) {
      problems.push(`Mutation.${field.name} takes protected fields without a guard`);
    }
    return problems;
  });

function inputFields(field: Field) {
  return field.args.flatMap((arg) => {
    const type = getNamedType(arg.type);
    return isInputObjectType(type) ? Object.values(type.getFields()) : [];
  });
}

function guardsPartnerOfRecord(field: Field): boolean {
  return [field, ...inputFields(field)].some((it) => appliedDirectives(it).guardPartnerOfRecord);
}

function protectedInputFields(field: Field) {
  return inputFields(field).filter((it) => appliedDirectives(it).protectedBy);
}

/** `nodes` alone answers holes, one for each id that names nothing. */
const areListItemsNonNull: Convention = (schema) =>
  fieldsOf(schema)
    .filter(({ path, field }) => path !== 'Query.nodes' && hasNullableItems(field.type))
    .map(({ path, field }) => `${path}: ${String(field.type)} may hold holes`);

function hasNullableItems(type: GraphQLOutputType): boolean {
  const list = isNonNullType(type) ? type.ofType : type;
  return isListType(list) && !isNonNullType(list.ofType);
}

const CONNECTION_ARGUMENTS = ['after', 'before', 'first', 'last'];

const doConnectionsFollowRelay: Convention = (schema) =>
  fieldsOf(schema).flatMap(({ path, field }) => {
    const type = getNamedType(field.type);
    if (!type.name.endsWith('Connection') || !isObjectType(type)) return [];
    const args = field.args.map((arg) => arg.name);
    const missing = CONNECTION_ARGUMENTS.filter((name) => !args.includes(name));
    const fields = type.getFields();
    const edge = fields['edges'] && getNamedType(fields['edges'].type);
    const problems = missing.map((name) => `${path} does not take ${name}`);
    if (String(fields['pageInfo']?.type) !== 'PageInfo!')
      problems.push(`${type.name} has no pageInfo`);
    if (!isObjectType(edge) || !edge.getFields()['node'] || !edge.getFields()['cursor']) {
      problems.push(`${type.name} has no edges with node and cursor`);
    }
    return problems;
  });

/** Types whose objects carry ids instead of objects (design section 4). */
function recordTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const event = schema.getType('Event');
  return ownTypes(schema)
    .filter(isObjectType)
    .filter(
      (type) =>
        ['AuditRecord', 'Blocker'].includes(type.name) ||
        (isInterfaceType(event) && type.getInterfaces().includes(event)),
    );
}

const doRecordsLeadNowhere: Convention = (schema) =>
  recordTypes(schema).flatMap((start) => {
    const problems: string[] = [];
    const seen = new Set<GraphQLObjectType>([start]);
    for (const type of seen) {
      for (const field of Object.values(type.getFields())) {
        const path = `${type.name}.${field.name}`;
        const target = getNamedType(field.type);
        if (isAbstractType(target))
          problems.push(`${path} leads from ${start.name} to ${target.name}`);
        if (!isObjectType(target)) continue;
        if (target.getInterfaces().some((it) => it.name === 'Node')) {
          problems.push(`${path} leads from ${start.name} back to Node`);
        } else seen.add(target);
      }
    }
    return problems;
  });

const isThereNoPrice: Convention = (schema) =>
  fieldsOf(schema)
    .filter(({ field }) => /price|cost|amount/i.test(field.name))
    .map(({ path }) => `${path} looks like a price`);

const doObjectsThatHideFieldsListThem: Convention = (schema) =>
  ['Customer', 'Reseller', 'Relationship', 'RelationshipRequest', 'AuditRecord', 'Subscription']
    .map((name) => schema.getType(name))
    .filter(isObjectType)
    .filter((type) => !type.getFields()['redactedFields'])
    .map((type) => `${type.name} has no redactedFields`);

export const CONVENTIONS: Readonly<Record<string, Convention>> = {
  'every element has a description': isEveryElementDescribed,
  'every description is a sentence': areDescriptionsSentences,
  'names are spelled one way': areNamesSpelledOneWay,
  'every field of the mutation root is nullable': areMutationFieldsNullable,
  'every field with a role directive is nullable': areGuardedFieldsNullable,
  'every mutation has a role directive': doesEveryMutationRequireARole,
  'every mutation takes one input and answers one payload, named after it':
    isEveryMutationOneInputAndOnePayload,
  'the directives of a mutation fit together': doDirectivesOfAMutationFitTogether,
  'no list holds null': areListItemsNonNull,
  'connections follow the Relay convention': doConnectionsFollowRelay,
  'no event, audit record or blocker leads to an interface or back to Node': doRecordsLeadNowhere,
  'there is no price': isThereNoPrice,
  'objects that hide fields list them': doObjectsThatHideFieldsListThem,
};
