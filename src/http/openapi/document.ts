import {
  type CreateDocumentOptions,
  createDocument,
  type oas31,
  type ZodOpenApiMediaTypeObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { Service } from '../../domain.ts';
import { HEADERS, type HeaderName, headerRefs, TAGS, type Tag } from './common.ts';
import { isForOwner, isLimited, PROBLEM_REPLIES, problemReplies, takesKey } from './problems.ts';
import type { Content, RouteDescription } from './route.ts';

/** The OpenAPI document of these routes. */
export function describeRoutes(
  descriptions: readonly RouteDescription[],
  { researcher }: Service,
): oas31.OpenAPIObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of descriptions) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  const used = new Set(descriptions.map(({ tag }) => tag));
  const refs = JSON.stringify(paths);
  const replies = Object.fromEntries(
    Object.entries(PROBLEM_REPLIES).filter(([name]) => refs.includes(`/responses/${name}"`)),
  );
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: researcher === null ? 'Ask the Researcher' : `Ask about ${researcher}`,
        version: '1.0.0',
        description: ABOUT,
        contact: { name: researcher ?? 'The owner of this site' },
        license: { name: 'MIT', identifier: 'MIT' },
      },
      // Relative to this document, so that it is right behind any path prefix.
      servers: [{ url: '.', description: 'This server' }],
      tags: Object.entries(TAGS)
        .filter(([name]) => used.has(name as Tag))
        .map(([name, description]) => ({ name, description })),
      paths,
      components: {
        headers: HEADERS,
        responses: replies,
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description: 'Given out by the owner, who may not require one.',
          },
          adminKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'The secret of the owner, `ADMIN_KEY` in the settings.',
          },
        },
      },
    },
    OPTIONS,
  );
}

const ABOUT = `Answers questions about a researcher's work. A verbatim quote supports every sentence of an answer.

Errors are problem details (RFC 9457); \`code\` identifies the error. \`HEAD\` works wherever \`GET\` does. \`OPTIONS\` lists the methods of a path, and other methods get 405 with \`Allow\`. Requests that are malformed, arrive too slowly or have headers that are too large get an error as well: 400, 408, 417 or 431.`;

function operation(route: RouteDescription): ZodOpenApiOperationObject {
  const { id, tag, summary, description, params, query, body } = route;
  const { bodyType = 'application/json' } = route;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(route.headers && { header: route.headers }),
    },
    ...(body && {
      requestBody: { required: true, content: { [bodyType]: mediaType(body) } },
    }),
    responses: responses(route),
    security: security(route.path),
  };
}

function security(path: string) {
  if (isForOwner(path)) return [{ adminKey: [] }];
  // The key is optional unless the owner requires one.
  return takesKey(path) ? [{}, { key: [] }] : [];
}

const LIMIT_HEADERS: readonly HeaderName[] = ['RateLimit', 'RateLimit-Policy'];

function responses({ path, replies, problems = [] }: RouteDescription): ZodOpenApiResponsesObject {
  return {
    ...problemReplies(path, problems),
    ...Object.fromEntries(
      Object.entries(replies).map(([status, { description, content = {}, headers = [] }]) => [
        status,
        {
          description,
          headers: headerRefs([...headers, ...(isLimited(path) ? LIMIT_HEADERS : [])]),
          ...(Object.keys(content).length > 0 && {
            content: Object.fromEntries(
              Object.entries(content).map(([type, one]) => [type, mediaType(one)]),
            ),
          }),
        },
      ]),
    ),
  };
}

function mediaType({ schema, examples }: Content): ZodOpenApiMediaTypeObject {
  const named = Object.entries(examples).map(([name, value]) => [name, { value }]);
  return { schema, examples: Object.fromEntries(named) };
}

const OPTIONS: CreateDocumentOptions = {
  override: ({ jsonSchema }) => {
    // What `.readonly()` and `.int()` add is of no use to callers.
    delete jsonSchema.readOnly;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
};
