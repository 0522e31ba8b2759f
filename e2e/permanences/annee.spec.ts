import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

// The permanence of the SEJM in 2019, as the Mission Locale de Paris counted it: 46 half-days. Its 104 people are entered by a
// fixture (`backend/src/permanences/tests/jour.rs`); here what one does on the screens for all of them.
test('a year that is over is entered by the screens: its days, those that were not held, who came, who entered', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/permanences/ouvrir');
  await page.getByLabel('Emploi', { exact: true }).check();
  await page.getByLabel('Chaque semaine').check();
  await page.getByLabel('Premier jour').fill('2019-01-02');
  await page.getByLabel(/^Dernier jour/).fill('2019-12-31');
  await page.getByLabel(/Elle se tient déjà/).check();
  await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
  await page.getByRole('link', { name: 'Voir la permanence' }).click();
  const held = page.getByRole('region', { name: 'Depuis l’ouverture' }).locator('strong').first();
  // 52 Wednesdays, without 1 May, 8 May and 25 December.
  await expect(held).toHaveText('49');
  await page.getByRole('button', { name: 'Voir aussi les 37 jours d’avant' }).click();
  for (const [left, day] of [['48', '7 août'], ['47', '14 août'], ['46', '21 août']]) {
    await page.getByRole('button', { name: new RegExp(`N’a pas eu lieu : mercredi ${day} 2019`) }).click();
    await expect(held).toHaveText(left);
  }
  await page.getByRole('link', { name: /Sa liste : mercredi 4 décembre 2019/ }).click();
  await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
  await page.getByLabel('Prénom ou surnom').fill('Sofiane');
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  await page.getByRole('button', { name: 'Reçu·e : Sofiane' }).click();
  await page.getByRole('button', { name: /Noter une entrée/ }).click();
  await page.getByRole('button', { name: 'Enregistrer l’entrée' }).click();
  await expect(page.getByText('Entré·e : DIP')).toBeVisible();
  await page.goto('/pro/permanences');
  await page.getByRole('link', { name: /Voir ses jours et ses chiffres/ }).click();
  const figures = page.getByRole('region', { name: 'Depuis l’ouverture' }).locator('strong');
  await expect.poll(async () => (await figures.allInnerTexts()).slice(0, 4)).toEqual(['46', '1', '1', '1']);
});
