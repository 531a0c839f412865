import type { Express, RequestHandler } from 'express';
import type { oas31 } from 'zod-openapi';
import type { Service } from '../../domain.ts';
import { ERROR_STATUS } from '../../errors.ts';
import { describeApp } from '../openapi/serve.ts';
import { article, headerLinks, markdown, mediaPart, type Route } from './docs-route.ts';
import { fieldsOf } from './docs-schema.ts';
import { type Html, html } from './html.ts';
import { sendPage } from './page.ts';

/** `GET /docs`: the OpenAPI document as a page without scripts. */
export function docsPage(service: Service): RequestHandler {
  return (request, response) => {
    const host = /^[\w.:[\]-]+$/.test(request.host ?? '') ? request.host : 'your-host';
    const document = describeApp(request.app as Express, service);
    sendPage(response, 200, page(document, `${request.protocol}://${host}`));
  };
}

function page(document: oas31.OpenAPIObject, origin: string): Html {
  const routes = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, oas31.OperationObject>).map(
      ([method, operation]): Route => ({ method: method.toUpperCase(), path, operation }),
    ),
  );
  const groups = (document.tags ?? []).map(({ name, description }) => ({
    name,
    description: description ?? '',
    routes: routes.filter(({ operation }) => operation.tags?.includes(name)),
  }));
  const { schemas = {}, headers = {}, responses = {} } = document.components ?? {};
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>The API · ${document.info.title}</title>
    <link rel="icon" href="icon.svg">
    <link rel="stylesheet" href="page.css">
    <link rel="stylesheet" href="docs.css">
  </head>
  <body>
    <main class="reading docs">
      <p class="eyebrow"><a href="./">${document.info.title}</a></p>
      <h1>The API</h1>
      ${markdown(document.info.description)}
      <p>Machine-readable: <a href="openapi.json"><code>/openapi.json</code></a>, OpenAPI ${document.openapi}.</p>
      <nav aria-label="Contents">${groups.map(contents)}
        <p><a href="#problems">Errors</a> · <a href="#headers">Headers</a> · <a href="#schemas">Schemas</a></p>
      </nav>
      ${groups.map(
        (group) => html`<section aria-labelledby="${group.name}">
        <h2 id="${group.name}">${group.name}</h2>
        ${markdown(group.description)}
        ${group.routes.map((route) => article(route, origin))}
      </section>`,
      )}
      ${problems(routes, responses)}
      ${headerTable(headers)}
      <section aria-labelledby="schemas">
        <h2 id="schemas">Schemas</h2>
        ${Object.entries(schemas).map(
          ([name, schema]) => html`<article id="schema-${name}">
          <h3>${name}</h3>
          ${markdown(schema.description)}
          ${fieldsOf(schema)}
        </article>`,
        )}
      </section>
    </main>
  </body>
</html>
`;
}

function contents({ name, routes }: { name: string; routes: readonly Route[] }): Html {
  return html`
        <p id="nav-${name}">${name}</p>
        <ul aria-labelledby="nav-${name}">${routes.map(
          ({ method, path, operation: { operationId = '', summary = '' } }) =>
            html`<li><a href="#${operationId}"><code>${method} ${path}</code></a> <span>${summary}</span></li>`,
        )}</ul>`;
}

/** The error replies that operations share, by status, in our form and in OpenAI's. */
function problems(
  routes: readonly Route[],
  responses: NonNullable<oas31.ComponentsObject['responses']>,
): Html {
  const forms = new Map<string, Set<string>>();
  for (const { operation } of routes) {
    for (const [status, { $ref }] of Object.entries(operation.responses ?? {})) {
      if (typeof $ref !== 'string') continue;
      forms.set(status, (forms.get(status) ?? new Set()).add($ref.split('/').at(-1) ?? ''));
    }
  }
  const sorted = [...forms].sort(([one], [other]) => Number(one) - Number(other));
  return html`<section aria-labelledby="problems">
        <h2 id="problems">Errors</h2>
        ${sorted.map(([status, names]) => {
          const replies = [...names].flatMap((name) => {
            const reply = responses[name];
            return reply === undefined || '$ref' in reply ? [] : [reply as oas31.ResponseObject];
          });
          return html`<article id="problem-${status}">
          <h3>${status}</h3>
          ${markdown(replies[0]?.description)}
          <p>${codesOf(Number(status)).map((code) => html`<code>${code}</code> `)}</p>
          ${headerLinks(replies[0]?.headers)}
          ${replies.flatMap(({ content }) => Object.entries(content ?? {}).map(([type, media]) => mediaPart(type, media)))}
        </article>`;
        })}
      </section>`;
}

const codesOf = (status: number) =>
  Object.entries(ERROR_STATUS).flatMap(([code, of]) => (of === status ? [code] : []));

function headerTable(headers: NonNullable<oas31.ComponentsObject['headers']>): Html {
  return html`<section aria-labelledby="headers">
        <h2 id="headers">Response headers</h2>
        <table>
          <thead><tr><th scope="col">Name</th><th scope="col">Description</th><th scope="col">Example</th></tr></thead>
          <tbody>${Object.entries(headers).map(
            ([name, header]) => html`<tr id="header-${name}">
            <th scope="row"><code>${name}</code></th>
            <td>${markdown(header.description)}</td>
            <td><code>${'example' in header ? String(header.example) : ''}</code></td>
          </tr>`,
          )}</tbody>
        </table>
      </section>`;
}
