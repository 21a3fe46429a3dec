import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.(ts|tsx|js|mjs)$': ['@swc/jest'] },
  // Modules that are published for `import` only; `require` of them needs the transform here.
  transformIgnorePatterns: ['/node_modules/(?!(jose|cookie|auto-bind)/)'],
  testRunner: '<rootDir>/test/support/kept-modules.ts',
  setupFilesAfterEnv: ['reflect-metadata'],
  testSequencer: '<rootDir>/test/support/slowest-first.mjs',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Three workers on two cores: what a test takes by itself says nothing of what it takes then.
  testTimeout: 60000,
  // Never in one process for all files: what a file leaves stays in memory after it. A worker that has grown is replaced.
  // One more than cores: most tests wait for the database two fifths of their time.
  maxWorkers: Math.min(4, availableParallelism() + 1),
  workerIdleMemoryLimit: '1GB',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 90 } },
};
