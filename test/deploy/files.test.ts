import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { configSchema } from '../../src/config.ts';

const DEPLOY = readdirSync('deploy').map((file) => `deploy/${file}`);
const COMPOSE = ['compose.yaml', ...DEPLOY.filter((file) => /compose\..*\.yaml$/.test(file))];
/** Read by Node, tsx, the proxy setup, the journal and other services. */
const OF_OTHERS = /^(?:NODE_ENV|TSX_|NO_PROXY|OLLAMA_|POSTGRES_|OTEL_)/;

const read = (file: string) => readFileSync(file, 'utf8');
/** Tags of Compose, such as `!reset`, are no concern of ours. */
const document = (file: string) => parse(read(file), { logLevel: 'silent' });

/** What a file sets of the environment, by name. */
function settingsIn(file: string): string[] {
  if (file.endsWith('.yaml')) {
    const services: { environment?: object }[] = Object.values(document(file).services);
    return services.flatMap(({ environment = {} }) => Object.keys(environment));
  }
  return [...read(file).matchAll(/(?:^ENV |^ {4}|^Environment=| )([A-Z][A-Z_]+)=\S/gm)].map(
    ([, name = '']) => name,
  );
}

describe('the files for deployment', () => {
  it.each(['Dockerfile', ...COMPOSE, 'deploy/ask-the-researcher.service'])(
    'set nothing that does not exist: %s',
    (file) => {
      const names = settingsIn(file).filter((name) => !OF_OTHERS.test(name));
      expect(names.filter((name) => !(name in configSchema.shape))).toEqual([]);
    },
  );

  it.each(COMPOSE)('are valid YAML: %s', (file) => {
    for (const { errors } of parseAllDocuments(read(file), { logLevel: 'silent' })) {
      expect(errors).toEqual([]);
    }
  });

  it('keep secrets and what was made here out of the image', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.env*', '.keys*', 'node_modules', '.git']));
  });

  it('start the service as npm start does', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const command: string = scripts.start.replace(/^exec /, '');
    const [, shell = '[]'] = /^CMD (\[.*\])$/m.exec(read('Dockerfile')) ?? [];
    expect(JSON.parse(shell).join(' ')).toBe(command);
    expect(read('deploy/ask-the-researcher.service')).toContain(`ExecStart=/usr/bin/${command}\n`);
  });

  it('and pages show settings without comments behind them, which systemd takes for values', () => {
    const pages = readdirSync('docs').filter((file) => file.endsWith('.md'));
    const files = ['README.md', '.env.example', ...pages.map((file) => `docs/${file}`)];
    const commented = files.flatMap((file) => read(file).match(/^[A-Z_]+=.* #.*$/gm) ?? []);
    expect(commented).toEqual([]);
  });

  it('are all explained', () => {
    const page = read('docs/deployment.md');
    expect(DEPLOY.filter((file) => !page.includes(file))).toEqual([]);
  });
});
