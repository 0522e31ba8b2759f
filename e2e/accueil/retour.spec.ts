import { expect, test } from '../support/test';
import { day } from '../support/api';
import { makeAtelier } from '../ateliers/aide';

test('whoever comes back to a long list finds the place where they were, in one program and from another', async ({ page, house }) => {
  for (let at = 1; at <= 12; at += 1) await makeAtelier(house, { rythme: { quand: 'date', jour: day(at) } }, { titre: `Atelier numéro ${at}` });
  const from = async (list: string, name: string) => {
    await page.goto(list);
    const one = page.getByRole('link', { name: new RegExp(`${name}\\b`) }).first();
    await one.scrollIntoViewIfNeeded();
    await expect.poll(() => page.evaluate(() => history.state?.y ?? 0)).toBeGreaterThan(300);
    const before = await page.evaluate(() => scrollY);
    await one.click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
    await page.goBack();
    await expect(one).toBeVisible();
    await expect.poll(() => page.evaluate((before) => Math.abs(scrollY - before), before)).toBeLessThan(40);
  };
  await from('/ateliers', 'Atelier numéro 12');
  await from(`/lieux/${house.code}`, 'Atelier numéro 4');
});
