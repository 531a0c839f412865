import { describe, expect, it } from 'vitest';
import { isConfidential, withoutPrivateMatter } from '../../src/import/privacy.ts';

describe('private matter', () => {
  it.each([
    ['Home: 14 Lantern Lane, Vardal  ·  mobile +00 555 0177  ·  born 3 May 1981', ''],
    ['aquill@example.org   |   +00 555 0142 (office)', ''],
    ['Tel. 0555-014 277', ''],
    ['(555) 014-2277', ''],
    ['Department of Light, 12 Quay Road, Vardal', 'Department of Light'],
    ['Lichtstraße 12, 5550 Vardal', ''],
    ['a.quill (at) example (dot) org', ''],
  ])('%s', (text, rest) => {
    expect(withoutPrivateMatter(text).text.trim()).toBe(rest);
  });

  it.each([
    'ISBN 978-0-00-555013-7',
    'Annals of Light 15 (2017) 450–471.',
    'The cell ran for 2,400 hours at 500 mA per square centimeter.',
    'Patent EP 5550011, granted 2021',
    'It recovered 61 % of the copper from 200 liters in 2022.',
    'https://example.org/2021/0555',
  ])('is not in %s', (text) => {
    expect(withoutPrivateMatter(text)).toEqual({ text, left: [] });
  });

  it('is found in time in a long text without spaces', () => {
    const text = 'Q0FE'.repeat(20_000);
    expect(withoutPrivateMatter(text).left).toEqual([]);
    expect(withoutPrivateMatter(`${text} a@example.org`).left).toEqual(['e-mail address']);
  });

  it('is what a text says not to publish', () => {
    expect(isConfidential('Remarks, never to be published')).toBe(true);
    expect(isConfidential('I study confidential computing.')).toBe(false);
  });
});
