import { existsSync } from 'node:fs';
import path from 'node:path';
import { widgetNotBuilt, widgetNotSaved } from '../language/en/templates/owner-build.ts';
import type { WidgetScripts } from './widget.ts';

/**
 * The widget is not committed. If the folder lacks it, it is built there; if the folder is read-only,
 * its scripts are returned instead, to be served from memory.
 * @param warn called with what to do if it cannot be saved or built; the service runs in any case
 */
export async function openWidget(
  publicDir: string,
  warn: (sentence: string) => void,
): Promise<WidgetScripts | undefined> {
  if (existsSync(path.join(publicDir, 'widget.js'))) return undefined;
  let scripts: WidgetScripts;
  try {
    // Loads esbuild, which takes a while.
    const { bundleWidget, writeWidget } = await import('./widget.ts');
    scripts = await bundleWidget();
    await writeWidget(publicDir, scripts).catch((error) => {
      if (!('syscall' in error)) throw error;
      warn(widgetNotSaved(publicDir, error.message));
    });
  } catch (error) {
    warn(widgetNotBuilt((error as Error).message));
    return undefined;
  }
  return existsSync(path.join(publicDir, 'widget.js')) ? undefined : scripts;
}
