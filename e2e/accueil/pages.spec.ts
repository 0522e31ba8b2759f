import { expect, test } from '../support/test';

test('a page that does not exist says so and leads home', async ({ page, house }) => {
  for (const path of ['/nulle-part', '/pro/nulle-part', '/creneaux/12/x']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'Page introuvable' })).toBeVisible();
  }
  await page.goto('/e/pas-de-lieu-ici');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: /accueil/i }).first()).toBeVisible();
  expect(house.code).toBeTruthy();
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
