import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/corpus.ts';
import { freePort } from '../support/free-port.ts';

export const hasNginx = spawnSync('nginx', ['-v']).status === 0;

/** nginx with a file of ours: on a free port, without TLS, before these services. */
export async function startNginx(
  file: string,
  services: readonly { readonly url: string }[],
): Promise<number> {
  const port = await freePort();
  const folder = await temporaryFolder();
  const hosts = services.map(({ url }) => new URL(url).host);
  const servers = hosts.map((host) => `server ${host} max_fails=1 fail_timeout=2s;`).join(' ');
  const site = (await readFile(file, 'utf8'))
    .replace(/^ *(?:listen \[|ssl_).*\n/gm, '')
    .replace(/listen [^;]+;/, `listen 127.0.0.1:${port};`)
    .replace(/^ *server (?:127|ask).*;/m, servers);
  const config = `daemon off; pid nginx.pid; error_log stderr;
events {}
http { access_log off; add_header X-Replica $upstream_addr always;
client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
${site}}`;
  await writeFile(path.join(folder, 'nginx.conf'), config);
  const nginx = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', 'nginx.conf']);
  const ended = once(nginx, 'close');
  onTestFinished(async () => {
    nginx.kill();
    await ended;
  });
  let errors = '';
  nginx.stderr.on('data', (text) => {
    errors += text;
  });
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ status }) => status,
        () => errors,
      ),
    )
    .toBe(200);
  return port;
}
