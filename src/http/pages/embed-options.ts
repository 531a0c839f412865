import { hsl, rgb } from 'd3-color';
import { z } from 'zod';
import { type Html, html } from './html.ts';

const MAX_LENGTH = 200;
const MAX_EXAMPLES = 1_000;

const text = z.string().trim().max(MAX_LENGTH).default('');

/** What an owner can choose for the widget; as the fields of a form send it. */
export const embedSchema = z.object({
  position: z.enum(['launcher', 'inline', 'frame']).default('launcher'),
  lang: z.enum(['', 'en', 'de']).default(''),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  heading: text,
  greeting: text,
  examples: z.string().trim().max(MAX_EXAMPLES).default('').describe('One a line.'),
  accent: z
    .string()
    .regex(/^(?:#[\da-f]{6})?$/i)
    .default(''),
  height: z.coerce
    .number()
    .int()
    .min(200)
    .max(2000)
    .default(600)
    .describe('Of a frame, in pixels.'),
});

export type EmbedOptions = z.infer<typeof embedSchema>;

/** The attributes of the element, without those that are as they are anyway. */
export function attributesOf(options: EmbedOptions): [name: string, value: string][] {
  const { position, lang, theme, heading, greeting, examples } = options;
  const suggestions = examples
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join('|');
  const all: [string, string][] = [
    ['position', position === 'launcher' ? position : ''],
    ['lang', lang],
    ['theme', theme === 'auto' ? '' : theme],
    ['heading', heading],
    ['greeting', greeting],
    ['suggestions', suggestions],
  ];
  return all.filter(([, value]) => value !== '');
}

/** The lines that an owner pastes into a page. */
export function snippetOf(options: EmbedOptions, origin: string): string {
  if (options.position === 'frame') return frameSnippet(options, origin);
  const attributes = attributesOf(options);
  const style = [
    ...(options.position === 'inline'
      ? ['display: block; min-height: max(13rem, 208px); margin-block: 1em']
      : []),
    ...colorsOf(options.accent).map(([name, value]) => `${name}: ${value}`),
  ];
  const script = html`<script src="${origin}/widget.js" defer></script>`.text;
  // Without an element, the script adds a launcher.
  const isPlain = attributes.every(([name]) => name === 'position') && style.length === 0;
  if (options.position === 'launcher' && isPlain) return script;
  const element = html`<ask-the-researcher${attributes.map(([name, value]) => html` ${name}="${value}"`)}></ask-the-researcher>`;
  const css =
    style.length === 0 ? [] : [`<style>ask-the-researcher { ${style.join('; ')} }</style>`];
  return [script, element.text, ...css].join('\n');
}

function frameSnippet(options: EmbedOptions, origin: string): string {
  const { heading, height } = options;
  const address = `${origin}/embed${frameQuery(options)}`;
  const frame = html`<iframe src="${address}" title="${heading || 'Ask the Researcher'}" width="100%" height="${height}"></iframe>`;
  return `${frame.text}\n<script src="${origin}/frame.js" defer></script>`;
}

/** The query of the page in the frame. */
export function frameQuery(options: EmbedOptions): string {
  const { accent, height } = options;
  const query = new URLSearchParams(attributesOf({ ...options, position: 'frame' }));
  // In the address as lines, as the form sends them.
  query.delete('suggestions');
  if (options.examples !== '') query.set('examples', options.examples.replaceAll('\r', ''));
  if (accent !== '') query.set('accent', accent);
  query.set('height', String(height));
  return `?${query.toString()}`;
}

/** The grounds of the widget, which text in the color has to stand out from. */
const GROUNDS = { light: '#ffffff', dark: '#1c1f25' };
/** WCAG 2.2, success criterion 1.4.3 */
const ENOUGH = 4.5;
const STEP = 0.01;

/**
 * The CSS properties for a color that the owner likes: as it is where it can be read, else darker on a
 * light page and lighter on a dark one.
 */
export function colorsOf(accent: string): [property: string, value: string][] {
  if (accent === '') return [];
  const [light, dark] = [
    readable(accent, GROUNDS.light, -STEP),
    readable(accent, GROUNDS.dark, STEP),
  ];
  const on = (color: string) => (contrast(color, '#ffffff') >= ENOUGH ? '#ffffff' : '#000000');
  return [
    ['--ask-accent', `light-dark(${light}, ${dark})`],
    ['--ask-on-accent', `light-dark(${on(light)}, ${on(dark)})`],
  ];
}

function readable(color: string, ground: string, step: number): string {
  const shade = hsl(color);
  while (contrast(shade.formatHex(), ground) < ENOUGH && shade.l > 0 && shade.l < 1)
    shade.l += step;
  return shade.formatHex();
}

/** The contrast ratio of WCAG 2.2, 1 to 21. */
function contrast(one: string, other: string): number {
  const [light = 1, dark = 1] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const { r, g, b } = rgb(color);
  const [red = 0, green = 0, blue = 0] = [r, g, b].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The element with what was chosen; `public/embed.js` applies the colors and the height. */
export function embedElement(options: EmbedOptions, content: Html | '' = ''): Html {
  const colors = colorsOf(options.accent).map(([name, value]) => `${name}: ${value}`);
  return html`<ask-the-researcher${attributesOf(options).map(([name, value]) => html` ${name}="${value}"`)} data-css="${colors.join('; ')}">${content}</ask-the-researcher>`;
}
