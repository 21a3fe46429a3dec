import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { getOperationAST, parse } from 'graphql';

import { usePage } from './context';
import type { Example } from './demo';

/** The story of the demo as a list of ready operations, beside the documentation and the history. */
export const STORY_PLUGIN = { title: 'Story', icon: StoryIcon, content: Story };

function StoryIcon(): React.ReactNode {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4">
      <path d="M6.5 3h9M6.5 8h9M6.5 13h9" strokeLinecap="round" />
      <circle cx="2.2" cy="3" r="1.5" />
      <circle cx="2.2" cy="8" r="1.5" />
      <circle cx="2.2" cy="13" r="1.5" />
    </svg>
  );
}

function Story(): React.ReactNode {
  const { demo } = usePage();
  const open = useOpenExample();
  const activeQuery = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.query);
  const names = new Map(demo?.personas.map(({ name, displayName }) => [name, displayName]));
  return (
    <section className="story" aria-label="Story">
      <h2 className="story-title">Story</h2>
      <p className="story-intro">
        One customer, several resellers, and nothing that exists changes. Open the steps in order:
        each comes with the persona that sends it. Then press ▶.
      </p>
      <ol className="story-steps">
        {demo?.examples.map((example) => (
          <li key={example.name}>
            <button
              type="button"
              className="story-step"
              aria-current={activeQuery === example.query ? 'step' : undefined}
              onClick={() => open(example)}
            >
              <span className="story-step-title">{example.title}</span>
              <span className="story-step-persona">{personaLabel(example, names)}</span>
              {example.expectedCode && (
                <span className="story-step-refused">refused: {example.expectedCode}</span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function personaLabel({ persona }: Example, names: ReadonlyMap<string, string>): string {
  if (!persona) return 'without a token';
  const displayName = names.get(persona);
  return displayName === undefined ? persona : `${persona} · ${displayName}`;
}

/** Opens an example in its tab, or in a new one, and chooses its persona. */
function useOpenExample(): (example: Example) => void {
  const { session } = usePage();
  const { addTab, changeTab, updateActiveTabValues, setOperationFacts } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const tabs = useGraphiQL((state) => state.tabs);

  return (example) => {
    session.choosePersona(example.persona ?? null);
    const openIndex = tabs.findIndex(({ query }) => query === example.query);
    if (openIndex >= 0) {
      changeTab(openIndex);
      return;
    }

    const variables = printVariables(example.variables);
    const facts = operationFacts(example.query);
    addTab();
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(variables);
    // GraphiQL reads the document again after a pause; who presses ▶ at once must not wait for it.
    setOperationFacts(facts);
    updateActiveTabValues({
      query: example.query,
      variables,
      operationName: facts.operationName ?? null,
    });
  };
}

function printVariables(variables: unknown): string {
  if (variables === undefined || variables === null) return '';
  return JSON.stringify(variables, null, 2);
}

interface OperationFacts {
  documentAST?: DocumentNode;
  operationName?: string;
  operations?: OperationDefinitionNode[];
}

function operationFacts(query: string): OperationFacts {
  try {
    const documentAST = parse(query);
    const operations = documentAST.definitions.filter(
      (definition) => definition.kind === 'OperationDefinition',
    );
    const operationName = (getOperationAST(documentAST) ?? operations[0])?.name?.value;
    return { documentAST, operationName, operations };
  } catch {
    return {};
  }
}
