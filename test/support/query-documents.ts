import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  type DocumentNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  typeFromAST,
  TypeInfo,
  validate,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** Texts of a source file, with the constants of the same file put in their places. */
function textsIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const constants = new Map<string, string>();
  const texts: string[] = [];
  const textOf = (node: ts.Expression): string | null => {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isIdentifier(node)) return constants.get(node.text) ?? null;
    if (!ts.isTemplateExpression(node)) return null;
    const parts = node.templateSpans.map(({ expression, literal }) => {
      const filled = textOf(expression);
      return filled === null ? null : filled + literal.text;
    });
    return parts.includes(null) ? null : node.head.text + parts.join('');
  };
  const look = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const text = textOf(node.initializer);
      if (text !== null) constants.set(node.name.text, text);
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = textOf(node);
      if (text !== null) texts.push(text);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return texts;
}

function filesIn(folder: string, suffix: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(suffix))
    .map((path) => join(ROOT, folder, path));
}

/** Every text among the tests and the examples that is a valid document with a query in it. */
export function documentsOfTests(schema: GraphQLSchema): readonly string[] {
  const texts = [
    ...[...filesIn('test', '.ts'), ...filesIn('scripts', '.ts')].flatMap(textsIn),
    ...filesIn('examples', '.graphql').map((file) => readFileSync(file, 'utf8')),
  ];
  return [...new Set(texts)].filter((text) => hasValidQuery(schema, text));
}

function hasValidQuery(schema: GraphQLSchema, text: string): boolean {
  if (!text.includes('{')) return false;
  try {
    const document = parse(text);
    return queriesIn(document).length > 0 && validate(schema, document).length === 0;
  } catch {
    return false;
  }
}

export function queriesIn(document: DocumentNode): readonly OperationDefinitionNode[] {
  return document.definitions.filter(
    (it): it is OperationDefinitionNode =>
      it.kind === Kind.OPERATION_DEFINITION && it.operation === 'query',
  );
}

/** The same document as a front end would send it: texts among the arguments are defaults of variables. */
export function withLiftedTexts(schema: GraphQLSchema, text: string): string {
  const document = parse(text);
  if (document.definitions.length !== 1) return text;
  const info = new TypeInfo(schema);
  const lifted: VariableDefinitionNode[] = [];
  const rewritten = visit(
    document,
    visitWithTypeInfo(info, {
      Argument: {
        leave: (node) => {
          const type = info.getInputType();
          if (node.value.kind !== Kind.STRING || !type) return undefined;
          const variable = {
            kind: Kind.VARIABLE,
            name: { kind: Kind.NAME, value: `lifted${lifted.length}` },
          } as const;
          lifted.push({
            kind: Kind.VARIABLE_DEFINITION,
            variable,
            type: (
              parse(`query ($v: ${String(type)}) { a }`).definitions[0] as OperationDefinitionNode
            ).variableDefinitions![0]!.type,
            defaultValue: node.value,
          });
          return { ...node, value: variable };
        },
      },
    }),
  );
  if (lifted.length === 0) return text;
  return print({
    ...rewritten,
    definitions: rewritten.definitions.map((it) =>
      it.kind === Kind.OPERATION_DEFINITION
        ? { ...it, variableDefinitions: [...(it.variableDefinitions ?? []), ...lifted] }
        : it,
    ),
  });
}

/** A value for a variable, by the field and argument that it is given to where there are such. */
export type ValueFor = (type: string, name: string) => unknown;

/** Values of the variables of an operation: all of them, then those that are needed, none, and wrong ones. */
export function variablesFor(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  valueFor: ValueFor,
): readonly Record<string, unknown>[] {
  if (variableDefinitions.length === 0) return [{}];
  const filled = (
    isWanted: (definition: VariableDefinitionNode) => boolean,
    value: (definition: VariableDefinitionNode) => unknown,
  ): Record<string, unknown> =>
    Object.fromEntries(
      variableDefinitions.filter(isWanted).map((it) => [it.variable.name.value, value(it)]),
    );
  const fitting = ({ type, variable }: VariableDefinitionNode): unknown =>
    valueOf(
      typeFromAST(schema, type as never) as unknown as GraphQLInputType,
      variable.name.value,
      valueFor,
    );
  const isNeeded = ({ type, defaultValue }: VariableDefinitionNode): boolean =>
    type.kind === Kind.NON_NULL_TYPE && !defaultValue;
  const always = (): boolean => true;
  return [
    filled(always, fitting),
    filled(isNeeded, fitting),
    {},
    filled(always, () => null),
    filled(always, () => ({ wrong: true })),
    filled(always, () => 'nothing that exists'),
    { ...filled(always, fitting), unasked: 1 },
  ];
}

function valueOf(type: GraphQLInputType, name: string, valueFor: ValueFor): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, name, valueFor);
  if (isListType(type)) return [valueOf(type.ofType, name, valueFor)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return valueFor(getNamedType(type).name, name);
  return Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => isRequiredInputField(field) || isEnumType(getNamedType(field.type)))
      .map((field) => [field.name, valueOf(field.type, field.name, valueFor)]),
  );
}
