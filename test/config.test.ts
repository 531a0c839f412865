import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { configSchema, misspelledSettings, readConfig } from '../src/config.ts';

const problemsOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-settings' });
    return (error as Error).message;
  }
  return '';
};

describe('.env.example', () => {
  const example = parse(readFileSync('.env.example'));

  it('names every setting, in the order of the schema, and no other', () => {
    expect(Object.keys(example)).toEqual(Object.keys(configSchema.shape));
  });

  it('has the defaults', () => {
    expect(readConfig(example)).toEqual(readConfig({}));
    const defaults = Object.entries(readConfig({})).map(([name, value]) => [name, String(value)]);
    const written = Object.entries(example).filter(([, value]) => value !== '');
    expect(written.sort()).toEqual(defaults.sort());
  });

  it('says what each setting is for', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n');
    for (const name of Object.keys(example)) {
      const position = lines.findIndex((line) => line.startsWith(`${name}=`));
      expect(lines[position - 1], name).toMatch(/^# \S/);
    }
  });
});

describe('readConfig', () => {
  it('reads an empty setting and white space as not set', () => {
    expect(readConfig({ PORT: '', CHAT_MODEL: '  ', HOST: ' 0.0.0.0 ' })).toEqual({
      ...readConfig({}),
      HOST: '0.0.0.0',
    });
  });

  it('ignores other variables', () => {
    expect(readConfig({ PATH: '/bin', ANTHROPIC_API_KEY: 'sk-1' })).toEqual(readConfig({}));
  });

  it('names all bad settings at once, each with its value', () => {
    const message = problemsOf({
      PORT: 'eighty',
      EMBEDDER: 'word2vec',
      OPENAI_BASE_URL: 'localhost',
      CHAT_MODEL: 'gpt-4o',
      CHAT_TIMEOUT_SECONDS: '-1',
      EMBEDDING_DIMENSIONS: '0',
    });
    expect(message).toMatch(/^Correct these settings in \.env or the environment:\n/);
    expect(message).toContain('PORT=eighty: must be a port number');
    expect(message).toContain(
      'EMBEDDER=word2vec: must be local, local:<model>, none or openai:<model>',
    );
    expect(message).toContain('OPENAI_BASE_URL=localhost: must be an http(s) address');
    expect(message).toContain('CHAT_MODEL=gpt-4o: must be <provider>:<model>');
    expect(message).toContain('CHAT_TIMEOUT_SECONDS=-1: ');
    expect(message).toContain('EMBEDDING_DIMENSIONS=0: ');
  });

  it.each(['-1', '65536', '3.5', '0x'])('refuses the port %s', (port) => {
    expect(problemsOf({ PORT: port })).toContain(`PORT=${port}: `);
  });

  it.each(['openai:', 'Local', 'openai'])('refuses the embedder %s', (embedder) => {
    expect(problemsOf({ EMBEDDER: embedder })).toContain(`EMBEDDER=${embedder}: must be`);
  });

  it.each([
    ['2', 2],
    ['0', 0],
    ['10.0.0.0/8, loopback', '10.0.0.0/8, loopback'],
    ['2001:db8::1/64', '2001:db8::1/64'],
  ])('trusts the proxies %s', (text, expected) => {
    expect(readConfig({ TRUST_PROXY: text }).TRUST_PROXY).toBe(expected);
  });

  it.each(['true', '10.0.0', '10.0.0.0/33', 'proxy.example', '-1'])(
    'refuses the proxy %s, because a trusted proxy can make up addresses',
    (text) => {
      expect(problemsOf({ TRUST_PROXY: text })).toContain(`TRUST_PROXY=${text}: must be`);
    },
  );

  it('accepts origins with a trailing slash, and refuses what is not an origin', () => {
    const given = 'https://a.example, http://localhost:8080/';
    expect(readConfig({ ALLOWED_ORIGINS: given }).ALLOWED_ORIGINS).toEqual([
      'https://a.example',
      'http://localhost:8080',
    ]);
    for (const wrong of ['*', 'a.example', 'https://a.example/blog', 'https://A.example', 'null']) {
      expect(problemsOf({ ALLOWED_ORIGINS: wrong })).toContain(`ALLOWED_ORIGINS=${wrong}: must be`);
    }
  });

  it.each([
    ['pgvectr', /VECTOR_STORE=pgvectr: must be files, pgvector, or the address of a PostgreSQL/],
    ['mysql://db/ask', /VECTOR_STORE=mysql:\/\/db\/ask: must be files/],
    ['mysql://ask:secret@db/ask', /VECTOR_STORE=…: must be files/],
    ['postgres://ask:secret', /VECTOR_STORE=…: must be files/],
    ['pgvector', /VECTOR_STORE=pgvector: needs DATABASE_URL/],
  ])('refuses the store %s', (VECTOR_STORE, complaint) => {
    expect(() => readConfig({ VECTOR_STORE })).toThrow(complaint);
  });

  it.each(['60', 'none', '0/1m', '60/25d'])('refuses the limit %s', (text) => {
    expect(problemsOf({ RATE_LIMIT: text })).toContain(`RATE_LIMIT=${text}: must be off, or`);
  });

  it.each(['"', "'"])('removes %s around any value', (mark) => {
    const values = {
      HOST: '127.0.0.1',
      PORT: '3100',
      PUBLIC_URL: 'https://ask.quarry.example',
      TRUST_PROXY: '1',
      ALLOWED_ORIGINS: 'https://quarry.example',
      RATE_LIMIT: '60/1m',
      REQUIRE_API_KEY: 'true',
      CORPUS_DIR: 'the profile',
      OPENAI_API_KEY: 'sk-1',
    };
    const quoted = Object.entries(values).map(([name, value]) => [name, mark + value + mark]);
    expect(readConfig(Object.fromEntries(quoted))).toEqual(readConfig(values));
    expect(readConfig({ PORT: mark + mark })).toEqual(readConfig({}));
  });

  it.each([
    ['ALOWED_ORIGINS', 'ALLOWED_ORIGINS'],
    ['ADMINKEY', 'ADMIN_KEY'],
    ['port', 'PORT'],
  ])('takes %s for a misspelled %s', (name, meant) => {
    expect(misspelledSettings([name])).toEqual([expect.stringContaining(`Did you mean ${meant}?`)]);
  });

  it('leaves the settings of others alone', () => {
    const others = [
      ...['ANTHROPIC_API_KEY', 'GOOGLE_API_KEY', 'MISTRAL_API_KEY', 'OPENROUTER_API_KEY'],
      ...['XAI_API_KEY', 'OLLAMA_BASE_URL', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_ENV'],
      ...['NODE_OPTIONS', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_SERVICE_NAME', 'POSTGRES_PASSWORD'],
      ...['COMPOSE_PROJECT_NAME', 'TZ', 'DEBUG', 'PATH', ...Object.keys(configSchema.shape)],
    ];
    expect(misspelledSettings(others)).toEqual([]);
  });

  it('refuses a quotation mark at one end, in any setting', () => {
    const message = problemsOf({
      INDEX_DIR: '".index',
      CORPUS_DIR: "corpus'",
      OPENAI_API_KEY: '"s',
    });
    expect(message).toContain('INDEX_DIR=".index: has a quotation mark at one end only');
    expect(message).toContain("CORPUS_DIR=corpus': has a quotation mark");
    expect(message).toContain('OPENAI_API_KEY=…: has a quotation mark');
  });

  it('takes the time limit of the chat model for silence in seconds', () => {
    expect(readConfig({ CHAT_TIMEOUT_SECONDS: '120' }).CHAT_TIMEOUT_SECONDS).toBe(120);
    expect(problemsOf({ CHAT_TIMEOUT_SECONDS: '30000' })).toMatch(
      /CHAT_TIMEOUT_SECONDS=30000: must be a number of seconds, .*up to 300/,
    );
  });

  it('reads parameters for the chat model', () => {
    const given = '{"temperature": 0.2, "thinking": {"type": "disabled"}}';
    expect(readConfig({ CHAT_PARAMETERS: given }).CHAT_PARAMETERS).toEqual({
      temperature: 0.2,
      thinking: { type: 'disabled' },
    });
    expect(readConfig({ CHAT_PARAMETERS: `'${given}'` })).toEqual(
      readConfig({ CHAT_PARAMETERS: given }),
    );
  });

  it.each(['temperature=0', '[1]', '1', 'null', '{"stream": false}', '{"model": "m"}'])(
    'refuses the parameters %s',
    (text) => {
      expect(problemsOf({ CHAT_PARAMETERS: text })).toContain(
        `CHAT_PARAMETERS=${text}: must be a JSON object`,
      );
    },
  );

  it.each(['127.0.0.1 # local', 'http://localhost', 'a b'])('refuses the host %s', (host) => {
    expect(problemsOf({ HOST: host })).toContain(`HOST=${host}: must be an address or a name`);
  });

  it.each([
    [{ ADMIN_KEY: 'too-short' }, /ADMIN_KEY=…: must have 16 characters or more/],
    [{ DAILY_BUDGET: '-1' }, /DAILY_BUDGET=-1: must be an amount of money/],
    [{ MODEL_PRICES: '{"openai:m": 1}' }, /MODEL_PRICES=.*: must be a JSON object of prices/],
    [{ MODEL_PRICES: '{"openai:m": {"input": 1}}' }, /MODEL_PRICES/],
    [{ ANSWER_CACHE: 'many' }, /ANSWER_CACHE=many: must be a whole number/],
  ])('says of %j what it must be', (environment, message) => {
    expect(problemsOf(environment)).toMatch(message);
  });

  it('prints no password of Redis', () => {
    const message = problemsOf({ REDIS_URL: 'http://me:secret@redis' });
    expect(message).toContain('REDIS_URL=…: must be a Redis address, as in redis://');
  });

  it('prints no key', () => {
    const message = problemsOf({ PORT: 'x', OPENAI_API_KEY: 'sk-secret' });
    expect(message).toContain('PORT=x');
    expect(message).not.toContain('sk-secret');
  });
});
