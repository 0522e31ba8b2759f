import type { Page } from '@playwright/test';
import { nothingFound } from '../support/look';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

// A picture as a phone takes it, drawn by the browser.
async function picture(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1800, 1200];
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'teal';
    context.fillRect(0, 0, 1800, 1200);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

test('a team shows the door of its place in a photo that is said in words, and takes it away at once', async ({ page, house, browserOf }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/espaces');
  await page.getByRole('link', { name: `Photos : ${house.nom}` }).click();
  await page.getByRole('button', { name: 'Ajouter cette photo' }).click();
  await expect(page.getByText('Choisissez une photo.')).toBeVisible();
  await nothingFound(page);
  const file = { name: 'porte.png', mimeType: 'image/png', buffer: await picture(page) };
  await page.getByLabel('Photo', { exact: true }).setInputFiles({ ...file, name: 'x.txt', buffer: Buffer.from('rien') });
  await expect(page.getByText('Choisissez un JPEG, un PNG ou un WebP.')).toBeVisible();
  await page.getByLabel('Photo', { exact: true }).setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
  await expect(page.getByText('Choisissez un JPEG, un PNG ou un WebP.')).toBeVisible();
  await page.getByLabel('Photo', { exact: true }).setInputFiles(file);
  await page.getByLabel('Ce que l’on y voit').fill('La porte bleue');
  await page.getByRole('button', { name: 'Ajouter cette photo' }).click();
  const shown = page.getByRole('img', { name: 'La porte bleue' });
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1280);
  await nothingFound(page);
  const phone = await browserOf();
  await phone.goto(`/lieux/${house.code}`);
  const seen = phone.getByRole('img', { name: 'La porte bleue' });
  await seen.scrollIntoViewIfNeeded();
  await expect.poll(() => seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1280);
  await expect(seen).toHaveAttribute('loading', 'lazy');
  await nothingFound(phone);
  await page.getByRole('button', { name: 'Supprimer : La porte bleue' }).click();
  await expect(shown).toHaveCount(0);
  await phone.reload();
  await expect(phone.getByRole('heading', { name: 'Comment venir' })).toBeVisible();
  await expect(seen).toHaveCount(0);
});
