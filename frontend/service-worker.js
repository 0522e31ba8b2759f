// Notifications, and nothing else. What comes is shown as it is: the words are neutral, the server chose them.
const OURS = { 'Content-Type': 'application/json', 'X-App': '1' };

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => event.waitUntil(show(event.data)));

async function show(data) {
  let news = {};
  try {
    news = data.json();
  } catch {
    // A browser wants something to be shown whatever came.
  }
  // The same one again takes the place of the first, without a sound.
  await self.registration.showNotification(news.objet ?? 'Petit rappel', {
    body: news.texte ?? '',
    tag: news.id ?? 'avis',
    icon: '/icone.svg',
    lang: 'fr',
    data: news,
  });
  await say(news, 'recu');
}

self.addEventListener('notificationclose', (event) => event.waitUntil(say(event.notification.data, 'vu')));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const news = event.notification.data ?? {};
  event.waitUntil(Promise.all([open(news.page ?? '/'), say(news, 'vu')]));
});

// A page that is open already is brought to the front.
async function open(page) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = pages.find((one) => new URL(one.url).pathname.startsWith(page));
  return shown ? shown.focus() : self.clients.openWindow(page);
}

// What was seen here is not written by e-mail. The mark that came with it stands for the right: the session may be over.
async function say(news, geste) {
  if (!news?.id) return;
  const body = JSON.stringify({ marque: news.marque, geste });
  await fetch(`/api/avis/${news.id}/vu`, { method: 'POST', headers: OURS, body }).catch(() => {});
}

// A page has started, or the browser has changed the address: the server is told, if this phone was allowed to ring.
self.addEventListener('message', (event) => {
  if (event.data === 'ouvert') event.waitUntil(renew());
});
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event.oldSubscription)));

async function renew(before) {
  const now = await self.registration.pushManager.getSubscription();
  const kept = now ?? (before && (await self.registration.pushManager.subscribe(before.options)));
  if (!kept) return;
  const { endpoint, keys } = kept.toJSON();
  const body = JSON.stringify({ ancien: before?.endpoint ?? endpoint, endpoint, p256dh: keys.p256dh, auth: keys.auth });
  // The page may just be asking for a new access: once more, a little later.
  for (const wait of [0, 5_000]) {
    await new Promise((done) => setTimeout(done, wait));
    const answer = await fetch('/api/avis/appareils/suite', { method: 'POST', headers: OURS, body }).catch(() => null);
    if (answer?.status !== 401) return;
  }
}
