import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildWidget, buildWidgetModule } from '../src/build/widget.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { hashedName, integrity, size } = await buildWidget(`${root}public`);
await buildWidgetModule(`${root}dist/widget`);
const compiler = `${root}node_modules/typescript/bin/tsc`;
const isCompilerThere = existsSync(compiler);
if (isCompilerThere) {
  execFileSync(
    process.execPath,
    [
      compiler,
      ...['--project', `${root}src/widget`, '--noEmit', 'false', '--declaration'],
      ...[
        '--emitDeclarationOnly',
        '--rootDir',
        `${root}src`,
        '--outDir',
        `${root}dist/widget/types`,
      ],
    ],
    { stdio: 'inherit' },
  );
}

const bytes = (count: number) => `${count.toLocaleString('en')} bytes`;
console.log(`public/widget.js
  raw        ${bytes(size.raw)}
  gzip       ${bytes(size.gzip)}
  brotli     ${bytes(size.brotli)}
  hashed     public/${hashedName}
  integrity  ${integrity}
dist/widget/widget.mjs, ${isCompilerThere ? 'with types in dist/widget/types' : 'without types: TypeScript is not installed. For them, run: npm ci, then: npm run build'}`);
