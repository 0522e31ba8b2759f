import type { Page } from '@playwright/test';
import { day, type House } from '../support/api';
import { expect } from '../support/test';

/** Makes an atelier in the place of a house, and publishes it; gives its id. */
export async function makeAtelier(house: House, more: Record<string, unknown> = {}, fiche: Record<string, unknown> = {}): Promise<string> {
  const made = await house.pro.post('/api/ateliers', {
    structure: house.structure,
    fiche: {
      titre: 'Mon CV en une heure',
      presentation: 'On écrit ton CV ensemble, même si tu n’as jamais travaillé.',
      besoin: 'emploi',
      lieu: { ou: 'espace', espace: house.code },
      meneurs: [],
      pour_essayer: true,
      accompagne: true,
      places: 2,
      ...fiche,
    },
    rythme: { quand: 'date', jour: day(2) },
    debut: '14:00',
    fin: '16:00',
    publie: true,
    ...more,
  });
  return made[0].atelier.id;
}

// Where it is about noon at this moment: what starts in a quarter of an hour starts today, at whatever hour a journey runs.
// The names of these zones have their sign turned round.
const hour = new Date().getUTCHours();
const zone = hour < 12 ? `Etc/GMT-${12 - hour}` : `Etc/GMT+${hour - 12}`;

/** The settings of a server whose places have the clock of noon; of the journeys that need a list of today. */
export const NOON = `--zone ${zone}`;

/** Today, starting in so many minutes, on the clock of noon: its list is open. */
export function soon(minutes: number, now = Date.now()): Record<string, unknown> {
  const at = (later: number) => new Date(now + later * 60_000).toLocaleString('sv', { timeZone: zone }).split(' ');
  const [jour, debut] = at(minutes);
  return { rythme: { quand: 'date', jour }, debut: debut.slice(0, 5), fin: at(minutes + 60)[1].slice(0, 5) };
}

/** Opens an atelier and joins it. */
export async function join(page: Page, atelier: string): Promise<void> {
  await page.goto(`/ateliers/${atelier}`);
  await page.getByRole('button', { name: 'Je participe' }).click();
  await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
}
