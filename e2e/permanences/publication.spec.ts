import type { Page } from '@playwright/test';
import { day, invite } from '../support/api';
import { creneau, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

for (const [screen, viewport] of [
  ['a phone', { width: 360, height: 800 }],
  ['a computer', { width: 1280, height: 800 }],
] as const) {
  test(`a professional goes from the invitation to a published permanence on ${screen}`, async ({ house, browserOf }) => {
    const jeton = await invite(house.admin, house.structure);
    const page = await browserOf({ viewport });
    await page.goto(`/pro/invitation#${jeton}`);
    await expect(page.getByText('vous invite')).toBeVisible();
    expect(page.url()).not.toContain(jeton);
    await page.getByLabel('Prénom').fill('Karim');
    await page.getByLabel('En quoi vous aidez').fill('tes droits, en juriste');
    await page.getByLabel('E-mail').fill(`karim-${viewport.width}-${house.code}@exemple.fr`);
    await page.getByLabel('Mot de passe', { exact: true }).fill('une phrase de travail');
    await page.getByRole('button', { name: 'Accepter et entrer' }).click();

    // On a phone the agenda leads there: five rooms fit, and a référent who publishes has six.
    if (viewport.width < 1024) await page.getByRole('link', { name: 'Agenda' }).first().click();
    await page.getByRole('link', { name: 'Permanences' }).first().click();
    await page.getByRole('link', { name: 'Ouvrir une permanence' }).or(page.getByRole('button', { name: 'Ouvrir une permanence' })).first().click();
    await page.getByText('Accès aux droits').click();
    await page.getByLabel('Espace-temps').selectOption(await optionOf(page, 'Espace-temps', house.nom));
    await page.getByLabel('Personne qui reçoit').selectOption(await optionOf(page, 'Personne qui reçoit', 'Karim'));
    await page.getByLabel('Jour', { exact: true }).fill(day(2));
    await page.getByLabel('Début').fill('14:00');
    await page.getByLabel('Fin').fill('13:00');
    await page.getByLabel(/^Durée/).fill('30');
    await page.getByLabel('Places par créneau').fill('1');
    await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
    await expect(page.getByText('La fin doit venir après le début.').first()).toBeVisible();
    await page.getByLabel('Fin').fill('17:00');
    await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
    await expect(page.getByText('La permanence est ouverte')).toBeVisible();

    const phone = await browserOf();
    await phone.goto(`/e/${house.code}`);
    await expect(creneau(phone, /^14\sh(?!\s30)/)).toBeVisible();
  });
}

async function optionOf(page: Page, field: string, words: string): Promise<string> {
  const option = page.getByLabel(field).locator('option').filter({ hasText: words }).first();
  await expect(option).toBeAttached();
  return (await option.getAttribute('value')) ?? '';
}

test('what is wrong with a length of time is said across the form, not in half of it', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/permanences/ouvrir');
  await page.getByLabel('Papiers et démarches').check();
  await page.getByLabel('Jour', { exact: true }).fill(day(2));
  await page.getByLabel('Début').fill('14:00');
  await page.getByLabel('Fin').fill('14:20');
  await page.getByLabel(/^Durée/).fill('30');
  await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
  const error = page.locator('#erreur-duree');
  await expect(error).toContainText('plus courte qu’un créneau');
  const width = (await error.boundingBox())!.width;
  expect(width).toBeGreaterThan(300);
});

test('the five rooms of a professional stand apart on a narrow phone', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/agenda');
  const tabs = page.locator('.barre-bas .onglet');
  await expect(tabs).toHaveCount(5);
  for (const width of [320, 360, 412]) {
    await page.setViewportSize({ width, height: 800 });
    const words = await tabs.evaluateAll((all) => all.map((tab) => {
      const range = document.createRange();
      range.selectNodeContents(tab.querySelector('span:not(.onglet-rond)')!);
      const { left, right, height } = range.getBoundingClientRect();
      return { left, right, height };
    }));
    for (const [index, word] of words.entries()) {
      const before = index === 0 ? 0 : words[index - 1].right;
      expect(word.left - before, `before the word ${index} at ${width}`).toBeGreaterThanOrEqual(5);
    }
    expect(width - words[4].right).toBeGreaterThanOrEqual(5);
    expect(new Set(words.map((word) => Math.round(word.height))).size, 'one line each').toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});
