import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { LANGUAGES } from '../language/languages.ts';

const WIDGET = fileURLToPath(new URL('../widget', import.meta.url));

export interface WidgetBuild {
  /** File name with a content hash, as in `widget-0f3a….js`. */
  readonly hashedName: string;
  /** The value for the `integrity` attribute of a script element. */
  readonly integrity: string;
  /** Size of the script in bytes, styles and strings included. */
  readonly size: { readonly raw: number; readonly gzip: number; readonly brotli: number };
}

/** By file name: `widget.js`, and what it loads: strings of a language, and what comes with an answer. */
export type WidgetScripts = ReadonlyMap<string, Uint8Array>;

/** Builds the classic script as `widget.js` and under its hashed name; removes older hashed files. */
export async function buildWidget(publicDir: string): Promise<WidgetBuild> {
  return writeWidget(publicDir, await bundleWidget());
}

export async function bundleWidget(): Promise<WidgetScripts> {
  const later = await bundle('later.ts', { format: 'esm' });
  const laterName = `widget-later-${hashOf(later)}.js`;
  const languages = await Promise.all(
    Object.keys(LANGUAGES)
      .filter((tag) => tag !== 'en')
      .map(async (tag) => {
        const strings = await bundleLanguage(tag);
        return { tag, strings, name: `widget-${tag}-${hashOf(strings)}.js` };
      }),
  );
  const define = {
    LATER_FILE: JSON.stringify(laterName),
    LANGUAGE_FILES: JSON.stringify(
      Object.fromEntries(languages.map(({ tag, name }) => [tag, name])),
    ),
  };
  const code = await bundle('script.ts', { format: 'iife', define });
  return new Map([
    ['widget.js', code],
    [laterName, later],
    ...languages.map(({ name, strings }) => [name, strings] as const),
  ]);
}

/** The strings of a language as one object, as the widget loads them. */
function bundleLanguage(tag: string): Promise<Uint8Array> {
  const contents = `
    import { later, widget } from '../language/${tag}/templates/widget.ts';
    export const strings = { ...widget, ...later };`;
  return esbuild({ stdin: { contents, resolveDir: WIDGET }, format: 'esm' });
}

export async function writeWidget(publicDir: string, scripts: WidgetScripts): Promise<WidgetBuild> {
  const code = scripts.get('widget.js');
  if (code === undefined) throw new Error('widget.js is missing.');
  const hashedName = `widget-${hashOf(code)}.js`;
  const files = new Map([...scripts, [hashedName, code]]);
  await mkdir(publicDir, { recursive: true });
  for (const name of await readdir(publicDir)) {
    if (/^widget(-\w+)+\.js$/.test(name) && !files.has(name)) await rm(path.join(publicDir, name));
  }
  for (const [name, content] of files) await writeFile(path.join(publicDir, name), content);
  return {
    hashedName,
    integrity: `sha384-${createHash('sha384').update(code).digest('base64')}`,
    size: {
      raw: code.length,
      gzip: gzipSync(code, { level: 9 }).length,
      brotli: brotliCompressSync(code).length,
    },
  };
}

function hashOf(code: Uint8Array): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 12);
}

/** Builds the module `widget.mjs`, for pages that bundle their own scripts; its types go to `types/`. */
export async function buildWidgetModule(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true });
  await writeFile(path.join(outDir, 'widget.mjs'), await bundle('index.ts', { format: 'esm' }));
  await writeFile(path.join(outDir, 'widget.d.mts'), "export * from './types/widget/index.ts';\n");
}

/** Bundles a file of `src/widget` with everything it imports, as it would be served. */
export async function bundle(entry: string, options: BuildOptions): Promise<Uint8Array> {
  return await esbuild({
    entryPoints: [path.join(WIDGET, entry)],
    platform: 'browser',
    plugins: [styleSheets, onlyAnswerSyntax],
    ...options,
  });
}

async function esbuild(options: BuildOptions): Promise<Uint8Array> {
  const { outputFiles } = await build({
    bundle: true,
    minify: true,
    write: false,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    legalComments: 'none',
    ...options,
  });
  const [output] = outputFiles ?? [];
  if (output === undefined) throw new Error('esbuild produced no output.');
  return output.contents;
}

/** Imports a style sheet as a string, bundled and minified. */
const styleSheets: Plugin = {
  name: 'style sheets as text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/, namespace: 'file' }, async ({ path: file }) => ({
      contents: await esbuild({ entryPoints: [file] }),
      loader: 'text',
    }));
  },
};

/**
 * micromark includes every construct of CommonMark; this leaves out those that `answerSyntax` disables.
 * A test checks that the parser reads the same with and without them.
 */
const onlyAnswerSyntax: Plugin = {
  name: 'answer syntax only',
  setup({ onLoad }) {
    onLoad({ filter: /micromark[/\\]lib[/\\]constructs\.js$/ }, ({ path: file }) => ({
      contents: `
        import { attention, characterEscape, codeFenced, codeText, hardBreakEscape,
          labelEnd, labelStartLink, lineEnding, list } from 'micromark-core-commonmark';
        import { resolver } from './initialize/text.js';
        const each = (codes, construct) => Object.fromEntries(codes.map((code) => [code, construct]));
        export const document = each([42, 43, 45, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57], list);
        export const flowInitial = {};
        export const contentInitial = {};
        export const flow = each([96, 126], codeFenced);
        export const string = { 92: characterEscape };
        export const text = { ...each([-5, -4, -3], lineEnding), 42: attention,
          91: labelStartLink, 92: [hardBreakEscape, characterEscape], 93: labelEnd, 95: attention,
          96: codeText };
        export const insideSpan = { null: [attention, resolver] };
        export const attentionMarkers = { null: [42, 95] };`,
      resolveDir: path.dirname(file),
    }));
  },
};
