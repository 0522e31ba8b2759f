import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page, Worker } from '@playwright/test';
import { PushService } from '../support/push';
import { type House } from '../support/api';
import { enterWithCard, goTo, write } from '../support/steps';
import { Server } from '../support/server';
import { expect, test as base } from '../support/test';

// What rings on a phone: the server's words, through a push service, to the service worker of a real browser.

const test = base.extend<{ push: PushService }>({
  push: async ({}, use) => {
    const push = new PushService();
    await push.open();
    await use(push);
    push.close();
  },
  server: async ({ push }, use) => {
    const server = await Server.start(false, ['--push-trusted-origins', push.origin]);
    await use(server);
    await server.end();
  },
});

test('p43 a message rings with neutral words, and a touch opens the messages', async ({ page, house, push, context, server }) => {
  await context.grantPermissions(['notifications'], { origin: server.address });
  const fil = await enterAndAllow(page, house, push);
  // The page is left, and a new server knows of no open page: what is open is told there, and rings nowhere.
  await page.goto('/icone.svg');
  await server.kill();
  await server.serve();
  const secret = 'Le rendez-vous avec Nadia est à la Mission locale.';
  await house.pro.post(`/api/fils/${fil}/messages`, { message: randomUUID(), texte: secret });
  await expect.poll(() => push.messages.length, { timeout: 60_000 }).toBe(1);
  const [said] = push.messages;
  expect(JSON.parse(said)).toMatchObject({ objet: 'Du nouveau pour toi', texte: 'Tu as une nouvelle information. Ouvre la page pour voir.', page: '/messages' });

  await page.goto('/a-propos');
  const told = await listen(context);
  await deliver(page, context, server.address, said);
  const shown = () => page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });
  const neutral = { title: 'Du nouveau pour toi', body: 'Tu as une nouvelle information. Ouvre la page pour voir.', tag: JSON.parse(said).id };
  await expect.poll(told).toEqual(['shown', 'recu 200']);
  expect(await shown()).toEqual([neutral]);
  const words = JSON.stringify(await shown());
  for (const one of [secret, 'Nadia', 'Inès', house.nom, 'Mission']) expect(words).not.toContain(one);
  // The same one again takes the place of the first.
  await deliver(page, context, server.address, said);
  await expect.poll(told).toEqual(['shown', 'recu 200', 'shown', 'recu 200']);
  expect(await shown()).toEqual([neutral]);

  expect(await touch(context)).toEqual(['/messages']);
  await expect.poll(told).toEqual(['shown', 'recu 200', 'shown', 'recu 200', 'vu 200']);
  await expect.poll(shown).toEqual([]);
  await page.goto('/messages');
  await expect(page.getByRole('log').getByText(secret)).toBeVisible();
});

test('a touch brings the thread that is open already to the front; what is no text shows a neutral word', async ({ page, house, push, context, server }) => {
  await context.grantPermissions(['notifications'], { origin: server.address });
  await enterAndAllow(page, house, push);
  const told = await listen(context);
  await deliver(page, context, server.address, 'nonsense');
  const titles = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((one) => one.title));
  await expect.poll(told).toEqual(['shown']);
  expect(await titles()).toEqual(['Petit rappel']);
  await deliver(page, context, server.address, JSON.stringify({ objet: 'Du nouveau pour toi', texte: '', page: '/messages' }));
  await expect.poll(told).toEqual(['shown', 'shown']);
  expect(await titles()).toEqual(['Du nouveau pour toi']);
  expect(await touch(context)).toEqual([expect.stringMatching(/^front \/messages/)]);
});

// A jeune writes once, and this phone may ring at any hour; gives the thread.
async function enterAndAllow(page: Page, house: House, push: PushService): Promise<string> {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await page.evaluate(async (subscription) => {
    const headers = { 'X-App': '1', 'Content-Type': 'application/json' };
    const post = (path: string, body: object) => fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    await post('/api/avis', { genres: [], silence: null, resume: false });
    const answer = await post('/api/avis/appareils', subscription);
    if (!answer.ok) throw new Error(await answer.text());
    await navigator.serviceWorker.register('/service-worker.js');
    // Before it is active, what a push service has would be lost.
    const worker = (await navigator.serviceWorker.ready).active!;
    if (worker.state !== 'activated') {
      await new Promise<void>((done) => worker.addEventListener('statechange', () => worker.state === 'activated' && done()));
    }
  }, push.subscription);
  return (await house.pro.get('/api/fils'))[0].id;
}

// As the browser does when its push service has something.
async function deliver(page: Page, context: BrowserContext, origin: string, data: string): Promise<void> {
  const devtools = await context.newCDPSession(page);
  const known = new Promise<string>((found) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations.filter((each) => !each.isDeleted);
      if (one) found(one.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await known, data });
  await devtools.detach();
}

// What the worker shows, and what it tells the server with how that answers. What is shown is asked for after that alone: while
// the browser is still showing it, to ask makes it forget.
async function listen(context: BrowserContext): Promise<() => Promise<string[]>> {
  const worker = await workerOf(context);
  await worker.evaluate(() => {
    const scope = self as any;
    const [told, send] = [[] as string[], scope.fetch];
    scope.told = told;
    const show = scope.ServiceWorkerRegistration.prototype.showNotification;
    scope.ServiceWorkerRegistration.prototype.showNotification = async function (title: string, options: object) {
      await show.call(this, title, options);
      told.push('shown');
    };
    scope.fetch = async (address: string, request: { body: string }) => {
      const answer = await send(address, request);
      told.push(`${JSON.parse(request.body).geste} ${answer.status}`);
      return answer;
    };
  });
  return () => worker.evaluate(() => (self as any).told);
}

async function workerOf(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker');
}

// No finger reaches a notification of a headless browser: the event is the same one, and what it may not do without a finger
// is written down instead. Gives where it leads.
async function touch(context: BrowserContext): Promise<string[]> {
  const worker = await workerOf(context);
  return worker.evaluate(async () => {
    const scope = self as any;
    const [notification] = await scope.registration.getNotifications();
    const led: string[] = [];
    scope.Clients.prototype.openWindow = async (page: string) => void led.push(page);
    scope.WindowClient.prototype.focus = async function focus(this: { url: string }) {
      led.push(`front ${new URL(this.url).pathname}`);
      return this;
    };
    const event = new scope.NotificationEvent('notificationclick', { notification });
    const waits: Promise<unknown>[] = [];
    event.waitUntil = (one: Promise<unknown>) => void waits.push(one);
    scope.dispatchEvent(event);
    await Promise.all(waits);
    return led;
  });
}
