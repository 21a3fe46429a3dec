import type { DemoIssuer } from '../../platform/auth/demo-issuer';
import type { DemoPort } from '../../platform/http/demo-routes';
import { findPersona, personaClaims, PERSONAS } from './personas';
import { readStoryExamples } from './story-examples';

/** What the GraphiQL page asks of the demo: who one can be, and what one can try. */
export function createDemoPort(issuer: DemoIssuer, examplesDirectory: string): DemoPort {
  return {
    personas: PERSONAS.map(({ name, displayName, description, side, roles, tenant }) => ({
      name,
      displayName: `${displayName}, ${tenant.name}`,
      description,
      side,
      roles,
    })),
    examples: readStoryExamples(examplesDirectory),
    tokenFor: async (name) => {
      const persona = findPersona(name);
      return persona && issuer.issue(personaClaims(persona));
    },
  };
}
