import { enterWithCard } from '../support/steps';
import { expect, test } from '../support/test';

test('a jeune chooses how to be told, and nothing is asked before a tap', async ({ page, house, context }) => {
  await context.grantPermissions(['notifications']);
  await page.addInitScript(() => {
    Notification.requestPermission = async () => {
      document.documentElement.dataset.demande = 'oui';
      return 'denied';
    };
  });
  await enterWithCard(page, house.code, 'Lina');
  await page.goto('/moi');
  const section = page.getByRole('region', { name: 'Comment te prévenir' });
  await expect(section.getByText(/on ne peut pas te prévenir/)).toBeVisible();
  await expect(section.getByRole('button', { name: 'Recevoir des notifications sur ce téléphone' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.dataset.demande)).toBeUndefined();
  const message = section.getByRole('group', { name: 'Un message' });
  await message.getByLabel('Notification').uncheck();
  await expect(section.getByText('C’est noté.')).toBeVisible();
  await section.getByLabel('De', { exact: true }).fill('22:30');
  await expect.poll(async () => (await page.evaluate(() => fetch('/api/avis').then((one) => one.json()))).silence?.debut).toBe('22:30');
  await section.getByLabel('À', { exact: true }).fill('22:30');
  await expect(section.getByText('Écris deux heures différentes.')).toBeVisible();
  await section.getByLabel('Rien ne sonne la nuit').uncheck();
  await expect.poll(async () => (await page.evaluate(() => fetch('/api/avis').then((one) => one.json()))).silence).toBeNull();
  await page.reload();
  await expect(message.getByLabel('Notification')).not.toBeChecked();
  await expect(message.getByLabel(/E-mail|SMS/)).toBeChecked();
  await expect(section.getByLabel('Rien ne sonne la nuit')).not.toBeChecked();
});

test('the service worker is served fresh and starts', async ({ page, server }) => {
  const worker = await fetch(`${server.address}/service-worker.js`);
  expect([worker.status, worker.headers.get('content-type'), worker.headers.get('cache-control')]).toEqual([
    200, 'text/javascript; charset=utf-8', 'no-cache',
  ]);
  await page.goto('/');
  const active = await page.evaluate(async () => {
    await navigator.serviceWorker.register('/service-worker.js');
    return (await navigator.serviceWorker.ready).active?.state;
  });
  expect(['activating', 'activated']).toContain(active);
});
