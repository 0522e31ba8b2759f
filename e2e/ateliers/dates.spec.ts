import { day } from '../support/api';
import { check } from '../support/look';
import { enterWithCard, signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import { join, makeAtelier } from './aide';

const rythme = { quand: 'dates', jours: [day(3), day(5), day(7)] };

test('the dates of a series lead to each other, and those that come after one are cancelled with it', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house, { rythme });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await page.getByText('Les 2 autres dates à venir de la série').click();
  const dates = page.locator('details[open]').getByRole('link');
  await expect(dates).toHaveText([/Publié/, /Publié/]);
  await check(page, 'serie-dates');
  await dates.first().click();
  await expect(page).not.toHaveURL(new RegExp(atelier));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const second = page.url().split('/').at(-1)!;
  const last = (await house.pro.get(`/api/ateliers-publies/${second}`)).dates.at(-1).atelier;
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await join(phone, last);

  await expect(page.getByText('Vous pourrez y ajouter les suivantes.')).toBeVisible();
  await page.getByRole('button', { name: 'Annuler l’atelier' }).click();
  await page.getByLabel('Votre mot pour eux').fill('La salle est prise.');
  await expect(page.getByRole('button', { name: 'Annuler cet atelier' })).toBeVisible();
  await page.getByLabel('Annuler aussi la date suivante de la série').check();
  await check(page, 'serie-annuler');
  await page.getByRole('button', { name: 'Annuler ces 2 dates' }).click();
  await expect(page.getByText('Annulé', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('C’est annulé : 2 dates.')).toBeVisible();
  // What was unfolded stays so.
  await expect(dates).toHaveText([/Publié/, /Annulé/]);
  await expect(phone.getByText('La salle est prise.')).toBeVisible();
});

test('what is changed on a date is changed on those that come after it, and what one of them refuses is said by its day', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house, { rythme });
  const last = (await house.pro.get(`/api/ateliers-publies/${atelier}`)).dates.at(-1).atelier;
  for (const prenom of ['Inès', 'Noé']) {
    const phone = await browserOf();
    await enterWithCard(phone, house.code, prenom);
    await join(phone, last);
  }
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}/changer`);
  await page.getByLabel('Titre').fill('Ma lettre en une heure');
  await page.getByLabel('Places', { exact: true }).fill('1');
  await page.getByLabel('Changer aussi les 2 dates suivantes de la série').check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText(/^Pour le .+\s: .+ Rien n’a été enregistré\.$/)).toBeVisible();
  await check(page, 'serie-refus');
  const titles = async () => (await house.pro.get('/api/ateliers-publies')).map((one: { atelier: { titre: string } }) => one.atelier.titre);
  expect(new Set(await titles())).toEqual(new Set(['Mon CV en une heure']));
  await page.getByLabel('Places', { exact: true }).fill('4');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ma lettre en une heure' })).toBeVisible();
  await expect(page.getByText('C’est changé : 3 dates.')).toBeVisible();
  expect(new Set(await titles())).toEqual(new Set(['Ma lettre en une heure']));
});
