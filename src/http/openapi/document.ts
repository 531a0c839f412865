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
import { isLimited, PROBLEM_REPLIES, problemReplies, takesKey } from './problems.ts';
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
      // Relative to this document, so that it holds behind any prefix.
      servers: [{ url: '.', description: 'This server' }],
      tags: Object.entries(TAGS)
        .filter(([name]) => used.has(name as Tag))
        .map(([name, description]) => ({ name, description })),
      paths,
      components: {
        headers: HEADERS,
        responses: replies,
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'From the owner; often not needed.' },
        },
      },
    },
    OPTIONS,
  );
}

const ABOUT = `Answers to questions about a researcher's work. Every sentence of an answer rests on a verbatim quote.

Errors are problem details (RFC 9457), and their \`code\` tells them apart. \`HEAD\` works wherever \`GET\` does; \`OPTIONS\` tells the methods of a path, and any other method is answered with 405 and \`Allow\`. What is not HTTP, comes too slowly or has too large headers gets a problem too: 400, 408, 417, 431.`;

function operation(route: RouteDescription): ZodOpenApiOperationObject {
  const { id, tag, summary, description, params, query, body } = route;
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
      requestBody: { required: true, content: { 'application/json': mediaType(body) } },
    }),
    responses: responses(route),
    // Without a key, unless the owner requires one.
    security: takesKey(route.path) ? [{}, { key: [] }] : [],
  };
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
    // What `.readonly()` and `.int()` add tells nothing to a caller.
    delete jsonSchema.readOnly;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
};
