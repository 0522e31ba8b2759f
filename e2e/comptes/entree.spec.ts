import { day, openPermanence } from '../support/api';
import { cardWords, creneau, enterWithCard, finishWithCard, goTo, sayWho, screens, signInPro, write } from '../support/steps';
import { expect, test } from '../support/test';

test('from the poster to the answer, and back with the access card', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(1));
  const start = Date.now();
  await page.goto(`/e/${house.code}`);
  await expect(page.getByRole('heading', { level: 1, name: house.nom })).toBeVisible();
  const shown = await screens(page);
  await page.getByRole('link', { name: 'Entrer ici' }).click();
  await expect(page.getByText('Étape 1')).toBeVisible();
  await sayWho(page, 'Inès');
  const words = await finishWithCard(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  expect(Date.now() - start).toBeLessThan(60_000);
  expect(await shown()).toEqual(['Qui es-tu ?', 'Comment revenir ?', 'Garde ta carte', 'Salut Inès']);

  // Two taps from the home to a confirmed rendez-vous.
  await creneau(page, /^10\sh(?!\s30)/).click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  await goTo(page, 'Rendez-vous');
  await expect(page.getByText('avec Nadia')).toBeVisible();

  await goTo(page, 'Messages');
  await write(page, 'Bonjour, j’ai perdu ma carte d’identité.');
  await expect(page.getByText('Envoyé')).toBeVisible();

  const desk = await browserOf({ viewport: { width: 1280, height: 800 } });
  await signInPro(desk, house.courriel, house.motDePasse);
  await desk.getByRole('link', { name: /Inès/ }).first().click();
  await expect(desk.getByText('j’ai perdu ma carte d’identité').last()).toBeVisible();
  await desk.getByRole('button', { name: 'Je deviens référent·e' }).click();
  await write(desk, 'Viens mercredi, on la refait ensemble.');
  await expect(page.getByText('on la refait ensemble')).toBeVisible();
  await expect(page.getByText('Nadia te répond', { exact: true })).toBeVisible();

  await goTo(page, 'Moi');
  await page.getByRole('button', { name: 'Sortir' }).click();
  await expect(page.getByRole('link', { name: 'Je reviens' })).toBeVisible();
  await page.goto('/revenir');
  await page.getByText('Avec ma carte').click();
  await page.getByLabel('Les six mots de ta carte').fill(words.join(' ').toUpperCase());
  await page.getByRole('button', { name: 'Revenir', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();

  // The QR code of the card opens the same page, with the words in the part of the address that no server sees.
  const other = await browserOf();
  await other.goto(`/revenir#mots=${words.join('-')}`);
  await other.getByRole('button', { name: 'Revenir', exact: true }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
});

for (const [way, choice, label, value] of [
  ['a phone', 'Avec mon téléphone', 'Ton numéro', '06 39 98 12 34'],
  ['an e-mail', 'Avec mon adresse e-mail', 'Ton adresse e-mail', 'ines@exemple.fr'],
]) {
  test(`signing up and coming back with ${way}`, async ({ page, house }) => {
    await page.goto(`/e/${house.code}`);
    await expect(page.getByRole('heading', { level: 1, name: house.nom })).toBeVisible();
    const shown = await screens(page);
    await page.getByRole('link', { name: 'Entrer ici' }).click();
    await sayWho(page, 'Inès');
    await page.getByText(choice, { exact: true }).click();
    await page.getByLabel(label).fill(value);
    await page.getByRole('button', { name: 'Continuer' }).click();
    const motDePasse = page.getByLabel('Mot de passe', { exact: true });
    await motDePasse.fill('court');
    await page.getByRole('button', { name: 'C’est parti' }).click();
    await expect(page.getByText('C’est trop court : 10 caractères au moins.')).toBeVisible();
    await motDePasse.fill('le chat de Mamie');
    await page.getByRole('button', { name: 'C’est parti' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
    expect(await shown()).toEqual(['Qui es-tu ?', 'Comment revenir ?', 'Ton mot de passe', 'Salut Inès']);
    await goTo(page, 'Moi');
    await page.getByRole('button', { name: 'Sortir' }).click();
    await expect(page.getByRole('link', { name: 'Je reviens' })).toBeVisible();
    await page.goto('/revenir');
    await page.getByLabel('Ton téléphone ou ton adresse e-mail').fill(value);
    await motDePasse.fill('le chat de Mamie');
    await page.getByRole('button', { name: 'Revenir', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  });
}

test('neither Back nor a link takes the card away before it is kept, and the form does not come back', async ({ page, house }) => {
  await page.goto(`/e/${house.code}`);
  await page.getByRole('link', { name: 'Entrer ici' }).click();
  await sayWho(page, 'Inès');
  await page.getByText('Ni l’un ni l’autre').click();
  await page.getByRole('button', { name: 'Faire ma carte' }).click();
  const words = await cardWords(page);
  await expect(page.getByRole('navigation', { name: 'Navigation principale' })).toBeHidden();
  await page.goBack();
  await page.goBack();
  expect(await cardWords(page)).toEqual(words);
  await page.getByRole('link', { name: 'Côte à Côte' }).click();
  expect(await cardWords(page)).toEqual(words);
  await page.getByRole('button', { name: 'J’ai gardé ma carte' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Navigation principale' })).toBeVisible();
});

test('whoever is inside is not asked to enter again, by Back or by the address', async ({ page, house }) => {
  await page.goto('/');
  await enterWithCard(page, house.code, 'Inès');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await expect(page.getByLabel('Ton prénom ou un surnom')).toHaveCount(0);
  await page.goto('/entrer');
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await expect(page).toHaveURL('/');
});

test('a password says how long it must be, and an empty one is to fill in', async ({ page, house }) => {
  await page.goto(`/entrer?espace=${house.code}`);
  await sayWho(page, 'Inès');
  await page.getByText('Avec mon adresse e-mail').click();
  await page.getByLabel('Ton adresse e-mail').fill('ines@exemple.fr');
  await page.getByRole('button', { name: 'Continuer' }).click();
  const motDePasse = page.getByLabel('Mot de passe', { exact: true });
  await expect(motDePasse).toHaveAccessibleDescription(/10 caractères au moins/);
  await page.getByRole('button', { name: 'C’est parti' }).click();
  await expect(motDePasse).toHaveAccessibleDescription(/C’est à remplir/);
});

test('under the minimum age nothing is sent and someone can help', async ({ page, house }) => {
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/api/comptes')) sent += 1;
  });
  await page.goto(`/entrer?espace=${house.code}`);
  await sayWho(page, 'Tom', new Date().getFullYear() - 13);
  await expect(page.getByRole('heading', { level: 1, name: 'On ne peut pas t’ouvrir un compte' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link').first()).toHaveAttribute('href', 'tel:119');
  expect(sent).toBe(0);
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await page.reload();
  await expect(page.getByLabel('Ton prénom ou un surnom')).toHaveValue('');
});
