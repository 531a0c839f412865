/** The address in normal form; undefined unless it is an absolute http(s) address. */
export function webAddress(address: string): string | undefined {
  try {
    const url = new URL(address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
