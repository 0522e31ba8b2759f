import type { Locator, Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** How many sheets a printed page takes. */
export async function sheets(page: Page, path: string): Promise<number> {
  const pdf = await page.pdf({ path, preferCSSPageSize: true, printBackground: true, format: 'A4' });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** What of a sheet is outside it, on paper: what is cut, and nothing else. */
export async function cut(sheet: Locator): Promise<string[]> {
  return sheet.evaluate((sheet) => {
    const box = sheet.getBoundingClientRect();
    const inner = [...sheet.querySelectorAll('*')].filter((one) => {
      const rect = one.getBoundingClientRect();
      const shown = 0 < rect.width && 0 < rect.height;
      return shown && (rect.bottom > box.bottom + 0.5 || rect.right > box.right + 0.5 || rect.left < box.left - 0.5 || rect.top < box.top - 0.5);
    });
    const whole = sheet.scrollHeight <= sheet.clientHeight && sheet.scrollWidth <= sheet.clientWidth;
    return [...(whole ? [] : ['the sheet']), ...inner.map((one) => `${one.tagName} ${one.textContent}`)];
  });
}

/** What the code on a picture of a sheet says. */
export async function scan(sheet: Locator): Promise<string | undefined> {
  const { data, width, height } = PNG.sync.read(await sheet.screenshot());
  return jsQR(new Uint8ClampedArray(data), width, height)?.data;
}
