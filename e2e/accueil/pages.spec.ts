import { expect, test } from '../support/test';

test('a page that does not exist says so and leads home', async ({ page, house }) => {
  for (const path of ['/nulle-part', '/pro/nulle-part', '/creneaux/12/x']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'Page introuvable' })).toBeVisible();
  }
  expect(house.code).toBeTruthy();
});

test('the address of a place that is not here leads to those that are', async ({ page, house }) => {
  for (const path of ['/e/pas-de-lieu-ici', '/e/pas%20un%20code']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'On ne trouve pas ce lieu' })).toBeVisible();
    await expect(page.getByRole('link', { name: house.nom })).toBeVisible();
  }
  await page.getByRole('link', { name: house.nom }).click();
  await expect(page.getByRole('heading', { level: 1, name: house.nom })).toBeVisible();
});

test('the server writes what the page of a place is about before any program', async ({ request, house }) => {
  const page = await request.get(`/e/${house.code}`);
  const html = await page.text();
  expect(html).toContain(house.nom);
  expect(html).toContain('12 rue de la République');
  expect(html).toContain(`/entrer?espace=${house.code}`);
  const qr = await request.get(`/e/${house.code}/qr.svg`);
  expect(qr.headers()['content-type']).toBe('image/svg+xml');
});

test('title and focus follow the navigation', async ({ page, house }) => {
  await page.goto(`/e/${house.code}`);
  await expect(page).toHaveTitle(new RegExp(house.nom));
  await page.getByRole('link', { name: 'Entrer ici' }).click();
  await expect(page).toHaveTitle(/Qui es-tu/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('whoever is quicker than the program enters all the same', async ({ page, house }) => {
  let arrive = (): void => undefined;
  const network = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/*.wasm', async (route) => {
    await network;
    await route.continue();
  });
  await page.goto(`/e/${house.code}`, { waitUntil: 'commit' });
  await page.locator('.first-paint').getByRole('link', { name: 'Entrer ici' }).click();
  await page.waitForURL(/\/entrer/, { waitUntil: 'commit' });
  arrive();
  await expect(page.getByLabel('Ton prénom ou un surnom')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('espace')).toBe(house.code);
});

test('the emergency numbers are one tap away, without a network too', async ({ page, house }) => {
  await page.goto(`/e/${house.code}`);
  await expect(page.getByRole('heading', { level: 1, name: house.nom })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Urgence' }).click();
  const sheet = page.getByRole('dialog', { name: 'Besoin d’aide tout de suite ?' });
  for (const number of ['112', '15', '17', '18', '119', '3018', '3114', '115', '3919']) {
    await expect(sheet.locator(`a[href="tel:${number}"]`)).toBeVisible();
  }
  await expect(sheet.locator('a[href="sms:114"]')).toBeVisible();
  // The sheet covers the bar: one leaves from here too, and not by pressing Enter.
  await expect(sheet.getByRole('button', { name: 'Fermer' })).toBeFocused();
  await expect(sheet.getByRole('button', { name: 'Quitter vite' })).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: 'Urgence' })).toBeFocused();
});
