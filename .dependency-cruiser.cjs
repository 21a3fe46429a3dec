// Which file may import which. Each rule is one line of reasoning about the layout of `src`; the test
// `test/architecture.test.ts` runs them.

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const values = { dependencyTypesNot: ['type-only'] };

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'A cycle has no first file to read.',
      {},
      { circular: true, viaOnly: values },
    ),
    rule(
      'kernel-is-the-floor',
      'Vocabulary depends on nothing.',
      { path: '^src/kernel/' },
      { pathNot: '^src/kernel/' },
    ),
    rule(
      'rules-are-pure',
      'Rules run without a server.',
      { path: '\\.(rules|errors|events)\\.ts$' },
      {
        path: '^src/platform/|node_modules/(graphql|type-graphql|typeorm|@apollo)/',
      },
    ),
    rule(
      'rules-know-no-node',
      'Rules run without a server.',
      { path: '\\.(rules|errors|events)\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'entities-are-mapping',
      'No cycles, no leaks into the schema.',
      { path: '\\.entity\\.ts$' },
      { path: 'node_modules/(graphql|type-graphql)/|\\.types\\.ts$', ...values },
    ),
    rule(
      'entities-stand-alone',
      'Entities follow foreign keys through loaders, not through each other.',
      { path: '^src/modules/([^/]+)/.*\\.entity\\.ts$' },
      { path: '^src/modules/', pathNot: '^src/modules/$1/', ...values },
    ),
    rule(
      'commands-know-no-transport',
      'The same act from a timer, a test or an API.',
      { path: '/commands/' },
      { path: 'node_modules/(graphql|type-graphql)/|\\.types\\.ts$|\\.resolver\\.ts$', ...values },
    ),
    rule(
      'resolvers-know-no-storage',
      'Resolvers are envelopes.',
      { path: '\\.resolver\\.ts$' },
      { path: 'node_modules/typeorm/|\\.entity\\.ts$|^src/platform/database/', ...values },
    ),
    rule(
      'platform-knows-no-noun',
      'Plumbing is replaceable.',
      { path: '^src/platform/' },
      { path: '^src/modules/' },
    ),
    rule(
      'one-way-features',
      'Older concepts do not know younger ones.',
      { path: '^src/modules/(customers|resellers)/' },
      { path: '^src/modules/(relationships|subscriptions)/', ...values },
    ),
    rule(
      'one-way-features-2',
      'What relationships need of subscriptions comes through a port given in app.ts.',
      { path: '^src/modules/relationships/' },
      { path: '^src/modules/subscriptions/', ...values },
    ),
    rule(
      'visibility-is-shared',
      'The SQL of who sees what is written once and may be imported by all.',
      { path: '^src/modules/visibility/' },
      { path: '^src/modules/', pathNot: '^src/modules/visibility/' },
    ),
    rule(
      'root-only-wires',
      'One composition root.',
      { path: '^src/', pathNot: '^src/main\\.ts$' },
      { path: '^src/app\\.ts$' },
    ),
    rule(
      'tests-stay-outside',
      'The product does not know its tests.',
      { path: '^src/' },
      { path: '^test/' },
    ),
    rule(
      'no-barrels',
      'Barrels feed cycles and hide the source.',
      {},
      { path: '^src/.*/index\\.ts$' },
    ),
    rule('no-orphans', 'A file nobody imports is dead.', { orphan: true, path: '^src/' }, {}),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
