import type { Page } from '@playwright/test';
import { versionOf, type House } from '../support/api';
import { nothingFound } from '../support/look';
import { enterWithCard, goTo, signInAsCoordonnatrice, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

async function check(page: Page, what: string): Promise<void> {
  await expect(page.locator('#contenu').getByRole('heading', { level: 1 })).toBeVisible();
  await nothingFound(page, what);
}

/** Where the QR at the door leads. */
async function door(house: House): Promise<string> {
  const { lien } = await house.pro.get(`/api/espaces/${house.code}/porte`);
  return new URL(lien).pathname + new URL(lien).hash;
}

/** Another place of the house, open at any hour: who has no account arrives where somebody is. */
async function openAlways(house: House): Promise<House> {
  const code = `ouvert-${house.code.slice(5)}`;
  await house.admin.post('/api/espaces', {
    code,
    nom: `L’Ouvert ${code}`,
    presentation: 'Un lieu ouvert à tous.',
    lieu: 'Gymnase',
    adresse: '1 rue du Port',
    commune: 'Aubervilliers',
    horaires: [1, 2, 3, 4, 5, 6, 7].map((jour) => ({ jour, debut: '00:00', fin: '23:59' })),
    structures: [house.structure],
    propositions: ['Parler avec quelqu’un'],
  });
  return { ...house, code };
}

// The place of the house, open all day on these days of the week.
async function openOn(house: House, days: number[]): Promise<void> {
  await house.admin.post(`/api/espaces/${house.code}/changement`, {
    version: await versionOf(house),
    nom: house.nom,
    presentation: 'Un lieu ouvert à tous, sans dossier.',
    lieu: 'Centre social',
    adresse: '12 rue de la République',
    commune: 'Aubervilliers',
    horaires: days.map((jour) => ({ jour, debut: '00:00', fin: '23:59' })),
    structures: [house.structure],
    propositions: [],
    detail: { feries: 'aucun' },
  });
}

test('nobody is sent to a door that stays closed all day', async ({ page, house }) => {
  await openOn(house, [((new Date().getDay() + 2) % 7) + 1]);
  await enterWithCard(page, house.code, 'Inès');
  await page.goto(`/passe/${house.code}`);
  await expect(page.getByText('C’est fermé aujourd’hui.')).toBeVisible();
  await expect(page.getByText(/^Fermé\. Ouvre /)).toBeVisible();
  await expect(page.getByText('12 rue de la République')).toBeVisible();
  await expect(page.getByText('C’est calme en ce moment.')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Je passe aujourd’hui' })).toBeHidden();
  await check(page, 'closed');
});

test('by the QR at the door: the team sees it, takes charge, becomes référent, and the thread is on the phone', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  const computer = await browserOf({ viewport: { width: 1280, height: 800 } });
  await signInPro(computer, house.courriel, house.motDePasse);
  await computer.goto('/pro/accueil');
  await expect(computer.getByText('Personne n’attend')).toBeVisible();
  await check(computer, 'nobody waits');
  await openOn(house, [1, 2, 3, 4, 5, 6, 7]);
  await page.goto(`/passe/${house.code}`);
  await expect(page.getByText('C’est calme en ce moment.')).toBeVisible();
  await check(page, 'to announce oneself');
  await page.getByLabel('Tu viens pour quoi ?').selectOption('papiers');
  await page.getByRole('button', { name: 'Je passe aujourd’hui' }).click();
  await expect(page.getByText('L’équipe sait que tu passes aujourd’hui.')).toBeVisible();
  await expect(computer.getByRole('heading', { name: /En route/ })).toBeVisible();
  // Another address in the same tab: only the fragment differs.
  await page.goto('about:blank');
  await page.goto(await door(house));
  await page.getByRole('button', { name: 'Je suis là' }).click();
  await expect(page.getByText('L’équipe sait que tu es là.')).toBeVisible();
  await check(page, 'waiting');
  await expect(computer.getByRole('heading', { name: /Attendent/ })).toBeVisible();
  await check(computer, 'somebody waits');
  await computer.getByRole('button', { name: 'Je m’en occupe : Inès' }).click();
  await expect(page.getByText('Nadia s’occupe de toi.')).toBeVisible();
  const follow = computer.getByRole('button', { name: 'Devenir référent·e : Inès' });
  await expect(follow).toBeVisible();
  await check(computer, 'somebody is met');
  await follow.click();
  await expect(computer.getByRole('link', { name: 'Ouvrir le fil' })).toBeVisible();
  await goTo(page, 'Messages');
  await expect(page.getByText('Nadia').first()).toBeVisible();
  await computer.getByRole('link', { name: 'Ouvrir le fil' }).click();
  await expect(computer.getByRole('textbox', { name: 'Écrire un message' })).toBeVisible();
});

test('an old poster says so kindly, and whoever has no account is counted without a name', async ({ page, house, browserOf }) => {
  house = await openAlways(house);
  const old = await door(house);
  await house.pro.post(`/api/espaces/${house.code}/porte`);
  await page.goto(old);
  await page.getByRole('button', { name: 'Je suis là' }).click();
  await expect(page.getByText('Ce n’est pas grave : dis ton prénom à l’équipe')).toBeVisible();
  await check(page, 'an old poster');
  const phone = await browserOf({ colorScheme: 'dark' });
  await phone.goto(await door(house));
  await phone.getByRole('button', { name: 'Je suis là' }).click();
  await expect(phone.getByText('L’équipe sait que tu es là.')).toBeVisible();
  await check(phone, 'there without an account');
  // The same phone again is the same person, and a page that is loaded again says the same.
  await phone.reload();
  await expect(phone.getByText('L’équipe sait que tu es là.')).toBeVisible();
  await expect(phone.getByRole('button', { name: 'Je suis là' })).toBeHidden();
  const waiting = await house.pro.get(`/api/espaces/${house.code}/passages`);
  expect(waiting.map((one: any) => [one.prenom, one.suivi])).toEqual([[null, 'sans-compte']]);
  // A tap too many is taken back on that phone.
  await phone.getByRole('button', { name: 'C’était une erreur' }).click();
  await expect(phone.getByRole('button', { name: 'Je suis là' })).toBeVisible();
  expect(await house.pro.get(`/api/espaces/${house.code}/passages`)).toEqual([]);
});

test('a tab that is open at a place hears that its door was scanned', async ({ page, house }) => {
  house = await openAlways(house);
  await page.goto(`/passe/${house.code}`);
  await expect(page.getByText('En arrivant, scanne le code à la porte.')).toBeVisible();
  const { hash } = new URL(await door(house), house.address);
  await page.evaluate((hash) => void (location.hash = hash), hash);
  await expect(page.getByRole('button', { name: 'Je suis là' })).toBeVisible();
});

test('on the phone of the team: somebody without an account in two taps, the code at the door, the week', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.locator('.barre-bas').getByRole('link', { name: 'Accueil' }).click();
  await page.getByRole('button', { name: 'Quelqu’un est là' }).click();
  await check(page, 'the form');
  await page.getByLabel('Âge environ').fill('17');
  await page.getByLabel('Pour quoi').selectOption('papiers');
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect(page.getByText('17 ans environ')).toBeVisible();
  // A tap while there is no network leaves when it is back.
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Je m’en occupe' }).click();
  await expect(page.getByText(/geste.* Pas de réseau\s: l’envoi se fera au retour/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByRole('button', { name: 'Remettre en attente' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Remettre en attente' }).click();
  await page.getByRole('button', { name: 'Je m’en occupe' }).click();
  await page.getByRole('button', { name: 'Parti', exact: false }).first().click();
  await expect(page.getByRole('button', { name: 'Toujours là' })).toBeVisible();
  await page.getByRole('link', { name: 'La semaine' }).click();
  // A card for each day on a phone, a table where there is room. One visit is a figure that nobody is shown.
  await expect(page.getByRole('listitem').filter({ hasText: 'oins de 5' }).first()).toBeVisible();
  await expect(page.getByRole('table')).toBeHidden();
  await check(page, 'the week');
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByRole('cell', { name: 'oins de 5', exact: false }).first()).toBeVisible();
  await check(page, 'the week on a wide screen');
  await page.setViewportSize({ width: 360, height: 800 });
  await page.getByRole('link', { name: 'Code à la porte' }).click();
  const before = await page.getByText('/passe/').innerText();
  await page.getByRole('button', { name: 'Faire un nouveau code' }).click();
  await check(page, 'the code at the door');
  await page.getByRole('button', { name: 'Nouveau code', exact: true }).click();
  await expect(page.getByText('/passe/')).not.toHaveText(before);
});

test('whoever only coordinates reads how many came, and in words why nobody is named', async ({ page, house, browserOf }) => {
  await house.pro.post(`/api/espaces/${house.code}/passages`, { prenom: 'Zoé' });
  await signInAsCoordonnatrice(page, house);
  await page.locator('.barre-bas').getByRole('link', { name: 'Accueil' }).click();
  await expect(page.getByText('vous voyez combien de personnes passent')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'oins de 5' }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'La semaine' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('link', { name: 'Qui est là' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Quelqu’un est là' })).toBeHidden();
  for (const hidden of ['Zoé', 'Vous n’avez pas']) await expect(page.locator('#contenu')).not.toContainText(hidden);
  await check(page, 'how many, for who coordinates');
  await page.getByRole('link', { name: 'Code à la porte' }).click();
  await expect(page.getByText('/passe/')).toBeVisible();
  // Who receives reads the list.
  const computer = await browserOf();
  await signInPro(computer, house.courriel, house.motDePasse);
  await computer.goto('/pro/accueil');
  await expect(computer.getByText('Zoé', { exact: true })).toBeVisible();
});
