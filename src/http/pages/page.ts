import type { Response } from 'express';
import type { Html } from './html.ts';

/** Sends a page; its content security policy is in `security-headers.ts`. */
export function sendPage(response: Response, status: number, page: Html): void {
  response.status(status).set('Cache-Control', 'no-cache').type('html').send(page.text);
}
