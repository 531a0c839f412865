import type { RequestHandler } from 'express';
import { parse, show } from '../../api/parse.ts';
import type { Service } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import {
  type EmbedOptions,
  embedElement,
  embedSchema,
  frameQuery,
  snippetOf,
} from './embed-options.ts';
import { type Html, html } from './html.ts';
import { LANGUAGE_NAMES } from './languages.ts';
import { document, type Frame, sendPage, type View, viewOf } from './page.ts';

/** The color of the widget, which the field shows until another is chosen. */
const OWN_ACCENT = '#1c5a86';

export interface EmbedSetupOptions {
  readonly service: Service;
  readonly originOf: WebOrigin;
  /** Origins whose pages may ask, besides our own. */
  readonly allowedOrigins: readonly string[];
}

/** `GET /embed/setup`: for the owner, the snippet for a page, with what was chosen, live. */
export function embedSetupPage(options: EmbedSetupOptions): RequestHandler {
  const { service, originOf, allowedOrigins } = options;
  return (request, response) => {
    const { site, ...query } = request.query;
    const chosen = parse(embedSchema, query, WHOLE.query);
    const accent = chosen.accent.toLowerCase() === OWN_ACCENT ? '' : chosen.accent;
    const embed = { ...chosen, accent };
    const view = viewOf(service, request, response);
    const texts = view.texts.embed;
    const origin = originOf(request);
    const asked = typeof site === 'string' ? site.trim() : '';
    const main = html`<div class="reading setup">
        <h1>${texts.title}</h1>
        <p class="lede">${texts.lede}</p>
        <form class="options" action="setup">
          ${optionFields(embed, view)}
          <fieldset>
            <legend>${texts.check}</legend>
            <label>${texts.site} <input name="site" type="text" inputmode="url" placeholder="https://example.org" value="${asked}"></label>
          </fieldset>
          <button type="submit">${texts.show}</button>
        </form>
        <p class="hidden" role="status" id="said"></p>
        <div id="result">
          ${asked === '' ? '' : html`<p class="note">${verdict(asked, [origin, ...allowedOrigins], allowedOrigins, view)}</p>`}
          <h2>${texts.snippet}</h2>
          <figure>
            <figcaption>HTML <button type="button" class="copy" data-copy="snippet" data-copied="${texts.copied}" hidden>${texts.copy}</button></figcaption>
            <pre><code id="snippet">${snippetOf(embed, origin)}</code></pre>
          </figure>
          <p>${texts.allow} <code>ALLOWED_ORIGINS=https://example.org</code></p>
          <p>${texts.policy} <code>${policyFor(embed, origin)}</code></p>
          <h2>${texts.preview}</h2>
          ${preview(embed, view)}
        </div>
      </div>`;
    const frame: Frame = {
      title: texts.title,
      styles: ['embed.css'],
      scripts: ['widget.js', 'embed.js', 'copy.js'],
    };
    sendPage(response, 200, document(view, frame, main));
  };
}

function optionFields(chosen: EmbedOptions, { texts: { embed: texts } }: View): Html {
  const { position, lang, theme, heading, greeting, examples, accent, height } = chosen;
  const options = (values: readonly (readonly [string, string])[], current: string) =>
    values.map(
      ([value, name]) =>
        html`<option value="${value}"${value === current ? html` selected` : ''}>${name}</option>`,
    );
  return html`<fieldset>
            <legend>${texts.look}</legend>
            <label>${texts.position} <select name="position">${options(Object.entries(texts.positions), position)}</select></label>
            <label>${texts.height} <input name="height" type="number" min="200" max="2000" value="${height}"></label>
            <label>${texts.theme} <select name="theme">${options(Object.entries(texts.themes), theme)}</select></label>
            <label>${texts.accent} <input name="accent" type="color" value="${accent || OWN_ACCENT}"></label>
          </fieldset>
          <fieldset>
            <legend>${texts.words}</legend>
            <label>${texts.language} <select name="lang">${options([['', texts.ofPage], ...LANGUAGE_NAMES], lang)}</select></label>
            <label>${texts.heading} <input name="heading" type="text" maxlength="200" value="${heading}"></label>
            <label>${texts.greeting} <input name="greeting" type="text" maxlength="200" value="${greeting}"></label>
            <label>${texts.examples} <textarea name="examples" rows="3" maxlength="1000">${examples}</textarea></label>
          </fieldset>`;
}

function preview(embed: EmbedOptions, { root, texts }: View): Html {
  const { position, height } = embed;
  if (position === 'frame') {
    return html`<iframe src="${root}embed${frameQuery(embed)}" title="${texts.embed.preview}" width="100%" height="${height}"></iframe>`;
  }
  return html`${position === 'launcher' ? html`<p>${texts.embed.launcherNote}</p>` : ''}${embedElement(embed)}`;
}

/** Whether the pages of a site may use the service, and else which setting admits them. */
function verdict(
  site: string,
  allowed: readonly string[],
  set: readonly string[],
  { texts: { embed: texts } }: View,
): Html {
  const address = /^https?:\/\//i.test(site) ? site : `https://${site}`;
  const origin = URL.canParse(address) ? new URL(address).origin : 'null';
  if (origin === 'null') return html`${texts.noOrigin(show(site))}`;
  if (allowed.includes(origin)) return html`${texts.isAllowed(origin)}`;
  return html`${texts.notAllowed(origin)} <code>ALLOWED_ORIGINS=${[...set, origin].join(',')}</code>`;
}

/** What a content security policy of the page has to allow. */
function policyFor({ position }: EmbedOptions, origin: string): string {
  const { origin: host } = new URL(origin);
  const load = position === 'frame' ? 'frame-src' : 'connect-src';
  return `script-src ${host}; ${load} ${host}`;
}
