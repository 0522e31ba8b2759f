import { nothingFound } from '../support/look';
import { signInAsCoordonnatrice, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('hours of OpenStreetMap drive a place once they are read, and what is wrong is kept to be corrected', async ({ page, house }) => {
  await signInAsCoordonnatrice(page, house);
  await page.goto('/pro/espaces');
  await page.getByRole('link', { name: `Horaires écrits : ${house.nom}` }).click();
  const field = page.getByLabel('Horaires, comme dans OpenStreetMap');
  await page.getByRole('button', { name: 'Lire ces horaires' }).click();
  await expect(field).toBeFocused();
  await field.fill('Mo-Fr 09:00-12:00-14:00');
  await page.getByRole('button', { name: 'Lire ces horaires' }).click();
  await expect(page.getByText('On comprend « Mo-Fr 09:00-12:00 », mais pas la suite : « -14:00 ». Rien n’est deviné.')).toBeVisible();
  await nothingFound(page);
  await page.getByRole('button', { name: 'Garder en note, à corriger plus tard' }).click();
  await expect(page.getByRole('heading', { name: 'Horaires à corriger' })).toBeVisible();
  await nothingFound(page);
  await page.goto('/pro/espaces');
  await expect(page.getByText('Horaires à corriger', { exact: true })).toBeVisible();
  await nothingFound(page);
  await page.getByRole('link', { name: `Corriger les horaires de ${house.code}` }).click();
  await page.getByRole('button', { name: 'Corriger', exact: true }).click();
  await expect(field).toHaveValue('Mo-Fr 09:00-12:00-14:00');
  await field.fill('Mo-Su 00:00-24:00; PH 10:00-12:00');
  await expect(page.getByRole('button', { name: 'Suivre ces horaires' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Lire ces horaires' }).click();
  const read = page.getByRole('region', { name: 'Ce que tout le monde verra' });
  await expect(read.getByText('jour et nuit').first()).toBeVisible();
  await nothingFound(page);
  await page.getByRole('button', { name: 'Suivre ces horaires' }).click();
  await expect(page.getByRole('region', { name: 'Ce lieu suit ce texte' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Horaires à corriger' })).toHaveCount(0);
  await page.goto(`/e/${house.code}`);
  await expect(page.getByText('Ouvert jour et nuit')).toBeVisible();
  await page.goto(`/pro/espaces/${house.code}/changer`);
  await page.locator('summary').filter({ hasText: 'Heures d’ouverture' }).click();
  await expect(page.getByText('Ce lieu suit des horaires écrits')).toBeVisible();
  await page.getByRole('link', { name: 'Ouvrir les horaires écrits' }).click();
  await page.getByRole('button', { name: 'Revenir aux heures de la semaine' }).click();
  await expect(page.getByText('Ce lieu suit les heures de sa semaine.')).toBeVisible();
  // Words beside hours are said where the hours are.
  await field.fill('Mo-Su 09:00-17:00 "sonnez deux fois"');
  await page.getByRole('button', { name: 'Lire ces horaires' }).click();
  await expect(page.getByText('À côté de ces heures : « sonnez deux fois »')).toBeVisible();
  await nothingFound(page);
  await page.getByRole('button', { name: 'Suivre ces horaires' }).click();
  await expect(page.getByRole('region', { name: 'Ce lieu suit ce texte' })).toBeVisible();
  // Which holidays are meant is not known.
  await field.fill('Mo-Fr 09:00-17:00; SH off');
  await page.getByRole('button', { name: 'Lire ces horaires' }).click();
  await expect(page.getByText('Choisissez d’abord la zone de vacances')).toBeVisible();
  await page.goto(`/e/${house.code}`);
  await expect(page.getByText('« sonnez deux fois »')).toBeVisible();
});

test('a structure is chosen among many for a place and for an atelier, not typed', async ({ page, house }) => {
  const nom = `Point écoute ${house.code.slice(5)}`;
  await house.admin.post('/api/structures', { nom, commune: 'Épinay-sur-Seine' });
  await signInAsCoordonnatrice(page, house);
  await page.goto(`/pro/espaces/${house.code}/changer`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await nothingFound(page);
  await page.locator('summary').filter({ hasText: 'Qui anime' }).click();
  await page.getByLabel('Chercher une structure').fill(`ecoute epinay ${house.code.slice(5)}`);
  await page.getByLabel(`${nom} (Épinay-sur-Seine)`).check();
  await expect(page.getByText('Structures choisies : 2')).toBeVisible();
  await nothingFound(page);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page).toHaveURL(/\/pro\/espaces$/);
  await expect(page.getByText(nom).first()).toBeVisible();
  await page.context().clearCookies();
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/ateliers/creer');
  await page.getByLabel('Ajouter', { exact: true }).selectOption({ label: 'Une autre structure' });
  await page.getByLabel('Chercher une structure').fill(`ecoute ${house.code.slice(5)}`);
  await page.getByRole('button', { name: `${nom} (Épinay-sur-Seine)` }).click();
  await page.getByLabel('Ce qu’on apporte').fill('la parole');
  await nothingFound(page);
  await page.getByRole('button', { name: 'Ajouter à l’animation' }).click();
  await expect(page.getByRole('list', { name: 'Qui anime' }).getByText(`${nom} (Épinay-sur-Seine), la parole`, { exact: true })).toBeVisible();
});

test('an address that names no atelier is said with vous', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  for (const address of ['/pro/ateliers/rien', '/pro/ateliers/rien/code', '/pro/ateliers/rien/changer', '/pro/permanences/rien']) {
    await page.goto(address);
    const said = page.getByRole('alert').filter({ hasText: /\S/ });
    await expect(said).toContainText(/vous|n’existe/i);
    await expect(said).not.toContainText(/\btu\b/i);
  }
});
