import { Person, day, openPermanence, type House } from '../support/api';
import { enterWithCard, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

async function book(house: House, prenom: string, creneau: string): Promise<Person> {
  const jeune = new Person(house.address);
  await jeune.post('/api/comptes/jeunes', { prenom, naissance: { annee: 2007, mois: 5 }, retour: { par: 'carte' } });
  await jeune.post(`/api/creneaux/${creneau}/rendez-vous`, {});
  return jeune;
}

test('all rendez-vous of a day are moved at once with a word, one is then cancelled', async ({ page, house }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await openPermanence(house, day(1), 2);
  await openPermanence(house, day(3), 1);
  const creneau = (await house.pro.get(`/api/agenda?du=${day(1)}`))[0].id;
  const [ines, noe] = [await book(house, 'Inès', creneau), await book(house, 'Noé', creneau)];
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/agenda');
  await page.getByRole('button', { name: 'Déplacer ou annuler des rendez-vous' }).click();
  await expect(page.getByRole('checkbox', { name: /10\sh · Inès/ })).toBeChecked();
  await expect(page.getByLabel('Vers quel créneau')).toBeVisible();
  // The list of another day is not there to be chosen from, however slow the network is.
  await page.route('**/api/agenda?*', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.getByLabel('Chercher à partir du').fill(day(3));
  await expect(page.getByLabel('Vers quel créneau').locator('option')).toHaveCount(1);
  arrive();
  await expect(page.getByLabel('Vers quel créneau').locator('option')).toHaveCount(3);
  await page.getByLabel('Vers quel créneau').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Déplacer et prévenir' }).click();
  await expect(page.getByText('C’est à remplir')).toBeVisible();
  await page.getByLabel(/Un mot pour les personnes/).fill('Le lieu est fermé demain.');
  await page.getByRole('button', { name: 'Déplacer et prévenir' }).click();
  await expect(page.getByRole('button', { name: 'Déplacer et prévenir' })).toHaveCount(0);
  const hours = async (jeune: Person) => (await jeune.get('/api/rendez-vous')).filter((one: any) => one.etat === 'confirme').map((one: any) => [new Date(one.debut).toLocaleTimeString('fr', { timeZone: 'Europe/Paris' }), one.mot]);
  expect(await hours(ines)).toEqual([['10:00:00', 'Le lieu est fermé demain.']]);
  expect(await hours(noe)).toEqual([['10:30:00', 'Le lieu est fermé demain.']]);
  await page.goto(`/pro/agenda?du=${day(3)}`);
  await page.getByRole('button', { name: 'Déplacer ou annuler des rendez-vous' }).click();
  await page.getByRole('checkbox', { name: /Noé/ }).uncheck();
  await page.getByRole('radio', { name: 'Annuler' }).check();
  await page.getByLabel(/Un mot pour les personnes/).fill('Désolée.');
  await page.getByRole('button', { name: 'Annuler et prévenir' }).click();
  await expect(page.getByText('Annulé par la structure')).toBeVisible();
  expect([(await hours(ines)).length, (await hours(noe)).length]).toEqual([0, 1]);
});

test('a tap without a network is shown, survives a reload, and reaches the server', async ({ page, house, context }) => {
  await openPermanence(house, day(0), 1, { deja_tenue: true });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/agenda');
  await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
  await page.getByLabel('Prénom ou surnom').fill('Yaëlle');
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  const received = page.getByRole('button', { name: 'Reçu·e : Yaëlle' });
  await expect(page.getByRole('button', { name: 'Arrivé·e : Yaëlle' })).toHaveAttribute('aria-pressed', 'true');
  const etat = async () => (await house.pro.get(`/api/agenda?du=${day(0)}`)).flatMap((one: any) => one.venues)[0].etat;
  await page.route('**/marque', (route) => route.abort());
  await received.click();
  await expect(received).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('en attente du réseau')).toBeVisible();
  expect(await etat()).toBe('confirme');
  await page.reload();
  await expect(received).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('en attente du réseau')).toBeVisible();
  await page.unroute('**/marque');
  await expect.poll(etat, { timeout: 30_000 }).toBe('honore');
  await expect(page.getByText('en attente du réseau')).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('pointages'))).toBeNull();
  expect(context.pages().length).toBe(1);
});

test('somebody who was received enters a programme: the figures of the permanence say so', async ({ page, house }) => {
  await openPermanence(house, day(0), 1, { deja_tenue: true, debut: '00:00', fin: '01:00' });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/agenda');
  await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
  await page.getByLabel('Prénom ou surnom').fill('Bilal');
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  await page.getByRole('button', { name: 'Reçu·e : Bilal' }).click();
  await page.getByRole('button', { name: 'Noter une entrée dans un programme : Bilal' }).click();
  await page.getByRole('button', { name: 'Enregistrer l’entrée' }).click();
  await expect(page.getByText('Entré·e : DIP')).toBeVisible();
  await page.goto('/pro/permanences');
  await page.getByRole('link', { name: /Voir ses jours et ses chiffres/ }).click();
  const figure = (label: string) => page.getByRole('region', { name: 'Depuis l’ouverture' }).locator('div').filter({ has: page.getByText(label, { exact: true }) });
  for (const label of ['Permanences tenues', 'Orientés', 'Reçus', 'Entrés']) await expect(figure(label).locator('strong')).toHaveText('1');
  await expect(figure('Entrés').getByText(/^100\s%$/)).toBeVisible();
});

test('a jeune whose rendez-vous was moved reads who moved it, from when, and why', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await openPermanence(house, day(3));
  await enterWithCard(page, house.code, 'Inès');
  const [from, to] = [(await house.pro.get(`/api/agenda?du=${day(1)}`))[0], (await house.pro.get(`/api/agenda?du=${day(3)}`))[0]];
  await page.goto(`/creneaux/${from.id}`);
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await page.getByRole('link', { name: 'Voir mes rendez-vous' }).click();
  const kept = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Annuler/ }) });
  await expect(kept).toHaveCount(1);
  await expect(kept).not.toContainText('L’équipe');
  const rendez_vous = (await house.pro.get(`/api/agenda?du=${day(1)}`))[0].venues.map((one: any) => one.rendez_vous);
  await house.pro.post('/api/venues/report', { rendez_vous, creneau: to.id, mot: 'Décalé' });
  await expect(kept).toContainText('L’équipe a déplacé ce rendez-vous.');
  await expect(kept).toContainText(/Avant, c’était demain.* 10\sh\./);
  await expect(kept).toContainText('Leur mot : Décalé');
  const former = page.getByRole('listitem').filter({ hasText: 'L’équipe l’a déplacé' });
  await expect(former).toHaveCount(1);
});
