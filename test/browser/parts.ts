import type { Page } from 'playwright-core';
import type { HostPage } from './site.ts';

/** A page with the widget inline. */
export const INLINE: HostPage = {
  body: '<main><h1>Me</h1><ask-the-researcher></ask-the-researcher></main>',
};

/** The name of the first marker in every answer. */
export const MARKER = 'Source 1: Hindsight, NSDI 2023';

/** The parts of the widget, found by role and name. */
export const field = (page: Page) => page.getByRole('textbox', { name: 'Your question' });
export const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
export const status = (page: Page, words: string) =>
  page.getByRole('status').filter({ hasText: words });

export async function ask(page: Page, question = 'What is Hindsight?'): Promise<void> {
  await field(page).fill(question);
  await field(page).press('Enter');
}
