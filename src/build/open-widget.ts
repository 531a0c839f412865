import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The widget is built, not committed. Where it is missing it is built into the folder; where that
 * cannot be written to, the script is returned, to be served from memory.
 * @param warn told what pages miss where it cannot be built at all; the service runs without it
 */
export async function openWidget(
  publicDir: string,
  warn: (sentence: string) => void,
): Promise<Uint8Array | undefined> {
  if (existsSync(path.join(publicDir, 'widget.js'))) return undefined;
  let code: Uint8Array;
  try {
    // The builder is loaded only then.
    const { bundleWidget, writeWidget } = await import('./widget.ts');
    code = await bundleWidget();
    await writeWidget(publicDir, code).catch((error) => {
      if (!('syscall' in error)) throw error;
    });
  } catch (error) {
    warn(
      `The widget cannot be built (${(error as Error).message}), and pages that embed it will not find it. Run: npm ci, then: npm run build`,
    );
    return undefined;
  }
  return existsSync(path.join(publicDir, 'widget.js')) ? undefined : code;
}
