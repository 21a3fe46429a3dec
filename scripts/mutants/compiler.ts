import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import type { Edit } from './mutant';
import { applied } from './playground';
import { sourceFilesOf } from './source-mutants';

/** Asks the type checker about mutants. It is slow to begin and quick afterwards. */
export class Compiler {
  private readonly changed = new Map<string, { readonly text: string; readonly version: number }>();
  private readonly service: ts.LanguageService;

  constructor(private readonly root: string) {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as {
      readonly config: { readonly compilerOptions: object };
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const files = sourceFilesOf(root).map((path) => join(root, path));
    this.service = ts.createLanguageService({
      getCompilationSettings: () => ({ ...options, incremental: false, noEmit: true }),
      getScriptFileNames: () => files,
      getScriptVersion: (path) => String(this.changed.get(path)?.version ?? 0),
      getScriptSnapshot: (path) => {
        const text = this.changed.get(path)?.text ?? ts.sys.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => root,
      getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
      fileExists: (path) => ts.sys.fileExists(path),
      readFile: (path) => ts.sys.readFile(path),
      readDirectory: (...args) => ts.sys.readDirectory(...args),
      directoryExists: (path) => ts.sys.directoryExists(path),
      getDirectories: (path) => ts.sys.getDirectories(path),
    });
  }

  /** What the type checker says against a file with this edit; `null` = nothing. */
  complaintAbout(path: string, edit: Edit): string | null {
    const file = join(this.root, path);
    const original = readFileSync(file, 'utf8');
    this.change(file, applied(original, edit));
    const [first] = this.service
      .getSemanticDiagnostics(file)
      // What is not used any more is said of many mutants, and keeps none of them from running.
      .filter(({ code }) => code !== UNUSED && code !== UNUSED_IMPORT);
    this.change(file, original);
    return first ? ts.flattenDiagnosticMessageText(first.messageText, ' ') : null;
  }

  private change(file: string, text: string): void {
    this.changed.set(file, { text, version: (this.changed.get(file)?.version ?? 0) + 1 });
  }
}

const UNUSED = 6133;
const UNUSED_IMPORT = 6192;
