/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.(ts|tsx|js|mjs)$': ['@swc/jest'] },
  // Modules that are published for `import` only; `require` of them needs the transform here.
  transformIgnorePatterns: ['/node_modules/(?!(jose|cookie|sql-template-tag|auto-bind)/)'],
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 30000,
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 90 } },
};
