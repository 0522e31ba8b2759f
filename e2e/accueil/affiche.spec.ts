import type { Page } from '@playwright/test';
import type { House } from '../support/api';
import { cut, scan, sheets } from '../support/papier';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

// A printed code is read from its picture: the picture has the dots of a phone, not those of an old screen.
test.use({ deviceScaleFactor: 2, viewport: { width: 1280, height: 900 } });

const NAME = 'La Maison des jeunes et des associations d’Aubervilliers-La Plaine';
const DOING = ['Parler avec quelqu’un', 'Faire ton CV', 'Comprendre un courrier', 'Charger ton téléphone', 'Boire quelque chose de chaud', 'Trouver un stage', 'Jouer au ping-pong'];
const WEEK = [1, 2, 3, 4, 5]
  .flatMap((jour) => [{ jour, debut: '09:00', fin: '12:30' }, { jour, debut: '13:30', fin: '18:00' }])
  .concat([{ jour: 6, debut: '14:00', fin: '19:00' }]);
const STOPS = [1, 2, 3, 4, 5, 6].flatMap((jour) =>
  [['10:00', '12:00', 'Parking de la piscine'], ['14:00', '17:00', 'Place du marché']].map(([debut, fin, nom]) => ({ jour, debut, fin, nom, adresse: 'Avenue du Maréchal-Foch', commune: 'Hénin-Beaumont' })),
);

/** A place of the house and of others; gives their names. */
async function open(house: House, code: string, more: Record<string, unknown>, others: number): Promise<string[]> {
  const names = Array.from({ length: others }, (_, at) => `Association de prévention et d’insertion des jeunes du quartier ${at + 1} ${code}`);
  const ids = [];
  for (const nom of names) ids.push((await house.admin.post('/api/structures', { nom })).id);
  await house.admin.post('/api/espaces', {
    code,
    nom: NAME,
    presentation: 'Un salon, une cuisine, des gens qui t’écoutent. Tu viens comme tu es.',
    lieu: 'Maison Pour Tous Berty Albrecht',
    adresse: '44 rue Danielle Casanova',
    commune: 'Aubervilliers',
    horaires: WEEK,
    structures: [house.structure, ...ids],
    propositions: DOING,
    ...more,
  });
  return names;
}

/** Makes what is printed; gives its code. */
async function make(page: Page, house: House, code: string, kind: 'affiche' | 'cartes'): Promise<string> {
  await page.goto(`/pro/espaces/${code}/${kind}`);
  await page.getByLabel(/^Où/).fill('Vitrine');
  await page.getByRole('button', { name: /^Faire une/ }).click();
  const picture = page.getByRole('region', { name: 'Vitrine' }).getByRole('img').first();
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  return new URL((await picture.getAttribute('src'))!, house.address).searchParams.get('de')!;
}

test('nothing of a poster is cut, whatever stands on it, and its code leads to the place', async ({ page, house }, info) => {
  const mark = house.code.slice(5);
  const many = Array.from({ length: 18 }, (_, at) => `${at + 1}. Préparer un entretien d’embauche avec quelqu’un qui connaît bien le métier que tu veux faire plus tard`);
  const places: [string, Record<string, unknown>, number][] = [
    [`petit-${mark}`, { nom: 'Le Local', propositions: ['Parler avec quelqu’un'], horaires: [] }, 0],
    [`realiste-${mark}`, {}, 5],
    [`bus-${mark}`, { horaires: [], detail: { genre: 'mobile', arrets: STOPS } }, 5],
    [`immense-${mark}`, { nom: `${NAME} ${NAME}`, presentation: many[0], propositions: many }, 11],
  ];
  await signInPro(page, house.courriel, house.motDePasse);
  for (const [code, more, others] of places) {
    await page.emulateMedia({ media: 'screen' });
    const names = await open(house, code, more, others);
    const de = await make(page, house, code, 'affiche');
    const sheet = page.locator('.affiche');
    await expect(sheet).not.toHaveAttribute('data-mesure');
    await expect(sheet).toHaveAttribute('data-taille');
    await page.emulateMedia({ media: 'print' });
    expect(await cut(sheet), code).toEqual([]);
    for (const name of names) await expect(sheet.getByText(name), code).toBeVisible();
    await expect(sheet.getByText('16 – 25 ans. Gratuit')).toBeVisible();
    // All that one can do, or the words that there is more.
    const shown = await sheet.locator('.affiche-liste li:visible').count();
    const asked = (more.propositions as string[] | undefined) ?? DOING;
    await expect(sheet.getByText('et d’autres choses, sur la page du lieu')).toBeVisible({ visible: asked === many });
    if (asked !== many) expect(shown, code).toBe(asked.length);
    expect(await scan(sheet), code).toBe(`${house.address}/e/${code}?de=${de}`);
    expect(await sheets(page, info.outputPath(`${code}.pdf`)), code).toBe(1);
  }
});

test('nothing of a card is cut, and each of the ten is scanned', async ({ page, house }, info) => {
  const mark = house.code.slice(5);
  const places: [string, Record<string, unknown>][] = [
    [`semaine-${mark}`, {}],
    [`bus-${mark}`, { horaires: [], detail: { genre: 'mobile', arrets: STOPS } }],
    [`long-${mark}`, { nom: `${NAME} ${NAME}`, adresse: 'Parvis de la médiathèque intercommunale, entrée par la cour du groupe scolaire' }],
  ];
  await signInPro(page, house.courriel, house.motDePasse);
  for (const [code, more] of places) {
    await page.emulateMedia({ media: 'screen' });
    await open(house, code, more, 1);
    const de = await make(page, house, code, 'cartes');
    const cards = page.locator('.carte-papier');
    await expect(cards).toHaveCount(10);
    await expect(page.locator('.carte-papier[data-taille]:not([data-mesure])')).toHaveCount(10);
    await page.emulateMedia({ media: 'print' });
    for (const card of await cards.all()) {
      expect(await cut(card), code).toEqual([]);
      expect(await scan(card), code).toBe(`${house.address}/e/${code}?de=${de}`);
    }
    // Three millimetres between the code and where one cuts, and its own white edge.
    const near = await cards.first().evaluate((card) => card.querySelector('img')!.getBoundingClientRect().left - card.getBoundingClientRect().left);
    expect(near).toBeGreaterThan(11);
    expect(await sheets(page, info.outputPath(`${code}.pdf`)), code).toBe(1);
  }
});

test('paper says that school holidays and public holidays are other days', async ({ page, house }) => {
  const code = `vacances-${house.code.slice(5)}`;
  await open(house, code, { detail: { zone: 'c', vacances: 'ferme' } }, 1);
  await signInPro(page, house.courriel, house.motDePasse);
  await make(page, house, code, 'affiche');
  await expect(page.getByText('Fermé pendant les vacances scolaires. Fermé les jours fériés.')).toBeVisible();
  await expect(page.getByText(/^lundi à vendredi/i)).toBeVisible();
});

test('the code at the door is printed large, with the name of the place', async ({ page, house }, info) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/accueil/porte');
  const paper = page.getByRole('region', { name: 'Code à la porte' });
  await expect(paper.getByText(house.nom)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  const { lien } = await house.pro.get(`/api/espaces/${house.code}/porte`);
  expect(await scan(paper)).toBe(lien);
  await expect(paper.getByText(lien)).toBeHidden();
  const qr = (await paper.getByRole('img').boundingBox())!;
  expect(qr.width).toBeGreaterThan(450);
  expect(await sheets(page, info.outputPath('porte.pdf'))).toBe(1);
});
