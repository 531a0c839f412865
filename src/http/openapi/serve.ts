import type { Express, RequestHandler } from 'express';
import type { oas31 } from 'zod-openapi';
import type { Service } from '../../domain.ts';
import { describeRoutes } from './document.ts';
import { routes } from './routes.ts';

/** `GET /openapi.json` */
export function openApi(service: Service): RequestHandler {
  return (request, response) => {
    response.set('Cache-Control', 'no-cache').json(describeApp(request.app as Express, service));
  };
}

const described = new WeakMap<Express, oas31.OpenAPIObject>();

/** The OpenAPI document of the routes that the app has; some depend on its settings. */
export function describeApp(app: Express, service: Service): oas31.OpenAPIObject {
  const known = described.get(app);
  if (known !== undefined) return known;
  const existing = new Set(routesOf(app).map(({ method, path }) => `${method} ${path}`));
  const document = describeRoutes(
    routes.filter(({ method, path }) => existing.has(`${method} ${path}`)),
    service,
  );
  described.set(app, document);
  return document;
}

/** Method and path of each route of the app, as written; nested routers are not included. */
export function routesOf(app: Express): { method: string; path: string }[] {
  return app.router.stack.flatMap(({ route }) =>
    route === undefined
      ? []
      : // Express keeps an array of paths, which its types do not mention.
        [route.path as string | string[]].flat().flatMap((path) =>
          // @types/express leaves `methods` out.
          Object.keys((route as unknown as { methods: object }).methods)
            .filter((method) => method !== '_all')
            .map((method) => ({ method, path })),
        ),
  );
}
