import { day, openPermanence } from '../support/api';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('a partner takes a rendez-vous for somebody, prints the paper, sees that it is taken, and withdraws it', async ({ page, house }) => {
  await openPermanence(house, day(2));
  await signInPro(page, house.courriel, house.motDePasse);
  await page.getByRole('link', { name: 'Orienter' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Orienter un jeune' })).toBeVisible();
  await page.getByRole('link', { name: /10\sh(?!\s30).*Nadia/ }).click();
  await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
  await expect(page.getByText('C’est à remplir')).toBeVisible();
  await page.getByLabel('Prénom ou surnom').fill('Kévin');
  await page.getByLabel(/Son téléphone ou son e-mail/).fill('06 39');
  await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
  await expect(page.locator('#erreur-contact')).not.toBeEmpty();
  await page.getByLabel(/Son téléphone ou son e-mail/).fill('06 39 98 12 34');
  await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Le rendez-vous est pris' })).toBeVisible();
  const paper = page.getByRole('region', { name: 'Le papier à donner' });
  const code = (await paper.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText()).trim();
  // The image was drawn, and the paper names neither the person nor the structure.
  await expect.poll(() => paper.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expect(paper).not.toContainText('Kévin');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'Le rendez-vous est pris' })).toBeHidden();
  await expect(paper.getByText(code)).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('link', { name: 'Mes orientations' }).click();
  await expect(page.getByRole('heading', { name: 'Kévin' })).toBeVisible();
  await expect(page.getByText('Rendez-vous pris')).toBeVisible();
  await page.getByRole('button', { name: /^Voir le papier/ }).click();
  await expect(page.getByText(code)).toBeVisible();
  await page.getByRole('button', { name: /^Retirer/ }).click();
  await page.getByRole('button', { name: 'Oui, le retirer' }).click();
  await expect(page.getByText('Plus de rendez-vous')).toBeVisible();
  await expect(page.getByText(code)).toHaveCount(0);
  expect((await house.pro.get('/api/creneaux')).semaine.length).toBe(2);
});

test('a créneau that somebody else took meanwhile is refused, and another is chosen', async ({ page, house }) => {
  await openPermanence(house, day(2));
  const slot = (await house.pro.get(`/api/agenda?du=${day(2)}`))[0].id;
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/orienter?creneau=${slot}`);
  await page.getByLabel('Prénom ou surnom').fill('Kévin');
  await house.pro.post('/api/prescriptions', { structure: house.structure, creneau: slot, surnom: 'Autre' });
  await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
  await expect(page.getByText(/plus assez de places/)).toBeVisible();
  await page.getByRole('link', { name: 'Choisir un autre créneau' }).click();
  await expect(page.getByRole('link', { name: /10\sh\s30/ })).toBeVisible();
});
