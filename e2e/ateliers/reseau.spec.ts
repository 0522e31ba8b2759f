import type { Page } from '@playwright/test';
import { joinTeam, type House } from '../support/api';
import { enterWithCard, signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import { NOON, join, makeAtelier, soon } from './aide';

// Taps on the list of an atelier while there is no network: the page is closed, left in a hurry, or somebody else's afterwards.

test.use({ settings: NOON });

test('taps without a network outlive the page and leave once, from whichever screen opens next', async ({ page, house, browserOf }) => {
  const atelier = await withInes(house, await browserOf());
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  const ines = page.getByRole('listitem').filter({ hasText: 'Inès' });
  await expect(ines).toBeVisible();
  await page.context().setOffline(true);
  await ines.getByRole('button', { name: /^Là/ }).click();
  await expect(ines.getByRole('button', { name: /^Là/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(ines).toContainText('en attente du réseau');
  // Thought better of it: the last tap counts.
  await ines.getByRole('button', { name: /^Pas là/ }).click();
  await ines.getByRole('button', { name: /^Là/ }).click();
  await page.getByRole('button', { name: 'Quelqu’un est là sans inscription' }).click();
  for (const guest of ['Bakary', 'Bakary', 'Moussa']) {
    await page.getByLabel('Son prénom').fill(guest);
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  }
  await expect(page.getByText('en attente du réseau')).toHaveCount(4);
  expect(await list(house, atelier)).toEqual(['Inès inscrit']);
  const context = page.context();
  await page.close();
  await context.setOffline(false);
  // The next screen is of another program; two of them open at once.
  const tabs = [await context.newPage(), await context.newPage()];
  await Promise.all([tabs[0].goto('/pro/agenda'), tabs[1].goto('/pro/agenda')]);
  const all = ['Bakary present', 'Bakary present', 'Inès present', 'Moussa present'];
  await expect.poll(() => list(house, atelier), { timeout: 30_000 }).toEqual(all);
  await expect.poll(() => kept(tabs[0])).toBe('');
  await tabs[1].goto(`/pro/ateliers/${atelier}`);
  await expect(tabs[1].getByText('4 venu·es')).toBeVisible();
  await expect(tabs[1].getByText('en attente du réseau')).toHaveCount(0);
  expect(await list(house, atelier)).toEqual(all);
});

test('a tap that is lost on the way back is one tap, and a refusal is said beside the name', async ({ page, house, browserOf }) => {
  const atelier = await withInes(house, await browserOf());
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  let sent = 0;
  await page.route('**/invites', async (route) => {
    sent += 1;
    if (sent === 1) await route.fetch();
    if (sent < 3) await route.abort('internetdisconnected');
    else await route.continue();
  });
  await page.getByRole('button', { name: 'Quelqu’un est là sans inscription' }).click();
  await page.getByLabel('Son prénom').fill('Bakary');
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Là : Bakary/ })).toBeVisible({ timeout: 30_000 });
  expect(await list(house, atelier)).toEqual(['Bakary present', 'Inès inscrit']);
  const refused = { type: 'introuvable', title: 'On ne trouve pas ce que vous cherchez.', status: 404 };
  await page.route('**/pointage', (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', json: refused }));
  const ines = page.getByRole('listitem').filter({ hasText: 'Inès' });
  await ines.getByRole('button', { name: /^Là/ }).click();
  await expect(ines.getByRole('alert')).toBeVisible();
  await expect(ines.getByRole('button', { name: /^Là/ })).toHaveAttribute('aria-pressed', 'false');
  expect(await kept(page)).toBe('');
});

test('left in a hurry nothing of the taps stays and nothing leaves', async ({ page, house, browserOf }) => {
  const atelier = await withInes(house, await browserOf());
  await page.context().route('https://www.meteofrance.com/', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Météo</title>' }));
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await expect(page.getByRole('button', { name: /^Là : Inès/ })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: /^Là : Inès/ }).click();
  await expect(page.getByText('en attente du réseau')).toBeVisible();
  expect(await kept(page)).toContain('present');
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
  await page.context().setOffline(false);
  // A picture of the same site runs no program: what lies there is what was left.
  await page.goto('/icone.svg');
  expect(await kept(page)).toBe('');
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await expect(page.getByRole('button', { name: /^Là : Inès/ })).toHaveAttribute('aria-pressed', 'false');
  expect(await list(house, atelier)).toEqual(['Inès inscrit']);
});

test('another account on the same device neither sees nor sends the taps: they wait for the same one, and signing out forgets them', async ({ page, house, browserOf }) => {
  const atelier = await withInes(house, await browserOf());
  const colleague = await joinTeam(house, 'Karim', { referent: true, publie: true, coordonne: false });
  const ines = page.getByRole('button', { name: /^Là : Inès/ });
  for (const ends of ['signed out', 'the session ends']) {
    await signInPro(page, house.courriel, house.motDePasse);
    await page.goto(`/pro/ateliers/${atelier}`);
    const cut = /\/api\/inscriptions\//;
    await page.context().route(cut, (route) => route.abort('internetdisconnected'));
    await ines.click();
    await expect(page.getByText('en attente du réseau')).toBeVisible();
    await expect(page.getByText('1 geste attend.')).toBeVisible();
    if (ends === 'signed out') {
      await page.goto('/pro/moi');
      await page.getByRole('button', { name: 'Me déconnecter' }).click();
      await expect(page.getByRole('button', { name: 'Me connecter' })).toBeVisible();
      expect(await kept(page)).toBe('');
    } else {
      await page.context().clearCookies();
      await page.context().unroute(cut);
      // The network is back, the session is not: nothing is lost, and nobody's name is shown.
      await page.goto('/pro/connexion');
      await expect(page.getByText('1 geste attend.')).toBeVisible();
    }
    await page.context().unroute(cut);
    await signInPro(page, colleague.courriel, house.motDePasse);
    await page.goto(`/pro/ateliers/${atelier}`);
    await expect(ines).toHaveAttribute('aria-pressed', 'false');
    await expect(page.getByText('1 geste attend.')).toHaveCount(0);
    await page.context().clearCookies();
    expect(await list(house, atelier)).toEqual(['Inès inscrit']);
  }
  await signInPro(page, house.courriel, house.motDePasse);
  await expect.poll(() => list(house, atelier)).toEqual(['Inès present']);
  await expect.poll(() => kept(page)).toBe('');
});

async function withInes(house: House, phone: Page): Promise<string> {
  const atelier = await makeAtelier(house, soon(10));
  await enterWithCard(phone, house.code, 'Inès');
  await join(phone, atelier);
  return atelier;
}

/** Who is on the list, as the server has it. */
async function list(house: House, atelier: string): Promise<string[]> {
  const { participants } = await house.pro.get(`/api/ateliers-publies/${atelier}`);
  return participants.map((one: any) => `${one.prenom} ${one.etat}`).sort();
}

/** What the device keeps. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(() => localStorage.getItem('pointages') ?? '');
}
