import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceError } from '../src/errors.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run prune:production

Removes what npm start does not need from node_modules: development packages, and the inference
library for other platforms. npm ci restores everything.

  --help  this text`;

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));

await runScript(async () => {
  parseCommandLine(USAGE, {});
  const before = await sizeOf(MODULES);
  // Uses the npm that runs this script, because on Windows npm is not an executable.
  const npm = process.env['npm_execpath'];
  if (npm === undefined) {
    throw new ServiceError('invalid-request', 'Run this with npm: npm run prune:production');
  }
  const flags = ['prune', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync(process.execPath, [npm, ...flags], {
    cwd: path.dirname(MODULES),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await removeOtherPlatforms(path.join(MODULES, 'onnxruntime-node/bin'));
  // Intermediate files of the compiler; the library itself is in build/Release.
  await rm(path.join(MODULES, 'hnswlib-node/build/Release/obj.target'), {
    recursive: true,
    force: true,
  });
  console.log(`node_modules: ${before} MB before, ${await sizeOf(MODULES)} MB now.`);
});

/** The folders are `napi-v6/<platform>/<architecture>`. */
async function removeOtherPlatforms(bin: string): Promise<void> {
  if (!existsSync(bin)) return;
  for (const version of await readdir(bin)) {
    for (const platform of await readdir(path.join(bin, version))) {
      for (const architecture of await readdir(path.join(bin, version, platform))) {
        if (platform === process.platform && architecture === process.arch) continue;
        await rm(path.join(bin, version, platform, architecture), { recursive: true });
      }
    }
  }
}

/** In MiB, the sum of all file sizes. */
async function sizeOf(dir: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size;
  }
  return Math.round(bytes / 2 ** 20);
}
