import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import OpenAI from 'openai';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createKey, openKeys, readKeys, revokeKey } from '../../../src/http/access/key-file.ts';
import { createApp } from '../../../src/http/app.ts';
import { temporaryFolder } from '../../support/corpus.ts';
import { boats, fakeService } from '../fake-service.ts';
import { listen, publicDir } from '../wire.ts';

const keyFile = async () => path.join(await temporaryFolder(), 'deep', 'keys.jsonl');
const noWarning = (sentence: string) => expect.unreachable(sentence);

describe('the file', () => {
  test('stores the name, hash and limit of a key, readable only by the owner', async () => {
    const file = await keyFile();
    const key = await createKey(file, 'ada', '600/1m');
    expect(key).toMatch(/^atr_[\w-]{43}$/);
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(key.slice(4));
    expect(JSON.parse(text)).toEqual({
      name: 'ada',
      hash: expect.stringMatching(/^sha256:[\da-f]{64}$/),
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      limit: '600/1m',
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(path.dirname(file))).toEqual(['keys.jsonl']);
  });

  test('has one key per name, until it is revoked', async () => {
    const file = await keyFile();
    await createKey(file, 'ada');
    await createKey(file, 'bo');
    await expect(createKey(file, 'ada')).rejects.toThrow('already a key named ada');
    await revokeKey(file, 'ada');
    expect(readKeys(file).map(({ name }) => name)).toEqual(['bo']);
    await expect(revokeKey(file, 'ada')).rejects.toThrow(/no key named ada\. The keys in .*: bo\./);
  });

  test.each(['', 'a b', 'a\nb', 'ä', 'x'.repeat(65)])('refuses the name "%s"', async (name) => {
    await expect(createKey(await keyFile(), name)).rejects.toThrow('is not a valid name for a key');
  });

  test('refuses an invalid limit', async () => {
    await expect(createKey(await keyFile(), 'ada', 'much')).rejects.toThrow(
      '"much" is not a valid limit',
    );
  });

  test.each([
    'hello',
    '{}',
    '[]',
    '{"name":"ada","hash":"sha256:12","created":"2026-01-01T00:00:00Z"}',
  ])('names the line that is not a key: %s', async (line) => {
    const file = await keyFile();
    await createKey(file, 'ada');
    await writeFile(file, `${await readFile(file, 'utf8')}\n${line}\n`);
    expect(() => openKeys(file, noWarning)).toThrow(
      /^Line 3 of .*keys\.jsonl is not a valid key\. /,
    );
  });
});

describe('the keys', () => {
  test('find a key by its text, and no other text', async () => {
    const file = await keyFile();
    const key = await createKey(file, 'ada', '600/1m');
    const other = await createKey(file, 'bo');
    const keys = openKeys(file, noWarning);
    expect(keys.find(key)).toEqual({ name: 'ada', rate: { requests: 600, windowMs: 60_000 } });
    expect(keys.find(other)).toEqual({ name: 'bo', rate: null });
    const [record] = readKeys(file);
    for (const wrong of [
      '',
      'ada',
      key.slice(1),
      `${key}x`,
      key.toUpperCase(),
      record?.hash ?? '',
    ]) {
      expect(keys.find(wrong)).toBeNull();
    }
  });

  test('follow changes of the file without a restart', async () => {
    const file = await keyFile();
    const keys = openKeys(file, noWarning);
    expect(keys.find('atr_')).toBeNull();
    const key = await createKey(file, 'ada');
    expect(keys.find(key)?.name).toBe('ada');
    await revokeKey(file, 'ada');
    expect(keys.find(key)).toBeNull();
    const next = await createKey(file, 'ada');
    expect(keys.find(key)).toBeNull();
    expect(keys.find(next)?.name).toBe('ada');
    await rm(file);
    expect(keys.find(next)).toBeNull();
  });

  test('stay valid while the file is broken, with one warning', async () => {
    const file = await keyFile();
    const key = await createKey(file, 'ada');
    const warnings: string[] = [];
    const keys = openKeys(file, (sentence) => void warnings.push(sentence));
    await writeFile(file, '{"name":"a');
    expect(keys.find(key)?.name).toBe('ada');
    expect(keys.find(key)?.name).toBe('ada');
    expect(warnings).toEqual([expect.stringContaining('Line 1 of')]);
    await writeFile(file, '');
    await utimes(file, 1, 1);
    expect(keys.find(key)).toBeNull();
  });
});

describe('a caller', () => {
  async function start(requireKey: boolean) {
    const file = await keyFile();
    const key = await createKey(file, 'ada');
    const { app } = createApp({
      service: fakeService(),
      publicDir,
      keys: openKeys(file, noWarning),
      requireKey,
    });
    const ask = (authorization?: string) => {
      const post = request(app).post('/api/chat').send({ question: 'Why?' });
      return authorization === undefined ? post : post.set('Authorization', authorization);
    };
    return { app, ask, key, file };
  }

  test('with a key may ask, until it is revoked', async () => {
    const { ask, key, file } = await start(true);
    await ask(`Bearer ${key}`).expect(200);
    await ask(`bearer  ${key}`).expect(200);
    await revokeKey(file, 'ada');
    await ask(`Bearer ${key}`).expect(401);
  });

  test.each([true, false])('with a wrong key is refused (required: %s)', async (requireKey) => {
    const { ask } = await start(requireKey);
    const reply = await ask('Bearer atr_wrong').expect(401);
    expect(reply.type).toBe('application/problem+json');
    expect(reply.body).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(reply.text).not.toContain('atr_wrong');
    expect(reply.headers['www-authenticate']).toBe(
      'Bearer realm="Ask the Researcher", error="invalid_token"',
    );
  });

  test.each([undefined, '', 'Bearer', 'Basic YWRhOmFkYQ==', 'atr_key'])(
    'who sends "%s" may ask if no key is required, and is refused otherwise',
    async (authorization) => {
      await (await start(false)).ask(authorization).expect(200);
      const reply = await (await start(true)).ask(authorization).expect(401);
      expect(reply.body.detail).toContain('Authorization: Bearer <key>');
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="Ask the Researcher"');
    },
  );

  test('without a key is refused by the API and nothing else', async () => {
    const { app } = await start(true);
    for (const path of [
      '/api/search?q=a',
      '/api/sources',
      '/API/sources',
      '/api/nowhere',
      '/v1/models',
    ]) {
      await request(app).get(path).expect(401);
    }
    await request(app).post('/mcp').send({}).expect(401);
    for (const path of ['/', '/docs', '/openapi.json', '/robots.txt', '/healthz', '/page.css']) {
      const { text } = await request(app).get(path).expect(200);
      expect(text ?? '').not.toContain(boats.body);
    }
    for (const path of [
      ...['/ask?question=Why', '/llms.txt', '/llms-full.txt', '/sitemap.xml', '/sources'],
      ...['/sources/kites', '/sources/kites.md', '/SOURCES', '/sources/', '/nowhere'],
    ]) {
      await request(app).get(path).redirects(1).expect(401);
    }
    await request(app).options('/api/sources').expect(204);
  });

  test('needs a key exactly where the API description says so', async () => {
    const { app } = await start(true);
    const { body } = await request(app).get('/openapi.json').expect(200);
    for (const [path, item] of Object.entries<Record<string, { security: object[] }>>(body.paths)) {
      for (const [method, { security }] of Object.entries(item)) {
        const address = path.replace(/\{\w+\}/g, 'kites');
        const agent = request(app);
        const { status } = await (method === 'get' ? agent.get(address) : agent.post(address));
        expect(status === 401, `${method} ${path}`).toBe(security.length > 0);
      }
    }
  });

  test('may be an OpenAI client that sends the key as its own', async () => {
    const file = await keyFile();
    const key = await createKey(file, 'ada');
    const wire = await listen({ keys: openKeys(file, noWarning), requireKey: true });
    const client = (apiKey: string) =>
      new OpenAI({ apiKey, baseURL: `http://127.0.0.1:${wire.port}/v1`, maxRetries: 0 });
    expect((await client(key).models.list()).data).not.toEqual([]);
    await expect(client('sk-wrong').models.list()).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
    await wire.close();
  });

  test('is ignored if there are no keys, since OpenAI clients always send one', async () => {
    const { app } = createApp({ service: fakeService(), publicDir });
    await request(app).get('/api/sources').set('Authorization', 'Bearer sk-any').expect(200);
  });
});

describe('npm run keys', () => {
  const run = (...args: string[]) => {
    const command = ['--import', 'tsx', 'scripts/keys.ts', ...args];
    const env = { ...process.env, API_KEYS_FILE: '' };
    return spawnSync(process.execPath, command, { encoding: 'utf8', env });
  };

  test('creates, lists and revokes', async () => {
    const file = await keyFile();
    const created = run('create', 'ada', '--limit', '600/1m', '--file', file);
    expect(created.status).toBe(0);
    // The key alone, so that a script can keep it.
    expect(created.stdout).toMatch(/^atr_[\w-]{43}\n$/);
    expect(openKeys(file, noWarning).find(created.stdout.trim())?.name).toBe('ada');
    const listed = run('list', '--file', file);
    expect(listed.stdout).toMatch(/^ada\t\d{4}-\d\d-\d\dT\S+\t600\/1m\n$/);
    expect(run('revoke', 'ada', '--file', file).status).toBe(0);
    expect(readKeys(file)).toEqual([]);
  });

  test('says what is missing', async () => {
    const file = await keyFile();
    expect(run('list').stderr).toContain('set API_KEYS_FILE in .env');
    for (const args of [['create'], ['rotate', 'a']]) {
      const { status, stderr } = run(...args, '--file', file);
      expect(status).toBe(1);
      expect(stderr).toContain('Usage: npm run keys');
    }
  });
});
