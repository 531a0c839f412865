import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { parse } from '../../api/parse.ts';
import type { Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { gapsAsCsv } from '../../gaps/export.ts';
import { createFindGaps } from '../../gaps/find.ts';
import { writeStub } from '../../gaps/stub.ts';
import type { Journal } from '../../journal/journal.ts';
import { ADMIN as TEXTS } from '../../language/en/templates/admin.ts';
import { JOURNAL } from '../../language/en/templates/owner-journal.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { keyRefused } from '../access/admin-key.ts';
import { allowOrigins } from '../access/cors.ts';
import { onlyMethods } from '../access/guards.ts';
import { rootFrom } from '../access/web-origin.ts';
import { disconnectSignal } from '../middleware/disconnect-signal.ts';
import { readForm } from '../middleware/form-body.ts';
import type { Html } from '../pages/html.ts';
import { daysBefore, readData } from './data.ts';
import { adminSession } from './session.ts';
import { adminView, loginView, type Notice, noticeView } from './view.ts';

export interface AdminOptions {
  /** The admin key. */
  readonly key: string;
  /** Where drafts are written. */
  readonly corpusDir: string;
  /** Why there is no journal, where there is none. */
  readonly noJournal?: string | null;
}

interface Parts extends AdminOptions {
  readonly service: Service;
  readonly journal: Journal;
  readonly publicUrl: string | undefined;
  /** Bounds how often the key is tried. */
  readonly limited: RequestHandler;
  readonly warn: (sentence: string) => void;
}

const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;
/** Nothing from elsewhere, no scripts, and in no frame: a click there must not write drafts. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const querySchema = z.object({
  days: z.coerce.number().int().min(1).max(MAX_DAYS).default(DEFAULT_DAYS),
});
const loginSchema = z.object({ key: z.string().max(1_000) });
const stubSchema = querySchema.extend({ question: z.string().max(10_000) });

const ownersPage: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': POLICY,
    'X-Frame-Options': 'DENY',
    'X-Robots-Tag': 'noindex',
  });
  next();
};

/** Where no journal is kept, `/admin` says why. */
export function addAdminNotice(
  app: Express,
  { service: { researcher }, noJournal }: Pick<Parts, 'service' | 'noJournal'>,
): void {
  app
    .route('/admin')
    .get(ownersPage, (request, response) => {
      const place = { researcher, root: rootFrom(request) };
      send(response, 404, noticeView(place, [JOURNAL.noAdmin, noJournal ?? '']));
    })
    .all(onlyMethods('GET', 'HEAD'));
}

/** The owner's page at `/admin`, and what belongs to it. The admin key opens it, and no API key. */
export function addAdminRoutes(app: Express, parts: Parts): void {
  const { key, corpusDir, service, journal, publicUrl, limited, warn } = parts;
  const session = adminSession(key, publicUrl);
  const findGaps = createFindGaps(journal, service);
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).origin];
  const fromOwn = allowOrigins(own, warn);
  const onlyGet = onlyMethods('GET', 'HEAD');
  const onlyPost = onlyMethods('POST');

  const placeOf = (request: Request) => ({
    researcher: service.researcher,
    root: rootFrom(request),
  });

  const ownerOnly: RequestHandler = (request, response, next) => {
    if (session.isOwner(request)) return next();
    throw keyRefused(response, TEXTS.keyNeeded);
  };

  async function show(request: Request, response: Response, days: number, notice: Notice | null) {
    const signal = disconnectSignal(response);
    const data = await readData(daysBefore(days), { ...parts, findGaps }, signal);
    send(response, notice?.status ?? 200, adminView(placeOf(request), days, data, notice));
  }

  app.use('/admin', ownersPage);
  app
    .route('/admin')
    .get(async (request, response) => {
      if (!session.isOwner(request)) return send(response, 401, loginView(placeOf(request), null));
      await show(request, response, daysOf(request), null);
    })
    .all(onlyGet);
  app
    .route('/admin/login')
    .post(fromOwn, limited, readForm, (request, response) => {
      const { key: typed } = parse(loginSchema, request.body, WHOLE.form);
      if (!session.isKey(typed.trim())) {
        return send(response, 401, loginView(placeOf(request), TEXTS.wrongKey));
      }
      session.begin(request, response);
      response.redirect(303, '../admin');
    })
    .all(onlyPost);
  app
    .route('/admin/logout')
    .post(fromOwn, (request, response) => {
      session.end(request, response);
      response.redirect(303, '../admin');
    })
    .all(onlyPost);
  app
    .route('/admin/gaps.json')
    .get(ownerOnly, async (request, response) => {
      const since = daysBefore(daysOf(request));
      response.json(await findGaps(since, disconnectSignal(response)));
    })
    .all(onlyGet);
  app
    .route('/admin/gaps.csv')
    .get(ownerOnly, async (request, response) => {
      const since = daysBefore(daysOf(request));
      const report = await findGaps(since, disconnectSignal(response));
      response.attachment('asked-in-vain.csv').type('csv').send(gapsAsCsv(report));
    })
    .all(onlyGet);
  app
    .route('/admin/stub')
    .post(fromOwn, ownerOnly, readForm, async (request, response) => {
      const { question, days } = parse(stubSchema, request.body, WHOLE.form);
      const report = await findGaps(daysBefore(days), disconnectSignal(response));
      const gap = report.gaps.find((one) => one.question === question);
      if (!gap) throw new ServiceError('not-found', TEXTS.gone);
      await show(request, response, days, await noticeOf(writeStub(corpusDir, gap)));
    })
    .all(onlyPost);
}

async function noticeOf(written: Promise<string>): Promise<Notice> {
  try {
    return { text: TEXTS.stubWritten(await written), status: 200 };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof ServiceError) return { text: message, status: 400 };
    return { text: TEXTS.stubFailed(message), status: 500 };
  }
}

function daysOf({ query }: Request): number {
  return parse(querySchema, query, WHOLE.query).days;
}

function send(response: Response, status: number, page: Html): void {
  response.status(status).type('html').send(page.text);
}
