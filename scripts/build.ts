import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildWidget, buildWidgetModule } from '../src/build/widget.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { hashedName, integrity, size } = await buildWidget(`${root}public`);
await buildWidgetModule(`${root}dist/widget`);
execFileSync(
  process.execPath,
  [
    `${root}node_modules/typescript/bin/tsc`,
    ...['--project', `${root}src/widget`, '--noEmit', 'false', '--declaration'],
    ...['--emitDeclarationOnly', '--rootDir', `${root}src`, '--outDir', `${root}dist/widget/types`],
  ],
  { stdio: 'inherit' },
);

const bytes = (count: number) => `${count.toLocaleString('en')} bytes`;
console.log(`public/widget.js
  raw        ${bytes(size.raw)}
  gzip       ${bytes(size.gzip)}
  brotli     ${bytes(size.brotli)}
  hashed     public/${hashedName}
  integrity  ${integrity}
dist/widget/widget.mjs, with types in dist/widget/types`);
