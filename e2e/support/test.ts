import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { makeHouse, type House } from './api';
import { Server } from './server';

interface Given {
  /** A server and a database of its own for each journey: none sees the créneaux of another. */
  server: Server;
  /** More settings of that server, as one types them. */
  settings: string;
  house: House;
  /** Another browser, watched like the first. */
  browserOf: (options?: Parameters<import('@playwright/test').Browser['newContext']>[0]) => Promise<Page>;
}

/** Every page of every journey is watched: nothing from elsewhere (P26), no breach of the policy, no error. */
export const test = base.extend<Given>({
  settings: ['', { option: true }],
  server: async ({ settings }, use) => {
    const server = await Server.start(false, settings.split(' ').filter(Boolean));
    await use(server);
    await server.end();
  },
  baseURL: async ({ server }, use) => use(server.address),
  house: async ({ server }, use) => use(await makeHouse(server)),
  context: async ({ context, server }, use) => {
    const breaches = watch(context, server.address);
    context.on('page', patient);
    await use(context);
    expect(breaches, 'what the browser complained of, or asked elsewhere').toEqual([]);
  },
  browserOf: async ({ browser, server, contextOptions }, use) => {
    const opened: [BrowserContext, string[]][] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: server.address, locale: 'fr-FR', viewport: { width: 360, height: 800 }, timezoneId: 'Europe/Paris', ...options });
      opened.push([context, watch(context, server.address)]);
      context.on('page', patient);
      return context.newPage();
    });
    for (const [context, breaches] of opened) {
      await context.close();
      expect(breaches, 'what another browser complained of, or asked elsewhere').toEqual([]);
    }
  },
});

export { expect };

// Whoever opens a page reads before they tap: by then the program has taken the place of what the server wrote. A
// journey about that first paint itself says `waitUntil: 'commit'`.
function patient(page: Page): void {
  const program = () => page.locator('.first-paint').waitFor({ state: 'detached', timeout: 60_000 });
  const goto = page.goto.bind(page);
  page.goto = async (address, options) => {
    const answer = await goto(address, options);
    if (options?.waitUntil !== 'commit') await program();
    return answer;
  };
  const reload = page.reload.bind(page);
  page.reload = async (options) => {
    const answer = await reload(options);
    await program();
    return answer;
  };
}

// Where the quick exit leads; a journey that takes it answers in place of that site.
const ELSEWHERE = 'https://www.meteofrance.com/';

function watch(context: BrowserContext, address: string): string[] {
  const breaches: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    const ours = url.startsWith(`${address}/`) || url.startsWith('data:') || url.startsWith('blob:');
    const left = request.isNavigationRequest() && url === ELSEWHERE;
    if (!ours && !left) breaches.push(`asked ${url}`);
  });
  context.on('response', (answer) => {
    if (answer.status() >= 500) breaches.push(`${answer.status()} from ${answer.url()}`);
  });
  context.on('console', (message) => {
    const refused = /Failed to load resource|net::ERR_/.test(message.text());
    if (message.type() === 'error' && !refused) breaches.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => breaches.push(`error: ${error.error().message}`));
  return breaches;
}
