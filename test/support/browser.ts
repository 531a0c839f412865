import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  process.env['PLAYWRIGHT_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const UNPACKED = path.join(CACHE, 'chromium');

/** A headless Chromium: an installed one, else the one that npm brought. Close it when done. */
export async function launchBrowser(): Promise<Browser> {
  // As root, which containers like, Chromium starts without its sandbox only.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const installed = INSTALLED.find((file) => file !== undefined && existsSync(file));
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args });
  if (!existsSync(UNPACKED)) await unpack();
  return chromium.launch({
    executablePath: path.join(UNPACKED, 'chromium'),
    args: [...args, '--disable-dev-shm-usage'],
    env: {
      HOME: UNPACKED,
      PATH: process.env['PATH'] ?? '',
      LD_LIBRARY_PATH: path.join(UNPACKED, 'al2023/lib'),
      FONTCONFIG_FILE: path.join(UNPACKED, 'fonts.conf'),
    },
  });
}

/** Whole or not at all: unpacked beside, then renamed. */
async function unpack(): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, 'chromium-'));
  const { TMPDIR, AWS_EXECUTION_ENV } = process.env;
  try {
    // The package unpacks into the temporary folder, and its libraries only in Amazon's cloud.
    Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
    await sparticuz.executablePath();
  } finally {
    restore({ TMPDIR, AWS_EXECUTION_ENV });
  }
  await writeFile(
    path.join(folder, 'fonts.conf'),
    `<fontconfig>
      <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
      <dir>${path.join(UNPACKED, 'fonts')}</dir>
      <cachedir>${path.join(UNPACKED, 'fonts-cache')}</cachedir>
    </fontconfig>`,
  );
  // Another run of the tests may have been faster.
  await rename(folder, UNPACKED).catch(() => rm(folder, { recursive: true }));
}

function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
