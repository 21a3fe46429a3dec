import simpleImportSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

const READS_ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config.ts reads the environment.',
};
const READS_CLOCK = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time from the clock that is passed in.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time from the clock that is passed in.',
  },
];
/** V8 makes a hidden class for each such object, and with its getter that keeps all of a request until a major collection. */
const MAKES_GETTERS = {
  selector: ":function ObjectExpression > Property[kind='get']",
  message:
    'Write a class: an object that is made with a getter of its own survives minor collections.',
};
/** The files of a worker have the same modules and one global object (test/support/kept-modules.ts). */
const CHANGES_KEPT_MODULES = {
  selector:
    "CallExpression[callee.object.name='jest'][callee.property.name=/^(mock|doMock|setMock|unstable_mockModule|resetModules|isolateModules|useFakeTimers)/]",
  message: 'It would last for the files that come after. Pass what is replaced as an argument.',
};
/** Node 20 answers false for addresses with letters beyond ASCII, once the call is compiled. */
const ASKS_CAN_PARSE = {
  selector: "MemberExpression[object.name='URL'][property.name='canParse']",
  message: 'Take parsedUrl of src/kernel/url.ts.',
};

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'data', 'node_modules', '**/*.mjs'] },
  tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'simple-import-sort': simpleImportSort },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'simple-import-sort/imports': 'error',
      'simple-import-sort/exports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // type-graphql and express-like hooks take functions of any shape.
      '@typescript-eslint/no-unsafe-function-type': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', READS_ENVIRONMENT, MAKES_GETTERS, ASKS_CAN_PARSE],
    },
  },
  {
    files: ['src/modules/**/*.ts', 'src/platform/commands/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        READS_ENVIRONMENT,
        MAKES_GETTERS,
        ASKS_CAN_PARSE,
        ...READS_CLOCK,
      ],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // A test or a migration is one long list by nature; its support starts from the environment.
    files: ['test/**/*.ts', 'migrations/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['test/**/*.ts'], rules: { 'no-restricted-syntax': ['error', CHANGES_KEPT_MODULES] } },
);
