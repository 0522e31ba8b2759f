//! What frames each screen: the name, the emergency numbers and the quick exit at the top, the rooms at the bottom.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{Icon, emergency::EmergencyButton, quick_exit::QuickExit};
use crate::texts::commun;

/// The bar at the top. Its link skips to the content.
#[component]
pub fn TopBar() -> impl IntoView {
    view! {
        <a href="#contenu" class="evitement" rel="external">
            {commun::aller_au_contenu()}
        </a>
        <header class="barre-haut">
            <div class="barre-dedans">
                <A href="/" attr:class="marque">
                    <Mark />
                    <span class="max-[23rem]:sr-only">{commun::nom()}</span>
                </A>
                <div class="flex gap-2">
                    <EmergencyButton />
                    <QuickExit />
                </div>
            </div>
        </header>
    }
}

/// A place of the bottom bar.
#[derive(Clone)]
pub struct Tab {
    /// Its address.
    pub href: &'static str,
    /// Its word.
    pub label: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// How many things there are new, said in words to screen readers.
    pub news: Signal<u32>,
}

/// The bar at the bottom: four rooms at most.
#[component]
pub fn BottomBar(
    /// The rooms.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let tab = |tab: Tab| {
        let news = tab.news;
        let badge = move || {
            let count = news.get();
            (count > 0).then(|| {
                view! {
                    <span class="pastille" aria-hidden="true">
                        {count}
                    </span>
                    <span class="sr-only">{commun::nouveaux(&count.to_string())}</span>
                }
            })
        };
        view! {
            <li class="grow basis-0">
                <A href=tab.href exact=tab.href == "/" attr:class="onglet">
                    <span class="onglet-rond">
                        <Icon path=tab.icon />
                    </span>
                    <span>{tab.label}</span>
                    {badge}
                </A>
            </li>
        }
    };
    view! {
        <nav class="barre-bas" aria-label=commun::navigation()>
            <ul class="barre-dedans items-stretch gap-0">{tabs.into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
}

/// Two people side by side.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="size-8 shrink-0" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <circle cx="10" cy="9" r="5" class="fill-primary"></circle>
            <path d="M2 28v-4a8 8 0 0 1 16 0v4z" class="fill-primary"></path>
            <circle cx="22" cy="11" r="4.5" class="fill-accent"></circle>
            <path d="M15 28v-3a7.5 7.5 0 0 1 15 0v3z" class="fill-accent"></path>
        </svg>
    }
}
