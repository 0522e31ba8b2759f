import base from './playwright.config';

// Not a judgement: pictures of the screens of the demonstration, to look at. SCREENSHOTS is the folder they go to.
export default { ...base, testMatch: 'quality/screenshots.ts', outputDir: 'test-results/screenshots', workers: 1, timeout: 300_000 };
