import { day, openPermanence } from '../support/api';
import { creneau, enterWithCard, finishWithCard, sayWho } from '../support/steps';
import { expect, test } from '../support/test';

test('a jeune chooses the reminders, and has a secret calendar that ends at once', async ({ page, house, server }) => {
  await enterWithCard(page, house.code, 'Lina');
  await page.goto('/moi');
  await expect(page.getByText(/On n’a ni téléphone ni e-mail pour toi/)).toBeVisible();
  await page.getByLabel('Une semaine avant').check();
  await expect(page.getByText('C’est noté.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Une semaine avant')).toBeChecked();
  await page.getByRole('button', { name: 'Créer mon adresse' }).click();
  const address = page.getByText(/\/agenda\/.+\.ics/);
  await expect(address).toBeVisible();
  const path = new URL((await address.innerText()).trim()).pathname;
  const feed = await fetch(server.address + path);
  expect([feed.status, feed.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  await page.getByRole('button', { name: 'Arrêter cette adresse' }).click();
  await expect(page.getByRole('button', { name: 'Créer mon adresse' })).toBeVisible();
  expect((await fetch(server.address + path)).status).toBe(404);
});

test('a rendez-vous goes to the calendar of the phone, with a title that says nothing', async ({ page, house }) => {
  await openPermanence(house, day(2));
  await enterWithCard(page, house.code, 'Lina');
  await creneau(page, /^10\sh(?!\s30)/).click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await page.getByRole('link', { name: 'Voir mes rendez-vous' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Mettre dans mon agenda' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('rendez-vous.ics');
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  expect(text).toContain('SUMMARY:Rendez-vous\r\n');
  expect(text).toContain('DTSTART;TZID=Europe/Paris:');
  expect(text).not.toContain(house.nom);
});

test('after an absence there is a friendly line with the next créneau, and no blame', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await enterWithCard(page, house.code, 'Sami');
  await creneau(page, /^10\sh\s30/).click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  // As it reads on the day after: a day cannot pass here.
  await page.route('**/api/rendez-vous', async (route) => {
    const answer = await route.fetch();
    const list = await answer.json();
    await route.fulfill({ response: answer, json: list.map((one: any) => ({ ...one, etat: 'absent', debut: one.debut - 2 * 86_400_000, fin: one.fin - 2 * 86_400_000 })) });
  });
  await page.goto('/rendez-vous');
  await expect(page.getByText('Ça arrive à tout le monde. Voici le prochain moment libre.')).toBeVisible();
  await expect(creneau(page, /^10\sh(?!\s30)/)).toBeVisible();
});

test('a jeune waits for a need in a place, and the next free place is kept for them', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Sami');
  await page.goto(`/e/${house.code}`);
  await page.getByRole('group', { name: 'C’est pour quoi ?' }).getByRole('button', { name: 'Me loger' }).click();
  await page.getByRole('button', { name: 'Attendre une place' }).click();
  await expect(page.getByText(/Tu es sur la liste/)).toBeVisible();
  await openPermanence(house, day(1), 1, { besoin: 'logement' });
  await page.goto('/rendez-vous');
  await expect(page.getByText(/Une place est gardée pour toi/)).toBeVisible({ timeout: 20_000 });
});

test('a paper with a code: one enters with a first name and takes the rendez-vous over, once', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(1));
  const slot = (await house.pro.get(`/api/agenda?du=${day(1)}`))[0].id;
  const made = await house.pro.post('/api/prescriptions', { structure: house.structure, creneau: slot, surnom: 'Titi' });
  await page.goto('/');
  await page.getByRole('link', { name: 'J’ai un papier avec un code' }).click();
  await page.getByLabel('Le code de ton papier').fill('trop court');
  await page.getByRole('button', { name: 'Voir le rendez-vous' }).click();
  await expect(page.getByText(/10 lettres et chiffres/).first()).toBeVisible();
  await page.getByLabel('Le code de ton papier').fill(made.code.toLowerCase().replace('-', ' '));
  await page.getByRole('button', { name: 'Voir le rendez-vous' }).click();
  await expect(page.getByText(/a pris ce rendez-vous pour toi/)).toBeVisible();
  await expect(page.getByText('Titi')).toHaveCount(0);
  await page.getByRole('link', { name: 'Entrer pour le prendre' }).click();
  await sayWho(page, 'Tiffany');
  await finishWithCard(page);
  await page.getByRole('button', { name: 'Je le prends' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  expect((await house.pro.get(`/api/agenda?du=${day(1)}`))[0].venues.map((one: any) => one.prenom)).toEqual(['Tiffany']);
  expect((await house.pro.get('/api/prescriptions'))[0]).toMatchObject({ surnom: 'Titi', etat: 'reserve' });
  // The same paper again, by the one who took it: it is theirs, and nothing is refused.
  await page.goto(`/orientation/${made.code}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Ce rendez-vous est à toi' })).toBeVisible();
  await expect(page.getByText(/Ce code a déjà servi/)).toHaveCount(0);
  await page.getByRole('link', { name: 'Voir mes rendez-vous' }).click();
  await expect(page.getByRole('button', { name: /^Annuler/ })).toHaveCount(1);
  const other = await browserOf();
  await other.goto(`/orientation/${made.code}`);
  await expect(other.getByText('Ce code a déjà servi', { exact: false })).toBeVisible();
});

test('somebody who has an account accepts or declines in the app what was taken for them', async ({ page, house }) => {
  await openPermanence(house, day(1));
  const slots = (await house.pro.get(`/api/agenda?du=${day(1)}`)).map((one: any) => one.id);
  const words = await enterWithCard(page, house.code, 'Inès');
  const take = (creneau: string) => house.pro.post('/api/prescriptions', { structure: house.structure, creneau, surnom: 'Ines', contact: `${words[0]} ${words[1]}` });
  const first = await take(slots[0]);
  await take(slots[1]);
  expect(first.etat).toBe('reserve');
  await page.goto('/rendez-vous');
  const proposed = page.getByRole('listitem').filter({ hasText: 'a pris ce rendez-vous pour toi' });
  await expect(proposed).toHaveCount(2);
  await proposed.first().getByRole('button', { name: 'Je le prends' }).click();
  await expect(proposed).toHaveCount(1);
  await proposed.first().getByRole('button', { name: 'Non merci' }).click();
  await expect(proposed).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Annuler/ })).toHaveCount(1);
  const states = (await house.pro.get('/api/prescriptions')).map((one: any) => one.etat ?? 'rien');
  expect(states.sort()).toEqual(['reserve', 'rien']);
});

test('a code that nobody knows stays in its field, with a sentence of its own', async ({ page }) => {
  await page.goto('/orientation');
  const field = page.getByLabel('Le code de ton papier');
  await field.fill('22222-22222');
  await page.getByRole('button', { name: 'Voir le rendez-vous' }).click();
  await expect(page.locator('#erreur-code')).toHaveText('On ne connaît pas ce code. Vérifie-le sur ton papier.');
  await expect(field).toHaveValue('22222-22222');
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  expect(new URL(page.url()).pathname).toBe('/orientation');
  // What is typed anew is not wrong yet.
  await field.fill('22222-2222');
  await expect(page.locator('#erreur-code')).not.toContainText('On ne connaît pas');
  // The same by the address of a paper.
  await page.goto('/orientation/22222-22222');
  await expect(page.getByText('On ne connaît pas ce code. Vérifie-le sur ton papier.')).toBeVisible();
});
