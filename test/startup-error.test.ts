import { readFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../src/config.ts';
import { settingToBlame } from '../src/startup-error.ts';

/** What the operating system says to a server that wants to listen there. */
const refusal = (port: number, host: string) =>
  new Promise<unknown>((resolve) => net.createServer().on('error', resolve).listen(port, host));

describe('settingToBlame', () => {
  it.each([
    ['192.0.2.77', 'this machine has no such address'],
    ['2001:db8::77', 'this machine has no such address'],
    ['nowhere.invalid', 'this name has no known address'],
  ])('names HOST=%s: %s', async (host, reason) => {
    const error = settingToBlame(await refusal(0, host), readConfig({ HOST: host }));
    expect(error).toMatchObject({ code: 'invalid-settings' });
    expect(error?.message).toContain(`HOST=${host}: ${reason}`);
    expect(error?.message).toContain('Set HOST to');
  });

  it('names a port that is taken', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.on('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const error = await refusal(port, '127.0.0.1');
    expect(settingToBlame(error, readConfig({ PORT: `${port}` }))?.message).toMatch(
      new RegExp(`^PORT=${port}: another program .* on 127\\.0\\.0\\.1\\. .* set another PORT\\.$`),
    );
  });

  it('names a port that needs privileges', () => {
    // Root may listen anywhere, so the refusal is made up.
    const error = Object.assign(new Error('denied'), { code: 'EACCES', syscall: 'listen' });
    expect(settingToBlame(error, readConfig({ PORT: '80' }))?.message).toMatch(
      /^PORT=80: this user may not listen on this port\. Set PORT to 1024 or higher/,
    );
  });

  it.each(['CORPUS_DIR', 'INDEX_DIR', 'MODEL_CACHE_DIR'])(
    'names the folder of %s',
    async (name) => {
      const error = await readFile('/nowhere/at/all').catch((error) => error);
      const config = readConfig({ [name]: '/nowhere/at' });
      expect(settingToBlame(error, config)?.message).toMatch(
        new RegExp(`^${name}=/nowhere/at: ENOENT.* set another ${name}\\.$`),
      );
      const other = readConfig({ [name]: '/nowhere/a' });
      expect(settingToBlame(error, other)).toBeNull();
    },
  );

  it('blames no setting for other errors', () => {
    expect(settingToBlame(new Error('a bug'), readConfig({}))).toBeNull();
  });
});
