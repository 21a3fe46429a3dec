/**
 * Monaco runs its language services in workers. The build makes one file of each, with a hash in its
 * name, and puts the names here: no worker comes from a blob or from another address, which the
 * page's Content-Security-Policy would refuse.
 */
declare const WORKER_FILES: { editor: string; graphql: string; json: string };

function workerFile(label: string): string {
  if (label === 'graphql') return WORKER_FILES.graphql;
  if (label === 'json') return WORKER_FILES.json;
  return WORKER_FILES.editor;
}

window.MonacoEnvironment = {
  getWorker: (_workerId, label) =>
    new Worker(new URL(workerFile(label), import.meta.url), { name: label }),
};

export {};
