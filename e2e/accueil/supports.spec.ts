import type { House } from '../support/api';
import { expect, test } from '../support/test';

test('a poster that is scanned again, or reloaded, counts once a day for a phone', async ({ page, house, browserOf }) => {
  const make = (libelle: string) => house.admin.post(`/api/espaces/${house.code}/supports`, { genre: 'affiche', libelle });
  const [gare, lycee] = [(await make('à la gare')).code, (await make('devant le lycée')).code];
  const look = async (phone: typeof page, de: string) => {
    const started = phone.waitForRequest(/_bg\.wasm$/);
    await phone.goto(`/e/${house.code}?de=${de}`);
    await started;
    await expect(phone.locator('#contenu').getByRole('heading', { level: 1 })).toBeVisible();
  };
  // Fewer than five are not told: four phones have been there before each.
  for (const de of [gare, lycee]) for (let n = 0; n < 4; n += 1) await house.admin.post(`/api/espaces/${house.code}/scans`, { de });
  expect(await counted(house)).toEqual({ 'à la gare': null, 'devant le lycée': null });
  await look(page, gare);
  await expect.poll(() => counted(house)).toEqual({ 'à la gare': 5, 'devant le lycée': null });
  for (let again = 0; again < 3; again += 1) {
    await page.reload();
    await expect(page.locator('#contenu').getByRole('heading', { level: 1 })).toBeVisible();
  }
  await look(page, gare);
  await page.goto(`/lieux/${house.code}?de=${gare}`);
  await page.goto(`/passe/${house.code}?de=${gare}`);
  // Another one on the same phone, then another phone: in order, so that whatever came before has been counted.
  await look(page, lycee);
  await expect.poll(() => counted(house)).toEqual({ 'à la gare': 5, 'devant le lycée': 5 });
  const other = await browserOf();
  await look(other, gare);
  await expect.poll(() => counted(house)).toEqual({ 'à la gare': 6, 'devant le lycée': 5 });
  // Nothing that tells one phone from another: the day and the codes.
  const kept = await page.evaluate(() => localStorage.getItem('vus'));
  expect(kept).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d ${gare} ${lycee}$`));
  expect(await page.context().cookies()).toEqual([]);
  await page.clock.setFixedTime(new Date(Date.now() + 86_400_000));
  await look(page, gare);
  await expect.poll(() => counted(house)).toEqual({ 'à la gare': 7, 'devant le lycée': 5 });
});

async function counted(house: House): Promise<Record<string, number | null>> {
  const all = await house.admin.get(`/api/espaces/${house.code}/supports`);
  return Object.fromEntries(all.map((one: any) => [one.libelle, one.scans]));
}
