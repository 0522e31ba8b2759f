import { joinTeam } from '../support/api';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('the room in which one is stays lit, also where another room leads to it', async ({ page, house, server, browserOf }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  const bottom = page.locator('.barre-bas');
  for (const [path, room] of [['/pro/permanences', 'Agenda'], ['/pro/ateliers', 'Agenda'], [`/pro/photos/${house.code}`, 'Moi'], [`/pro/horaires/${house.code}`, 'Moi']]) {
    await page.goto(path);
    await expect(bottom.locator('[aria-current="page"]'), path).toHaveText(room);
  }
  // Where there is room for all of them, each has its own.
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/pro/permanences');
  await expect(page.locator('.barre-haut [aria-current="page"]')).toHaveText('Permanences');
  const office = await browserOf({ viewport: { width: 1280, height: 800 } });
  await signInPro(office, server.admin.identifiant, server.admin.secret);
  for (const path of ['/pro/espaces', `/pro/horaires/${house.code}`, `/pro/photos/${house.code}`]) {
    await office.goto(path);
    await expect(office.locator('.barre-haut [aria-current="page"]'), path).toHaveText('Espaces');
  }
  const { courriel } = await joinTeam(house, 'Lou', { referent: false, publie: true, coordonne: false });
  const phone = await browserOf();
  await signInPro(phone, courriel, house.motDePasse);
  await phone.goto('/pro/ateliers');
  await expect(phone.locator('.barre-bas [aria-current="page"]')).toHaveText('Ateliers');
});
