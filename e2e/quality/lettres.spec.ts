import type { Page } from '@playwright/test';
import { makeAtelier } from '../ateliers/aide';
import { day, openPermanence } from '../support/api';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

// Professionals with large letters. What runs out of a bar that is fixed, or to the left, makes no page wider: the words
// themselves are measured, against the window, against the button that they are in, and against each other.

const TEAM = ['/pro/messages', '/pro/agenda', '/pro/permanences', '/pro/ateliers', '/pro/ateliers/creer', '/pro/ateliers/calendrier', '/pro/accueil', '/pro/accueil/semaine', '/pro/orienter', '/pro/moi', '/pro/espaces'];
const ADMIN = ['/pro/structures', '/pro/inviter', '/pro/espaces', '/pro/signalements', '/pro/moi'];

/** The words that are cut, or lie over others, on the screen as it is. */
async function lost(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // What only a screen reader says takes no room.
    const words = (one: Element) => {
      const rects: DOMRect[] = [];
      const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        if (walk.currentNode.parentElement!.closest('.sr-only')) continue;
        const range = document.createRange();
        range.selectNodeContents(walk.currentNode);
        rects.push(...[...range.getClientRects()].filter((rect) => 0 < rect.width));
      }
      const [left, right] = [Math.min(...rects.map((rect) => rect.left)), Math.max(...rects.map((rect) => rect.right))];
      return { left, right, width: rects.length && right - left };
    };
    const seen = (one: Element) => one.checkVisibility() && !one.closest('.evitement, .sr-only, .puces') && 0 < words(one).width;
    const wrong: string[] = [];
    for (const one of [...document.querySelectorAll('a, button, h1, h2, label')].filter(seen)) {
      const said = one.textContent!.trim();
      const [inside, box] = [words(one), one.getBoundingClientRect()];
      if (inside.left < -0.5 || window.innerWidth + 0.5 < inside.right) wrong.push(`off the screen: ${said}`);
      const framed = one.matches('.btn, .onglet');
      if (framed && (inside.left < box.left - 0.5 || box.right + 0.5 < inside.right)) wrong.push(`out of its frame: ${said}`);
    }
    const tabs = [...document.querySelectorAll('.barre-bas .onglet')].filter(seen);
    for (const [at, tab] of tabs.slice(1).entries()) {
      if (words(tab).left < words(tabs[at]).right - 0.5) wrong.push(`over another: ${tab.textContent}`);
    }
    return wrong;
  });
}

async function expectWhole(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByText('Ça arrive…')).toHaveCount(0);
    for (const [width, letters] of [[360, 100], [320, 100], [360, 130], [360, 200]]) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((letters) => (document.documentElement.style.fontSize = `${(106.25 * letters) / 100}%`), letters);
      expect.soft(await lost(page), `${path} at ${width} px, letters at ${letters} %`).toEqual([]);
    }
  }
}

test('no word of a professional is cut or covered with large letters', async ({ page, house }) => {
  await openPermanence(house, day(2));
  const atelier = await makeAtelier(house);
  await signInPro(page, house.courriel, house.motDePasse);
  await expectWhole(page, [...TEAM, `/pro/ateliers/${atelier}`]);
});

test('no word of the administrator is cut or covered with large letters', async ({ page, server }) => {
  await signInPro(page, server.admin.identifiant, server.admin.secret);
  await expectWhole(page, ADMIN);
  await page.goto('/pro/accueil');
  await expect(page.getByText('Cette page est celle des équipes')).toBeVisible();
});
