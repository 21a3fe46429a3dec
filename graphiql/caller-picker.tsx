import { useState } from 'react';

import { usePage, usePersona } from './context';
import type { Persona } from './demo';

const SIDES: ReadonlyMap<string, string> = new Map([
  ['PARTNER', 'Resellers'],
  ['CUSTOMER', 'Customers'],
  ['OPERATOR', 'Operator'],
]);

/** Who the next operation is sent as: a persona of the demo, or the owner of a pasted token. */
export function CallerPicker(): React.ReactNode {
  const { demo } = usePage();
  return demo === null ? <TokenField /> : <PersonaPicker personas={demo.personas} />;
}

function PersonaPicker({ personas }: { personas: readonly Persona[] }): React.ReactNode {
  const { session } = usePage();
  const chosen = usePersona();
  const persona = personas.find(({ name }) => name === chosen);
  return (
    <div className="caller">
      <label className="caller-label" htmlFor="persona">
        Call as
      </label>
      <select
        id="persona"
        className="caller-field"
        value={chosen ?? ''}
        title={persona?.description ?? 'The call carries no token.'}
        onChange={(event) => session.choosePersona(event.currentTarget.value || null)}
      >
        <option value="">nobody (no token)</option>
        {groupBySide(personas).map(([side, members]) => (
          <optgroup key={side} label={side}>
            {members.map(({ name, displayName, description }) => (
              <option key={name} value={name} title={description}>
                {name} · {displayName}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <span className="caller-roles" title={persona?.description}>
        {persona === undefined ? '' : persona.roles.join(', ')}
      </span>
    </div>
  );
}

/** Keeps the order of the server, within a side and of the sides. */
function groupBySide(personas: readonly Persona[]): [string, Persona[]][] {
  const groups = new Map<string, Persona[]>();
  for (const persona of personas) {
    const side = SIDES.get(persona.side.toUpperCase()) ?? persona.side;
    groups.set(side, [...(groups.get(side) ?? []), persona]);
  }
  return [...groups];
}

function TokenField(): React.ReactNode {
  const { session } = usePage();
  const [text, setText] = useState('');
  return (
    <div className="caller">
      <label className="caller-label" htmlFor="token">
        Bearer token
      </label>
      <input
        id="token"
        className="caller-field"
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder="paste a token; empty = no token"
        title="Sent with every operation. Kept in this page only, and gone when it is reloaded."
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          session.pasteToken(event.currentTarget.value);
        }}
      />
    </div>
  );
}
