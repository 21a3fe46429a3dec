/** What jest runs a test file with; the package declares no type for it. */
declare module 'jest-circus/runner' {
  const runTestFile: unknown;
  export default runTestFile;
}
