//! What the browser lets the page do: ask, subscribe, unsubscribe. Nothing is asked but on a tap.

use shared::{
    Problem,
    messages::avis::{ReadPushKey, SubscribePush, UnsubscribePush},
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushSubscription, PushSubscriptionOptionsInit, ServiceWorkerRegistration,
};

use crate::api::call;

const WORKER: &str = "/service-worker.js";

/// Whether this device is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// The browser cannot.
    Unable,
    /// Its owner said no, to the browser.
    Refused,
    /// Not yet, or not any more.
    Off,
    /// It is.
    On,
    /// It was asked, and something went wrong.
    Failed,
}

/// How it is now.
pub async fn look() -> Device {
    if !is_able() {
        return Device::Unable;
    }
    if Notification::permission() == NotificationPermission::Denied {
        return Device::Refused;
    }
    match subscription().await {
        Some(_) => Device::On,
        None => Device::Off,
    }
}

/// Asks for the permission, subscribes and tells the server.
pub async fn allow() -> Result<Device, Problem> {
    let asked = match Notification::request_permission() {
        Ok(asked) => JsFuture::from(asked).await.ok(),
        Err(_) => None,
    };
    if asked.and_then(|answer| answer.as_string()).as_deref() != Some("granted") {
        return Ok(look().await);
    }
    let cle = call(ReadPushKey {}).await?.cle;
    let Some((endpoint, p256dh, auth)) = subscribe(&cle).await.as_ref().and_then(parts) else {
        return Ok(Device::Failed);
    };
    call(SubscribePush { endpoint, p256dh, auth }).await?;
    Ok(Device::On)
}

/// This device is not told any more: the browser forgets, and the server.
pub async fn forget() -> Result<Device, Problem> {
    if let Some(subscription) = subscription().await {
        let endpoint = subscription.endpoint();
        if let Ok(ended) = subscription.unsubscribe() {
            drop(JsFuture::from(ended).await);
        }
        call(UnsubscribePush { endpoint }).await?;
    }
    Ok(look().await)
}

fn is_able() -> bool {
    let has = |of: &JsValue, name: &str| js_sys::Reflect::has(of, &name.into()).unwrap_or(false);
    web_sys::window().is_some_and(|window| {
        has(window.navigator().as_ref(), "serviceWorker")
            && has(window.as_ref(), "PushManager")
            && has(window.as_ref(), "Notification")
    })
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    if !is_able() {
        return None;
    }
    let container = web_sys::window()?.navigator().service_worker();
    JsFuture::from(container.get_registration_with_document_url("/")).await.ok()?.dyn_into().ok()
}

async fn subscription() -> Option<PushSubscription> {
    let manager = registration().await?.push_manager().ok()?;
    JsFuture::from(manager.get_subscription().ok()?).await.ok()?.dyn_into().ok()
}

async fn subscribe(cle: &str) -> Option<PushSubscription> {
    let container = web_sys::window()?.navigator().service_worker();
    JsFuture::from(container.register(WORKER)).await.ok()?;
    let ready: ServiceWorkerRegistration = JsFuture::from(container.ready().ok()?).await.ok()?.dyn_into().ok()?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(cle));
    let manager = ready.push_manager().ok()?;
    let first = JsFuture::from(manager.subscribe_with_options(&options).ok()?).await;
    if let Ok(made) = first {
        return made.dyn_into().ok();
    }
    // One of another installation, or of another key, stands in the way.
    JsFuture::from(subscription().await?.unsubscribe().ok()?).await.ok()?;
    JsFuture::from(manager.subscribe_with_options(&options).ok()?).await.ok()?.dyn_into().ok()
}

fn parts(subscription: &PushSubscription) -> Option<(String, String, String)> {
    let text = js_sys::JSON::stringify(subscription.as_ref()).ok()?.as_string()?;
    let value: serde_json::Value = serde_json::from_str(&text).ok()?;
    let of = |path: &str| value.pointer(path).and_then(serde_json::Value::as_str).map(str::to_owned);
    Some((of("/endpoint")?, of("/keys/p256dh")?, of("/keys/auth")?))
}
