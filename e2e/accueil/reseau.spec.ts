import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('the list of who is there keeps its taps when the page is closed without a network', async ({ page, house }) => {
  await house.pro.post(`/api/espaces/${house.code}/passages`, { prenom: 'Awa' });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/accueil');
  await expect(page.getByText('Awa', { exact: true })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Quelqu’un est là' }).click();
  await page.getByLabel('Prénom ou surnom').fill('Momo');
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await page.getByRole('button', { name: 'Je m’en occupe : Awa' }).click();
  await page.getByRole('button', { name: 'Parti·e : Awa' }).click();
  await expect(page.getByText(/geste.* Pas de réseau\s: l’envoi se fera au retour/)).toBeVisible();
  await expect(page.getByText('Je m’en occupe · Parti·e · en attente du réseau')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Momo' })).toContainText('en attente du réseau');
  const context = page.context();
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  // Another program of professionals than the one that has the list.
  await next.goto('/pro/ateliers');
  const seen = async () => {
    const all = await house.pro.get(`/api/espaces/${house.code}/passages`);
    return all.map((one: any) => `${one.prenom} ${one.etat}`).sort();
  };
  await expect.poll(seen, { timeout: 30_000 }).toEqual(['Awa parti', 'Momo attend']);
  await next.goto('/pro/accueil');
  await expect(next.getByText('en attente du réseau')).toHaveCount(0);
  await expect(next.getByRole('button', { name: 'Je m’en occupe : Momo' })).toBeVisible();
  expect(await seen()).toEqual(['Awa parti', 'Momo attend']);
});
