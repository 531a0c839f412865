import type { oas31 } from 'zod-openapi';
import { curl, exampleText, valuesOf } from './docs-examples.ts';
import { schemaName, typeOf } from './docs-schema.ts';
import { type Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: oas31.OperationObject;
}

/** One operation: parameters, example calls and responses. */
export function article(route: Route, origin: string): Html {
  const { method, path, operation } = route;
  const parameters = (operation.parameters ?? []) as readonly oas31.ParameterObject[];
  const body = operation.requestBody as oas31.RequestBodyObject | undefined;
  const replies = Object.entries(operation.responses ?? {}) as [
    string,
    oas31.ResponseObject | oas31.ReferenceObject,
  ][];
  const shared = replies.filter(([, reply]) => '$ref' in reply).map(([status]) => status);
  return html`<article id="${operation.operationId ?? ''}">
          <h3><code>${method} ${path}</code> ${operation.summary ?? ''}</h3>
          ${markdown(operation.description)}
          ${parameters.length > 0 ? parameterTable(parameters) : ''}
          ${body === undefined ? '' : bodyPart(body)}
          ${curl({
            method,
            path,
            parameters,
            body,
            replies: replies.filter(([status]) => Number(status) < 300).map(([, reply]) => reply),
            origin,
          }).map(([caption, command]) => figure(caption, command))}
          <h4>Responses</h4>
          <dl>${replies.map(([status, reply]) => ('$ref' in reply ? '' : replyPart(status, reply)))}</dl>
          ${shared.length > 0 ? html`<p>Errors: ${shared.map((status) => html`<a href="#problem-${status}">${status}</a> `)}</p>` : ''}
        </article>`;
}

function parameterTable(parameters: readonly oas31.ParameterObject[]): Html {
  return html`<h4>Parameters</h4>
          <table>
            <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Description</th></tr></thead>
            <tbody>${parameters.map(
              ({ name, in: place, required, schema, description }) => html`<tr>
              <th scope="row"><code>${name}</code></th>
              <td>${typeOf(schema ?? {})}</td>
              <td>${markdown(description)}<p>In the ${place}${required ? '' : ', optional'}.</p></td>
            </tr>`,
            )}</tbody>
          </table>`;
}

function bodyPart({ content }: oas31.RequestBodyObject): Html {
  return html`<h4>Body</h4>${Object.entries(content).map(
    ([type, { schema = {} }]) => html`<p><code>${type}</code>: ${typeOf(schema)}</p>`,
  )}`;
}

function replyPart(status: string, reply: oas31.ResponseObject): Html {
  return html`<dt>${status}</dt>
            <dd>${markdown(reply.description)}
              ${headerLinks(reply.headers)}
              ${Object.entries(reply.content ?? {}).map(([type, media]) => mediaPart(type, media))}
            </dd>`;
}

export function headerLinks(headers: oas31.HeadersObject = {}): Html {
  const names = Object.keys(headers);
  return names.length === 0
    ? html``
    : html`<p>Headers: ${names.map((name) => html`<a href="#header-${name}"><code>${name}</code></a> `)}</p>`;
}

export function mediaPart(type: string, { schema = {}, examples }: oas31.MediaTypeObject): Html {
  if (type === 'text/html') return html`<p><code>${type}</code></p>`;
  const stream = type === 'text/event-stream';
  const name = schemaName(schema);
  return html`<p><code>${type}</code>: ${stream ? 'events, each ' : ''}${typeOf(schema)}</p>
              <details>
                <summary>Example of ${name ?? 'the response'}${stream ? ', as sent' : ''}</summary>
                <pre><code>${valuesOf(examples).map((value) => exampleText(type, value))}</code></pre>
              </details>`;
}

function figure(caption: string, text: string): Html {
  return html`<figure><figcaption>${caption}</figcaption><pre><code>${text}</code></pre></figure>`;
}

export function markdown(text: string | undefined): Html {
  return markdownToHtml(text ?? '');
}
