import { Person, type House } from '../support/api';
import { check } from '../support/look';
import { enterWithCard, signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import { NOON, join, makeAtelier, soon } from './aide';

test.use({ settings: NOON });

test('the list is kept by taps that can be taken back, with a guest added in a moment', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house, soon(10));
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await join(phone, atelier);

  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  const ines = page.getByRole('listitem').filter({ hasText: 'Inès' });
  await ines.getByRole('button', { name: /^Là/ }).click();
  await expect(ines.getByRole('button', { name: /^Là/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('1 venu·e')).toBeVisible();
  await ines.getByRole('button', { name: /^Reprendre/ }).click();
  await expect(ines.getByRole('button', { name: /^Là/ })).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByText('1 venu·e')).toBeHidden();
  await ines.getByRole('button', { name: /^Pas là/ }).click();
  await expect(ines.getByRole('button', { name: /^Pas là/ })).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('button', { name: 'Quelqu’un est là sans inscription' }).click();
  await page.getByLabel('Son prénom').fill('Bakary');
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Bakary' })).toContainText('sans compte');
  await expect(page.getByLabel('Son prénom')).toHaveValue('');
  // Their line may be far below: it is said beside the form, which can be closed.
  await expect(page.getByRole('status').filter({ hasText: 'Bakary est sur la liste.' })).toBeVisible();
  await expect(page.getByText('1 inscrit·e sur 2, et 1 sans inscription')).toBeVisible();
  await page.getByRole('button', { name: 'Quelqu’un est là sans inscription' }).click();
  await expect(page.getByLabel('Son prénom')).toBeHidden();

  // The tick stands beside its word on a phone.
  await page.setViewportSize({ width: 360, height: 800 });
  await ines.getByRole('button', { name: /^Là/ }).click();
  const pressed = ines.getByRole('button', { name: /^Là/ });
  await expect(pressed).toHaveAttribute('aria-pressed', 'true');
  await expect(pressed.locator('svg')).toBeVisible();
  const [tick, word] = await pressed.evaluate((button) => ['svg', 'span'].map((part) => button.querySelector(part)!.getBoundingClientRect().toJSON()));
  expect(tick.bottom).toBeGreaterThan(word.top);
  expect(tick.right).toBeLessThanOrEqual(word.left);

  // On paper: the names, and nothing else of the screen.
  await page.emulateMedia({ media: 'print' });
  const paper = page.getByRole('table');
  await expect(paper).toContainText('Inès');
  await expect(paper).toContainText('Bakary');
  await expect(page.getByRole('button', { name: 'Imprimer la liste' })).toBeHidden();
});

for (const [state, change] of [
  ['closed', { etat: 'fait' }],
  ['over', { fin: Date.now() - 61 * 60_000 }],
] as const) {
  test(`a list that is ${state} asks nobody to scan`, async ({ page, house }) => {
    const atelier = await makeAtelier(house, soon(10));
    await house.pro.post(`/api/ateliers/${atelier}/invites`, { prenom: 'Bakary' });
    // As it will be some hours later.
    await page.route(`**/api/ateliers-publies/${atelier}`, async (route) => {
      const answer = await route.fetch();
      const read = await answer.json();
      Object.assign(read.atelier.atelier, change);
      await route.fulfill({ response: answer, json: read });
    });
    await signInPro(page, house.courriel, house.motDePasse);
    await page.goto(`/pro/ateliers/${atelier}`);
    await expect(page.getByRole('heading', { name: 'Qui est venu' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Montrer le code à scanner' })).toHaveCount(0);
    const bakary = page.getByRole('listitem').filter({ hasText: 'Bakary' });
    await expect(bakary).toBeVisible();
    if (state === 'closed') {
      await expect(bakary.getByRole('button')).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Quelqu’un est là sans inscription' })).toHaveCount(0);
      await page.getByRole('button', { name: 'Corriger la liste' }).click();
    }
    await expect(bakary.getByRole('button', { name: /^Pas là/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Quelqu’un est là sans inscription' })).toBeVisible();
    await check(page, `liste-${state}`);
  });
}

test('the code of the minute says that one is there; without it one is told what to do', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house, soon(10));
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await page.getByRole('link', { name: 'Montrer le code à scanner' }).click();
  await expect(page.getByRole('img', { name: 'Code à scanner pour noter sa présence' })).toBeVisible();
  const { chemin } = await house.pro.get(`/api/ateliers/${atelier}/presence`);

  const phone = await browserOf();
  await phone.goto(chemin);
  await expect(phone.getByText('Entre d’abord, puis scanne le code encore une fois.')).toBeVisible();
  await enterWithCard(phone, house.code, 'Inès');
  await phone.goto(chemin);
  await expect(phone.getByText('C’est bon, on sait que tu es là.')).toBeVisible();
  // Neither in the address nor in the history.
  expect(phone.url()).not.toContain(chemin.split('#')[1]);
  await phone.goto(`/ateliers/${atelier}/presence`);
  await expect(phone.getByText('Scanne le code sur le téléphone')).toBeVisible();
  await phone.goto(`/ateliers/${atelier}/presence#un-code-qui-ne-vaut-rien`);
  await expect(phone.getByText('Le code change toutes les minutes.')).toBeVisible();

  await page.getByRole('link', { name: 'Retour à la liste' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Inès' })).toContainText('Là');
});

test('the two questions after an atelier stay anonymous below five answers', async ({ page, house, browserOf }) => {
  // It must begin before its list is closed.
  test.setTimeout(360_000);
  const atelier = await makeAtelier(house, soon(2), { places: 10 });
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await join(phone, atelier);
  const others = await Promise.all([1, 2, 3, 4].map((one) => comes(house, atelier, `Ami ${one}`)));
  for (const { inscription } of (await house.pro.get(`/api/ateliers-publies/${atelier}`)).participants) {
    await house.pro.post(`/api/inscriptions/${inscription}/pointage`, { pointage: 'present', le: Date.now() });
  }
  // Its list is closed once it has begun.
  await expect(async () => {
    await house.pro.post(`/api/ateliers-publies/${atelier}/cloture`);
  }).toPass({ timeout: 150_000, intervals: [1_000] });

  await phone.goto('/ateliers');
  await expect(phone.getByText('Dire comment c’était')).toBeVisible();
  await phone.getByRole('region', { name: 'Mes ateliers' }).getByRole('link').click();
  await phone.getByRole('button', { name: 'Envoyer' }).click();
  await expect(phone.getByText('Choisis un des trois visages.')).toBeVisible();
  await phone.getByText('Bien', { exact: true }).click();
  await phone.getByLabel('Un mot, si tu veux').fill('Trop bien');
  await phone.getByRole('button', { name: 'Envoyer' }).click();
  await expect(phone.getByText('Merci. Ça aide à faire mieux.')).toBeVisible();

  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await expect(page.getByText(/^Réponses\s: 1\./)).toBeVisible();
  await expect(page.getByText('Trop bien')).toHaveCount(0);
  for (const { person, inscription } of others) {
    await person.post(`/api/inscriptions/${inscription}/retour`, { visage: 'content' });
  }
  await page.reload();
  await expect(page.getByText('Bien : 5')).toBeVisible();
  await expect(page.getByText('Trop bien')).toBeVisible();
});

// A jeune who joins, without a page.
async function comes(house: House, atelier: string, prenom: string): Promise<{ person: Person; inscription: string }> {
  const person = new Person(house.address);
  await person.post('/api/comptes/jeunes', { prenom, naissance: { annee: 2007, mois: 3 }, retour: { par: 'carte' } });
  const { id } = await person.post(`/api/ateliers/${atelier}/inscriptions`, { accompagne: false, ou_attendre: false });
  return { person, inscription: id };
}
