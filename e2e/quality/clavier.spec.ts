import type { Page } from '@playwright/test';
import { day, openPermanence } from '../support/api';
import { expect, test } from '../support/test';

test('signing up, booking and writing need no finger and no mouse', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await page.goto(`/entrer?espace=${house.code}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await tabTo(page, 'Ton prénom');
  await page.keyboard.type('Inès');
  await tabTo(page, 'Mois');
  await page.keyboard.type('mars');
  await tabTo(page, 'Année');
  await page.keyboard.type('2007');
  await tabTo(page, 'Continuer', 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Comment revenir ?' })).toBeFocused();
  await tabTo(page, 'téléphone');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await tabTo(page, 'Faire ma carte', 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Garde ta carte' })).toBeFocused();
  await tabTo(page, 'J’ai gardé ma carte', 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeFocused();
  await tabTo(page, '10 h', 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ce moment te va ?' })).toBeFocused();
  await tabTo(page, 'Je réserve', 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeFocused();
  await tabTo(page, 'Messages', 'Enter');
  // Another program: the browser announces it, and the way by Tab begins at its top.
  await expect(page.getByRole('textbox', { name: 'Écrire un message' })).toBeVisible();
  await tabTo(page, 'Écrire un message');
  await page.keyboard.type('Sans souris.');
  await tabTo(page, 'Envoyer', 'Enter');
  await expect(page.getByText('Envoyé')).toBeVisible();
});

// Tab until what has the focus bears these words.
async function tabTo(page: Page, words: string, then?: string): Promise<void> {
  const plain = (text: string) => text.replace(/\s/g, ' ');
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      // Past the last one nothing has the focus.
      if (at === document.body) return '';
      const labels = [...(at?.labels ?? [])].map((label) => label.innerText).join(' ');
      return `${at?.getAttribute('aria-label') ?? ''} ${labels} ${at?.innerText ?? ''}`;
    });
    if (plain(name).includes(words)) {
      if (then) await page.keyboard.press(then);
      return;
    }
  }
  throw new Error(`no way by Tab to « ${words} »`);
}
