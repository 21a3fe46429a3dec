import { type Config, ConfigError, loadConfig } from '../src/config';
import { findPersona, personaClaims, PERSONAS } from '../src/modules/demo/personas';
import { openDemoIssuer } from '../src/platform/auth/demo-issuer';
import { optionsFromCommandLine } from './command-line';

const USAGE = 'Usage: npm run --silent token -- --persona NAME, or --list for the names.';

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function configOrFail(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (error instanceof ConfigError) return fail(error.message);
    throw error;
  }
}

function personaList(): string {
  const width = Math.max(...PERSONAS.map(({ name }) => name.length));
  return PERSONAS.map(({ name, tenant, roles, description }) => {
    const role = roles.join(', ') || 'application';
    return `${name.padEnd(width)}  ${tenant.name}, ${role}. ${description}`;
  }).join('\n');
}

async function main(): Promise<void> {
  const { persona: name, list } = optionsFromCommandLine(USAGE, {
    persona: { type: 'string' },
    list: { type: 'boolean' },
  });
  if (list) {
    process.stdout.write(`${personaList()}\n`);
    return;
  }
  if (name === undefined) return fail(USAGE);
  const persona = findPersona(name);
  if (!persona) {
    const names = PERSONAS.map((known) => known.name).join(', ');
    return fail(`There is no persona "${name}". Allowed: ${names}.`);
  }
  const config = configOrFail();
  if (!config.demo) {
    return fail('The demo is off, so its tokens are not accepted. Set DEMO=1 to switch it on.');
  }
  const { token } = await openDemoIssuer(config.dataDir).issue(personaClaims(persona));
  process.stdout.write(`${token}\n`);
}

void main();
