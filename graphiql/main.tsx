import './workers';
import 'graphiql/style.css';
import './page.css';

import { useGraphiQL } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

import { CallerPicker } from './caller-picker';
import { PageContext } from './context';
import type { Demo } from './demo';
import { loadDemo } from './demo';
import { createFetcher } from './fetcher';
import { KeptValues } from './kept-values';
import { Session } from './session';
import { STORY_PLUGIN } from './story-plugin';

const DEMO_WELCOME = `# Welcome. One customer works with several resellers here, and nothing that already exists changes.
#
# 1. Click the first step of the story on the left: it opens in a tab of its own, and the persona that sends it is chosen at the top right.
# 2. Press the play button, or Ctrl-Enter.
# 3. Every type and field is documented behind the first icon on the left.

query Welcome {
  __typename
}
`;

const WELCOME = `# Welcome. Paste a bearer token at the top right. Without one you can read the schema, its documentation (first icon on the left) and the public fields.

query Welcome {
  __typename
}
`;

/** The comments of an example are prose; they wrap with the width of the editor. */
function WrapLongLines(): React.ReactNode {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  useEffect(() => queryEditor?.updateOptions({ wordWrap: 'on' }), [queryEditor]);
  return null;
}

interface PageProps {
  session: Session;
  demo: Demo | null;
  kept: KeptValues;
}

function Page({ session, demo, kept }: PageProps): React.ReactNode {
  const address = new URLSearchParams(location.search);
  return (
    <PageContext value={{ session, demo, kept }}>
      <GraphiQL
        fetcher={createFetcher(session, kept)}
        plugins={demo === null ? [HISTORY_PLUGIN] : [STORY_PLUGIN, HISTORY_PLUGIN]}
        visiblePlugin={demo === null ? undefined : STORY_PLUGIN}
        defaultQuery={demo === null ? WELCOME : DEMO_WELCOME}
        initialQuery={address.get('query') ?? undefined}
        initialVariables={address.get('variables') ?? undefined}
        defaultEditorToolsVisibility="variables"
        inputValueDeprecation
        schemaDescription
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <CallerPicker />
        </GraphiQL.Logo>
        <WrapLongLines />
      </GraphiQL>
    </PageContext>
  );
}

async function start(container: HTMLElement): Promise<void> {
  const session = new Session();
  const demo = await loadDemo();
  session.restore(demo?.personas.map(({ name }) => name) ?? []);
  const kept = new KeptValues(demo?.examples ?? []);
  createRoot(container).render(<Page session={session} demo={demo} kept={kept} />);
}

const container = document.getElementById('graphiql');
if (container !== null) {
  start(container).catch((failure: unknown) => {
    container.textContent = `GraphiQL could not start: ${String(failure)}`;
  });
}
