/** @param reason why the build failed */
export function widgetNotBuilt(reason: string): string {
  return `The widget could not be built (${reason}), so pages that embed it will not load it. Run: npm ci, then: npm run build`;
}

/** The widget was built, but its folder is read-only. */
export function widgetNotSaved(folder: string, reason: string): string {
  return `The widget cannot be saved in ${folder} (${reason}), so each start builds it again and serves it from memory. To save that time, run npm run build while the folder is writable.`;
}
