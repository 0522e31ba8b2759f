import type { Page } from '@playwright/test';
import { day, openPermanence, versionOf, type House } from '../support/api';
import { check, nothingFound } from '../support/look';
import { enterWithCard, signInAsCoordonnatrice, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

// A part of the form of a place, by its name.
async function open(page: Page, part: string): Promise<void> {
  await page.locator('summary').filter({ hasText: part }).click();
}

// The place of the house, changed by the API.
async function change(house: House, detail: object, more: object = {}): Promise<void> {
  await house.admin.post(`/api/espaces/${house.code}/changement`, {
    version: await versionOf(house),
    nom: house.nom,
    presentation: 'Un lieu ouvert à tous, sans dossier.',
    lieu: 'Centre social',
    adresse: '12 rue de la République',
    commune: 'Aubervilliers',
    horaires: [{ jour: 6, debut: '10:00', fin: '18:00' }],
    structures: [house.structure],
    propositions: ['Parler avec quelqu’un'],
    detail,
    ...more,
  });
}

test('a coordonnatrice opens a place and changes it: holiday hours, a night, a date', async ({ page, house }) => {
  await signInAsCoordonnatrice(page, house);
  await page.goto('/pro/espaces');
  await expect(page.getByRole('heading', { name: house.nom })).toBeVisible();
  await nothingFound(page);
  await page.getByRole('link', { name: 'Créer un espace-temps' }).click();
  await page.getByLabel('Nom', { exact: true }).fill('La Passerelle');
  await page.getByLabel('Code de son adresse').fill(`passerelle-${house.code}`.slice(0, 40));
  await page.getByLabel('En une phrase').fill('Un lieu sous le pont.');
  await page.getByLabel('Là où les jeunes sont déjà').check();
  await page.getByLabel('Nom du lieu').fill('Sous le pont');
  await page.getByLabel('Adresse ou point de rendez-vous').fill('1 quai de la Seine');
  await page.getByLabel('Commune').fill('Stains');
  await open(page, 'Heures d’ouverture');
  await page.getByLabel('De', { exact: true }).fill('20:00');
  await page.getByLabel('À', { exact: true }).fill('14:00');
  await expect(page.getByText('Les dates des vacances scolaires sont connues jusqu’au mardi 31 août 2027.')).toBeVisible();
  await open(page, 'Heures d’ouverture');
  await open(page, 'Sur place');
  await page.getByLabel('On entre sans marche').check();
  await page.getByLabel('Ce que l’on peut y faire').fill('Souffler\nParler');
  await expect(page.getByLabel('Chercher une structure')).toBeHidden();
  await page.getByRole('button', { name: 'Créer l’espace-temps' }).click();
  // What is folded opens where something is wrong.
  await page.getByLabel('Chercher une structure').fill(house.code.slice(5));
  await page.getByLabel(`Mission locale ${house.code.slice(5)}`).check();
  await expect(page.getByText('La fin vient après le début.')).toBeVisible();
  await nothingFound(page);
  await page.getByLabel('À', { exact: true }).fill('01:00');
  await page.getByRole('button', { name: 'Créer l’espace-temps' }).click();
  await expect(page.getByRole('heading', { name: 'La Passerelle' })).toBeVisible();
  await page.getByRole('link', { name: 'Modifier : La Passerelle' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Modifier La Passerelle' })).toBeVisible();
  await open(page, 'Heures d’ouverture');
  await expect(page.getByLabel('À', { exact: true })).toHaveValue('01:00');
  await page.getByLabel('D’autres heures').check();
  await page.getByRole('button', { name: 'Ajouter une date' }).click();
  await page.getByLabel('Le', { exact: true }).fill(day(3));
  await page.getByLabel('Fermé ce jour-là').check();
  await page.getByLabel('Ce que tout le monde lit').fill('Inventaire');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Choisissez la zone')).toBeVisible();
  await page.getByLabel('Zone de vacances').selectOption('c');
  const holidays = page.getByRole('group', { name: 'Vacances scolaires : heures d’ouverture' });
  await holidays.getByRole('button', { name: 'Ajouter une ouverture' }).click();
  await nothingFound(page);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Espaces-temps' })).toBeVisible();
  await page.goto(`/lieux/${`passerelle-${house.code}`.slice(0, 40)}`);
  await expect(page.getByText('Pendant les vacances scolaires')).toBeVisible();
  await expect(page.getByText('Inventaire')).toBeVisible();
  await expect(page.getByText('On entre sans marche')).toBeVisible();
  await nothingFound(page);
});

test('the bus is announced where it stops next', async ({ page, house }) => {
  await signInAsCoordonnatrice(page, house);
  await page.goto(`/pro/espaces/${house.code}/changer`);
  await open(page, 'Le lieu');
  await page.getByLabel('Un lieu qui roule').check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Ajoutez au moins un arrêt.')).toBeVisible();
  await page.getByRole('button', { name: 'Ajouter un arrêt' }).click();
  const stop = page.getByRole('group', { name: 'Arrêt 1' });
  await stop.getByLabel('Jour').selectOption(String(((new Date().getDay() + 1) % 7) || 7));
  await stop.getByLabel('Nom de l’arrêt').fill('Parking de la piscine');
  await stop.getByLabel('Adresse').fill('Rue Marie-Liétard');
  await stop.getByLabel('Commune').fill('Liévin');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Un lieu qui roule')).toBeVisible();
  await page.goto(`/e/${house.code}`);
  // Each stop with its day: where a bus is now says nothing of tomorrow.
  const stops = page.getByRole('region', { name: 'Les prochains arrêts' });
  await expect(stops.getByRole('listitem').first()).toHaveText(/^\p{L}+ \d.*\d\sh.*Parking de la piscine, Rue Marie-Liétard, Liévin$/u);
  await expect(page.getByRole('region', { name: 'Où', exact: true })).toBeHidden();
  await check(page, 'bus');
  await page.getByRole('link', { name: 'Tout voir de ce lieu' }).click();
  await expect(stops.getByText('Rue Marie-Liétard').first()).toBeVisible();
  await nothingFound(page);
});

test.describe('at 320 px, by keyboard', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('all of a place is read in an order that makes sense, and what is held leads on', async ({ page, house }) => {
    await change(house, { commodites: ['langues', 'plain-pied'], venir: 'Métro 12, puis 4 minutes à pied.', acces_note: 'Sonne.' });
    await openPermanence(house, day(1));
    await page.goto(`/e/${house.code}`);
    await expect(page.getByRole('link', { name: 'Tout voir de ce lieu' })).toBeVisible();
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    expect(await fits()).toBe(true);
    await nothingFound(page);
    await page.getByRole('link', { name: 'Tout voir de ce lieu' }).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/lieux/${house.code}$`));
    await expect(page.locator('#contenu').getByRole('heading', { level: 1, name: house.nom })).toBeVisible();
    const moment = page.getByRole('link', { name: /Papiers et démarches/ });
    await expect(moment).toBeVisible();
    expect(await fits()).toBe(true);
    const titles = await page.locator('#contenu').getByRole('heading', { level: 2 }).allInnerTexts();
    expect(titles).toEqual(['Ce que tu peux faire ici', 'Qui sera là demain', 'Comment venir', 'Aujourd’hui', 'À venir', 'Sur place', 'Heures d’ouverture', 'Qui anime ce lieu']);
    await expect(page.getByText('On parle d’autres langues')).toBeVisible();
    await nothingFound(page);
    // By keyboard alone: from the top to what is held there.
    await page.locator('body').press('Tab');
    for (let taps = 0; taps < 20 && !(await moment.evaluate((link) => link === document.activeElement)); taps += 1) {
      await page.keyboard.press('Tab');
    }
    await expect(moment).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/creneaux\//);
  });
});

test('a poster and cards are made, printed on one A4 each, and counted', async ({ page, house, browserOf }, info) => {
  await signInPro(page, house.courriel, house.motDePasse);
  const codes: string[] = [];
  for (const [kind, action, where] of [
    ['affiche', 'Faire une affiche', 'Vitrine'],
    ['cartes', 'Faire une planche de cartes', 'Devant le lycée'],
  ]) {
    await page.goto(`/pro/espaces/${house.code}/${kind}`);
    await page.getByLabel(/^Où/).fill(where);
    await page.getByRole('button', { name: action }).click();
    const paper = page.getByRole('region', { name: where });
    const picture = paper.getByRole('img').first();
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await expect(paper.getByRole('img')).toHaveCount(kind === 'cartes' ? 10 : 1);
    codes.push(new URL((await picture.getAttribute('src'))!, house.address).searchParams.get('de')!);
    await nothingFound(page);
    const pdf = await page.pdf({ path: info.outputPath(`${kind}.pdf`), preferCSSPageSize: true, printBackground: true });
    const text = pdf.toString('latin1');
    expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    expect(text).toMatch(/\/MediaBox\s*\[\s*0 0 59[45][.\d]* 84[12]/);
  }
  const phone = await browserOf();
  // Each is told before the next one is scanned.
  for (const code of codes) await Promise.all([phone.waitForResponse(/\/scans$/), phone.goto(`/e/${house.code}?de=${code}`)]);
  await phone.getByRole('link', { name: 'Entrer ici' }).click();
  await expect(phone).toHaveURL(new RegExp(`de=${codes[1]}`));
  const other = await browserOf();
  await enterWithCard(other, `${house.code}&de=${codes[1]}`, 'Inès');
  await page.goto(`/pro/espaces/${house.code}/affiche`);
  await expect(page.getByText(/Scans\s: moins de 5.*Comptes ouverts\s: moins de 5/)).toBeVisible();
  await page.goto(`/pro/espaces/${house.code}/cartes`);
  await expect(page.getByText(/Scans\s: moins de 5.*Comptes ouverts\s: moins de 5/)).toBeVisible();
  await page.getByRole('button', { name: 'Ne plus compter' }).click();
  await expect(page.getByText('Rien pour le moment.')).toBeVisible();
});

test('other sites read the programme of a place that wants it', async ({ page, house, request }) => {
  expect((await request.get(`/e/${house.code}/programme`)).status()).toBe(404);
  await change(house, { programme: true });
  await openPermanence(house, day(1));
  await page.goto(`/e/${house.code}/programme`);
  await expect(page.getByText('Papiers et démarches, avec Nadia')).toBeVisible();
  await nothingFound(page);
  await page.getByRole('link', { name: 'La page du lieu' }).click();
  await expect(page.locator('#contenu').getByRole('heading', { level: 1, name: house.nom })).toBeVisible();
  const feed = await request.get(`/e/${house.code}/programme.json`);
  expect(feed.headers()['access-control-allow-origin']).toBe('*');
  expect((await feed.json()).programme).toHaveLength(1);
  expect(await (await request.get(`/e/${house.code}/programme.ics`)).text()).toContain('BEGIN:VEVENT');
});

test('a form that was opened before a colleague saved another one is refused with words, and shows the place as it is', async ({ page, house }) => {
  await signInAsCoordonnatrice(page, house);
  await page.goto(`/pro/espaces/${house.code}/changer`);
  await expect(page.getByRole('button', { name: 'Enregistrer' })).toBeVisible();
  // A colleague is faster.
  await change(house, { venir: 'Tram 1, arrêt Hôtel de ville.' });
  await open(page, 'Le lieu');
  await page.getByLabel('En une phrase').fill('Un lieu sous le pont.');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Quelqu’un a changé ce lieu entre-temps.')).toBeVisible();
  await expect(page.getByLabel('En une phrase')).toHaveValue('Un lieu ouvert à tous, sans dossier.');
  await open(page, 'Le lieu');
  await nothingFound(page);
  await open(page, 'Sur place');
  await expect(page.getByLabel('Comment venir')).toHaveValue('Tram 1, arrêt Hôtel de ville.');
});
