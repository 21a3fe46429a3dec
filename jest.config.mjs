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
  testTimeout: 30000,
  // Never in one process for all files: what a file leaves stays in memory after it. A worker that has grown is replaced.
  maxWorkers: Math.min(4, Math.max(2, availableParallelism())),
  workerIdleMemoryLimit: '1GB',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 90 } },
};
