import type { Page } from '@playwright/test';
import { day, joinTeam, type House } from '../support/api';
import { check } from '../support/look';
import { askReferent, signInPro, write } from '../support/steps';
import { expect, test } from '../support/test';

// What a référent says of their time: hours, absences, quick replies.

test('the hours that a référent sets are read by the jeune in their thread', async ({ page, house, browserOf }) => {
  await askReferent(page, house);
  const desk = await openReponses(await browserOf(), house);
  const week = desk.getByRole('region', { name: 'Mes heures de réponse' });
  await expect(week.getByText('Sans réponse sous 48 h')).toBeVisible();
  const monday = week.getByRole('group', { name: 'lundi' });
  await monday.getByRole('button', { name: 'Ajouter' }).click();
  await expect(monday.getByLabel('De', { exact: true })).toBeFocused();
  await monday.getByLabel('De', { exact: true }).fill('09:30');
  await monday.getByLabel('À', { exact: true }).fill('09:00');
  await week.getByRole('button', { name: 'Enregistrer mes heures' }).click();
  await expect(week.getByText('L’heure de fin doit venir après l’heure de début.')).toBeVisible();
  await monday.getByLabel('À', { exact: true }).fill('12:00');
  await monday.getByRole('button', { name: 'Ajouter' }).click();
  await week.getByRole('button', { name: 'Copier sur les autres jours ouvrés' }).click();
  await week.getByRole('group', { name: 'vendredi' }).getByRole('button', { name: 'Retirer : vendredi, horaire 2' }).click();
  await week.getByRole('button', { name: 'Enregistrer mes heures' }).click();
  await expect(week.getByText('C’est enregistré.')).toBeVisible();
  const { plages } = await house.pro.get('/api/horaires-de-reponse');
  expect(plages.map((one: { jour: number }) => one.jour)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5]);
  expect(plages[0]).toEqual({ jour: 1, debut: '09:30', fin: '12:00' });
  // The clock of the journey is the real one: it may run within these hours.
  const said = /Prochaine réponse\s: .+ à (9\sh\s30|14\sh)\.|Quelqu’un peut te répondre maintenant\./;
  await expect(desk.getByRole('region', { name: 'Ce que vos jeunes lisent' }).getByText(said)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('group').getByText(said).first()).toBeVisible();
  await desk.reload();
  await expect(week.getByRole('group', { name: 'mardi' }).getByLabel('De', { exact: true }).first()).toHaveValue('09:30');
});

test('a substitute answers during an absence, and sees the thread no more when it is over', async ({ page, house, browserOf }) => {
  const { courriel } = await joinTeam(house, 'Karim');
  const fil = await askReferent(page, house);
  const desk = await openReponses(await browserOf({ viewport: { width: 1280, height: 800 } }), house);
  const absences = desk.getByRole('region', { name: 'Mes absences' });
  await absences.getByLabel('Premier jour').fill(day(3));
  await absences.getByLabel('Dernier jour').fill(day(0));
  await absences.getByRole('button', { name: 'Annoncer l’absence' }).click();
  await expect(absences.getByText('Le dernier jour doit venir après le premier.')).toBeVisible();
  await absences.getByLabel('Premier jour').fill(day(0));
  await absences.getByLabel('Dernier jour').fill(day(3));
  await absences.getByLabel('Qui répond pendant ce temps').selectOption({ label: 'Karim, pour tout' });
  await absences.getByRole('button', { name: 'Annoncer l’absence' }).click();
  await expect(absences.getByText('Karim répond pour vous.')).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^Absence du .+ au .+\. Karim te répond\.$/).first()).toBeVisible();

  const other = await browserOf({ viewport: { width: 1280, height: 800 } });
  await signInPro(other, courriel, house.motDePasse);
  await other.goto('/pro/reponses');
  await expect(other.getByText(/^Nadia, du /)).toBeVisible();
  await other.goto(`/pro/messages/${fil}`);
  await write(other, 'Bonjour Inès, Nadia revient bientôt.');
  await expect(page.getByText('Bonjour Inès, Nadia revient bientôt.')).toBeVisible();

  await absences.getByRole('button', { name: 'Je suis de retour' }).click();
  await expect(absences.getByRole('button', { name: 'La garder' })).toBeFocused();
  await absences.getByRole('button', { name: 'Oui, je suis de retour' }).click();
  await expect(absences.getByText('Karim répond pour vous.')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Bonjour Inès, Nadia revient bientôt.')).toBeVisible();
  await expect(page.getByText(/^Absence du /)).toHaveCount(0);
  await other.goto('/pro/messages');
  await other.getByRole('button', { name: /^Tous/ }).click();
  await expect(other.getByRole('link', { name: /Inès/ })).toHaveCount(0);
});

test('quick replies are written, put in order, changed and taken away', async ({ page, house }) => {
  await openReponses(page, house);
  const rapides = page.getByRole('region', { name: 'Mes réponses rapides' });
  const add = async (texte: string) => {
    await rapides.getByLabel('Une nouvelle réponse rapide').fill(texte);
    await rapides.getByRole('button', { name: 'Ajouter cette réponse' }).click();
    await expect(rapides.getByRole('listitem').filter({ hasText: texte })).toBeVisible();
  };
  await add('Je regarde et je reviens vers toi.');
  await add('Bonjour, merci pour ton message.');
  await rapides.getByRole('button', { name: 'Monter : réponse 2' }).click();
  await expect(rapides.getByRole('listitem').first()).toContainText('Bonjour, merci');
  await expect(rapides.getByRole('button', { name: 'Modifier : réponse 1' })).toBeFocused();
  await page.keyboard.press('Enter');
  await rapides.getByLabel('Changer cette réponse').fill('Bonjour !');
  await rapides.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await expect(rapides.getByRole('button', { name: 'Modifier : réponse 1' })).toBeFocused();
  await rapides.getByRole('button', { name: 'Retirer : réponse 2' }).click();
  await rapides.getByRole('button', { name: 'Oui, la retirer' }).click();
  await expect(rapides.getByRole('listitem')).toHaveCount(1);
  expect(await house.pro.get('/api/reponses-rapides')).toEqual({ textes: ['Bonjour !'] });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing to find on these screens, ${colorScheme}`, async ({ page, house, browserOf }) => {
    await askReferent(page, house);
    const desk = await openReponses(await browserOf({ colorScheme }), house);
    await check(desk, 'one’s answers, empty');
    await house.pro.post('/api/remplacements', { du: day(0), au: day(3) });
    await house.pro.post('/api/reponses-rapides', { textes: ['Bonjour !', 'Je regarde et je reviens vers toi.'] });
    await desk.goto('/pro/reponses');
    await desk.getByRole('button', { name: 'Ajouter : lundi' }).click();
    await desk.getByLabel('À', { exact: true }).fill('08:00');
    await desk.getByRole('button', { name: 'Enregistrer mes heures' }).click();
    await desk.getByRole('button', { name: 'Je suis de retour' }).click();
    await desk.getByRole('button', { name: 'Modifier : réponse 1' }).click();
    await check(desk, 'one’s answers, with panels and errors');
  });
}

async function openReponses(desk: Page, house: House): Promise<Page> {
  await signInPro(desk, house.courriel, house.motDePasse);
  await desk.getByRole('link', { name: 'Mes heures, absences et réponses rapides' }).click();
  await expect(desk.getByRole('heading', { level: 1, name: 'Mes réponses' })).toBeVisible();
  return desk;
}
