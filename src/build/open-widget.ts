import { existsSync } from 'node:fs';
import path from 'node:path';
import { widgetNotBuilt } from '../language/en/templates/owner-build.ts';

/**
 * The widget is not committed. If the folder lacks it, it is built there; if the folder is read-only,
 * the script is returned instead, to be served from memory.
 * @param warn called with what to do if the build fails; the service runs without the widget
 */
export async function openWidget(
  publicDir: string,
  warn: (sentence: string) => void,
): Promise<Uint8Array | undefined> {
  if (existsSync(path.join(publicDir, 'widget.js'))) return undefined;
  let code: Uint8Array;
  try {
    // Loads esbuild, which takes a while.
    const { bundleWidget, writeWidget } = await import('./widget.ts');
    code = await bundleWidget();
    await writeWidget(publicDir, code).catch((error) => {
      if (!('syscall' in error)) throw error;
    });
  } catch (error) {
    warn(widgetNotBuilt((error as Error).message));
    return undefined;
  }
  return existsSync(path.join(publicDir, 'widget.js')) ? undefined : code;
}
