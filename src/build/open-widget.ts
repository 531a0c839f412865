import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { widgetNotBuilt, widgetNotSaved } from '../language/en/templates/owner-build.ts';
import type { WidgetScripts } from './widget.ts';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));

/**
 * The widget is not committed. If the folder lacks it, or has one of an earlier version, it is built
 * there; if the folder is read-only, its scripts are returned instead, to be served from memory.
 * @param warn called with what to do if it cannot be saved or built; the service runs in any case
 */
export async function openWidget(
  publicDir: string,
  warn: (sentence: string) => void,
): Promise<WidgetScripts | undefined> {
  if (isBuilt(publicDir)) return undefined;
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
  return isBuilt(publicDir) ? undefined : scripts;
}

/** Whether the folder has the widget as the sources have it: none of them is newer. */
function isBuilt(publicDir: string): boolean {
  const widget = path.join(publicDir, 'widget.js');
  if (!existsSync(widget)) return false;
  const { mtimeMs } = statSync(widget);
  const sources = readdirSync(SOURCES, { recursive: true, withFileTypes: true });
  return sources
    .filter((entry) => entry.isFile())
    .every((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs <= mtimeMs);
}
