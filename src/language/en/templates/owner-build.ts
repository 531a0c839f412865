/** @param reason why the build failed */
export function widgetNotBuilt(reason: string): string {
  return `The widget could not be built (${reason}), so pages that embed it will not load it. Run: npm ci, then: npm run build`;
}
